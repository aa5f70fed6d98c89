import { closesAt } from '../../shared/competition/competition.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { cardsOfRound } from '../queries/round-cards.ts'
import { roundInput } from './round-input.ts'
import { stepEntry } from './step-entry.ts'

/**
 * Closes the scoring, unless its date was moved on meanwhile, and counts what is missing: a proposal with fewer cards than the round's
 * floor blocks the tally ('unscored') until an administrator has reassigned or decided it.
 */
export async function handler(event: unknown): Promise<{ outcome: 'scoring' | 'unscored' | 'tally' }> {
  const { competition: id, index } = roundInput.parse(event)
  const context = workflowContext()
  return act<{ outcome: 'scoring' | 'unscored' | 'tally' }>(context, async () => {
    const found = await loadRound(context.table, id, index)
    const round = found.value
    const { value: competition } = await loadCompetition(context.table, id)
    const isOver = round.endedAt !== null || closesAt(competition, `round-${index}`) <= context.now
    if (round.state === 'scoring' && !isOver) return { writes: [], trail: [], answer: { outcome: 'scoring' } }
    if (round.state !== 'scoring' && round.state !== 'closed') return { writes: [], trail: [], answer: { outcome: 'tally' } }
    const { floor, cards } = await cardsOfRound(context.table, competition, round)
    const decided = new Set<string>(round.unscored.map(({ proposal }) => proposal))
    const missing = [...cards].filter(([proposal, submitted]) => submitted.length < floor && !decided.has(proposal)).length
    const settled = missing === 0
    const counted = { zh: missing === 0 ? '评分截止，评分表已齐' : `评分截止，${missing} 份申报书的评分不够`, en: missing === 0 ? 'closed the scoring; every proposal has its scores' : `closed the scoring; ${missing} proposals have too few scores` }
    return {
      writes: round.state === 'closed' && round.unscoredSettled === settled ? [] : [roundItem.put({ ...round, state: 'closed', closedAt: round.closedAt ?? context.now, unscoredSettled: settled }, found.version)],
      trail: round.state === 'closed' ? [] : [stepEntry(competition, 'close-scoring', competition.state, counted)],
      answer: { outcome: settled ? 'tally' : 'unscored' },
    }
  })
}
