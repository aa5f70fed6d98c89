import * as z from 'zod'
import { addDays, shanghaiDate, startOfShanghaiDay } from '../kernel/calendar.ts'
import { personId } from '../kernel/ids.ts'
import { type Instant, instant, plusSeconds } from '../kernel/instant.ts'

/**
 * `usual`: each mail by itself, but what administrators are reminded of in one mail a day, since in a district of a thousand projects
 * something is late every day; `each`, `digest` and `off`: all by themselves, one a day, none. Invitations and decisions about one's own
 * account come in any case.
 */
export const mailChoices = ['usual', 'each', 'digest', 'off'] as const
export type MailChoice = (typeof mailChoices)[number]

export const mailChoiceSchema = z.object({
  person: personId,
  choice: z.enum(mailChoices),
  /** When what is collected goes out; null while nothing is. */
  digestAt: instant.nullable(),
  /** The day of the last digest: there is one a day. */
  sentFor: z.string().nullable(),
})
export type ChosenMail = z.infer<typeof mailChoiceSchema>

/** One line of a day's mail: what would have been a mail of its own. */
export const digestLineSchema = z.object({ person: personId, id: z.string(), at: instant, subject: z.string(), url: z.string() })
export type DigestLine = z.infer<typeof digestLineSchema>

const EIGHT = 8 * 3600

/** The next 8:00 in Shanghai after `now`. */
export function nextDigest(now: Instant): Instant {
  const day = shanghaiDate(now)
  const today = plusSeconds(startOfShanghaiDay(day), EIGHT)
  return now < today ? today : plusSeconds(startOfShanghaiDay(addDays(day, 1)), EIGHT)
}
