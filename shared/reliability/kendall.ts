import type { Block } from './rating.ts'

/** Ranks from 1 for the lowest; equals share the mean of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2)
}

/**
 * Kendall's coefficient of concordance W, corrected for ties: do judges put the entries into the same order, whatever points they give? 0 for no
 * common order, 1 for the same one (Kendall & Babington Smith 1939; the correction in Siegel & Castellan, Nonparametric Statistics, 2nd ed. 1988,
 * section 9.6). Null for fewer than 3 entries or 2 judges, or where nobody tells any two apart.
 */
export function kendallsW({ values }: Block): number | null {
  const n = values.length
  const m = values[0]?.length ?? 0
  if (n < 3 || m < 2) return null
  const byJudge = Array.from({ length: m }, (_, j) => values.map((row) => row[j] ?? 0))
  const ranks = byJudge.map(ranksOf)
  const sums = values.map((_, i) => ranks.reduce((sum, own) => sum + (own[i] ?? 0), 0))
  const middle = (m * (n + 1)) / 2
  const squares = sums.reduce((sum, one) => sum + (one - middle) ** 2, 0)
  const ties = byJudge.reduce((sum, own) => sum + [...Map.groupBy(own, (value) => value).values()].reduce((t, { length }) => t + length ** 3 - length, 0), 0)
  const most = m ** 2 * (n ** 3 - n) - m * ties
  return most === 0 ? null : (12 * squares) / most
}
