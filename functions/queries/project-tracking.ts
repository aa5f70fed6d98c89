import type { Bilingual } from '../../shared/kernel/text.ts'
import { nextDue, type Project, projectTarget } from '../../shared/project/project.ts'
import { stageNames } from '../../shared/stage/lifecycle.ts'
import type { Stage } from '../../shared/stage/stage.ts'
import { stageWords } from '../../shared/stage/words.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { readTrail } from '../../shared/trail/trail.store.ts'
import type { Step, Whereabouts } from '../../shared/workflow/picture.ts'
import type { ExecutionStatus } from '../../shared/workflow/workflow.ts'
import { authorise, type Context } from '../context.ts'
import { chain } from './execution.ts'
import type { TrailPage } from './trail.ts'

export interface ProjectTracking {
  /** The four stages of the present cycle, with how each stands. */
  steps: Step[]
  /** Where the execution of the present stage is, in its own words; null before it has begun, and once all is over. */
  now: (Whereabouts & { since: string; until: string | null; late: boolean; steps: Step[] }) | null
  /** The present stage's execution failed and nothing has taken over from it. */
  failed: { execution: string; doing: Bilingual; status: ExecutionStatus; error: string | null } | null
  /** The newest lines of the story. */
  entries: Entry[]
}

/** How far a project has come: the stages that are over from the record, the one under way from its execution's own history. The caller has read the project. */
export async function trackProject(context: Context, project: Project, past: readonly Stage[]): Promise<ProjectTracking> {
  const { current } = project
  const [line, trail] = await Promise.all([
    chain(context, 'project-stage', `${project.id}-s${current.number}-1`),
    readTrail(context.table, { of: 'project', id: project.id }, { limit: 8 }),
  ])
  const status = line?.newest.status
  const broken = line !== undefined && status !== 'running' && status !== 'succeeded'
  const at = line?.picture.at ?? null
  const until = nextDue(project)
  return {
    steps: stepsOf(project, past, broken),
    now: at === null || project.state !== 'active' ? null : {
      ...at, steps: line?.picture.steps ?? [], since: line?.picture.steps.find(({ id }) => id === at.step)?.enteredAt ?? at.enteredAt,
      until, late: until !== null && until < context.now,
    },
    failed: broken && line !== undefined ? { execution: line.newest.name, doing: at?.words ?? { zh: '开始', en: 'Start' }, status: line.newest.status, error: line.newest.cause ?? line.newest.error } : null,
    entries: trail.items.map(({ value }) => value),
  }
}

/** A later cycle begins at a later stage: what came before it belongs to the cycles before. */
function stepsOf(project: Project, past: readonly Stage[], broken: boolean): Step[] {
  const own = [...past.filter(({ number }) => number !== project.current.number), project.current].filter(({ cycle }) => cycle === project.cycle)
  const first = stageNames.indexOf(own[0]?.name ?? 'incubation')
  return stageNames.slice(project.cycle === 1 ? 0 : first).map((name): Step => {
    const stage = own.findLast((one) => one.name === name)
    const isNow = stage !== undefined && stage.number === project.current.number && project.state === 'active'
    const state = stage === undefined ? 'next' : isNow ? (broken ? 'failed' : 'now') : stage.state === 'ended' ? 'failed' : 'done'
    return { id: name, name: stageWords[name], state, enteredAt: stage?.startedAt ?? null, leftAt: stage?.endedAt ?? null, times: stage === undefined ? 0 : 1 }
  })
}

/** The whole story, newest first. */
export async function projectStory(context: Context, project: Project, after: string | undefined): Promise<TrailPage> {
  authorise(context, 'project.read', projectTarget(project))
  const { items, next } = await readTrail(context.table, { of: 'project', id: project.id }, { limit: 50, after })
  return { entries: items.map(({ value }) => value), next: next ?? null }
}
