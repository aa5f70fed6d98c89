import * as z from 'zod'
import { slug } from '../kernel/ids.ts'
import { bilingual, type Bilingual } from '../kernel/text.ts'

/**
 * A band of the rubric: what a score from `from` to `to` (both included) means in words. Bands stand in one direction and do not
 * overlap; a score between two bands belongs to the lower one.
 */
export const anchorSchema = z.strictObject({ from: z.number().min(0), to: z.number().min(0), text: bilingual })

/**
 * A leaf that nobody judges: its points follow from what was planned and what was reached, both numbers (forms.md part 3: ≥100% 3, ≥80% 2,
 * ≥60% 1, else 0). In a round both are fields of the form; in the evaluation of a grant `planned` is a field of the proposal's form and
 * `actual` a figure of what was reached (activities, people, attendances, spent). Steps fall; below the last one, where a number is missing,
 * and where nothing was planned, it is 0.
 */
export const computedSchema = z.strictObject({
  planned: z.string(),
  actual: z.string(),
  steps: z.array(z.strictObject({ percent: z.number().gt(0).max(1000), points: z.number().gt(0).max(200) })).min(1).max(10),
})
export type Computed = z.infer<typeof computedSchema>

interface CriterionShape {
  id: string
  label: Bilingual
  hint?: Bilingual | undefined
  max: number
  anchors?: z.infer<typeof anchorSchema>[] | undefined
  /** The form's sections the judge looks at for it. */
  sections?: string[] | undefined
  computed?: Computed | undefined
  children?: CriterionShape[] | undefined
}

/** A sheet is a tree: a branch's `max` is the sum of its children's; leaves are what a judge scores, or what is computed (forms.md part 3). */
export const criterionSchema: z.ZodType<CriterionShape> = z.strictObject({
  id: slug,
  label: bilingual,
  hint: bilingual.optional(),
  max: z.number().gt(0).max(200),
  anchors: z.array(anchorSchema).max(8).optional(),
  sections: z.array(z.string()).optional(),
  computed: computedSchema.optional(),
  children: z.lazy(() => z.array(criterionSchema).min(1).max(30)).optional(),
})
export type Criterion = CriterionShape

/**
 * A bonus is added to a card's total and a deduction taken off it, outside of the sheet's total: totals may pass it (forms.md part 3).
 * `most` points at most, a deduction's too; a judge may leave it open, which is 0.
 */
export const extraSchema = z.strictObject({ id: slug, label: bilingual, hint: bilingual.optional(), kind: z.enum(['bonus', 'deduction']), most: z.number().gt(0).max(100) })
export type Extra = z.infer<typeof extraSchema>

const triggerNames = { id: slug, label: bilingual, hint: bilingual.optional() }

/**
 * What makes an item, or the whole card, 0 once it is found (forms.md parts 2 and 3: moved without approval, that item is 0; misuse makes the
 * total 0). Whoever finds it says what was found in the card's comment; on the card it stands among the scores, as '1'.
 */
export const triggerSchema = z.discriminatedUnion('zero', [
  z.strictObject({ ...triggerNames, zero: z.literal('item'), criterion: slug }),
  z.strictObject({ ...triggerNames, zero: z.literal('total') }),
])
export type Trigger = z.infer<typeof triggerSchema>

export const aggregationSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('mean') }),
  /** Drops `drop` highest and `drop` lowest scores; with too few scores to drop, the plain mean. */
  z.strictObject({ rule: z.literal('trimmed-mean'), drop: z.int().min(1).max(3) }),
  z.strictObject({ rule: z.literal('median') }),
])
export type Aggregation = z.infer<typeof aggregationSchema>

/**
 * How scores of groups that different panels judged are brought to one yardstick, so that a strict panel costs nobody a place. `within` says
 * whose mean a group's is compared with: that of all, or of its category (groups of one category).
 * `group-coefficient` 平均系数法: score × mean of all / mean of the group. `group-standard` 标准分: mean of all + (score − mean of the group) ×
 * deviation of all / deviation of the group. Both are common in examination and recruitment notices (面试成绩加权平均、标准分).
 */
export const normalisationSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('none') }),
  z.strictObject({ rule: z.literal('group-coefficient'), within: z.enum(['all', 'category']) }),
  z.strictObject({ rule: z.literal('group-standard'), within: z.enum(['all', 'category']) }),
])
export type Normalisation = z.infer<typeof normalisationSchema>

/** Whom a count, a share or a place is counted among. */
export const withinSchema = z.enum(['all', 'category', 'group'])
export type Within = z.infer<typeof withinSchema>

export const advanceSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('all') }),
  z.strictObject({ rule: z.literal('top'), count: z.int().min(1).max(10000), within: withinSchema }),
  /** Rounded up, so that a group of one is never cut to none. */
  z.strictObject({ rule: z.literal('share'), percent: z.number().gt(0).max(100), within: withinSchema }),
  /** Of 100, whatever the sheet's total is. */
  z.strictObject({ rule: z.literal('threshold'), score: z.number().min(0).max(100) }),
])
export type Advance = z.infer<typeof advanceSchema>

export const groupingSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('one') }),
  /** At least one group a category; groups beyond that go, one by one, to the category whose groups are largest. */
  z.strictObject({ rule: z.literal('by-category'), count: z.int().min(1).max(200) }),
  z.strictObject({ rule: z.literal('even'), count: z.int().min(1).max(200) }),
])
export type Grouping = z.infer<typeof groupingSchema>

/** A pitch's clock and habits; only a round of mode `pitch` has it. */
export const pitchSchema = z.strictObject({
  talkSeconds: z.int().min(10).max(3600),
  answerSeconds: z.int().min(0).max(3600),
  /** People on stage at most. */
  people: z.int().min(1).max(20).optional(),
  /** Judges hear this many of a group's pitches before the first may be scored, so that the first is not the yardstick. */
  scoringStartsAfter: z.int().min(0).max(20).optional(),
  /** When a group's scores are read out. */
  announced: z.enum(['after-own-group', 'after-next-group']).optional(),
})

/** What of the cards is published with the result: totals and seals alone; to each applicant the scores of its own cards, too; or those of all cards, to everybody. */
export const disclosures = ['totals', 'own', 'scores'] as const
export type Disclosure = (typeof disclosures)[number]

/** The most that is published of any round's cards: what judges agree to when they accept. */
export const mostDisclosed = (rounds: readonly { disclosure: Disclosure }[]): Disclosure => disclosures.findLast((one) => rounds.some(({ disclosure }) => disclosure === one)) ?? 'totals'

/** Whether `one` shows more than `other`. */
export const disclosesMore = (one: Disclosure, other: Disclosure): boolean => disclosures.indexOf(one) > disclosures.indexOf(other)

export const roundSchema = z.strictObject({
  id: slug,
  name: bilingual,
  mode: z.enum(['paper', 'pitch', 'site-visit']),
  /** Percent of the final score; the rounds' weights make 100. A round's score counts as its share of `sheetTotal`, out of 100 (above it, where bonuses are). */
  weight: z.int().min(0).max(100),
  /** Judges that score each proposal. */
  panelSize: z.int().min(1).max(30),
  /** Scores a proposal must have before it may be tallied; a recusal may bring it from panelSize down to this. */
  floor: z.int().min(1).max(30),
  /** `panel`: one panel scores its whole group. `spread`: judges are dealt evenly, each proposal its own set. */
  assignment: z.enum(['panel', 'spread']),
  grouping: groupingSchema,
  criteria: z.array(criterionSchema).min(1).max(30),
  /** Sum of the sheet's leaves; what a card adds up to at most, but for bonuses. */
  sheetTotal: z.number().gt(0).max(1000),
  extras: z.array(extraSchema).max(20).default([]),
  triggers: z.array(triggerSchema).max(20).default([]),
  /** False: the sheet's weights are a default of ours, and every page that shows it says so. */
  official: z.boolean(),
  /** Decimals a judge may enter, and the step of the − and + buttons. */
  entry: z.strictObject({ decimals: z.int().min(0).max(2), step: z.number().gt(0).max(10) }),
  aggregation: aggregationSchema,
  normalisation: normalisationSchema.default({ rule: 'none' }),
  /** Decimals the round's score (out of `sheetTotal`) is rounded to, half up; before it is normalised, and again after. */
  decimals: z.int().min(0).max(4),
  advance: advanceSchema,
  /** What the advance is decided by: this round's score, or the weighted sum of the rounds so far. */
  advanceBy: z.enum(['round', 'sum']),
  /** What happens to those still tied, after all tie-breaks, across the line. */
  advanceTie: z.enum(['include', 'decide']),
  days: z.int().min(1).max(120),
  reminderDays: z.array(z.int().min(0).max(60)).max(5),
  /**
   * What everybody reads of the cards once the totals are under notice: hashes and totals alone, or each card's scores under letters that
   * are dealt anew for each proposal, without comments. Judges are told when they accept.
   */
  disclosure: z.enum(disclosures).default('totals'),
  pitch: pitchSchema.optional(),
})
export type Round = z.infer<typeof roundSchema>
