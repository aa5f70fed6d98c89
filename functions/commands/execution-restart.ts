import { derivedId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { outboxItem } from '../../shared/outbox/outbox.store.ts'
import { projectTarget } from '../../shared/project/project.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Write } from '../../shared/store/table.ts'
import { executionItem, successorName } from '../../shared/workflow/execution.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { projectEntry } from './project.ts'

/**
 * Starts a failed execution's successor, which goes on from the table's state. Asked twice, there is one successor. Throws NOT_FOUND,
 * WRONG_STATE for an execution that has not failed.
 */
export async function restartExecution(context: Context, competition: string, name: string): Promise<{ execution: string }> {
  return act(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competition)
    authorise(context, 'competition.restart', { district: contest.district, competition })
    const failed = await context.table.get(executionItem, keys.execution(name))
    if (failed === undefined || failed.value.about !== competition || failed.value.machine === 'archive') throw new Refusal('NOT_FOUND')
    const { machine, status, index } = failed.value
    if (status === 'running' || status === 'succeeded') throw new Refusal('WRONG_STATE', { facts: { status }, mistakes: status === 'succeeded' ? [] : [{ path: 'execution', code: 'STILL_RUNNING', zh: '流程还在运行，或刚停下还没有登记。如果确实停了，请过一分钟再试', en: 'It still runs, or has just stopped and is not on record yet. If it has stopped, try again in a minute' }] })
    const successor = successorName(name)
    const key = derivedId('start', successor)
    if ((await context.table.get(outboxItem, keys.outbox(derivedId(key)))) !== undefined) return { writes: [], trail: [], answer: { execution: successor } }
    const order: Order = { do: 'start', machine, name: successor, input: { competition, ...(index === null ? {} : { index }) } }
    return {
      writes: index === null ? [] : await handRoundOver(context, competition, index, successor),
      trail: [{
        scope: { of: 'competition', id: competition }, action: 'competition.restart', about: { noun: 'execution', id: name, label: name },
        sentence: { zh: '从记录的状态重新开始流程', en: 'started the workflow again from the record' }, from: status, to: 'running',
      }],
      orders: [{ key, order }],
      answer: { execution: successor },
    }
  })
}

/**
 * The same for the stage that a project is in. Throws NOT_FOUND, WRONG_STATE for an execution that has not failed or is not of the present stage.
 */
export async function restartStage(context: Context, id: string, name: string): Promise<{ execution: string }> {
  return act(context, async () => {
    const { value: project, version } = await loadProject(context.table, id)
    authorise(context, 'project.restart', projectTarget(project))
    const failed = await context.table.get(executionItem, keys.execution(name))
    if (failed === undefined || failed.value.about !== id) throw new Refusal('NOT_FOUND')
    if (failed.value.status === 'running' || failed.value.status === 'succeeded' || failed.value.index !== project.current.number) throw new Refusal('WRONG_STATE', { facts: { status: failed.value.status } })
    const successor = successorName(name)
    const key = derivedId('start', successor)
    if ((await context.table.get(outboxItem, keys.outbox(derivedId(key)))) !== undefined) return { writes: [], trail: [], answer: { execution: successor } }
    const order: Order = { do: 'start', machine: 'project-stage', name: successor, input: { project: project.id, number: project.current.number } }
    return {
      writes: [projectItem.put({ ...project, current: { ...project.current, execution: successor } }, version)],
      trail: [projectEntry(project, 'project.restart', { zh: '从记录的状态重新开始流程', en: 'started the workflow again from the record' }, { from: failed.value.status, to: 'running' })],
      orders: [{ key, order }],
      answer: { execution: successor },
    }
  })
}

async function handRoundOver(context: Context, competition: string, index: number, successor: string): Promise<Write[]> {
  const round = await context.table.get(roundItem, keys.round(competition, index))
  return round === undefined ? [] : [roundItem.put({ ...round.value, execution: successor }, round.version)]
}
