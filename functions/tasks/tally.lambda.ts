import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { besideItem } from '../../shared/standing/beside.store.ts'
import { writeStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { markSeen } from '../../shared/store/mark.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { setAsideIn } from '../queries/beside.ts'
import { rankingOf, recordsOfRound } from '../queries/round-records.ts'
import { roundInput } from './round-input.ts'
import { stepEntry } from './step-entry.ts'

/**
 * Counts the round: scorecards to scores, scores to the ranking, the ranking to who goes on. The ranking is written under a version made
 * from its content and then pointed to; made again from the same cards it is the same. A tie across the line that the rulebook leaves to
 * people makes the round 'tied'.
 */
export async function handler(event: unknown): Promise<{ outcome: 'tied' | 'closed' | 'finished' }> {
  const { competition: id, index } = roundInput.parse(event)
  const context = workflowContext()
  return act<{ outcome: 'tied' | 'closed' | 'finished' }>(context, async () => {
    const found = await loadRound(context.table, id, index)
    const round = found.value
    if (round.state === 'tied' || round.state === 'finished') return { writes: [], trail: [], answer: { outcome: round.state } }
    const { value: competition } = await loadCompetition(context.table, id)
    // Read before the ballots are: what is set aside meanwhile has it counted again.
    const strikes = await markSeen(context.table, keys.strikeMark(id))
    const loaded = await recordsOfRound(context.table, competition, round)
    const ranking = rankingOf(loaded)
    const { rulebook: { rounds, bonuses, vote }, beside } = loaded.records
    // What may change outside is kept as it counted, with the last ranking.
    const fixed = index === rounds.length - 1 && (bonuses !== null || vote !== null) ? [besideItem.put({ ...beside, competition: competition.id, at: context.now, setAside: await setAsideIn(context.table, id) }, 'any'), strikes] : []
    const version = await writeStanding(context.table, { competition: id, index, madeAt: round.closedAt ?? context.now, ...ranking })
    const outcome = ranking.tied.length > 0 ? 'tied' : 'closed'
    // Counted again after people decided a tie, it keeps what they chose: a replay needs it.
    const ties = ranking.tied.length === 0 ? (round.ties?.chosen == null ? null : round.ties) : { pools: ranking.tied.map(({ pool, seats, entries }) => ({ pool, seats, tied: entries })), chosen: null, reason: null }
    return {
      writes: [roundItem.put({ ...round, standing: version, state: outcome, ties }, found.version), ...fixed],
      trail: [stepEntry(competition, 'tally', competition.state, { zh: `第 ${index + 1} 轮计分完成，${ranking.lines.length} 份进入排名`, en: `counted round ${index + 1}: ${ranking.lines.length} proposals ranked` })],
      answer: { outcome },
    }
  })
}
