import { gateLines, type GateFacts, type Line } from '../../shared/project/gate.ts'
import { partMistakes, projectForm } from '../../shared/project/form.ts'
import { projectFiles } from '../../shared/project/file.store.ts'
import type { Project } from '../../shared/project/project.ts'
import { loadWithContent } from '../../shared/project/project.store.ts'
import { type Definition, ruleFor } from '../../shared/stage/definition.ts'
import type { Context } from '../context.ts'

/** The list of the present gate, each line read from the records themselves. The caller has authorised it. */
export async function gateOf(context: Context, project: Project, definition: Definition): Promise<Line[]> {
  return gateLines(project, ruleFor(definition, project.current.name), await factsOf(context, project, definition))
}

async function factsOf({ table }: Context, project: Project, definition: Definition): Promise<GateFacts> {
  const [{ content }, files] = await Promise.all([loadWithContent(table, project.id), projectFiles(table, project.id)])
  const evidence = files.filter(({ value }) => value.cycle === project.cycle && value.kind.startsWith('evidence-'))
  return {
    parts: partMistakes(projectForm(definition), content.value.answers),
    files: Object.fromEntries([...Map.groupBy(evidence, ({ value }) => value.kind.slice('evidence-'.length))].map(([kind, all]) => [kind, all.length])),
    sessions: 0, openOffers: 0, activities: { reported: 0, unreported: 0 }, spending: { spent: 0, budget: 0, overHeads: [] }, selfEvaluation: false, card: false, answers: 0,
  }
}
