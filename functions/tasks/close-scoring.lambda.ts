import { closesAt } from '../../shared/competition/competition.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { clearTied } from '../commands/tied.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { cardsOfRound } from '../queries/round-cards.ts'
import { roundInput } from './round-input.ts'
import { stepEntry } from './step-entry.ts'

/**
 * Closes the scoring, unless its date was moved on meanwhile, and counts what is missing: a proposal with fewer cards than the round's
 * floor blocks the tally ('unscored') until an administrator has reassigned or decided it. What is with a judge who is tied to it by then,
 * and was not replaced, leaves the plan: no such card is counted.
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
    // Once cards are sealed the plan stands: what comes up later is for an objection.
    const cleared = round.seal === null ? await clearTied(context, competition, round) : { plan: round.plan, writes: [], trail: [] }
    const { floor, cards } = await cardsOfRound(context.table, competition, { ...round, plan: cleared.plan })
    const decided = new Map<string, string>(round.unscored.map(({ proposal, decision }) => [proposal, decision]))
    // To take the fewer scores there are is no decision any more where none is left.
    const isDecided = (proposal: string, left: number) => decided.get(proposal) === 'exclude' || (decided.has(proposal) && left > 0)
    const missing = [...cards].filter(([proposal, submitted]) => submitted.length < floor && !isDecided(proposal, submitted.length)).length
    const settled = missing === 0
    const counted = { zh: missing === 0 ? '评分截止，评分表已齐' : `评分截止，${missing} 份申报书的评分不够`, en: missing === 0 ? 'closed the scoring; every proposal has its scores' : `closed the scoring; ${missing} proposals have too few scores` }
    return {
      writes: [
        ...cleared.writes,
        ...(round.state === 'closed' && round.unscoredSettled === settled && round.plan === cleared.plan ? []
          : [roundItem.put({ ...round, plan: cleared.plan, state: 'closed', closedAt: round.closedAt ?? context.now, unscoredSettled: settled }, found.version)]),
      ],
      trail: [...cleared.trail, ...(round.state === 'closed' ? [] : [stepEntry(competition, 'close-scoring', competition.state, counted)])],
      answer: { outcome: settled ? 'tally' : 'unscored' },
    }
  })
}
