import { gateLines, type GateFacts, type Line } from '../../shared/project/gate.ts'
import { partMistakes, projectForm } from '../../shared/project/form.ts'
import { projectFiles } from '../../shared/project/file.store.ts'
import type { Project } from '../../shared/project/project.ts'
import type { Activity } from '../../shared/activity/activity.ts'
import { type ActivityFacts, activityFacts } from '../../shared/activity/activity.store.ts'
import { evaluationFacts } from '../../shared/evaluation/evaluation.store.ts'
import { mentorFacts } from '../../shared/mentor/mentor.store.ts'
import { showcaseFacts } from '../../shared/showcase/showcase.store.ts'
import { spendingFacts } from '../../shared/spending/spending.store.ts'
import { loadWithContent } from '../../shared/project/project.store.ts'
import { type Definition, type Evidence, ruleFor } from '../../shared/stage/definition.ts'
import type { Context } from '../context.ts'

export interface Gate {
  lines: Line[]
  /** Activities ahead, which would count as called off once the stage has passed. */
  ahead: Activity[]
}

/** The present gate: its list, each line read from the records themselves, and what passing it leaves behind. The caller has authorised it. */
export async function gateOf(context: Context, project: Project, definition: Definition): Promise<Gate> {
  const facts = await factsOf(context, project, definition)
  return { lines: gateLines(project, ruleFor(definition, project.current.name), facts), ahead: facts.activities.ahead }
}

/** Only what the gate's own evidence is about is read: a project's page shows its gate each time. */
async function factsOf({ table, now }: Context, project: Project, definition: Definition): Promise<GateFacts & { activities: ActivityFacts }> {
  const { evidence, parts } = ruleFor(definition, project.current.name)
  const asked = new Set(evidence.map(({ rule }) => rule))
  const wanted = <T>(rules: readonly Evidence['rule'][], load: () => Promise<T>, none: T): Promise<T> => (rules.some((rule) => asked.has(rule)) ? load() : Promise.resolve(none))
  const noActivities: ActivityFacts = { reported: 0, unreported: 0, ahead: [] }
  const [{ content }, files, mentor, showcase, activities, evaluation] = await Promise.all([
    loadWithContent(table, project.id), wanted(['files'], () => projectFiles(table, project.id), []),
    wanted(['mentor-sessions'], () => mentorFacts(table, project.id), { sessions: 0 }), wanted(['offers-answered'], () => showcaseFacts(table, project.id), { openOffers: 0 }),
    parts.includes('activities') ? activityFacts(table, project.id, now) : wanted(['activities-reported', 'no-activity-unreported'], () => activityFacts(table, project.id, now), noActivities),
    wanted(['self-evaluation', 'evaluator-card', 'satisfaction'], () => evaluationFacts(table, project), { selfEvaluation: false, card: false, survey: null }),
  ])
  const spending = await wanted(['spending-within-budget', 'receipts-complete'], () => spendingFacts(table, project, content.value, definition), { over: [], bare: [], fromGrant: 0 })
  const own = files.filter(({ value }) => value.cycle === project.cycle && value.kind.startsWith('evidence-'))
  return {
    parts: partMistakes(projectForm(definition), content.value.answers),
    files: Object.fromEntries([...Map.groupBy(own, ({ value }) => value.kind.slice('evidence-'.length))].map(([kind, all]) => [kind, all.length])),
    sessions: mentor.sessions, openOffers: showcase.openOffers, activities, spending, ...evaluation,
  }
}
