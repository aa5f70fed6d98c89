import type { RoundRecords } from '../standing/count.ts'
import { componentsOf, mean, type Rating, ratingsOf } from './rating.ts'
import { severityOf } from './severity.ts'

/**
 * By how much the difference between two entries' scores in this round is off by chance: one standard error, in the ranking's unit (`value`, or the
 * weighted `total`). With the same judges for both, their severity cancels out and what the additive model leaves counts; else how judges differ about
 * one entry does. `other` null: of one entry's score alone. Exact for the mean; a median or a mean without highest and lowest is about as good. Null
 * where too little is known, and of earlier rounds nothing is.
 */
export function chanceOf({ rulebook, index, cards }: RoundRecords): (entry: string, other: string | null, unit: 'value' | 'total') => number | null {
  const rules = rulebook.rounds[index]
  // Groups brought to one yardstick: what a point of a card is worth differs by group, and is not known here.
  if (rules === undefined || rules.normalisation.rule !== 'none') return () => null
  const ratings = ratingsOf(rules, cards)
  const byEntry = Map.groupBy(ratings, ({ entry }) => entry)
  const within = withinEntries(byEntry)
  const residuals = new Map<string, number>()
  for (const { entries } of componentsOf(ratings)) {
    const found = severityOf(entries.flatMap((entry) => byEntry.get(entry) ?? []))
    if (found.state === 'known') for (const entry of entries) residuals.set(entry, found.residual)
  }
  const judgesOf = (entry: string) => (byEntry.get(entry) ?? []).map(({ judge }) => judge).toSorted().join()
  const byTotal = index === rulebook.rounds.length - 1 || rules.advanceBy === 'sum'
  return (entry, other, unit) => {
    const same = other !== null && judgesOf(entry) === judgesOf(other)
    const deviation = (same ? residuals.get(entry) : undefined) ?? within
    const counts = [entry, ...(other === null ? [] : [other])].map((one) => byEntry.get(one)?.length ?? 0)
    if (deviation === null || counts.includes(0)) return null
    const error = deviation * Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0))
    return unit === 'total' || byTotal ? (error * rules.weight) / rules.sheetTotal : error
  }
}

/** The standard deviation of judges' scores for one and the same entry, over all entries. */
function withinEntries(byEntry: ReadonlyMap<string, readonly Rating[]>): number | null {
  let [squares, degrees] = [0, 0]
  for (const own of byEntry.values()) {
    const level = mean(own.map(({ value }) => value))
    squares += own.reduce((sum, { value }) => sum + (value - level) ** 2, 0)
    degrees += own.length - 1
  }
  return degrees === 0 ? null : Math.sqrt(squares / degrees)
}
