import * as z from 'zod'
import { fQuantile } from './quantile.ts'
import { allTheSame, type Block, mean, type Rating } from './rating.ts'

/** A share with the interval that holds its true value with 95% confidence. */
const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Estimate = z.infer<typeof estimateSchema>

/** An intraclass correlation: the share of differences between scores that is due to the entries and not to who scored them. */
export const iccSchema = z.object({
  /** `two-way`: every judge scored every entry. `one-way`: each entry had its own judges. */
  model: z.enum(['one-way', 'two-way']),
  entries: z.int(),
  /** Judges an entry; of the one-way model an average that weighs entries with few judges. */
  judges: z.number(),
  /** Of one judge's score: how like are two judges' scores of the same entry? */
  single: estimateSchema,
  /** Of the mean of all judges of an entry: how like would another set of as many judges score? */
  average: estimateSchema,
})
export type Icc = z.infer<typeof iccSchema>

const CONFIDENCE = 0.95
const TAIL = 1 - (1 - CONFIDENCE) / 2

/**
 * Spearman–Brown: the reliability of the mean of `k` scores of which each has reliability `single`. It falls without end where judges differ more than
 * chance would have them; below −1 it says no more.
 */
const ofMean = (single: number, k: number): number => Math.max(-1, (k * single) / Math.max(1e-9, 1 + (k - 1) * single))
const estimateOfMean = ({ value, low, high }: Estimate, k: number): Estimate => ({ value: ofMean(value, k), low: ofMean(low, k), high: ofMean(high, k) })

/**
 * ICC(2,1) and ICC(2,k) of Shrout & Fleiss (Psychological Bulletin 86, 1979, 420–428), which McGraw & Wong (Psychological Methods 1, 1996, 30–46)
 * call ICC(A,1) and ICC(A,k): judges are a sample of those who might have been asked, and whether one scores higher than another counts. Their F-based
 * interval. Null where it has no meaning: fewer than 3 entries or 2 judges, or all scores the same.
 */
export function twoWayIcc({ values }: Block): Icc | null {
  const n = values.length
  const k = values[0]?.length ?? 0
  if (n < 3 || k < 2 || allTheSame(values.flat())) return null
  const all = mean(values.flat())
  const sumOfSquares = (means: readonly number[]) => means.reduce((sum, one) => sum + (one - all) ** 2, 0)
  const rows = k * sumOfSquares(values.map(mean))
  const columns = n * sumOfSquares(Array.from({ length: k }, (_, j) => mean(values.map((row) => row[j] ?? 0))))
  const bms = rows / (n - 1)
  const jms = columns / (k - 1)
  const ems = Math.max(0, sumOfSquares(values.flat()) - rows - columns) / ((n - 1) * (k - 1))
  const whole = bms + (k - 1) * ems + (k * (jms - ems)) / n
  if (whole <= 0) return null
  const single = (bms - ems) / whole
  if (ems < 1e-9 * whole) return { model: 'two-way', entries: n, judges: k, ...exact(single, k) }
  const fj = jms / ems
  const spread = n * (1 + (k - 1) * single) - k * single
  const estimated = ((k - 1) * (n - 1) * (k * single * fj + spread) ** 2) / ((n - 1) * k ** 2 * single ** 2 * fj ** 2 + spread ** 2)
  // Where all entries have the same mean the estimate comes down to 0 / 0; there are no quantiles below one degree of freedom worth the name.
  const v = estimated >= 1 ? estimated : 1
  const [lowF, highF] = [fQuantile(TAIL, n - 1, v), fQuantile(TAIL, v, n - 1)]
  const others = k * jms + (k * n - k - n) * ems
  const estimate = { value: single, low: (n * (bms - lowF * ems)) / (lowF * others + n * bms), high: (n * (highF * bms - ems)) / (others + n * highF * bms) }
  return { model: 'two-way', entries: n, judges: k, single: estimate, average: estimateOfMean(estimate, k) }
}

/**
 * ICC(1,1) and ICC(1,k) of Shrout & Fleiss (1979), for entries that each have judges of their own. Where entries have different numbers of them, k is
 * (N − Σkᵢ²/N)/(n − 1) as for variance components (Searle, Linear Models, 1971), and the interval is an approximation. Entries with one score are passed
 * over. Null for fewer than 3 entries, or where all scores are the same.
 */
export function oneWayIcc(ratings: readonly Rating[]): Icc | null {
  const rows = [...Map.groupBy(ratings, ({ entry }) => entry).values()].flatMap((own) => (own.length < 2 ? [] : [own.map(({ value }) => value)]))
  const n = rows.length
  if (n < 3 || allTheSame(rows.flat())) return null
  const count = rows.reduce((sum, row) => sum + row.length, 0)
  const k = (count - rows.reduce((sum, row) => sum + row.length ** 2, 0) / count) / (n - 1)
  const all = mean(rows.flat())
  const bms = rows.reduce((sum, row) => sum + row.length * (mean(row) - all) ** 2, 0) / (n - 1)
  const wms = rows.reduce((sum, row) => sum + row.reduce((own, value) => own + (value - mean(row)) ** 2, 0), 0) / (count - n)
  const whole = bms + (k - 1) * wms
  if (whole <= 0) return null
  const of = (f: number) => (f - 1) / (f + k - 1)
  if (wms < 1e-9 * whole) return { model: 'one-way', entries: n, judges: k, ...exact(1, k) }
  const f = bms / wms
  const estimate = { value: of(f), low: of(f / fQuantile(TAIL, n - 1, count - n)), high: of(f * fQuantile(TAIL, count - n, n - 1)) }
  return { model: 'one-way', entries: n, judges: k, single: estimate, average: estimateOfMean(estimate, k) }
}

/** Judges who differ by nothing, or by the same points everywhere: there is no chance left that an interval could be made of. */
function exact(single: number, k: number): Pick<Icc, 'single' | 'average'> {
  const estimate = { value: single, low: single, high: single }
  return { single: estimate, average: estimateOfMean(estimate, k) }
}
