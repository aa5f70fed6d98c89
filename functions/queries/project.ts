import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { ContentMistake } from '../../shared/rulebook/content.ts'
import type { Form } from '../../shared/rulebook/form.ts'
import type { ProjectContent } from '../../shared/project/content.ts'
import { partMistakes, projectForm } from '../../shared/project/form.ts'
import { nextDue, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, loadWithContent, ownProjectItem, pastStageItem, projectItem, similarityItem } from '../../shared/project/project.store.ts'
import { type Similar, similarTo, sketchOf, subjectOf } from '../../shared/project/similar.ts'
import { type ContentPart, type Definition, ruleFor, type StageRule } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import type { Stage } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'

/** A project as those see it who work on it. */
export interface ReadProject {
  project: Project
  content: ProjectContent
  definition: Definition
  rule: StageRule
  form: Form
  /** What is left to do in each part of the text. */
  mistakes: Record<ContentPart, ContentMistake[]>
  /** Stages that are over, oldest first. */
  past: Stage[]
}

/** Throws NOT_FOUND. */
export async function readProject(context: Context, id: string): Promise<ReadProject> {
  const [{ project: { value: project }, content: { value: content } }, past] = await Promise.all([loadWithContent(context.table, id), context.table.queryAll(pastStageItem, keys.pastStages(id))])
  authorise(context, 'project.read', projectTarget(project))
  const definition = await loadDefinition(context.table, project.district, project.current.definition)
  const form = projectForm(definition)
  return { project, content, definition, rule: ruleFor(definition, project.current.name), form, mistakes: partMistakes(form, content.answers), past: past.map(({ value }) => value.stage) }
}

/** Projects of the asker's own organisations, or of one; those that go on first, by their next date. */
export async function ownProjects(context: Context, organisation?: OrganisationId): Promise<Project[]> {
  const { actor, table } = context
  if (actor.kind !== 'person') throw new Refusal('NOT_SIGNED_IN')
  const mine = actor.memberships.flatMap((one) => (one.role === 'member' && (organisation === undefined || one.organisation === organisation) ? [one.organisation] : []))
  authorise(context, 'project.list-own', { organisation: organisation ?? mine[0] })
  const listed = (await Promise.all(mine.map((id) => table.queryAll(ownProjectItem, keys.projectsOfOrganisation(id))))).flat()
  const found = await table.getMany(projectItem, listed.map(({ value }) => keys.project(value.project)))
  return found.flatMap((stored) => (stored === undefined ? [] : [stored.value])).toSorted(byDate)
}

const byDate = (a: Project, b: Project): number => (nextDue(a) ?? '9').localeCompare(nextDue(b) ?? '9') || b.createdAt.localeCompare(a.createdAt)

/** Earlier projects of the district that say nearly the same: title, organisation and since when; nothing that is not shown to others anyway. */
export async function similarProjects(context: Context, id: string): Promise<Similar[]> {
  const { project: { value: project }, content: { value: content } } = await loadWithContent(context.table, id)
  authorise(context, 'project.similar', projectTarget(project))
  const lines = await context.table.queryAll(similarityItem, { ...keys.similarities(project.district), consistent: false })
  return similarTo(sketchOf(subjectOf(content.answers)), lines.map(({ value }) => value.line), project.id)
}

/** Just the record, for pages that hang below a project's. Throws NOT_FOUND. */
export async function requireProject(context: Context, id: string, action: 'project.read' | 'project.edit' | 'project.ask' | 'project.steer' | 'project.decide' | 'project.restart' | 'project.attach' | 'project.migrate' | 'project.ask-extension' | 'project.enter'): Promise<Project> {
  const { value } = await loadProject(context.table, id)
  authorise(context, action, projectTarget(value))
  return value
}
