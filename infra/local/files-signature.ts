import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const SKEW = 15 * 60 * 1000

/** The key of a scope `20261123/local/s3/aws4_request` (AWS Signature Version 4). */
function signingKey(secret: string, scope: string): Buffer {
  return scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`) as Buffer
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** Whether an upload form's policy was signed by us: `credential` is `key/date/region/s3/aws4_request`. */
export function policySigned(secret: string, policy: string, credential: string, signature: string): boolean {
  return same(hmac(signingKey(secret, credential.split('/').slice(1).join('/')), policy).toString('hex'), signature)
}

/** `20261123T161500Z` in milliseconds. */
const time = (stamp: string) => Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
const encoded = (text: string) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** Whether a request carries our signature, in its headers (the SDK) or its address (a link for a minute), and is not too old. */
export function requestSigned(secret: string, request: IncomingMessage, now: number): boolean {
  const url = new URL(request.url ?? '/', 'http://local')
  const given = url.searchParams.get('X-Amz-Signature')
  return given === null ? headersSigned(secret, request, url, now) : addressSigned(secret, request, url, given, now)
}

function headersSigned(secret: string, request: IncomingMessage, url: URL, now: number): boolean {
  const match = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '')
  const stamp = header(request, 'x-amz-date')
  if (match === null || !(Math.abs(now - time(stamp)) <= SKEW)) return false
  const [, credential = '', signed = '', signature = ''] = match
  return same(signatureOf(secret, request, url, { credential, signed, stamp, payload: header(request, 'x-amz-content-sha256') }), signature)
}

function addressSigned(secret: string, request: IncomingMessage, url: URL, signature: string, now: number): boolean {
  const of = (name: string) => url.searchParams.get(name) ?? ''
  const stamp = of('X-Amz-Date')
  const from = time(stamp)
  if (!(now >= from - SKEW && now <= from + Number(of('X-Amz-Expires')) * 1000)) return false
  return same(signatureOf(secret, request, url, { credential: of('X-Amz-Credential'), signed: of('X-Amz-SignedHeaders'), stamp, payload: 'UNSIGNED-PAYLOAD' }), signature)
}

function signatureOf(secret: string, request: IncomingMessage, url: URL, signed: { credential: string; signed: string; stamp: string; payload: string }): string {
  const query = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature').map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort().join('&')
  const headers = signed.signed.split(';').map((name) => `${name}:${header(request, name).trim().replaceAll(/\s+/g, ' ')}\n`).join('')
  const canonical = [request.method, url.pathname, query, headers, signed.signed, signed.payload].join('\n')
  const scope = signed.credential.split('/').slice(1).join('/')
  return hmac(signingKey(secret, scope), ['AWS4-HMAC-SHA256', signed.stamp, scope, sha256(canonical)].join('\n')).toString('hex')
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}
