import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Instant, milliseconds } from '../kernel/instant.ts'

/** How long one sign-in code stands on the leader's screen; the one before it is still good, for whoever is slow with the camera. */
export const CODE_SECONDS = 60
/** How long somebody who came by a good code has to type a name and tap. */
export const TICKET_MINUTES = 10

const slotAt = (now: Instant): number => Math.floor(milliseconds(now) / (CODE_SECONDS * 1000))
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const derived = (secret: string, what: string, length: number): string =>
  Array.from(createHmac('sha256', secret).update(what).digest().subarray(0, length), (byte) => letters[byte & 31]).join('')
const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** The code of a minute: 10 letters (50 bits) from the activity's secret and the platform's clock. */
export const codeAt = (secret: string, now: Instant): string => derived(secret, `code ${slotAt(now)}`, 10)
/** Seconds until the next code. */
export const codeLasts = (now: Instant): number => CODE_SECONDS - Math.floor((milliseconds(now) / 1000) % CODE_SECONDS)

export function codeIsGood(secret: string, code: string, now: Instant): boolean {
  const slot = slotAt(now)
  return [slot, slot - 1].some((one) => same(derived(secret, `code ${one}`, 10), code))
}

/** What a page that was reached by a good code sends along with its form. */
export const ticketAt = (secret: string, now: Instant): string => `${slotAt(now)}.${derived(secret, `ticket ${slotAt(now)}`, 20)}`

export function ticketIsGood(secret: string, ticket: string, now: Instant): boolean {
  const [slot = '', mac = ''] = ticket.split('.')
  const age = slotAt(now) - Number(slot)
  return /^\d{1,12}$/.test(slot) && age >= 0 && age <= (TICKET_MINUTES * 60) / CODE_SECONDS && same(derived(secret, `ticket ${slot}`, 20), mac)
}
