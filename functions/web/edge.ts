import { createHash, timingSafeEqual } from 'node:crypto'
import type { LambdaEvent } from 'hono/aws-lambda'

/** The header that only the content network knows how to fill. */
const SECRET_HEADER = 'x-xiuyuan-edge'
/** Set by the content network to the address that it was called from, whatever the caller wrote there. */
const ADDRESS_HEADER = 'x-xiuyuan-address'

/**
 * A request that came through the content network, with the visitor's own address in place of the network's; undefined for one that went
 * past it. Without a secret there is no network in front, and the request is what it is.
 */
export function throughEdge<E extends LambdaEvent>(event: E, secret: string | undefined): E | undefined {
  if (secret === undefined || !('requestContext' in event) || !('http' in event.requestContext)) return event
  const headers = event.headers as Record<string, string | undefined>
  if (!same(headers[SECRET_HEADER] ?? '', secret)) return undefined
  const http = { ...event.requestContext.http, sourceIp: headers[ADDRESS_HEADER] ?? event.requestContext.http.sourceIp }
  return { ...event, requestContext: { ...event.requestContext, http } }
}

/** Takes as long for a near miss as for a wild guess. */
function same(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
