import { type Decimal, compareDecimals, fixed, quotient, sum } from '../kernel/decimal.ts'
import type { Aggregation, Round } from '../rulebook/round.ts'
import { type Scores, cardTotal, criteriaOf, scoreOf, triggered } from '../rulebook/sheet.ts'
import { normalise } from './normalise.ts'

/** A submitted card, as far as counting looks at it. */
export interface Card {
  entry: string
  judge: string
  scores: Scores
}

/** What an administrator decided about an entry with too few scores, with the reason that the trail and the notice give. */
export interface UnscoredDecision {
  entry: string
  decision: 'exclude' | 'accept-fewer'
  reason: string
}

/** An entry with fewer submitted cards than the round's floor. */
export interface Unscored {
  entry: string
  cards: number
  needed: number
}

/** What an entry has in one round: decimals as strings with the round's decimals. */
export interface EntryScore {
  /** Out of the sheet's total. */
  score: string
  /** What the cards gave, before groups were brought to one yardstick; only of a round that is normalised. */
  raw?: string | undefined
  /** The cards' totals in falling order, without the judges' names. */
  totals: string[]
  /** Mean of each criterion (branches too), for tie-breaks and for the page that explains. */
  criteria: Record<string, string>
}

/** A round counted to the end: every entry either has a score or is excluded by somebody's decision. */
export interface RoundResult {
  round: string
  scores: Record<string, EntryScore>
  decided: UnscoredDecision[]
}

/** Decimals in which criteria's means are compared and shown. */
const meanDecimals = 4

/** One score of several, exact until it is rounded half up. Throws a TypeError for none. */
export function aggregate(aggregation: Aggregation, totals: readonly (string | number | Decimal)[], decimals: number): Decimal {
  if (totals.length === 0) throw new TypeError('no scores to aggregate')
  const sorted = totals.toSorted(compareDecimals)
  const mean = (values: typeof sorted) => quotient(sum(values), values.length, decimals)
  switch (aggregation.rule) {
    case 'mean':
      return mean(sorted)
    case 'trimmed-mean':
      return mean(sorted.length > 2 * aggregation.drop ? sorted.slice(aggregation.drop, -aggregation.drop) : sorted)
    case 'median':
      return mean(sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1))
  }
}

/** What an entry's cards make in a round. */
export type EntryScorer = (round: Round, cards: readonly Card[]) => EntryScore

export const entryScore: EntryScorer = (round, cards) => {
  const totals = cards.map((card) => cardTotal(round, card.scores)).toSorted((a, b) => compareDecimals(b, a))
  return {
    score: fixed(aggregate(round.aggregation, totals, round.decimals), round.decimals),
    totals: totals.map((total) => fixed(total, round.entry.decimals)),
    criteria: Object.fromEntries(criteriaOf(round.criteria).map((criterion) => {
      const mean = quotient(sum(cards.map((card) => scoreOf(criterion, triggered(round, card.scores)))), cards.length, meanDecimals)
      return [criterion.id, mean.toString()]
    })),
  }
}

/**
 * The round's scores, or who has too few. Entries below the floor never drop out silently: each needs a decision, to exclude it or to take
 * the fewer cards it has (one at least). A decision about an entry that has enough cards by now is passed over.
 */
export function scoreRound(
  round: Round,
  entries: readonly string[],
  cards: readonly Card[],
  decisions: readonly UnscoredDecision[],
  score: EntryScorer = entryScore,
): { ok: true; result: RoundResult } | { ok: false; unscored: Unscored[] } {
  const byEntry = Map.groupBy(cards, ({ entry }) => entry)
  const short = entries.flatMap((entry) => {
    const count = byEntry.get(entry)?.length ?? 0
    return count < round.floor ? [{ entry, cards: count, needed: round.floor }] : []
  })
  const decisionOf = new Map(decisions.map((decision) => [decision.entry, decision]))
  const decided = short.flatMap(({ entry, cards }) => {
    const decision = decisionOf.get(entry)
    return decision && (decision.decision === 'exclude' || cards > 0) ? [decision] : []
  }).toSorted((a, b) => (a.entry < b.entry ? -1 : 1))
  const unscored = short.filter(({ entry }) => !decided.some((decision) => decision.entry === entry))
  if (unscored.length > 0) return { ok: false, unscored }
  const excluded = new Set(decided.filter(({ decision }) => decision === 'exclude').map(({ entry }) => entry))
  const scores = entries.filter((entry) => !excluded.has(entry)).map((entry): [string, EntryScore] => [entry, score(round, byEntry.get(entry) ?? [])])
  return { ok: true, result: { round: round.id, scores: Object.fromEntries(scores), decided } }
}

/**
 * The round's scores with its groups on one yardstick, from the scores as they are published; a round that is not normalised stays as it is.
 * `entries` say each one's category and group.
 */
export function normaliseRound(round: Round, result: RoundResult, entries: readonly { id: string; category: string; group?: string | undefined }[]): RoundResult {
  const rule = round.normalisation
  if (rule.rule === 'none') return result
  const scores = entries.flatMap(({ id, category, group }) => {
    const score = result.scores[id]
    return score === undefined ? [] : [{ entry: id, category, group, score: score.score }]
  })
  const moved = normalise(rule, scores, round.decimals)
  return { ...result, scores: Object.fromEntries(Object.entries(result.scores).map(([entry, score]) => [entry, { ...score, raw: score.score, score: fixed(moved.get(entry) ?? score.score, round.decimals) }])) }
}
