import { awardsItem, loadAwardList } from '../../shared/award/award.store.ts'
import { giveAwards } from '../../shared/award/award.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { personId, type ProposalId, proposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { cardTotal } from '../../shared/rulebook/sheet.ts'
import { isSealOf } from '../../shared/seal/seal.ts'
import { loadSeal } from '../../shared/seal/seal.store.ts'
import { sealedOf } from '../../shared/scorecard/scorecard.ts'
import type { Standing } from '../../shared/standing/standing.ts'
import { standingVersion } from '../../shared/standing/standing.store.ts'
import { withoutCards } from '../../shared/standing/what-if.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { refuseApplicants } from './applicant.ts'
import { rulesOf } from './assignment.ts'
import { sealedRounds } from './bundle.ts'
import { cardsOfRound } from './round-cards.ts'
import { type LoadedRecords, rankingOf, recordsOfRound } from './round-records.ts'

/** A round's result rebuilt from the cards beside the stored one. */
export interface ReplayedRound {
  index: number
  name: Bilingual
  cards: number
  /** Versions are made of the whole content: equal ones are equal to the last byte. */
  stored: string
  rebuilt: string
  same: boolean
  /** The cards are those that were sealed. */
  sealed: boolean
  seal: string
}

export interface ReplayedCard {
  index: number
  judge: string
  name: string
  total: string
}

/** What would be different of one proposal. */
export interface Change {
  number: string
  title: string
  before: { place: number | null; total: string | null; award: Bilingual | null; advances: boolean }
  after: Change['before']
}

export interface WhatIf {
  card: ReplayedCard
  /** In the last round that the card bears on, by place as it was; only those for whom something changes. */
  changes: Change[]
  /** Too few cards without it: counted with those left, or left out. */
  short: { number: string; cards: number; needed: number }[]
  /** Would have gone on and were not judged in the rounds after. */
  unheard: { number: string; title: string }[]
}

export interface Replay {
  competition: Competition
  rulebook: Rulebook
  rounds: ReplayedRound[]
  /** The awards that the rulebook gives by the rebuilt ranking are those on the list; null where people chose. */
  awards: boolean | null
  /** To choose from, by title. */
  proposals: { id: ProposalId; number: string; title: string }[]
  /** Of the proposal that was asked for. */
  cards: ReplayedCard[]
  whatIf: WhatIf | null
}

export interface ReplayAsked {
  /** Whose cards are listed. */
  proposal?: string | undefined
  /** The card that is left out: its round and judge. */
  round?: number | undefined
  judge?: string | undefined
}

/**
 * The result of a competition rebuilt from its cards and the rulebook that was in force, and, for one card, what would be without it. It
 * changes nothing, and before a round is counted there is nothing in it. For those who rule on objections; throws NOT_ALLOWED for whoever
 * applied, NOT_FOUND for a card that there is not.
 */
export async function replay(context: Context, id: string, asked: ReplayAsked): Promise<Replay> {
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'result.replay', { district: competition.district, competition: competition.id })
  await refuseApplicants(context, id)
  const sealed = await sealedRounds(table, competition)
  const loaded: LoadedRecords[] = []
  const rounds: ReplayedRound[] = []
  for (const round of sealed) {
    const records = await recordsOfRound(table, competition, round)
    const [{ cards }, seal] = await Promise.all([cardsOfRound(table, competition, round), loadSeal(table, id, round.index, round.seal)])
    const rebuilt = standingVersion(rankingOf(records))
    loaded.push(records)
    rounds.push({
      index: round.index, name: rulesOf(records.records.rulebook, round.index).name, cards: records.records.cards.length, stored: round.standing, rebuilt, same: rebuilt === round.standing, seal: round.seal,
      sealed: isSealOf(seal, { competition: id, round: round.round }, [...cards.keys()].map((one) => proposalNumber(proposalId.parse(one))), [...cards.values()].flat().map(sealedOf)),
    })
  }
  const cards = await cardsOf(context, id, loaded, asked.proposal)
  const card = asked.judge === undefined ? undefined : cards.find(({ index, judge }) => index === asked.round && judge === asked.judge)
  if (asked.judge !== undefined && card === undefined) throw new Refusal('NOT_FOUND')
  return {
    competition, rulebook: await loadRulebook(table, competition), rounds, awards: await awardsHold(context, competition, loaded),
    proposals: (loaded[0]?.proposals ?? []).map((proposal) => ({ id: proposal.id, number: proposalNumber(proposal.id), title: proposal.title })).toSorted((a, b) => (a.title < b.title ? -1 : 1)),
    cards, whatIf: card === undefined ? null : await whatIf(context, competition, loaded, card, asked.proposal ?? ''),
  }
}

async function cardsOf({ table }: Context, id: string, loaded: readonly LoadedRecords[], proposal: string | undefined): Promise<ReplayedCard[]> {
  const judges = await table.queryAll(judgeItem, keys.judges(id))
  const names = new Map<string, string>(judges.map(({ value }) => [value.person, value.name]))
  return loaded.flatMap(({ records }) => {
    const rules = rulesOf(records.rulebook, records.index)
    const own = records.cards.filter(({ entry }) => entry === proposal)
    return own.map(({ judge, scores }) => ({ index: records.index, judge: personId.parse(judge), name: names.get(judge) ?? '', total: cardTotal(rules, scores).toFixed() })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  })
}

const ranked = ({ entry, category, group, place, total }: Standing) => ({ entry, category, group, place, total })

/** Awards by the rulebook, with what people decided about ties and rulings. Undefined where people chose. */
async function awardsBy({ table }: Context, competition: Competition, loaded: readonly LoadedRecords[]) {
  const found = await table.get(awardsItem, keys.awards(competition.id))
  const [book, last] = [loaded[0]?.records.rulebook, loaded.at(-1)]
  if (found === undefined || book === undefined || last === undefined || competition.kind === 'venture' || found.value.early.length > 0 || found.value.standing.round !== last.records.index) return undefined
  const decisions = [...Map.groupBy(found.value.decisions, ({ award }) => award)].map(([award, all]) => ({ award, chosen: all.flatMap(({ chosen }) => chosen.map(({ proposal }) => proposal)) }))
  const without = new Set<string>(found.value.annulled.map(({ proposal }) => proposal))
  return { list: found.value.list, give: (standings: readonly Standing[]) => giveAwards(book, standings.map(ranked), decisions, without).awards }
}

async function awardsHold(context: Context, competition: Competition, loaded: readonly LoadedRecords[]): Promise<boolean | null> {
  const by = await awardsBy(context, competition, loaded)
  if (by === undefined) return null
  const rounds = withoutCards(loaded.map(({ records }) => records), () => false)
  const given = by.give(rounds.at(-1)?.before.standings ?? []).map(({ award, entry, place, total }) => `${award} ${entry} ${place} ${total}`)
  const lines = (await loadAwardList(context.table, competition.id, by.list)).map(({ award, proposal, place, total }) => `${award} ${proposal} ${place} ${total}`)
  return given.join('\n') === lines.join('\n')
}

async function whatIf(context: Context, competition: Competition, loaded: readonly LoadedRecords[], card: ReplayedCard, proposal: string): Promise<WhatIf> {
  const rounds = withoutCards(loaded.map(({ records }) => records), (index, one) => index === card.index && one.judge === card.judge && one.entry === proposal)
  const titles = new Map<string, string>(loaded.flatMap(({ proposals }) => proposals.map(({ id, title }) => [id, title] as const)))
  const named = (entry: string) => ({ number: proposalNumber(proposalId.parse(entry)), title: titles.get(entry) ?? '' })
  const by = await awardsBy(context, competition, loaded)
  const book = loaded[0]?.records.rulebook
  const last = rounds.at(-1)
  const awardNames = (standings: readonly Standing[] | undefined) => new Map((standings === undefined || by === undefined ? [] : by.give(standings)).map(({ award, entry }) => [entry, book?.awards.find(({ id }) => id === award)?.name ?? null]))
  const [awardBefore, awardAfter] = [awardNames(last?.before.standings), awardNames(last?.after.standings)]
  const lines = (side: 'before' | 'after', awards: ReadonlyMap<string, Bilingual | null>) => {
    const shown = new Map<string, Change['before']>()
    // The last round that a proposal was counted in says where it came.
    for (const round of rounds) {
      const on = new Set(round[side].advanced.advancing)
      for (const { entry, place, total } of round[side].standings) shown.set(entry, { place, total, award: awards.get(entry) ?? null, advances: on.has(entry) })
    }
    return shown
  }
  const [before, after] = [lines('before', awardBefore), lines('after', awardAfter)]
  const none: Change['before'] = { place: null, total: null, award: null, advances: false }
  const changes = [...before.keys()].map((entry) => ({ ...named(entry), before: before.get(entry) ?? none, after: after.get(entry) ?? none }))
  return {
    card, changes: changes.filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after)).toSorted((a, b) => (a.before.place ?? 0) - (b.before.place ?? 0)),
    short: rounds.flatMap(({ short }) => short.map(({ entry, cards, needed }) => ({ number: named(entry).number, cards, needed }))),
    unheard: rounds.slice(0, -1).flatMap(({ unheard }) => unheard.map(named)),
  }
}
