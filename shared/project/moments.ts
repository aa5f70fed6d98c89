import { type Instant, plusDays } from '../kernel/instant.ts'
import type { StageRule } from '../stage/definition.ts'
import { type Ask, asks } from './asks.ts'
import type { Project } from './project.ts'

/** An activity that has to be reported, and by when. */
export interface ActivityDue {
  id: string
  title: string
  dueAt: Instant
}

/** Something that has to be done by a date: the stage itself, one of its reports, an activity's report, the evaluator's sheet. */
export type Obligation = { dueAt: Instant } & ({ of: 'stage' } | { of: 'report'; number: number } | { of: 'activity'; activity: ActivityDue } | { of: 'card' })
export const isAsk = (about: Obligation | Ask): about is Ask => 'since' in about
/** Tells one from another within a stage. */
export const matterKey = (about: Obligation | Ask): string => `${about.of}-${about.of === 'activity' ? about.activity.id : 'number' in about ? about.number : ''}`

/**
 * When somebody is told: of an obligation before its date those who have to keep it, from then on the administrators too; of what waits
 * for the administrators, they themselves.
 */
export interface Moment {
  at: Instant
  kind: 'remind' | 'escalate'
  about: Obligation | Ask
}

/** An escalation is repeated every so many days while nothing happens, all that is late in one. */
const REPEAT_DAYS = 7
/** Administrators are reminded of what waits for them every so many days. */
const NUDGE_DAYS = 2
/** Days before the tenth working day has passed on which an activity's report is reminded of (forms.md part 4 sets the date, not this). */
const ACTIVITY_REMINDER_DAYS = [3]

/** What has to be done by a date now. `activities` are those that can be reported and are not. None while no date runs. */
export function obligations(project: Project, activities: readonly ActivityDue[]): Obligation[] {
  const { state, current, evaluator } = project
  if (state !== 'active' || (current.state !== 'working' && current.state !== 'extension')) return []
  return [
    { of: 'stage', dueAt: current.dueAt },
    ...current.reports.flatMap(({ state, number, dueAt }): Obligation[] => (state === 'open' || state === 'returned' ? [{ of: 'report', number, dueAt }] : [])),
    ...activities.map((activity): Obligation => ({ of: 'activity', activity, dueAt: activity.dueAt })),
    ...(current.name === 'evaluation' && evaluator !== null && current.evaluation.card === null ? [{ of: 'card' as const, dueAt: current.dueAt }] : []),
  ]
}

/** Every moment of the project's present stage up to the first after `now` of each kind, in order of time. */
export function moments(project: Project, rule: StageRule, activities: readonly ActivityDue[], now: Instant): Moment[] {
  const owed = obligations(project, activities)
  return [
    ...owed.flatMap((about) => daysBefore(about, rule).map((days): Moment => ({ at: plusDays(about.dueAt, -days), kind: 'remind', about }))),
    ...escalations(owed, now),
    ...asks(project).flatMap((about): Moment[] => (about.of === 'resume'
      ? every(about.since, REPEAT_DAYS, now).map((at) => ({ at, kind: 'escalate', about }))
      : every(about.since, NUDGE_DAYS, now).slice(1).map((at) => ({ at, kind: 'remind', about })))),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function daysBefore({ of }: Obligation, rule: StageRule): readonly number[] {
  if (of === 'activity') return ACTIVITY_REMINDER_DAYS
  return of === 'report' ? (rule.reports?.reminderDays ?? []) : rule.reminderDays
}

/** Each at its own date; then, counted from the first that is late, all that are late together. */
function escalations(owed: readonly Obligation[], now: Instant): Moment[] {
  const first = owed.reduce<Instant | null>((least, { dueAt }) => (least === null || dueAt < least ? dueAt : least), null)
  const repeats = first === null || first > now ? [] : every(first, REPEAT_DAYS, now).slice(1)
  return [
    ...owed.map((about): Moment => ({ at: about.dueAt, kind: 'escalate', about })),
    ...repeats.flatMap((at) => owed.filter(({ dueAt }) => dueAt < at).map((about): Moment => ({ at, kind: 'escalate', about }))),
  ]
}

/** `from`, and every so many days after it, up to the first that lies after `now` (two at least, so that there is one to come). */
function every(from: Instant, days: number, now: Instant): Instant[] {
  const all = [from]
  for (let last = from; all.length < 2 || last <= now; ) {
    last = plusDays(last, days)
    all.push(last)
  }
  return all
}
