import * as z from 'zod'
import { slug } from '../kernel/ids.ts'
import { bilingual } from '../kernel/text.ts'
import { grades } from '../registry/entry.ts'

/** What earns a bonus, each from what is known on the day the call closes. */
const earnedBy = z.discriminatedUnion('rule', [
  /** The applicant's evaluation grade in the district's registry. */
  z.strictObject({ rule: z.literal('grade-at-least'), grade: z.enum(grades) }),
  z.strictObject({ rule: z.literal('category'), category: slug }),
  /** A whole number of the form, in the version that was sent. */
  z.strictObject({ rule: z.literal('field-at-least'), field: z.string(), value: z.int() }),
  /** The applicant took an award in a competition of the district that was published within so many years before that day. */
  z.strictObject({ rule: z.literal('past-award'), years: z.int().min(1).max(10) }),
])

/** Points on the final score, which no judge gives: whoever fulfils the rule has them. `source` is where the rule stands. */
const bonusSchema = z.strictObject({ id: slug, label: bilingual, points: z.number().gt(0).max(10), by: earnedBy, source: bilingual.optional() })
export type Bonus = z.infer<typeof bonusSchema>

/** `most` is what all of them together add at most (forms.md part 3: outside of the total, which may pass 100). */
export const bonusesSchema = z.strictObject({ most: z.number().gt(0).max(20), rules: z.array(bonusSchema).min(1).max(20) })
export type Bonuses = z.infer<typeof bonusesSchema>
