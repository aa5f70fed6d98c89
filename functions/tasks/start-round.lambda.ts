import * as z from 'zod'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { competitionId, derivedId } from '../../shared/kernel/ids.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId, token: z.string() })

/**
 * Opens the next round and orders its execution, which will answer `token`. A round that is under way just gets the new token; where
 * the last one is over, the token is answered at once.
 */
export async function handler(event: unknown): Promise<void> {
  const { competition: id, token } = input.parse(event)
  const context = workflowContext()
  await act(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    const rulebook = await loadRulebook(context.table, competition)
    const current = competition.round === null ? undefined : await context.table.get(roundItem, keys.round(id, competition.round))
    if (current !== undefined && current.value.state !== 'finished') {
      return { writes: [roundItem.put({ ...current.value, parentToken: token }, current.version)], trail: [], answer: undefined }
    }
    const index = competition.round === null ? 0 : competition.round + 1
    const round = rulebook.rounds[index]
    if (round === undefined) return { writes: [], trail: [], orders: [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: 'judged' } } }], answer: undefined }
    const name = `${id}-r${index}-1`
    return {
      writes: [
        competitionItem.put({ ...competition, state: 'judging', round: index }, found.version),
        roundItem.put({
          competition: id, index, round: round.id, state: 'planning', entries: 0, plan: null, preparedPlan: null, standing: null, seal: null, openedAt: context.now, scoringOpenedAt: null, closedAt: null, endedAt: null,
          unscored: [], unscoredSettled: false, ties: null, parentToken: token, execution: name,
        }, 'none'),
      ],
      trail: [stepEntry(competition, 'start-round', 'judging', { zh: `开始第 ${index + 1} 轮：${round.name.zh}`, en: `opened round ${index + 1}: ${round.name.en ?? round.name.zh}` })],
      orders: [{ key: derivedId('start', name), order: { do: 'start', machine: 'judging-round', name, input: { competition: id, index } } }],
      answer: undefined,
    }
  })
}
