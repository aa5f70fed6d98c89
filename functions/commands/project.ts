import * as z from 'zod'
import { newProjectId, organisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import { type Answers, answersSchema } from '../../shared/project/content.ts'
import { projectForm } from '../../shared/project/form.ts'
import { type Project, projectTarget, requireOpen } from '../../shared/project/project.ts'
import { contentItem, loadProject, loadWithContent, ownProjectItem, projectItem, similarityItem } from '../../shared/project/project.store.ts'
import { sketchOf, subjectOf } from '../../shared/project/similar.ts'
import { parseDraft, withoutNulls } from '../../shared/rulebook/content.ts'
import type { Field, Form } from '../../shared/rulebook/form.ts'
import { beginStage } from '../../shared/stage/begin.ts'
import { contentParts, type Definition, ruleFor } from '../../shared/stage/definition.ts'
import { currentDefinition, loadDefinition } from '../../shared/stage/definition.store.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act, type Decision } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'

export const createProjectInput = z.strictObject({
  /** Whose project it is; the organisation that the browser acts for where it is left out. */
  organisation: organisationId.optional(),
  name: z.string().trim().min(1).max(120),
})

/** The line of the project's story for a deed. */
export const projectEntry = (project: Project, action: string, sentence: Bilingual, more: { from?: string; to?: string; reason?: string } = {}): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'project', id: project.id }, action, about: { noun: 'project', id: project.id, label: project.title }, sentence, ...more,
})

/** The order that starts a stage's execution; its name makes a repeated order the same order. */
export const startOrder = (project: Project): NonNullable<Decision<unknown>['orders']>[number] => ({
  key: `start ${project.current.execution}`,
  order: { do: 'start', machine: 'project-stage', name: project.current.execution, input: { project: project.id, number: project.current.number } },
})

/** A new project of an admitted organisation, in its first stage. Throws ORGANISATION_NOT_ADMITTED. */
export async function createProject(context: Context, input: z.infer<typeof createProjectInput>): Promise<{ project: ProjectId; revision: number }> {
  const chosen = input.organisation ?? (context.actor.kind === 'person' ? context.actor.organisation : null)
  authorise(context, 'project.create', { organisation: chosen ?? undefined })
  const id = newProjectId()
  return act(context, async () => {
    const { value: organisation } = await loadOrganisation(context.table, chosen ?? '')
    if (organisation.state !== 'admitted') throw new Refusal('ORGANISATION_NOT_ADMITTED')
    const definition = await currentDefinition(context.table, organisation.district)
    const project = newProject({ id, district: organisation.district, organisation: { id: organisation.id, name: organisation.name }, title: input.name, definition, by: personOf(context).id, now: context.now })
    return {
      writes: projectWrites(project, { name: input.name }, context.now),
      trail: [projectEntry(project, 'project.create', { zh: `立了项目《${project.title}》`, en: `began the project "${project.title}"` }, { to: project.current.name })],
      orders: [startOrder(project)],
      answer: { project: id, revision: 1 },
    }
  })
}

/** A project at its very beginning. */
export function newProject(given: { id: ProjectId; district: string; organisation: Project['organisation']; title: string; definition: Definition; by: Project['createdBy']; now: Instant }): Project {
  const { id, district, organisation, title, definition, by, now } = given
  return {
    id, district, organisation, title, class: '', street: '', summary: '', state: 'active', cycle: 1, mentor: null, mentorAskedAt: null, evaluator: null, openChange: null, shownAt: null, grade: null, createdAt: now, createdBy: by,
    current: beginStage({ project: id, number: 1, name: 'incubation', cycle: 1, definition, now }),
  }
}

/** Everything that a new project consists of. */
export const projectWrites = (project: Project, answers: Answers, now: Instant): Write[] => [
  projectItem.put(project, 'none'),
  contentItem.put({ project: project.id, revision: 1, parts: {}, answers, savedAt: now, savedBy: project.createdBy }, 'none'),
  ownProjectItem.put({ organisation: project.organisation.id, project: project.id }, 'none'),
  similarityWrite(project, answers),
]

export interface PartInput {
  revision: number
  part: string
  /** The answers by field id, or what reads them once the part's fields are known (a page's form); it may throw INVALID. */
  content: Record<string, unknown> | ((fields: readonly Field[]) => Record<string, unknown>)
}
export const savePartInput = z.strictObject({ revision: z.int().min(0), content: z.record(z.string(), z.unknown()) })

export interface PartSaved {
  revision: number
  savedAt: Instant
}

/**
 * Keeps the answers of one part; limits don't matter until the gate is asked for. Two people may write two parts at once: STALE only where
 * the same part was saved since. Throws WRONG_STATE where the part is locked, NOT_FOUND for no part, INVALID. Leaves no trail: what
 * counts is what stands when the gate is asked for.
 */
export async function savePart(context: Context, id: string, input: PartInput): Promise<PartSaved> {
  return act(context, async () => {
    const { project, content } = await loadWithContent(context.table, id)
    authorise(context, 'project.edit', projectTarget(project.value))
    const part = contentParts.find((one) => one === input.part)
    if (part === undefined) throw new Refusal('NOT_FOUND')
    const definition = await loadDefinition(context.table, project.value.district, project.value.current.definition)
    requireOpen(project.value, part, ruleFor(definition, project.value.current.name).parts)
    const { revision, parts } = content.value
    if (input.revision < (parts[part] ?? 0) || input.revision > revision) throw new Refusal('STALE', { facts: { revision } })
    const form = projectForm(definition)
    const fields = form.sections.find((section) => section.id === part)?.fields ?? []
    const given = typeof input.content === 'function' ? input.content(fields) : input.content
    const own = Object.fromEntries(fields.flatMap(({ id: field }) => (field in given ? [[field, given[field]]] : [])))
    const answers = parsed(form, { ...content.value.answers, ...own })
    const next = revision + 1
    return {
      writes: [
        contentItem.put({ ...content.value, revision: next, parts: { ...parts, [part]: next }, answers, savedAt: context.now, savedBy: personOf(context).id }, content.version),
        ...renamed(project, answers),
        ...(SUBJECT_PARTS.has(part) ? [similarityWrite(project.value, answers)] : []),
      ],
      trail: [], answer: { revision: next, savedAt: context.now },
    }
  })
}

/** Parts that say what a project is about. */
const SUBJECT_PARTS: ReadonlySet<string> = new Set(['basics', 'need', 'beneficiaries', 'plan'])

/** What other projects are compared with: its title and a sketch of what it is about. */
const similarityWrite = (project: Project, answers: Answers): Write => similarityItem.put({
  district: project.district, line: { project: project.id, title: answers.name?.trim() || project.title, organisation: project.organisation.name, since: project.createdAt, sketch: sketchOf(subjectOf(answers)) },
}, 'any')

function parsed(form: Form, answers: Record<string, unknown>): Answers {
  const result = parseDraft(form, answers)
  if (!result.ok) throw new Refusal('INVALID', { mistakes: result.mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })) })
  return answersSchema.parse(withoutNulls(result.content))
}

/** What lists know a project by follows its text. */
function renamed({ value, version }: Stored<Project>, answers: Answers): Write[] {
  const known = { title: answers.name?.trim() ?? '', class: answers.class ?? '', street: answers.street?.trim() ?? '', summary: answers.summary ?? '' }
  const same = value.title === known.title && value.class === known.class && value.street === known.street && value.summary === known.summary
  // A project is never without a name in a list, whatever is half typed.
  return same ? [] : [projectItem.put({ ...value, ...known, title: known.title === '' ? value.title : [...known.title].slice(0, 60).join('') }, version)]
}

/** The project for a command of one of its parts: authorised, and open for that part. Throws NOT_FOUND, WRONG_STATE. */
export async function loadForPart(context: Context, id: string, part: Parameters<typeof requireOpen>[1], action: Parameters<typeof authorise>[1]): Promise<{ stored: Stored<Project>; definition: Definition }> {
  const stored = await loadProject(context.table, id)
  authorise(context, action, projectTarget(stored.value))
  const definition = await loadDefinition(context.table, stored.value.district, stored.value.current.definition)
  requireOpen(stored.value, part, ruleFor(definition, stored.value.current.name).parts)
  return { stored, definition }
}
