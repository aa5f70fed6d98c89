import { loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadRound, type PlanHead, planHeadItem, type RoundRecord } from '../../shared/round/round.store.ts'
import type { RoundResult } from '../../shared/standing/aggregate.ts'
import { countedOf } from '../../shared/scorecard/scorecard.ts'
import { countRound, type RoundRecords } from '../../shared/standing/count.ts'
import { standingLines } from '../../shared/standing/lines.ts'
import { loadStanding, loadStandingHead, resultOf, type StandingHead, type StandingLine } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { besideOf } from './beside.ts'
import { entriesOf } from './entries.ts'
import { cardsOfRound } from './round-cards.ts'

/** What a round is counted from, with the names that its ranking shows. */
export interface LoadedRecords {
  records: RoundRecords
  proposals: Proposal[]
  groups: PlanHead['groups']
}

/** Everything that a round's result follows from, read from the table itself. Not before the round has a plan. */
export async function recordsOfRound(table: Table, competition: Competition, round: RoundRecord): Promise<LoadedRecords> {
  const [rulebook, proposals, { cards }, head, earlier] = await Promise.all([
    loadRulebook(table, competition),
    entriesOf(table, competition.id, round.index),
    cardsOfRound(table, competition, round),
    round.plan === null ? undefined : table.get(planHeadItem, keys.planHead(competition.id, round.index, round.plan)),
    earlierResults(table, round),
  ])
  const groups = head?.value.groups ?? []
  const groupOf = new Map<string, string>(groups.flatMap((group) => group.proposals.map((proposal) => [proposal, group.id] as const)))
  return {
    proposals, groups,
    records: {
      rulebook, beside: await besideOf(table, competition, rulebook, round.index, proposals), index: round.index, earlier, seed: competition.seed,
      entries: proposals.map(({ id, category }) => ({ id, category, group: groupOf.get(id), drawnAs: proposalNumber(id) })),
      cards: [...cards.values()].flat().map((card) => ({ entry: card.proposal, judge: card.judge, ...countedOf(card) })),
      decisions: round.unscored.map(({ proposal, decision, reason }) => ({ entry: proposal, decision, reason })),
      chosen: round.ties?.chosen ?? [],
    },
  }
}

type Ranking = Pick<StandingHead, 'cutLines' | 'tied' | 'decided'> & { round: string; lines: StandingLine[] }

/** The ranking by the cards, the rulebook and what administrators decided: the same for the same records. Throws TypeError while a proposal is unscored and undecided. */
export function rankingOf({ records, proposals, groups }: LoadedRecords): Ranking {
  const count = countRound(records)
  if (!count.ok) throw new TypeError(`round ${records.index} by ${records.rulebook.id} is counted with ${count.unscored.length} proposals unscored and undecided`)
  const { result, standings, advanced } = count.counted
  const idOf = new Map<string, Proposal['id']>(proposals.map(({ id }) => [id, id]))
  return {
    round: result.round,
    lines: standingLines(standings, advanced, result, proposals, groups),
    cutLines: advanced.cutLines,
    tied: advanced.tied.map(({ pool, entries: tied, seats }) => ({ pool, seats, entries: tied.flatMap((one) => idOf.get(one) ?? []) })),
    decided: result.decided,
  }
}

async function earlierResults(table: Table, round: RoundRecord): Promise<RoundResult[]> {
  return Promise.all(Array.from({ length: round.index }, async (_, index) => {
    const { value: earlier } = await loadRound(table, round.competition, index)
    if (earlier.standing === null) throw new TypeError(`round ${index} of ${round.competition} is over without a ranking`)
    const [head, lines] = await Promise.all([loadStandingHead(table, round.competition, index, earlier.standing), loadStanding(table, round.competition, index, earlier.standing)])
    return resultOf(head, lines)
  }))
}
