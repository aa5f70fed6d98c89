import * as z from 'zod'

/** A sign-in that this browser began: what has to come back with it. */
const pendingSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string().max(1000) })
export type Pending = z.infer<typeof pendingSchema>

/** Tabs that may be signing in at the same time; more would not fit a cookie. */
const MOST = 3

/** What the cookie holds; nothing where it is not one of ours. */
export function readPending(cookie: string | undefined): Pending[] {
  if (cookie === undefined) return []
  try {
    return z.array(pendingSchema).max(MOST).parse(JSON.parse(Buffer.from(cookie, 'base64url').toString()))
  } catch {
    return []
  }
}

/** The cookie with one more; the oldest gives way. */
export function addPending(pending: readonly Pending[], one: Pending): string {
  return writePending([one, ...pending].slice(0, MOST))
}

export const writePending = (pending: readonly Pending[]): string => Buffer.from(JSON.stringify(pending)).toString('base64url')
