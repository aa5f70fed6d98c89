import { allTheSame, type Rating } from './rating.ts'

/**
 * Krippendorff's alpha for interval data; entries may have any numbers of scores, those with one are passed over. 1 for scores that are the same for the
 * same entry, 0 for what chance would do, below 0 where judges disagree systematically. α = 1 − Dₒ/Dₑ with squared differences (Krippendorff, "Computing
 * Krippendorff's Alpha-Reliability", 2011). Without an interval: the usual one is drawn by lot (bootstrap), and the ICC beside it has one. Null where
 * fewer than 2 entries have two scores, or all scores are the same.
 */
export function krippendorffsAlpha(ratings: readonly Rating[]): number | null {
  const units = [...Map.groupBy(ratings, ({ entry }) => entry).values()].flatMap((own) => (own.length < 2 ? [] : [own.map(({ value }) => value)]))
  if (units.length < 2) return null
  const values = units.flat()
  if (allTheSame(values)) return null
  // Σ over ordered pairs of (a − b)² is 2(m·Σa² − (Σa)²); from the mean, lest large equal numbers cancel each other badly.
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length
  const squaredPairs = (own: readonly number[]) => {
    const [sum, squares] = [own.reduce((all, value) => all + (value - centre), 0), own.reduce((all, value) => all + (value - centre) ** 2, 0)]
    return 2 * (own.length * squares - sum ** 2)
  }
  const observed = units.reduce((sum, own) => sum + squaredPairs(own) / (own.length - 1), 0)
  const expected = squaredPairs(values) / (values.length - 1)
  return expected <= 0 ? null : 1 - observed / expected
}
