import * as z from 'zod'
import { addDays, addMonths, type Corrections, type DateString, isWorkingDay, shanghaiDate, startOfShanghaiDay } from '../kernel/calendar.ts'
import { inside, open, personal } from '../kernel/exposure.ts'
import { activityId, projectId } from '../kernel/ids.ts'
import { type Instant, instant, plusSeconds } from '../kernel/instant.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { typed } from '../kernel/text.ts'
import { districtCode } from '../person/person.ts'
import { bySchema, type Stage } from '../stage/stage.ts'
import { activityStates } from './lifecycle.ts'

/** What happened. People and attendances (人数, 人次) are two numbers, never added together. */
const reportSchema = z.object({
  what: z.string(),
  /** 受益人数: different people served. */
  beneficiaries: z.int(),
  /** 受益人次: each person once for each time served. */
  attendances: z.int(),
  at: instant,
  by: bySchema,
})

/**
 * One dated activity of a project in implementation. Written by its organisation; a volunteer's request never writes it. It names no
 * organisation of its own: it is held by whoever delivers its project at that moment.
 */
export const activitySchema = z.object({
  id: open(activityId),
  project: open(projectId),
  district: open(districtCode),
  /** Stage of the project (by number) and cycle in which it was planned. */
  stage: inside(z.int()),
  cycle: inside(z.int()),
  title: open(z.string()),
  what: open(z.string()),
  place: open(z.string()),
  /** First and last instant; over midnight it belongs to the day it begins on, its hours to the days they were spent on. */
  startsAt: open(instant),
  endsAt: open(instant),
  /** People it means to serve. */
  expected: inside(z.int().nullable()),
  /** Volunteers who can take part; null: any number. */
  capacity: inside(z.int().nullable()),
  /** Minutes of travel, rest and meals within it: they are taken off each one's time. */
  breakMinutes: inside(z.int()),
  leader: personal(z.object({ name: z.string(), phone: z.string() })),
  /** forms.md part 4 (6): opens only with a policy number and an agreement, for adults only. */
  dangerous: inside(z.boolean()),
  insurance: inside(z.string()),
  agreement: inside(z.string()),
  /** It serves minors: nobody takes part without an offence check of less than 12 months (part 6 (4)). */
  minors: inside(z.boolean()),
  /** How the guardians of the minors it serves agreed; asked for when `minors`. */
  guardians: inside(z.string()),
  /** The dates that were planned together, and which of them it is. */
  series: inside(z.object({ id: z.string(), number: z.int(), of: z.int() }).nullable()),
  state: inside(z.enum(activityStates)),
  report: inside(reportSchema.nullable()),
  calledOff: inside(z.object({ reason: z.string(), at: instant, by: bySchema }).nullable()),
  createdAt: inside(instant),
  createdBy: personal(bySchema),
})
export type Activity = z.infer<typeof activitySchema>

/** Where an activity's public page finds it by its id alone, and the secret that its sign-in codes are made from. */
export const activityHeadSchema = z.object({ activity: activityId, project: projectId, secret: z.string() })
export type ActivityHead = z.infer<typeof activityHeadSchema>

export const timeOfDay = z.string().trim().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'TIME_MALFORMED' })
const line = (most: number) => z.string().trim().max(most).default('')

/** What is planned: a day, from a time to a time (over midnight where the second is the earlier one), and what the law asks for. */
export const planSchema = z.strictObject({
  title: typed(60),
  what: line(2000),
  place: typed(60),
  day: z.iso.date(),
  from: timeOfDay,
  to: timeOfDay,
  expected: z.int().min(1).max(100_000).nullable().default(null),
  capacity: z.int().min(1).max(10_000).nullable().default(null),
  breakMinutes: z.int().min(0).max(600).default(0),
  leader: z.strictObject({ name: line(60), phone: line(40) }).default({ name: '', phone: '' }),
  dangerous: z.boolean().default(false),
  insurance: line(120),
  agreement: line(500),
  minors: z.boolean().default(false),
  guardians: line(500),
})
export type ActivityPlan = z.infer<typeof planSchema>

/** Dates of one series that are planned at once: each is an activity with two items, in one transaction of a hundred. */
export const MOST_DATES = 45
/** How far ahead one can plan. */
const MOST_DAYS_AHEAD = 366

export const repeats = ['once', 'weekly', 'fortnightly', 'monthly'] as const
export type Repeat = (typeof repeats)[number]

const mistake = (path: string, code: string, zh: string, en: string): Mistake => ({ path, code, zh, en })

/** First and last instant of a plan on a day. */
export function hoursOn(day: DateString, { from, to }: Pick<ActivityPlan, 'from' | 'to'>): { startsAt: Instant; endsAt: Instant } {
  const at = (on: DateString, clock: string) => plusSeconds(startOfShanghaiDay(on), Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3)) * 60)
  return { startsAt: at(day, from), endsAt: at(to > from ? day : addDays(day, 1), to) }
}

/** The days of a series, the first included, until a day: every week or two, or the same day of each month (its last, where it has no such day). */
export function seriesDays(first: DateString, repeat: Repeat, until: DateString): DateString[] {
  const nth = (n: number): DateString => (repeat === 'monthly' ? addMonths(first, n) : addDays(first, n * (repeat === 'weekly' ? 7 : 14)))
  if (repeat === 'once') return [first]
  const days: DateString[] = []
  for (let n = 0; n <= MOST_DATES && nth(n) <= until; n += 1) days.push(nth(n))
  return days
}

/** What is wrong with a plan; `earliest` is the first day that its project's cycle has. */
export function planMistakes(plan: ActivityPlan, days: readonly DateString[], earliest: DateString, now: Instant): Mistake[] {
  const { startsAt, endsAt } = hoursOn(plan.day, plan)
  const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
  return [
    ...(plan.from === plan.to ? [mistake('to', 'NO_LENGTH', '结束时间不能和开始时间相同', 'It cannot end when it begins')] : []),
    ...(plan.breakMinutes >= minutes ? [mistake('breakMinutes', 'BREAK_TOO_LONG', '休息和路上的时间要短于活动时间', 'Breaks have to be shorter than the activity')] : []),
    ...(plan.day < earliest ? [mistake('day', 'DAY_TOO_EARLY', `不能早于 ${earliest}`, `Not before ${earliest}`)] : []),
    ...((days.at(-1) ?? plan.day) > addDays(shanghaiDate(now), MOST_DAYS_AHEAD) ? [mistake(days.length > 1 ? 'until' : 'day', 'DAY_TOO_FAR', '最多安排到一年以后', 'Plan at most a year ahead')] : []),
    ...(days.length === 0 ? [mistake('until', 'UNTIL_EARLY', '要在第一场那天或以后', 'On the first day or after it')] : []),
    ...(days.length > MOST_DATES ? [mistake('until', 'TOO_MANY', `一次最多安排 ${MOST_DATES} 场，余下的请再排一次`, `At most ${MOST_DATES} dates at once; plan the rest afterwards`)] : []),
  ]
}

/** What keeps an activity from opening: forms.md part 4 (6), and the guardians of minors. Empty: it can open. */
export function openingMistakes({ dangerous, insurance, agreement, minors, guardians }: Activity): Mistake[] {
  return [
    ...(dangerous && insurance === '' ? [mistake('insurance', 'INSURANCE_MISSING', '有危险的活动，要先填保险单号', 'A dangerous activity needs its insurance policy number first')] : []),
    ...(dangerous && agreement === '' ? [mistake('agreement', 'AGREEMENT_MISSING', '有危险的活动，要先写明已签的志愿服务协议', 'A dangerous activity needs its signed agreement first')] : []),
    ...(minors && guardians === '' ? [mistake('guardians', 'GUARDIANS_MISSING', '服务未成年人的活动，要先写明监护人怎样同意', 'An activity for minors needs a word on how their guardians agreed first')] : []),
  ]
}

/** Sign-in opens an hour before it begins; one can sign out, or be given an end, until half an hour after it. Time before it begins is not counted (shared/hours: `countedFrom`). */
const EARLY_SECONDS = 3600
const GRACE_SECONDS = 1800
export const opensAt = ({ startsAt }: Activity): Instant => plusSeconds(startsAt, -EARLY_SECONDS)
export const latestOut = ({ endsAt }: Activity): Instant => plusSeconds(endsAt, GRACE_SECONDS)

/**
 * When work on a stage's activities stopped: with the question for the gate that it passed (nobody could sign in or report from then on), or
 * with its early end. null: it has not.
 */
export const stoppedAt = ({ state, asked, endedAt }: Pick<Stage, 'state' | 'asked' | 'endedAt'>): Instant | null => (state === 'passed' ? (asked?.at ?? endedAt) : state === 'ended' ? endedAt : null)

/** Planned for a time at which its stage was over: it counts as called off by the stage's end. `stopped` is its stage's `stoppedAt`. */
export const isDropped = ({ state, startsAt }: Pick<Activity, 'state' | 'startsAt'>, stopped: Instant | null): boolean => state === 'planned' && stopped !== null && startsAt >= stopped

/** Whether volunteers can sign in now. */
export const takesSignIns = (activity: Activity, now: Instant): boolean =>
  activity.state === 'planned' && now >= opensAt(activity) && now < activity.endsAt && openingMistakes(activity).length === 0

/** Working days after which hours and ratings have to be recorded: 'late' shows from the next one on (forms.md part 4 (5)). */
const RECORD_WITHIN = 10

/** The first day of being late: working day 11 after the day on which the activity ended. */
export function lateFrom({ endsAt }: Pick<Activity, 'endsAt'>, corrections: Corrections): DateString {
  let day = shanghaiDate(plusSeconds(endsAt, -1))
  for (let counted = 0; counted <= RECORD_WITHIN; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, corrections)) counted += 1
  }
  return day
}

/** The end of the tenth working day, until which it has to be reported. */
export const dueOf = (activity: Pick<Activity, 'endsAt'>, corrections: Corrections): Instant => startOfShanghaiDay(lateFrom(activity, corrections))

export const isLate = (activity: Activity, corrections: Corrections, now: Instant): boolean =>
  activity.state === 'planned' && activity.endsAt <= now && shanghaiDate(now) >= lateFrom(activity, corrections)

/**
 * How it stands for who reads a list: its state, and what the clock and the end of its stage (`stopped`) make of it. `unreported`: it was
 * held, and its stage ended before anybody reported it.
 */
export type Standing = 'ahead' | 'under-way' | 'to-report' | 'late' | 'reported' | 'unreported' | 'called-off'
export function standingOf(activity: Activity, corrections: Corrections, now: Instant, stopped: Instant | null): Standing {
  if (activity.state !== 'planned') return activity.state
  if (stopped !== null) return isDropped(activity, stopped) ? 'called-off' : 'unreported'
  if (now < activity.startsAt) return 'ahead'
  if (now < activity.endsAt) return 'under-way'
  return isLate(activity, corrections, now) ? 'late' : 'to-report'
}

/** The instant that a clock time means within an activity: on its day, or after midnight where it goes on until then. */
export function clockWithin(activity: Pick<Activity, 'startsAt' | 'endsAt'>, clock: string): Instant {
  const day = shanghaiDate(activity.startsAt)
  const { startsAt: at } = hoursOn(day, { from: clock, to: clock })
  const next = plusSeconds(at, 86_400)
  return at < plusSeconds(activity.startsAt, -EARLY_SECONDS) && next <= plusSeconds(activity.endsAt, GRACE_SECONDS) ? next : at
}

/** The clock in Shanghai at an instant, '09:30'. */
export const clockOf = (at: Instant): string => plusSeconds(at, 8 * 3600).slice(11, 16)
