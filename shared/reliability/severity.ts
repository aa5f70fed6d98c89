import * as z from 'zod'
import { tQuantile } from './quantile.ts'
import { componentSchema, componentsOf, mean, type Rating } from './rating.ts'

const judgeSeveritySchema = z.object({
  judge: z.string(),
  cards: z.int(),
  /** Points by which the judge scores below the average judge for the same entries; below 0 for a generous one. */
  severity: z.number(),
  /** Standard error, and the interval that holds the true value with 95% confidence. */
  error: z.number(),
  low: z.number(),
  high: z.number(),
})
export type JudgeSeverity = z.infer<typeof judgeSeveritySchema>

export const severitySchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    judges: z.array(judgeSeveritySchema),
    /** Standard deviation of what is left when entry and judge are known: how far one score is off by chance, in points. */
    residual: z.number(),
    /** Degrees of freedom that it is known with. */
    degrees: z.int(),
  }),
  /** Nobody scored entries of two parts: a strict judge cannot be told from weak entries. */
  z.object({ state: z.literal('unconnected'), components: z.array(componentSchema) }),
  /** One judge, or no score more than are needed to tell judges and entries apart. */
  z.object({ state: z.literal('too-few') }),
])
export type Severity = z.infer<typeof severitySchema>

/**
 * Each judge's severity by the additive model score = entry − severity + chance, with severities that add up to 0, by least squares (Searle, Linear Models,
 * 1971, chapter 7: the two-way cross-classification without interaction). Entries are taken out first, so that the equations left have one row a judge.
 */
export function severityOf(ratings: readonly Rating[]): Severity {
  const components = componentsOf(ratings)
  if (components.length > 1) return { state: 'unconnected', components }
  const { judges = [], entries = [] } = components[0] ?? {}
  const degrees = ratings.length - judges.length - entries.length + 1
  if (judges.length < 2 || degrees < 1) return { state: 'too-few' }
  const size = judges.length
  const at = new Map(judges.map((judge, i) => [judge, i]))
  const indexOf = (judge: string) => at.get(judge) ?? 0
  const byEntry = [...Map.groupBy(ratings, ({ entry }) => entry).values()]
  // The reduced normal equations have rank size − 1; what is put in beside them (1/size everywhere) makes the severities add up to 0.
  const matrix = Array.from({ length: size }, () => new Float64Array(size).fill(1 / size))
  const right = new Float64Array(size)
  for (const own of byEntry) {
    const average = mean(own.map(({ value }) => value))
    for (const { judge, value } of own) {
      const i = indexOf(judge)
      const row = matrix[i]
      if (row === undefined) continue
      row[i] = (row[i] ?? 0) + 1
      for (const other of own) row[indexOf(other.judge)] = (row[indexOf(other.judge)] ?? 0) - 1 / own.length
      right[i] = (right[i] ?? 0) + average - value
    }
  }
  const inverted = inverse(matrix)
  const severity = inverted.map((row) => row.reduce((sum, one, j) => sum + one * (right[j] ?? 0), 0))
  const squares = byEntry.reduce((sum, own) => {
    const levels = own.map(({ judge, value }) => value + (severity[indexOf(judge)] ?? 0))
    const level = mean(levels)
    return sum + levels.reduce((rest, one) => rest + (one - level) ** 2, 0)
  }, 0)
  const residual = Math.sqrt(squares / degrees)
  const reach = tQuantile(0.975, degrees)
  const counts = Map.groupBy(ratings, ({ judge }) => judge)
  return {
    state: 'known', residual, degrees,
    judges: judges.map((judge, i) => {
      const error = residual * Math.sqrt(Math.max(0, (inverted[i]?.[i] ?? 0) - 1 / size))
      const own = severity[i] ?? 0
      return { judge, cards: counts.get(judge)?.length ?? 0, severity: own, error, low: own - reach * error, high: own + reach * error }
    }),
  }
}

/** Of a symmetric positive definite matrix, by Gauss and Jordan; it needs no pivots. */
function inverse(matrix: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length
  const rows = matrix.map((row, i) => Float64Array.from({ length: 2 * size }, (_, j) => (j < size ? (row[j] ?? 0) : j - size === i ? 1 : 0)))
  for (const [i, pivot] of rows.entries()) {
    const scale = pivot[i] ?? 1
    for (let j = i; j < 2 * size; j += 1) pivot[j] = (pivot[j] ?? 0) / scale
    for (const [k, row] of rows.entries()) {
      const factor = row[i] ?? 0
      if (k === i || factor === 0) continue
      for (let j = i; j < 2 * size; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
    }
  }
  return rows.map((row) => row.slice(size))
}
