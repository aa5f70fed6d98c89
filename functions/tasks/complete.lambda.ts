import * as z from 'zod'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId })

/** The awards are published: the contest is complete. */
export async function handler(event: unknown): Promise<void> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  await act(context, async () => {
    const found = await loadCompetition(context.table, id)
    if (found.value.state !== 'award') return { writes: [], trail: [], answer: undefined }
    return {
      writes: [competitionItem.put({ ...found.value, state: 'completed' }, found.version)],
      trail: [stepEntry(found.value, 'complete', 'completed', { zh: '大赛完成', en: 'the contest is complete' })],
      answer: undefined,
    }
  })
}
