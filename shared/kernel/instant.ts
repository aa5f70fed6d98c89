import * as z from 'zod'

/** A moment as an ISO 8601 string in UTC with milliseconds; compares as text in the order of time. */
export const instant = z.iso.datetime({ precision: 3, error: 'INSTANT_MALFORMED' }).brand<'instant'>()
export type Instant = z.infer<typeof instant>

export const toInstant = (milliseconds: number): Instant => instant.parse(new Date(milliseconds).toISOString())
export const milliseconds = (at: Instant): number => Date.parse(at)
export const plusSeconds = (at: Instant, seconds: number): Instant => toInstant(milliseconds(at) + seconds * 1000)
export const plusDays = (at: Instant, days: number): Instant => plusSeconds(at, days * 86_400)

/** Whole seconds from `from` until `to`, rounded up, so that a wait of that length never ends early; 0 when `to` has passed. */
export const secondsUntil = (from: Instant, to: Instant): number => Math.max(0, Math.ceil((milliseconds(to) - milliseconds(from)) / 1000))
