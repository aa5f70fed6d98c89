import type { Instant } from '../kernel/instant.ts'
import type { StageRule } from '../stage/definition.ts'
import type { StageState } from '../stage/lifecycle.ts'
import type { DecisionName, Standing } from '../wait/wait.ts'
import { moments } from './moments.ts'
import type { Project } from './project.ts'

/** What a stage's machine waits for in each of its states that wait. */
export const waitKinds = { working: 'work', extension: 'extension', review: 'gate', paused: 'pause' } as const satisfies Partial<Record<StageState, string>>
type Waiting = keyof typeof waitKinds

/** The decision by which the machine of a stage is woken up from where it waits now; undefined once it is over. */
export function stageDecision({ state, number }: Pick<Project['current'], 'state' | 'number'>): DecisionName | undefined {
  return state in waitKinds ? `${waitKinds[state as Waiting]}-${number}` : undefined
}

/** How a stage's wait stands by the record: over as soon as the stage is in another state, or another stage has begun. */
export function stageStanding(decision: DecisionName, number: number, project: Project, rule: StageRule, since: Instant, now: Instant): Standing {
  const { current } = project
  const decided = current.number !== number || project.state !== 'active' || stageDecision(current) !== decision
  const open: Standing = { decided, closesAt: null, endedAt: null, reminderDays: [], since }
  const [kind] = decision.split('-')
  if (decided || kind === 'gate' || kind === 'extension') return open
  if (kind === 'work') return { ...open, moments: moments(project, rule, now) }
  const until = current.paused?.until ?? null
  return { ...open, moments: until === null ? [] : [{ at: until, kind: 'escalate' }] }
}
