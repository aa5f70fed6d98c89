import { isRefusal } from '../../shared/kernel/refusal.ts'
import { may } from '../../shared/person/access.ts'
import { requireAskable } from '../../shared/change/ask.ts'
import { type Change, type ChangeKind, changeKinds } from '../../shared/change/change.ts'
import { changeItem, loadChange } from '../../shared/change/change.store.ts'
import type { Answers } from '../../shared/project/content.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, loadWithContent } from '../../shared/project/project.store.ts'
import type { Definition } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'

export interface ReadChanges {
  project: Project
  /** The newest first. */
  changes: Change[]
  /** What the asker may ask for now. */
  askable: ChangeKind[]
}

/** A project's change requests. Throws NOT_FOUND. */
export async function listChanges(context: Context, id: string): Promise<ReadChanges> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'change.read', projectTarget(project))
  const [definition, found] = await Promise.all([loadDefinition(context.table, project.district, project.current.definition), context.table.queryAll(changeItem, { ...keys.changes(id), newestFirst: true })])
  const asks = may(context.actor, 'change.ask', projectTarget(project))
  return { project, changes: found.map(({ value }) => value), askable: asks ? changeKinds.filter((kind) => canAsk(project, definition, kind)) : [] }
}

function canAsk(project: Project, definition: Definition, kind: ChangeKind): boolean {
  try {
    requireAskable(project, definition, kind)
    return true
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

export interface ReadChange {
  project: Project
  change: Change
  definition: Definition
  /** The asker may withdraw it; may decide it. */
  withdraw: boolean
  decide: boolean
}

/** One request with what it would change. Throws NOT_FOUND. */
export async function readChange(context: Context, id: string, number: number): Promise<ReadChange> {
  const { value: project } = await loadProject(context.table, id)
  const target = projectTarget(project)
  authorise(context, 'change.read', target)
  const [{ value: change }, definition] = await Promise.all([loadChange(context.table, id, number), loadDefinition(context.table, project.district, project.current.definition)])
  const open = change.state === 'open'
  return { project, change, definition, withdraw: open && may(context.actor, 'change.ask', target), decide: open && may(context.actor, 'change.decide', target) }
}

/** What a new request starts from: the project as it stands. Throws NOT_FOUND. */
export async function readForChange(context: Context, id: string): Promise<{ project: Project; answers: Answers; definition: Definition }> {
  const { project: { value: project }, content } = await loadWithContent(context.table, id)
  authorise(context, 'change.ask', projectTarget(project))
  return { project, answers: content.value.answers, definition: await loadDefinition(context.table, project.district, project.current.definition) }
}
