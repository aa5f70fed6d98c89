import { type Instant, plusDays } from '../kernel/instant.ts'
import type { StageRule } from '../stage/definition.ts'
import type { Project } from './project.ts'

/** Something that has to be done by a date: the stage itself, or one of its reports. */
export interface Obligation {
  of: 'stage' | 'report'
  /** The report's; 0 for the stage. */
  number: number
  dueAt: Instant
}
/** When somebody is told about an obligation: before its date those who have to keep it, from then on the administrators too. */
export interface Moment extends Obligation {
  at: Instant
  kind: 'remind' | 'escalate'
}

/** An escalation is repeated every so many days while nothing happens. */
const REPEAT_DAYS = 7

/** What the organisation still has to do by a date. None while no date runs. */
export function obligations(project: Project): Obligation[] {
  const { state, current } = project
  if (state !== 'active' || (current.state !== 'working' && current.state !== 'extension')) return []
  return [
    { of: 'stage', number: 0, dueAt: current.dueAt },
    ...current.reports.flatMap((report): Obligation[] => (report.state === 'open' || report.state === 'returned' ? [{ of: 'report', number: report.number, dueAt: report.dueAt }] : [])),
  ]
}

/** Every moment of the project's present stage up to the first after `now`, in order of time. */
export function moments(project: Project, rule: StageRule, now: Instant): Moment[] {
  return obligations(project).flatMap((obligation): Moment[] => {
    const days = obligation.of === 'stage' ? rule.reminderDays : (rule.reports?.reminderDays ?? [])
    const before = days.map((before): Moment => ({ ...obligation, kind: 'remind', at: plusDays(obligation.dueAt, -before) }))
    const after: Moment[] = []
    for (let nth = 0; nth === 0 || (after.at(-1)?.at ?? now) <= now; nth += 1) after.push({ ...obligation, kind: 'escalate', at: plusDays(obligation.dueAt, nth * REPEAT_DAYS) })
    return [...before, ...after]
  }).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
