import type { Instant } from '../kernel/instant.ts'
import type { StageRule } from '../stage/definition.ts'
import type { StageState } from '../stage/lifecycle.ts'
import type { DecisionName, Standing } from '../wait/wait.ts'
import { type ActivityDue, moments } from './moments.ts'
import type { Project } from './project.ts'

/** What a stage's machine waits for in each of its states that wait. */
export const waitKinds = { working: 'work', extension: 'extension', review: 'gate', paused: 'pause' } as const satisfies Partial<Record<StageState, string>>
type Waiting = keyof typeof waitKinds

/** The decision by which the machine of a stage is woken up from where it waits now; undefined once it is over. */
export function stageDecision({ state, number }: Pick<Project['current'], 'state' | 'number'>): DecisionName | undefined {
  return state in waitKinds ? `${waitKinds[state as Waiting]}-${number}` : undefined
}

/**
 * How a stage's wait stands by the record: over as soon as the stage is in another state, or another stage has begun. Whatever is owed or
 * asked for in that state is told of, whichever state it is.
 */
export function stageStanding(decision: DecisionName, number: number, project: Project, rule: StageRule, activities: readonly ActivityDue[], since: Instant, now: Instant): Standing {
  const { current } = project
  const decided = current.number !== number || project.state !== 'active' || stageDecision(current) !== decision
  return { decided, closesAt: null, endedAt: null, reminderDays: [], since, moments: decided ? [] : moments(project, rule, activities, now) }
}
