import { Big } from 'big.js'
import { type Decimal, decimal, quotient, sum } from '../kernel/decimal.ts'
import type { Normalisation } from '../rulebook/round.ts'

/** A proposal's score in a round as its panel gave it. */
export interface GroupScore {
  entry: string
  category: string
  group: string | undefined
  /** Rounded as the round says: anybody can repeat the rest from what is published. */
  score: string
}

/** What one group's scores are multiplied or moved by; decimals as strings. */
export interface GroupFigures {
  group: string
  /** The category whose groups are compared; null: all. */
  pool: string | null
  entries: number
  mean: string
  /** Of the pool. */
  overall: string
  /** What a score is multiplied by (its distance to the mean, where it is a standard score); shown to four decimals, computed exactly. */
  factor: string
}

/** Digits behind the point in which deviations, which are irrational, are computed. */
const PRECISION = 30
const shownDecimals = 4

interface Pool {
  pool: string | null
  members: GroupScore[]
}

const poolsOf = (rule: Exclude<Normalisation, { rule: 'none' }>, scores: readonly GroupScore[]): Pool[] =>
  rule.within === 'all' ? [{ pool: null, members: [...scores] }] : [...Map.groupBy(scores, ({ category }) => category)].map(([pool, members]) => ({ pool, members }))

const groupsOf = (members: readonly GroupScore[]): [string, GroupScore[]][] => [...Map.groupBy(members, ({ group }) => group ?? '')].toSorted(([a], [b]) => (a < b ? -1 : 1))

const totalOf = (members: readonly GroupScore[]): Decimal => sum(members.map(({ score }) => score))

/** n²·σ², exact: n·Σx² − (Σx)². The deviation is that of the whole group (divided by n), not of a sample. */
function spreadOf(members: readonly GroupScore[]): Decimal {
  const total = totalOf(members)
  return sum(members.map(({ score }) => decimal(score).times(decimal(score)))).times(members.length).minus(total.times(total))
}

/** The square root of a quotient; to `PRECISION` decimals. */
function rootOf(dividend: Decimal, divisor: Decimal): Decimal {
  const Precise = Big()
  Precise.DP = PRECISION
  return new Big(new Precise(quotient(dividend, divisor, 2 * PRECISION)).sqrt())
}

/**
 * The scores of a round brought to one yardstick, by entry, each rounded once to `decimals`. A group whose mean (or deviation) is 0 has nothing
 * to be compared by: with a coefficient its scores stay, which are 0; as standard scores they become the mean of all. Nobody gets below 0;
 * above the sheet's total one may get.
 */
export function normalise(rule: Exclude<Normalisation, { rule: 'none' }>, scores: readonly GroupScore[], decimals: number): Map<string, Decimal> {
  return new Map(poolsOf(rule, scores).flatMap(({ members: pool }) => groupsOf(pool).flatMap(([, members]): [string, Decimal][] => {
    const [all, own] = [totalOf(pool), totalOf(members)]
    if (rule.rule === 'group-coefficient') {
      // x · (S / N) / (s / n) as one fraction.
      return members.map(({ entry, score }) => [entry, own.eq(0) ? decimal(score) : quotient(decimal(score).times(all).times(members.length), own.times(pool.length), decimals)])
    }
    const [spread, ownSpread] = [spreadOf(pool), spreadOf(members)]
    // σ/σ' = √(n²·V / N²·v): V and v carry the squares of N and n.
    const ratio = ownSpread.eq(0) ? decimal(0) : rootOf(spread.times(members.length ** 2), ownSpread.times(pool.length ** 2))
    return members.map(({ entry, score }) => {
      // S/N + (n·x − s)·ratio/n, over one denominator.
      const moved = quotient(all.times(members.length).plus(decimal(score).times(members.length).minus(own).times(ratio).times(pool.length)), pool.length * members.length, decimals)
      return [entry, moved.lt(0) ? decimal(0) : moved]
    })
  })))
}

/** The same as figures of groups, for whoever wants to see what was done. */
export function groupFigures(rule: Exclude<Normalisation, { rule: 'none' }>, scores: readonly GroupScore[]): GroupFigures[] {
  return poolsOf(rule, scores).flatMap(({ pool, members: all }) => groupsOf(all).map(([group, members]): GroupFigures => {
    const [total, own] = [totalOf(all), totalOf(members)]
    const factor = rule.rule === 'group-coefficient'
      ? (own.eq(0) ? decimal(1) : quotient(total.times(members.length), own.times(all.length), shownDecimals))
      : (spreadOf(members).eq(0) ? decimal(0) : rootOf(spreadOf(all).times(members.length ** 2), spreadOf(members).times(all.length ** 2)))
    return { group, pool, entries: members.length, mean: quotient(own, members.length, shownDecimals).toFixed(shownDecimals), overall: quotient(total, all.length, shownDecimals).toFixed(shownDecimals), factor: factor.toFixed(shownDecimals) }
  }))
}
