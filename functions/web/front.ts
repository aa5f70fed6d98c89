import { Hono } from 'hono'
import { type APIGatewayProxyResult, handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import { compress } from 'hono/compress'
import { environment } from '../../shared/kernel/environment.ts'
import { throughEdge } from './edge.ts'

const PAST_THE_EDGE: APIGatewayProxyResult = { statusCode: 403, body: 'Forbidden', headers: { 'content-type': 'text/plain; charset=utf-8' }, isBase64Encoded: false }

/**
 * An app as a function behind the HTTP API: compresses pages, because neither the API nor an uncached answer of the content network does.
 * The API's answers stay as they are: a compressed one would need another ETag than the one that pollers ask by.
 */
export function front(app: Hono): (event: LambdaEvent, context?: LambdaContext) => Promise<APIGatewayProxyResult> {
  const whole = new Hono()
  const compressed = compress()
  whole.use((c, next) => (c.req.path.startsWith('/api/') ? next() : compressed(c, next)))
  whole.route('/', app)
  const answer = handle(whole)
  return async (event, context) => {
    const through = throughEdge(event, environment().XIUYUAN_EDGE_SECRET)
    return through === undefined ? PAST_THE_EDGE : answer(through, context)
  }
}
