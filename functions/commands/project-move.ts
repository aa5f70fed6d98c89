import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Action } from '../../shared/person/access.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, pastStageItem, projectItem } from '../../shared/project/project.store.ts'
import { stageDecision } from '../../shared/project/wait.ts'
import type { Definition } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import type { By, Stage } from '../../shared/stage/stage.ts'
import type { Write } from '../../shared/store/table.ts'
import { stir } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { type Audience, newsOf } from './news.ts'
import { projectEntry, startOrder } from './project.ts'

/** What a move of a project comes to: the record after it, what is said of it, and who is told. */
export interface Move {
  project: Project
  past?: Stage | null
  sentence: Bilingual
  reason?: string
  news?: { to: readonly Audience[]; news: Bilingual }
  writes?: Write[]
}

export const byOf = (context: Context): By => {
  const { id, name } = personOf(context)
  return { person: id, name }
}

/** All present members of the organisation, and whoever guides the project. */
export const doers = (project: Project): Audience[] => [{ organisation: project.organisation.id }, { person: project.mentor?.person }]
export const administrators = (project: Project): Audience[] => [{ administrators: project.district }]

/**
 * Moves a project in one transaction: its record, the stage that ended, the wake-up of the machine that watches the present stage, the start
 * of the next one's, the story's line, and mail. A move that changes nothing writes nothing. Throws what `decide` throws, NOT_FOUND.
 */
export function moveProject(context: Context, id: string, action: Action, decide: Decide): Promise<Project> {
  return writeMove(context, id, action, decide, (project) => authorise(context, action, projectTarget(project)))
}

/** A move that follows from something else, under the platform's own name; `action` is what the story calls it. Called by the stream's consumer. */
export const followWithMove = (context: Context, id: string, action: 'project.fund', decide: Decide): Promise<Project> => writeMove(context, id, action, decide, () => {})

type Decide = (project: Project, definition: Definition) => Promise<Move> | Move

function writeMove(context: Context, id: string, action: string, decide: Decide, permit: (project: Project) => void): Promise<Project> {
  return act<Project>(context, async () => {
    const stored = await loadProject(context.table, id)
    const before = stored.value
    permit(before)
    const definition = await loadDefinition(context.table, before.district, before.current.definition)
    const { project, past = null, sentence, reason, news, writes = [] } = await decide(before, definition)
    if (project === before) return { writes: [], trail: [], answer: before }
    const begun = project.current.number > before.current.number
    const woken = await reread(context, before, begun ? before : project)
    const [from, to] = [standing(before), standing(project)]
    return {
      writes: [projectItem.put(project, stored.version), ...(past === null ? [] : [pastStageItem.put({ project: before.id, stage: past }, 'none')]), ...woken.writes, ...writes],
      trail: [projectEntry(project, action, sentence, { ...(from === to ? {} : { from, to }), ...(reason === undefined || reason === '' ? {} : { reason }) })],
      orders: [
        ...woken.orders, ...(begun ? [startOrder(project)] : []),
        ...(news === undefined ? [] : await newsOf(context, project, news.to, { news: news.news, reason: reason ?? '' }, `${action}/${stored.version}`)),
      ],
      answer: project,
    }
  })
}

/** Part of every transaction that changes what the machine of the project's stage waits for, or what it has to remind of: the machine reads again. */
export async function reread({ table, now }: Context, before: Project, after: Project = before): Promise<Awaited<ReturnType<typeof stir>>> {
  const decision = stageDecision(before.current)
  return decision === undefined ? { writes: [], orders: [] } : stir(table, before.id, decision, stageDecision(after.current) ?? decision, now)
}

const standing = ({ state, current }: Project): string => (state === 'active' ? `${current.name}/${current.state}` : state)
