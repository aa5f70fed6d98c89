import type { Instant } from '../kernel/instant.ts'
import type { Project } from './project.ts'

/** What a project can want of an administrator, in the order in which lists show it. */
export const askKinds = ['gate', 'extension', 'change', 'report-sent', 'mentor', 'evaluator', 'resume'] as const
export type AskKind = (typeof askKinds)[number]

/** One thing that waits for an administrator, and since when. */
export interface Ask {
  of: AskKind
  /** The report's or the change request's; 0 where there is but one. */
  number: number
  since: Instant
}

/** Everything that waits for an administrator now; a pause that has a day asks from that day on, which may lie ahead. */
export function asks(project: Project): Ask[] {
  const { state, current, openChange, mentor, mentorAskedAt, evaluator } = project
  if (state !== 'active') return []
  if (current.state === 'paused') return one('resume', current.paused?.until)
  return [
    ...one('gate', current.state === 'review' ? current.asked?.at : null),
    ...one('extension', current.state === 'extension' ? current.extension?.at : null),
    ...one('change', openChange?.at, openChange?.number),
    ...current.reports.flatMap((report) => (report.state === 'submitted' ? one('report-sent', report.sentAt, report.number) : [])),
    ...one('mentor', mentor === null ? mentorAskedAt : null),
    ...one('evaluator', current.name === 'evaluation' && evaluator === null && current.evaluation.card === null ? current.evaluation.self : null),
  ]
}

const one = (of: AskKind, since: Instant | null | undefined, number = 0): Ask[] => (since === null || since === undefined ? [] : [{ of, number, since }])

/** Since when the first of them waits; null: nothing does. */
export const asksSince = (project: Project): Instant | null => asks(project).reduce<Instant | null>((first, { since }) => (first === null || since < first ? since : first), null)
