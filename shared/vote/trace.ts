import { createHmac } from 'node:crypto'

/**
 * What a ballot keeps of a network's address or a browser's cookie: HMAC-SHA-256 (RFC 2104) under a secret that is not in the table. All
 * addresses could be tried against a plain digest; and one competition's traces say nothing of another's.
 */
export const traceOf = (secret: string, competition: string, kind: 'network' | 'browser', what: string): string => createHmac('sha256', secret).update(`${competition}\u0000${kind}\u0000${what}`).digest('base64url')
