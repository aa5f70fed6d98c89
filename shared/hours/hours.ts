import * as z from 'zod'
import type { Activity } from '../activity/activity.ts'
import { addDays, type DateString, endOfShanghaiDay, shanghaiDate } from '../kernel/calendar.ts'
import { inside, personal } from '../kernel/exposure.ts'
import { activityId, organisationId, projectId, volunteerId } from '../kernel/ids.ts'
import { type Instant, instant, milliseconds } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'

/** forms.md part 4 (1): by check-in and check-out as they happened, or written down afterwards. Never added into one number without naming both. */
export const hourKinds = ['checked-in', 'back-filled'] as const
export type HourKind = (typeof hourKinds)[number]

/**
 * `open`: signed in and not out yet (no minutes); `counted`: it counts; `waiting`: more than eight hours on a day, until an administrator
 * says so; `struck`: taken out of the count with a reason, never deleted.
 */
export const hourStates = ['open', 'counted', 'waiting', 'struck'] as const
export type HourState = (typeof hourStates)[number]

/** Minutes spent on one day in Shanghai. */
const dayMinutes = z.object({ day: z.iso.date(), minutes: z.int() })
type DayMinutes = z.infer<typeof dayMinutes>

/** How the service was rated: Order 67 of 2020 wants it recorded with its date. */
export const ratings = ['excellent', 'good', 'fair', 'poor'] as const
export type Rating = (typeof ratings)[number]

/** Who recorded it: a member of the organisation, or (null) the volunteer by the code on the spot. */
const recorder = z.object({ person: z.string(), name: z.string() }).nullable()

/** What a correction replaced: forms.md part 4 (7) keeps the old value, the reason and both names. */
const correctionSchema = z.object({
  at: instant,
  reason: z.string(),
  by: z.object({ person: z.string(), name: z.string() }),
  /** Who had recorded the old value. */
  recordedBy: recorder,
  before: z.object({ kind: z.enum(hourKinds), state: z.enum(hourStates), from: instant, to: instant.nullable(), breakMinutes: z.int(), minutes: z.int() }),
})

/** One volunteer's service at one activity. The sum of `days` is `minutes`; only `counted` ones count anywhere. */
export const attendanceSchema = z.object({
  activity: inside(activityId),
  project: inside(projectId),
  organisation: inside(organisationId),
  district: inside(districtCode),
  volunteer: personal(volunteerId),
  name: personal(z.string()),
  number: personal(z.string()),
  minor: personal(z.boolean()),
  /** The activity's, as it was then: lists of a volunteer's hours and certificates show it. */
  title: inside(z.string()),
  kind: inside(z.enum(hourKinds)),
  /** `code`: the volunteer's own phone; `leader`: on the spot by a member; `list`: afterwards. */
  via: inside(z.enum(['code', 'leader', 'list'])),
  state: inside(z.enum(hourStates)),
  /** The moment they came, even before the activity began; `days` and `minutes` begin with the activity (`countedFrom`). */
  from: personal(instant),
  /** null while it is open. */
  to: personal(instant.nullable()),
  /** Travel, rest and meals, not counted. */
  breakMinutes: inside(z.int()),
  minutes: inside(z.int()),
  /** Every day that it touches, with the minutes of that day; empty while it is open. */
  days: inside(z.array(dayMinutes)),
  rating: personal(z.object({ value: z.enum(ratings), at: instant }).nullable()),
  recordedAt: inside(instant),
  recordedBy: personal(recorder),
  /** The administrator's word on more than eight hours a day. */
  approval: personal(z.object({ at: instant, by: z.object({ person: z.string(), name: z.string() }), granted: z.boolean(), reason: z.string() }).nullable()),
  /** The volunteer asks for it to be put right; null once it is answered. */
  asked: personal(z.object({ at: instant, text: z.string() }).nullable()),
  corrections: personal(z.array(correctionSchema)),
})
export type Attendance = z.infer<typeof attendanceSchema>

/** That a volunteer's request about a record waits for an answer; it goes with the answer. What was asked stands with the record. */
export const correctionAskedSchema = z.object({ project: inside(projectId), activity: inside(activityId), volunteer: personal(volunteerId), title: inside(z.string()), at: inside(instant) })
export type CorrectionAsked = z.infer<typeof correctionAskedSchema>

/** What one volunteer did on one day, wherever: the item on which two sign-ins that overlap collide. */
export const volunteerDaySchema = z.object({
  volunteer: personal(volunteerId),
  day: personal(z.iso.date()),
  spans: personal(z.array(z.object({
    activity: activityId,
    organisation: organisationId,
    kind: z.enum(hourKinds),
    state: z.enum(hourStates),
    from: instant,
    /** Of an open one: the last instant until which it can still go on. */
    to: instant,
    /** On this day. */
    minutes: z.int(),
  }))),
})
export type VolunteerDay = z.infer<typeof volunteerDaySchema>
export type Span = VolunteerDay['spans'][number]

/** Above it on one day of one person, hours wait for an administrator (forms.md part 4 (3)). */
export const DAY_LIMIT = 8 * 60

const MINUTE = 60_000

/** Whole minutes from one instant to another; a part of a minute does not count. */
export const minutesBetween = (from: Instant, to: Instant): number => Math.floor((milliseconds(to) - milliseconds(from)) / MINUTE)

/** Days in Shanghai that a span touches; one that ends at midnight does not touch the day after. At least one. */
export function daysTouched(from: Instant, to: Instant): DateString[] {
  const days = [shanghaiDate(from)]
  for (let day = days[0] ?? ''; endOfShanghaiDay(day) < to; ) {
    day = addDays(day, 1)
    days.push(day)
  }
  return days
}

/** From when the time of somebody who came at `from` and went at `to` counts: time before the activity is not service. */
export const countedFrom = ({ startsAt }: Pick<Activity, 'startsAt'>, from: Instant, to: Instant): Instant => (from >= startsAt ? from : startsAt < to ? startsAt : to)

/** Minutes that an activity has to give: its length without travel, rest and meals. */
export const lengthOf = ({ startsAt, endsAt, breakMinutes }: Pick<Activity, 'startsAt' | 'endsAt' | 'breakMinutes'>): number => minutesBetween(startsAt, endsAt) - breakMinutes

/**
 * The minutes of each day that a span touches, less the break (taken off the longest day first). Their sum is the span's whole minutes
 * less the break, wherever midnight falls, and never below zero.
 */
export function splitByDay(from: Instant, to: Instant, breakMinutes: number): DayMinutes[] {
  let before = 0
  const days = daysTouched(from, to).map((day) => {
    const end = endOfShanghaiDay(day)
    const until = minutesBetween(from, end < to ? end : to)
    const minutes = until - before
    before = until
    return { day, minutes }
  })
  let left = breakMinutes
  for (const day of days.toSorted((a, b) => b.minutes - a.minutes)) {
    const off = Math.min(left, day.minutes)
    day.minutes -= off
    left -= off
  }
  return days
}

export const sumOf = (days: readonly DayMinutes[]): number => days.reduce((sum, { minutes }) => sum + minutes, 0)

/** 125 minutes are 2.1 hours: a tenth of an hour is shown, half up; minutes are what is kept and added. */
export const shownHours = (minutes: number): string => (Math.round(minutes / 6) / 10).toFixed(1)

const overlap = (a: { from: Instant; to: Instant }, b: { from: Instant; to: Instant }): boolean => a.from < b.to && b.from < a.to

/** Another activity's sign-in that a sign-in from `from` to `to` would overlap: nobody is in two places at once. */
export const clashing = (days: readonly VolunteerDay[], activity: string, span: { from: Instant; to: Instant }): Span | undefined =>
  days.flatMap(({ spans }) => spans).find((one) => one.activity !== activity && one.kind === 'checked-in' && one.state !== 'struck' && overlap(one, span))

/** A day with this activity's span in place of what it had; null takes it away. */
export const withSpan = (day: VolunteerDay, activity: string, span: Span | null): VolunteerDay => ({
  ...day, spans: [...day.spans.filter((one) => one.activity !== activity), ...(span === null ? [] : [span])].toSorted((a, b) => a.from.localeCompare(b.from)),
})

/** Minutes of a day that count or wait to be counted, without one activity's. */
export const minutesOn = (day: VolunteerDay | undefined, without: string): number =>
  (day?.spans ?? []).reduce((sum, { activity, state, minutes }) => sum + (activity === without || (state !== 'counted' && state !== 'waiting') ? 0 : minutes), 0)

export interface Sums {
  checkedIn: number
  backFilled: number
}
/** The two counters of forms.md part 4 (1), in minutes. */
export const countedMinutes = (records: readonly { kind: HourKind; state: HourState; minutes: number }[]): Sums => ({
  checkedIn: sumKind(records, 'checked-in'), backFilled: sumKind(records, 'back-filled'),
})
const sumKind = (records: readonly { kind: HourKind; state: HourState; minutes: number }[], kind: HourKind): number =>
  records.reduce((sum, one) => sum + (one.kind === kind && one.state === 'counted' ? one.minutes : 0), 0)
