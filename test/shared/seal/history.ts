import { createHash } from 'node:crypto'
import { type AwardDecision, giveAwards } from '../../../shared/award/award.ts'
import { canonicalJson } from '../../../shared/kernel/canonical.ts'
import { competitionId, personId, proposalId, type PersonId, type ProposalId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { proposalNumber } from '../../../shared/proposal/proposal.ts'
import type { Round } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { FOUND, leavesOf } from '../../../shared/rulebook/sheet.ts'
import { type Bundle, bundleRound, type BundleRound } from '../../../shared/seal/bundle.ts'
import { type Seal, sealCards } from '../../../shared/seal/seal.ts'
import { countedOf, receiptOf, reopenCard, saveCard, type Scorecard, sealedOf, submitCard } from '../../../shared/scorecard/scorecard.ts'
import type { Receipt } from '../../../shared/seal/leaf.ts'
import type { RoundResult, UnscoredDecision } from '../../../shared/standing/aggregate.ts'
import { type Beside, nothingBeside } from '../../../shared/standing/beside.ts'
import { type Counted, countRound, type RoundRecords } from '../../../shared/standing/count.ts'
import { rulebook } from '../rulebook/sample.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A source of chance that gives the same for the same seed. */
export class Chance {
  private count = 0
  private readonly seed: string
  constructor(seed: string) {
    this.seed = seed
  }

  hex(): string {
    this.count += 1
    return createHash('sha256').update(`${this.seed} ${this.count}`).digest('hex')
  }

  /** From 0 to `below` - 1. */
  below(below: number): number {
    return Number.parseInt(this.hex().slice(0, 12), 16) % below
  }

  oneOf<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items.map((item) => ({ item, at: this.hex() })).toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ item }) => item)
  }

  id(): string {
    const digest = Buffer.from(this.hex(), 'hex')
    return Array.from(digest.subarray(0, 26), (byte) => alphabet[byte & 31]).join('')
  }

  readonly salt = (): string => this.hex().slice(0, 32)
}

/** Two rounds by rules drawn at random; few points, so that ties come about. */
function rulesBy(chance: Chance): Rulebook {
  const base = rulebook('jiaxing-default')
  const rounds = base.rounds.map((round, i): Round => ({
    ...round, disclosure: chance.below(6) === 0 ? 'totals' : 'scores', panelSize: 3, floor: 2, sheetTotal: 10, decimals: chance.oneOf([0, 2]), weight: i === 0 ? 40 : 60,
    criteria: [{ id: 'breadth', label: { zh: '覆盖' }, max: 4 }, { id: 'plan', label: { zh: '方案' }, max: 6 }],
    extras: chance.oneOf([[], [{ id: 'local', label: { zh: '本地' }, kind: 'bonus', most: 2 }]]),
    entry: { decimals: 1, step: 0.5 },
    aggregation: chance.oneOf([{ rule: 'mean' }, { rule: 'median' }, { rule: 'trimmed-mean', drop: 1 }]),
    advance: i === 1 ? { rule: 'all' } : chance.oneOf([{ rule: 'all' }, { rule: 'top', count: 2, within: 'all' }, { rule: 'top', count: 1, within: 'category' }, { rule: 'share', percent: 50, within: 'group' }, { rule: 'threshold', score: 40 }]),
    normalisation: chance.oneOf([{ rule: 'none' }, { rule: 'group-coefficient', within: 'all' }, { rule: 'group-standard', within: 'all' }]),
    triggers: chance.oneOf([[], [{ id: 'moved', label: { zh: '擅自改动' }, zero: 'item', criterion: 'plan' }]]),
    advanceBy: chance.oneOf(['round', 'sum']), advanceTie: chance.oneOf(['include', 'decide']),
  }))
  const ties = chance.shuffled([{ rule: 'round', round: 'pitch' } as const, { rule: 'criterion', round: 'review', criterion: 'breadth' } as const, { rule: 'lot' } as const])
  const voted = chance.below(2) === 0
  return {
    ...base, rounds: rounds.map((round, i) => (voted && i === 1 ? { ...round, weight: 40 } : round)),
    vote: voted ? { weight: 20, mostWeight: 20, during: rounds[1]?.id ?? '', ballots: 'once', choices: 2, score: chance.oneOf(['share-of-most', 'rank-share']), live: false, shows: [] } : null,
    bonuses: chance.oneOf([null, { most: 3, rules: [{ id: 'grade', label: { zh: '等级' }, points: 2, by: { rule: 'grade-at-least', grade: '3A' } }, { id: 'local', label: { zh: '本地' }, points: 1.5, by: { rule: 'past-award', years: 2 } }] }]),
    tieBreaks: ties.slice(0, chance.below(3)), awardTie: chance.oneOf(['include', 'decide']),
  }
}

export interface PlayedRound {
  records: RoundRecords
  counted: Counted
  seal: Seal
  receipts: Receipt[]
}

export interface Played {
  bundle: Bundle
  rounds: PlayedRound[]
}

const at = instant.parse('2026-05-01T08:00:00.000Z')

/** A competition's judging by chance: saves, submissions, reopenings, recusals with and without somebody in their place, decisions and ties. The same seed gives the same story. */
export function play(seed: string): Played {
  const chance = new Chance(seed)
  const rules = rulesBy(chance)
  const competition = competitionId.parse(`c_${chance.id()}`)
  const all = Array.from({ length: 2 + chance.below(5) }, (_, i) => ({ id: proposalId.parse(`r_${chance.id()}`), category: rules.categories[i % 2]?.id ?? '', group: `g${i % 2}` }))
  const rounds: PlayedRound[] = []
  const published: BundleRound[] = []
  const earlier: RoundResult[] = []
  let entries = all
  for (const [index, round] of rules.rounds.entries()) {
    if (entries.length === 0) break
    const cards = scoreByChance(chance, competition, index, round, entries.map(({ id }) => id))
    const records: RoundRecords = {
      rulebook: rules, index, earlier: [...earlier], seed, chosen: [], beside: besideBy(chance, rules, index, entries.map(({ id }) => id)), decisions: decisionsFor(chance, round, entries.map(({ id }) => id), cards),
      entries: entries.map((entry) => ({ ...entry, drawnAs: proposalNumber(entry.id) })), cards: chance.shuffled(cards).map((card) => ({ entry: card.proposal, judge: card.judge, ...countedOf(card) })),
    }
    const settled = settle(chance, records)
    const seal = sealCards({ competition, round: round.id }, round.panelSize, entries.map(({ id }) => proposalNumber(id)), chance.shuffled(cards).map(sealedOf), chance.salt)
    rounds.push({ ...settled, seal, receipts: cards.map((card) => receiptOf(card, round)) })
    earlier.push(settled.counted.result)
    const number = (id: string) => proposalNumber(proposalId.parse(id))
    const advancing = new Set(settled.counted.advanced.advancing)
    published.push(bundleRound(round, {
      seal: { ...seal, sealedAt: at, replaced: [] }, entries: entries.map((entry) => ({ ...entry, id: proposalNumber(entry.id) })), decisions: records.decisions.map((one) => ({ ...one, entry: number(one.entry) })), chosen: settled.records.chosen.map(number),
      beside: { bonuses: renamed(records.beside.bonuses, number), votes: renamed(records.beside.votes, number) },
      standing: settled.counted.standings.map((one) => ({ ...one, proposal: number(one.entry), advances: advancing.has(one.entry) })),
    }))
    entries = entries.filter(({ id }) => advancing.has(id))
  }
  const bundle: Bundle = {
    kind: 'xiuyuan-bundle', version: 1, competition, name: { zh: '随机大赛' }, notice: { number: 1, publishedAt: at, roots: published.map(({ seal }) => seal.root) }, seed, rulebook: rules, rounds: published,
    awards: awardsOf(chance, rules, published.at(-1)),
  }
  return { bundle, rounds }
}

/** Votes and bonuses, which only the last round knows. */
function besideBy(chance: Chance, { rounds, vote, bonuses }: Rulebook, index: number, entries: readonly ProposalId[]): Beside {
  if (index < rounds.length - 1) return nothingBeside
  return {
    votes: vote === null ? {} : Object.fromEntries(entries.map((entry) => [entry, chance.below(4)])),
    bonuses: bonuses === null ? {} : Object.fromEntries(entries.map((entry) => [entry, bonuses.rules.filter(() => chance.below(2) === 0).map(({ id }) => id)])),
  }
}

const renamed = <T>(byEntry: Record<string, T>, name: (entry: string) => string): Record<string, T> => Object.fromEntries(Object.entries(byEntry).map(([entry, value]) => [name(entry), value]))

function scoreByChance(chance: Chance, competition: Scorecard['competition'], index: number, round: Round, entries: readonly ProposalId[]): Scorecard[] {
  const judges = Array.from({ length: 5 }, () => personId.parse(`p_${chance.id()}`))
  const plan = new Map<ProposalId, PersonId[]>(entries.map((entry) => [entry, chance.shuffled(judges).slice(0, round.panelSize)]))
  const cards = new Map<string, Scorecard>()
  const scores = (whole: boolean) => Object.fromEntries([...leavesOf(round.criteria).filter(() => whole || chance.below(3) > 0).map(({ id, max }) => [id, String(chance.below(max - 1) + chance.below(2) / 2)]), ...round.extras.filter(() => chance.below(2) === 0).map(({ id }) => [id, String(chance.below(3))]), ...round.triggers.filter(() => chance.below(4) === 0).map(({ id }) => [id, FOUND])])
  const send = (entry: ProposalId, judge: PersonId, whole: boolean) => {
    const place = { competition, proposal: entry, index, judge }
    try {
      const key = `${entry}#${judge}`
      const saved = saveCard(place, cards.get(key), round, { scores: scores(whole), comment: '评语', revision: null }, at)
      cards.set(key, saved)
      if (whole || chance.below(4) === 0) cards.set(key, submitCard(saved, round, chance.salt(), at))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  for (let step = 0; step < entries.length * 6; step += 1) {
    const entry = chance.oneOf(entries)
    const own = plan.get(entry) ?? []
    const judge = chance.oneOf(own)
    const card = cards.get(`${entry}#${judge}`)
    const what = chance.below(10)
    if (what === 0 && card?.state === 'submitted') cards.set(`${entry}#${judge}`, reopenCard(card, '管理员', '重填', at))
    else if (what === 1 && own.length > 1) {
      const other = judges.find((one) => !own.includes(one))
      plan.set(entry, [...own.filter((one) => one !== judge), ...(chance.below(2) === 0 && other !== undefined ? [other] : [])])
    } else send(entry, judge, chance.below(2) === 0)
  }
  // Most of what is left comes in before the end.
  for (const [entry, own] of plan) for (const judge of own) if (chance.below(8) > 0) send(entry, judge, true)
  return [...plan].flatMap(([entry, own]) => own.flatMap((judge) => cards.get(`${entry}#${judge}`) ?? [])).filter(({ state }) => state === 'submitted')
}

function decisionsFor(chance: Chance, round: Round, entries: readonly ProposalId[], cards: readonly Scorecard[]): UnscoredDecision[] {
  return entries.flatMap((entry): UnscoredDecision[] => {
    const count = cards.filter(({ proposal }) => proposal === entry).length
    return count >= round.floor ? [] : [{ entry, decision: count > 0 && chance.below(2) === 0 ? 'accept-fewer' : 'exclude', reason: '评分不够' }]
  })
}

/** Counts, and decides ties across the line as an administrator would. */
function settle(chance: Chance, records: RoundRecords): { records: RoundRecords; counted: Counted } {
  const first = counted(records)
  const chosen = first.advanced.tied.flatMap(({ entries, seats }) => chance.shuffled(entries).slice(0, seats))
  const settled = { ...records, chosen }
  return { records: settled, counted: counted(settled) }
}

export function counted(records: RoundRecords): Counted {
  const count = countRound(records)
  if (!count.ok) throw new Error(`undecided: ${canonicalJson(count.unscored)}`)
  return count.counted
}

function awardsOf(chance: Chance, rules: Rulebook, last: BundleRound | undefined): Bundle['awards'] {
  const ranked = (last?.standing ?? []).map((line) => ({ entry: line.proposal, category: last?.entries.find(({ proposal }) => proposal === line.proposal)?.category ?? '', group: undefined, place: line.place, total: line.total }))
  const decisions: (AwardDecision & { chosen: string[] })[] = []
  for (;;) {
    const given = giveAwards(rules, ranked, decisions)
    const [tied] = given.tied
    if (tied === undefined) return { by: 'rule', annulled: [], decisions, lines: given.awards.map(({ award, entry, place, total }) => ({ award, proposal: entry, place, total })) }
    const known = decisions.find(({ award }) => award === tied.award)
    const chosen = chance.shuffled(tied.entries).slice(0, tied.seats)
    if (known === undefined) decisions.push({ award: tied.award, chosen })
    else known.chosen.push(...chosen)
  }
}
