import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadRound, planHeadItem, type RoundRecord, roundItem } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { RoundResult } from '../../shared/standing/aggregate.ts'
import { countRound } from '../../shared/standing/count.ts'
import { standingLines } from '../../shared/standing/lines.ts'
import { loadStanding, loadStandingHead, resultOf, type StandingHead, type StandingLine, writeStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { type Context, workflowContext } from '../context.ts'
import { entriesOf } from '../queries/entries.ts'
import { cardsOfRound } from '../queries/round-cards.ts'
import { roundInput } from './round-input.ts'
import { stepEntry } from './step-entry.ts'

type Ranking = Pick<StandingHead, 'cutLines' | 'tied' | 'decided'> & { round: string; lines: StandingLine[] }

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
    const ranking = await rank(context, competition, await loadRulebook(context.table, competition), round)
    const version = await writeStanding(context.table, { competition: id, index, madeAt: round.closedAt ?? context.now, ...ranking })
    const outcome = ranking.tied.length > 0 ? 'tied' : 'closed'
    const ties = ranking.tied.length === 0 ? null : { pools: ranking.tied.map(({ pool, seats, entries }) => ({ pool, seats, tied: entries })), chosen: null, reason: null }
    return {
      writes: [roundItem.put({ ...round, standing: version, state: outcome, ties }, found.version)],
      trail: [stepEntry(competition, 'tally', competition.state, { zh: `第 ${index + 1} 轮计分完成，${ranking.lines.length} 份进入排名`, en: `counted round ${index + 1}: ${ranking.lines.length} proposals ranked` })],
      answer: { outcome },
    }
  })
}

/** The ranking by the cards, the rulebook and what administrators decided: the same for the same records. */
async function rank(context: Context, competition: Competition, rulebook: Rulebook, round: RoundRecord): Promise<Ranking> {
  const [entries, { cards }, head, earlier] = await Promise.all([
    entriesOf(context.table, competition.id, round.index),
    cardsOfRound(context.table, competition, round),
    round.plan === null ? undefined : context.table.get(planHeadItem, keys.planHead(competition.id, round.index, round.plan)),
    earlierResults(context, round),
  ])
  const groups = head?.value.groups ?? []
  const groupOf = new Map<string, string>(groups.flatMap((group) => group.proposals.map((proposal) => [proposal, group.id] as const)))
  const count = countRound({
    rulebook, index: round.index, earlier, seed: competition.seed,
    entries: entries.map(({ id, category }) => ({ id, category, group: groupOf.get(id) })),
    cards: [...cards.values()].flat().map((card) => ({ entry: card.proposal, judge: card.judge, scores: card.scores })),
    decisions: round.unscored.map(({ proposal, decision, reason }) => ({ entry: proposal, decision, reason })),
  })
  if (!count.ok) throw new TypeError(`round ${round.index} of ${competition.id} is tallied with ${count.unscored.length} proposals unscored and undecided`)
  const { result, standings, advanced } = count.counted
  const idOf = new Map<string, (typeof entries)[number]['id']>(entries.map((entry) => [entry.id, entry.id]))
  return {
    round: result.round,
    lines: standingLines(standings, advanced, result, entries, groups),
    cutLines: advanced.cutLines,
    tied: advanced.tied.map(({ pool, entries: tied, seats }) => ({ pool, seats, entries: tied.flatMap((one) => idOf.get(one) ?? []) })),
    decided: result.decided,
  }
}

async function earlierResults(context: Context, round: RoundRecord): Promise<RoundResult[]> {
  return Promise.all(Array.from({ length: round.index }, async (_, index) => {
    const { value: earlier } = await loadRound(context.table, round.competition, index)
    if (earlier.standing === null) throw new TypeError(`round ${index} of ${round.competition} is over without a ranking`)
    const [head, lines] = await Promise.all([loadStandingHead(context.table, round.competition, index, earlier.standing), loadStanding(context.table, round.competition, index, earlier.standing)])
    return resultOf(head, lines)
  }))
}
