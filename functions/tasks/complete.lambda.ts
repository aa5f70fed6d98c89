import * as z from 'zod'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import type { CompetitionState } from '../../shared/competition/lifecycle.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { openGrants } from '../../shared/grant/grant.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId })

/** The awards are published: a contest is complete, and the grants of a venture competition begin. It is complete when the last of them is over. */
export async function handler(event: unknown): Promise<{ outcome: CompetitionState }> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  return act<{ outcome: CompetitionState }>(context, async () => {
    const found = await loadCompetition(context.table, id)
    const { state, kind } = found.value
    if (state !== 'award' && state !== 'funding') return { writes: [], trail: [], answer: { outcome: state } }
    if (state === 'award' && kind === 'venture') {
      return {
        writes: [competitionItem.put({ ...found.value, state: 'funding' }, found.version)],
        trail: [stepEntry(found.value, 'complete', 'funding', { zh: '资助名单已公布，开始签约和执行', en: 'the grants are published; agreements follow' })],
        answer: { outcome: 'funding' },
      }
    }
    if (state === 'funding' && (await openGrants(context.table, id)) > 0) return { writes: [], trail: [], answer: { outcome: 'funding' } }
    return {
      writes: [competitionItem.put({ ...found.value, state: 'completed' }, found.version)],
      trail: [stepEntry(found.value, 'complete', 'completed', { zh: '大赛完成', en: 'the competition is complete' })],
      answer: { outcome: 'completed' },
    }
  })
}
