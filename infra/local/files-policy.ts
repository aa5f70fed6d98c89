import { policySigned } from './files-signature.ts'

/** Why an upload is not taken: S3's own codes, so that a program reads the same in both homes. */
export type PolicyFault = 'AccessDenied' | 'SignatureDoesNotMatch' | 'PolicyExpired' | 'MalformedPOSTRequest'

export type CheckedPolicy = { ok: true; least: number; most: number } | { ok: false; fault: PolicyFault }

const PREFIX = /^x-ignore-/
const UNCHECKED = new Set(['x-amz-signature', 'policy', 'file'])

/**
 * Whether an upload form's fields are those that were signed: signature, expiry, each condition, and no field without one. Names of
 * fields don't heed case. `fields` are as sent, with `${filename}` filled in already: conditions hold on what it was filled in with.
 */
export function checkPolicy(secret: string, bucket: string, sent: ReadonlyMap<string, string>, now: number): CheckedPolicy {
  const fields = new Map([...sent].map(([name, value]) => [name.toLowerCase(), value]))
  const text = fields.get('policy') ?? ''
  if (!policySigned(secret, text, fields.get('x-amz-credential') ?? '', fields.get('x-amz-signature') ?? '')) return { ok: false, fault: 'SignatureDoesNotMatch' }
  const policy: unknown = JSON.parse(Buffer.from(text, 'base64').toString())
  const { expiration, conditions } = policy as { expiration: string; conditions: unknown[] }
  if (Date.parse(expiration) < now) return { ok: false, fault: 'PolicyExpired' }
  fields.set('bucket', bucket)
  const named = new Set(['bucket'])
  let [least, most] = [0, Infinity]
  for (const condition of conditions) {
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      ;[least, most] = [Number(condition[1]), Number(condition[2])]
      continue
    }
    const [way, name, value] = Array.isArray(condition) ? condition.map(String) : ['eq', ...Object.entries(condition as Record<string, string>)[0] ?? []]
    const field = (name ?? '').replace(/^\$/, '').toLowerCase()
    const found = fields.get(field)
    named.add(field)
    if (found === undefined || value === undefined || !(way === 'starts-with' ? found.startsWith(value) : found === value)) return { ok: false, fault: 'AccessDenied' }
  }
  const stray = [...fields.keys()].some((name) => !named.has(name) && !UNCHECKED.has(name) && !PREFIX.test(name))
  return stray ? { ok: false, fault: 'AccessDenied' } : { ok: true, least, most }
}
