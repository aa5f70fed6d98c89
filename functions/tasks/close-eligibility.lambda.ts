import * as z from 'zod'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { isOver } from '../../shared/competition/steps.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { admittedTo } from '../queries/entries.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId })

/** Ends the eligibility check once the administrator has said so. With nobody admitted, the competition ends, and says so. */
export async function handler(event: unknown): Promise<{ outcome: 'open' | 'ended' | 'judging' }> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  return act<{ outcome: 'open' | 'ended' | 'judging' }>(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    if (competition.state !== 'eligibility') return { writes: [], trail: [], answer: { outcome: isOver(competition) ? 'ended' : 'judging' } }
    if (competition.eligibilityFinishedAt === null) return { writes: [], trail: [], answer: { outcome: 'open' } }
    const admitted = await admittedTo(context.table, id)
    if (admitted.length > 0) return { writes: [], trail: [], answer: { outcome: 'judging' } }
    const endedBecause = { zh: '没有申报书通过资格审查。', en: 'No proposal was admitted.' }
    return {
      writes: [competitionItem.put({ ...competition, state: 'ended', endedBecause }, found.version)],
      trail: [stepEntry(competition, 'close-eligibility', 'ended', endedBecause)],
      answer: { outcome: 'ended' },
    }
  })
}
