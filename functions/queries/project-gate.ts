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
import { type Definition, ruleFor } from '../../shared/stage/definition.ts'
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

async function factsOf({ table, now }: Context, project: Project, definition: Definition): Promise<GateFacts & { activities: ActivityFacts }> {
  const [{ content }, files] = await Promise.all([loadWithContent(table, project.id), projectFiles(table, project.id)])
  const [mentor, showcase, activities, spending, evaluation] = await Promise.all([
    mentorFacts(table, project.id), showcaseFacts(table, project.id), activityFacts(table, project.id, now), spendingFacts(table, project, content.value, definition), evaluationFacts(table, project),
  ])
  const evidence = files.filter(({ value }) => value.cycle === project.cycle && value.kind.startsWith('evidence-'))
  return {
    parts: partMistakes(projectForm(definition), content.value.answers),
    files: Object.fromEntries([...Map.groupBy(evidence, ({ value }) => value.kind.slice('evidence-'.length))].map(([kind, all]) => [kind, all.length])),
    sessions: mentor.sessions, openOffers: showcase.openOffers, activities, spending, ...evaluation,
  }
}
