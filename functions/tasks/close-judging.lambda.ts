import * as z from 'zod'
import { awardsItem } from '../../shared/award/award.store.ts'
import { proposeAwards } from '../../shared/award/propose.store.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId })

type Outcome = 'result' | 'decision' | 'ended'

/** Draws up the awards by the final ranking; in a venture competition people decide about the money by it. With nobody ranked (all excluded), the competition ends, and says so. */
export async function handler(event: unknown): Promise<{ outcome: Outcome }> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  return act<{ outcome: Outcome }>(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    if (competition.state !== 'judging') return { writes: [], trail: [], answer: { outcome: competition.state === 'ended' ? 'ended' : competition.kind === 'venture' ? 'decision' : 'result' } }
    const rulebook = await loadRulebook(context.table, competition)
    const index = competition.round ?? 0
    const { value: round } = await loadRound(context.table, id, index)
    if (round.standing === null && round.entries > 0) throw new TypeError(`the last round of ${id} has no ranking`)
    const awards = round.standing === null ? undefined : await proposeAwards(context.table, competition, rulebook, { round: index, version: round.standing })
    if (awards === undefined || (awards.lines === 0 && awards.ties.length === 0)) {
      const endedBecause = { zh: '评审结束时没有可以颁奖的申报书。', en: 'When judging ended, no proposal was left to be given an award.' }
      return {
        writes: [competitionItem.put({ ...competition, state: 'ended', endedBecause }, found.version)],
        trail: [stepEntry(competition, 'close-judging', 'ended', endedBecause)],
        answer: { outcome: 'ended' },
      }
    }
    if (competition.kind === 'venture') {
      return {
        writes: [competitionItem.put({ ...competition, state: 'decision' }, found.version)],
        trail: [stepEntry(competition, 'close-judging', 'decision', { zh: '评审结束，等待资助决定', en: 'judging is over; the grants are to be decided' })],
        answer: { outcome: 'decision' },
      }
    }
    const earlier = await context.table.get(awardsItem, keys.awards(id))
    return {
      writes: [competitionItem.put({ ...competition, state: 'result' }, found.version), awardsItem.put(awards, earlier?.version ?? 'none')],
      trail: [stepEntry(competition, 'close-judging', 'result', { zh: `评审结束，拟定 ${awards.lines} 个奖项`, en: `judging is over; ${awards.lines} awards are proposed` })],
      answer: { outcome: 'result' },
    }
  })
}
