import * as z from 'zod'
import { type DateString, shanghaiDate } from '../kernel/calendar.ts'
import { inside, passing, personal } from '../kernel/exposure.ts'
import { projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { bySchema } from '../stage/stage.ts'

/** 督导面谈, or a written comment on what the project says. */
export const sessionKinds = ['session', 'comment'] as const

/** What a mentor did for a project. Read by its organisation and the administrators; never public, and kept with its cycle. */
export const mentorSessionSchema = z.object({
  project: inside(projectId),
  /** Sorts by the time of writing. */
  id: inside(z.string()),
  kind: inside(z.enum(sessionKinds)),
  cycle: inside(z.int()),
  day: inside(z.string()),
  /** How long a session took; 0 for a comment. */
  minutes: inside(z.int()),
  /** What was talked about, or the comment itself. */
  text: passing(z.string()),
  /** What the mentor advises. */
  advice: passing(z.string()),
  by: personal(bySchema),
  at: inside(instant),
})
export type MentorSession = z.infer<typeof mentorSessionSchema>

const MOST_MINUTES = 12 * 60

/** Throws INVALID: a session has a length, and lies behind. */
export function requireSession(given: { kind: MentorSession['kind']; day: DateString; minutes: number }, now: Instant): void {
  const mistakes: Mistake[] = []
  if (given.day > shanghaiDate(now)) mistakes.push({ path: 'day', code: 'DATE_AHEAD', zh: '日期还没有到，请在督导之后再记', en: 'This day lies ahead; record the session once it has been held' })
  if (given.kind === 'session' && given.minutes < 1) mistakes.push({ path: 'minutes', code: 'REQUIRED', zh: '请填督导用了多少分钟', en: 'Give the minutes that the session took' })
  if (given.minutes > MOST_MINUTES) mistakes.push({ path: 'minutes', code: 'TOO_LARGE', zh: `一次督导最多记 ${MOST_MINUTES} 分钟`, en: `A session takes ${MOST_MINUTES} minutes at most` })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}
