import * as z from 'zod'
import { requireNoTie } from '../../shared/evaluation/conflict.ts'
import { bondsOf } from '../../shared/evaluation/conflict.store.ts'
import { evaluationCardItem } from '../../shared/evaluation/evaluation.store.ts'
import { personId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { evaluatorItem } from '../../shared/person/person.store.ts'
import { assignmentItem } from '../../shared/project/assignment.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { newsOf } from './news.ts'
import { projectEntry } from './project.ts'
import { reread } from './project-move.ts'

export const appointInput = z.strictObject({ person: personId })
export const leaveInput = z.strictObject({ reason: typed(500) })

export interface Staffed {
  project: Project['id']
  evaluator: Project['evaluator']
}

/** The assignment of somebody to a project, begun or ended. */
export async function assigned(context: Context, project: Project, person: Project['createdBy'], role: 'mentor' | 'evaluator', ended: boolean): Promise<Write> {
  const found = await context.table.get(assignmentItem, keys.projectOfPerson(person, role, project.id))
  const since = found === undefined || (!ended && found.value.endedAt !== null) ? context.now : found.value.since
  return assignmentItem.put({ person, role, project: project.id, since, endedAt: ended ? context.now : null }, found?.version ?? 'none')
}

/**
 * Names who evaluates the project; whoever was named before is released. Throws NOT_FOUND for somebody who is no evaluator of the district,
 * CONFLICTED with the tie that bars them, WRONG_STATE once the project is over or the sheet has been sent.
 */
export async function appointEvaluator(context: Context, id: string, input: z.infer<typeof appointInput>): Promise<Staffed> {
  return act<Staffed>(context, async () => {
    const { value: project, version } = await loadProject(context.table, id)
    authorise(context, 'project.staff', projectTarget(project))
    if (project.evaluator?.person === input.person) return { writes: [], trail: [], answer: { project: project.id, evaluator: project.evaluator } }
    await requireUnsent(context, project)
    const found = await context.table.get(evaluatorItem, keys.evaluator(project.district, input.person))
    if (found === undefined || found.value.removedAt !== null) throw new Refusal('NOT_FOUND')
    requireNoTie(project, await bondsOf(context.table, project, input.person), 'person')
    const evaluator = { person: found.value.person, name: found.value.name }
    const before = project.evaluator
    const changed: Project = { ...project, evaluator }
    const woken = await reread(context, project)
    return {
      writes: [
        ...woken.writes, projectItem.put(changed, version), await assigned(context, project, evaluator.person, 'evaluator', false),
        // Written anew: a removal at the same moment has to look again.
        evaluatorItem.put(found.value, found.version),
        ...(before === null ? [] : [await assigned(context, project, before.person, 'evaluator', true)]),
      ],
      trail: [projectEntry(project, 'project.staff', { zh: `请${evaluator.name}担任评估员`, en: `named ${evaluator.name} as evaluator` })],
      orders: [...woken.orders, ...(await newsOf(context, project, [{ person: evaluator.person }], { news: { zh: '请您评估这个项目', en: 'You are asked to evaluate this project' }, path: `/projects/${project.id}/evaluation/card`, always: true }, `evaluator/${version}`))],
      answer: { project: project.id, evaluator },
    }
  })
}

/** The evaluator's own withdrawal, with a reason that administrators read. Throws WRONG_STATE once the sheet has been sent. */
export async function stepDown(context: Context, id: string, input: z.infer<typeof leaveInput>): Promise<Staffed> {
  return act<Staffed>(context, async () => {
    const { value: project, version } = await loadProject(context.table, id)
    authorise(context, 'evaluation.score', projectTarget(project))
    await requireUnsent(context, project)
    const { id: person } = personOf(context)
    const woken = await reread(context, project)
    return {
      writes: [...woken.writes, projectItem.put({ ...project, evaluator: null }, version), await assigned(context, project, person, 'evaluator', true)],
      trail: [projectEntry(project, 'evaluation.score', { zh: '不再担任评估员', en: 'stepped down as evaluator' }, { reason: input.reason })],
      orders: [...woken.orders, ...(await newsOf(context, project, [{ administrators: project.district }], { news: { zh: '评估员退出了，请另外指定', en: 'The evaluator stepped down; please name another' }, reason: input.reason, path: `/projects/${project.id}/evaluation` }, `stepped-down/${version}`))],
      answer: { project: project.id, evaluator: null },
    }
  })
}

async function requireUnsent(context: Context, project: Project): Promise<void> {
  if (project.state !== 'active') throw new Refusal('WRONG_STATE', { facts: { state: project.state } })
  if (project.current.name !== 'evaluation') return
  const card = await context.table.get(evaluationCardItem, keys.evaluationCard(project.id, project.current.number))
  if (card?.value.state === 'submitted') throw new Refusal('WRONG_STATE', { facts: { state: 'submitted' }, mistakes: [{ path: '', code: 'CARD_SENT', zh: '评估表已经交了，评估员不能再换。需要时请先退回评估表。', en: 'The evaluation sheet has been sent, so the evaluator stays. Give the sheet back first if needed.' }] })
}
