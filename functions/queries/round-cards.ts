import type { Competition } from '../../shared/competition/competition.ts'
import { loadRulebook } from '../../shared/competition/competition.store.ts'
import { planHeadItem, planJudgeItem, roundItem, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/**
 * The handed-in cards of a round by proposal, read from the table itself. Every proposal of the round is there, those without cards too;
 * a card counts only while the plan in force gives the proposal to that judge, so that what a recused judge had handed in is out.
 */
export async function cardsOfRound(table: Table, competition: Competition, round: RoundRecord): Promise<{ floor: number; cards: Map<string, Scorecard[]> }> {
  const rulebook = await loadRulebook(table, competition)
  const rules = rulebook.rounds[round.index]
  if (rules === undefined) throw new TypeError(`${competition.id} has no round ${round.index}`)
  const cards = new Map<string, Scorecard[]>()
  if (round.plan === null) return { floor: rules.floor, cards }
  const [head, shares] = await Promise.all([
    table.get(planHeadItem, keys.planHead(competition.id, round.index, round.plan)),
    table.queryAll(planJudgeItem, keys.planJudges(competition.id, round.index, round.plan)),
  ])
  for (const group of head?.value.groups ?? []) for (const proposal of group.proposals) cards.set(proposal, [])
  const wanted = shares.flatMap(({ value: share }) => share.proposals.map((proposal) => keys.scorecard(proposal, round.index, share.judge)))
  for (const card of await table.getMany(scorecardItem, wanted)) {
    if (card?.value.state === 'submitted') cards.get(card.value.proposal)?.push(card.value)
  }
  return { floor: rules.floor, cards }
}

/** The handed-in cards of one proposal in all of its rounds, by the same rule: those of judges whom the plan in force gives it to. */
export async function cardsOfProposal(table: Table, { id, competition }: Pick<Proposal, 'id' | 'competition'>): Promise<Scorecard[]> {
  const cards = (await table.queryAll(scorecardItem, keys.scorecards(id))).map(({ value }) => value).filter(({ state }) => state === 'submitted')
  const shares = await Promise.all([...Map.groupBy(cards, ({ index }) => index)].map(async ([index, own]) => {
    const plan = (await table.get(roundItem, keys.round(competition, index)))?.value.plan ?? null
    return plan === null ? [] : table.getMany(planJudgeItem, own.map(({ judge }) => keys.planJudge(competition, index, plan, judge)))
  }))
  const given = new Set(shares.flat().flatMap((share) => (share?.value.proposals.includes(id) === true ? [`${share.value.index} ${share.value.judge}`] : [])))
  return cards.filter(({ index, judge }) => given.has(`${index} ${judge}`))
}
