import * as z from 'zod'
import { competitionId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import type { RoundRecords } from '../standing/count.ts'
import { type Icc, iccSchema, oneWayIcc, twoWayIcc } from './icc.ts'
import { kendallsW } from './kendall.ts'
import { krippendorffsAlpha } from './krippendorff.ts'
import { blockOf, type Rating, ratingsOf } from './rating.ts'
import { severityOf, severitySchema } from './severity.ts'
import { stabilitySchema } from './stability.ts'

/** How far judges agree, in a whole round or one of its groups. */
const partSchema = z.object({
  /** Id of the group; null for the whole round. */
  group: z.string().nullable(),
  entries: z.int(),
  judges: z.int(),
  cards: z.int(),
  icc: iccSchema.nullable(),
  /** Kendall's W of the table without gaps; null where each entry has its own judges. */
  w: z.number().nullable(),
  alpha: z.number().nullable(),
  severity: severitySchema,
})
export type Part = z.infer<typeof partSchema>

/** How sure a round's result is. Advice: nothing reads it but the pages that show it. */
export const reliabilitySchema = z.object({
  competition: competitionId,
  index: z.int(),
  /** Version of the ranking that it was made for. */
  standing: z.string(),
  madeAt: instant,
  /** The whole round first, then its groups where a group has a panel of its own. */
  parts: z.array(partSchema),
  stability: stabilitySchema,
})
export type Reliability = z.infer<typeof reliabilitySchema>

/** The whole round, and each group where there are several. */
export function partsOf({ rulebook, index, cards, entries }: RoundRecords): Part[] {
  const rules = rulebook.rounds[index]
  if (rules === undefined) return []
  const ratings = ratingsOf(rules, cards)
  const groups = [...new Set(entries.flatMap(({ group }) => group ?? []))].toSorted()
  const groupOf = new Map(entries.map(({ id, group }) => [id, group]))
  return [partOf(null, ratings), ...(groups.length < 2 ? [] : groups.map((group) => partOf(group, ratings.filter(({ entry }) => groupOf.get(entry) === group))))]
}

function partOf(group: string | null, ratings: readonly Rating[]): Part {
  const [entries, judges] = [new Set(ratings.map(({ entry }) => entry)).size, new Set(ratings.map(({ judge }) => judge)).size]
  const block = blockOf(ratings)
  // A table that leaves out most entries would speak for few of them: then each has judges of its own.
  const whole = block.entries.length * 2 >= entries && block.judges.length >= 2
  return {
    group, entries, judges, cards: ratings.length, icc: (whole ? twoWayIcc(block) : null) ?? oneWayIcc(ratings), w: whole ? kendallsW(block) : null, alpha: krippendorffsAlpha(ratings), severity: severityOf(ratings),
  }
}

/**
 * In a word, by the reliability of the mean of an entry's judges, for that is what the result is made of: below 0.5 poor, 0.75 moderate, 0.9 good, above
 * it excellent (Koo & Li, Journal of Chiropractic Medicine 15, 2016, 155–163).
 */
export function gradeOf({ average: { value } }: Pick<Icc, 'average'>): 'poor' | 'moderate' | 'good' | 'excellent' {
  return value < 0.5 ? 'poor' : value < 0.75 ? 'moderate' : value < 0.9 ? 'good' : 'excellent'
}

/** `3` or `3–5`: the places that an entry has under all variations; nothing for one that has none. */
export function rangeOf({ stability: { places } }: Pick<Reliability, 'stability'>, entry: string): string {
  const found = places[entry]
  return found === undefined ? '' : found.best === found.worst ? String(found.best) : `${found.best}–${found.worst}`
}
