import * as z from 'zod'
import { slug } from '../kernel/ids.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { bilingual } from '../kernel/text.ts'
import { grades, listings } from '../registry/entry.ts'
import { bonusesSchema } from './bonus.ts'
import { formSchema } from './form.ts'
import { fundingSchema } from './funding.ts'
import { referenceMistakes } from './references.ts'
import { roundSchema } from './round.ts'
import { shapeMistakes } from './shape.ts'
import { voteSchema } from './vote.ts'

/** Where a rule comes from. `notes` say, one by one, what the source leaves open and how this rulebook fills it. */
export const citationSchema = z.strictObject({
  issuer: bilingual,
  /** null: the source names none. */
  year: z.int().min(1990).max(2100).nullable(),
  title: bilingual,
  source: z.string().max(500),
  official: z.boolean(),
  notes: z.array(bilingual).max(20),
})

/** Tie-breaks are tried in order; `lot` draws by the competition's published seed and so always decides. */
export const tieBreakSchema = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('round'), round: slug }),
  z.strictObject({ rule: z.literal('criterion'), round: slug, criterion: slug }),
  z.strictObject({ rule: z.literal('lot') }),
])

const award = { id: slug, name: bilingual, /** Only proposals of this category take it. */ category: slug.optional() }
const awardWithin = z.enum(['all', 'category'])

/**
 * Awards are given in the order written, each from those whom no earlier award took. `within: 'category'` gives the count or share in each
 * category apart. A share is of all that stand in the final standing (there), rounded down, but one at least.
 */
export const awardRuleSchema = z.discriminatedUnion('rule', [
  z.strictObject({ ...award, rule: z.literal('count'), count: z.int().min(1).max(1000), within: awardWithin }),
  z.strictObject({ ...award, rule: z.literal('share'), percent: z.number().gt(0).max(100), within: awardWithin }),
  z.strictObject({ ...award, rule: z.literal('threshold'), score: z.number().min(0).max(100) }),
])

/** What of the form a check is about, by name: just that can be changed while the check is cured (补正). A rule about a field or an attachment says it by itself. */
const aboutSchema = z.strictObject({ sections: z.array(slug).max(20).default([]), fields: z.array(z.string()).max(40).default([]), attachments: z.array(slug).max(20).default([]) })

/** A check of eligibility: decided by a named rule where a machine can, otherwise a line of the administrator's checklist. */
export const eligibilityCheckSchema = z.strictObject({
  id: slug,
  label: bilingual,
  rule: z.discriminatedUnion('rule', [
    z.strictObject({ rule: z.literal('one-per-applicant') }),
    z.strictObject({ rule: z.literal('field-at-least'), field: z.string(), value: z.int() }),
    z.strictObject({ rule: z.literal('attachment-present'), attachment: z.string() }),
    // What the district's registry knows, on the day the call closes.
    z.strictObject({ rule: z.literal('grade-at-least'), grade: z.enum(grades) }),
    /** On none of the lists, or not on the one named; with `years`, not in the years before that day either. */
    // Barred after a clawback or a breach (公益创投), on the day the call closes.
    z.strictObject({ rule: z.literal('not-banned') }),
    z.strictObject({ rule: z.literal('not-listed'), list: z.enum(listings).optional(), years: z.int().min(1).max(10).optional() }),
  ]).optional(),
  about: aboutSchema.optional(),
})

/** A competition's rules as data: everything two real competitions differ in. No code may ask which rulebook it has. */
export const rulebookShape = z.strictObject({
  id: slug,
  version: z.int().min(1),
  name: bilingual,
  kind: z.enum(['contest', 'venture']),
  citation: citationSchema,
  applicants: z.strictObject({
    kinds: z.array(z.enum(['organisation', 'agency', 'team'])).min(1),
    /** Proposals one applicant may have in the competition; null: as many as it likes. */
    proposalsEach: z.int().min(1).max(100).nullable(),
  }),
  categories: z.array(z.strictObject({ id: slug, name: bilingual })).min(1).max(40),
  form: formSchema,
  /** Judges see no applicant's name, in any page, file name, export or answer. */
  blind: z.boolean(),
  eligibility: z.strictObject({
    days: z.int().min(1).max(120),
    checks: z.array(eligibilityCheckSchema).max(40),
    /** Two look at each proposal apart from each other; where they differ, a third decides. */
    reviewers: z.literal([1, 2]).default(1),
    /** What fails may be repaired within so many days, so many times; null: never. */
    cure: z.strictObject({ days: z.int().min(1).max(60), rounds: z.int().min(1).max(5) }).nullable().default(null),
  }),
  call: z.strictObject({ days: z.int().min(1).max(366), reminderDays: z.array(z.int().min(0).max(60)).max(5) }),
  rounds: z.array(roundSchema).min(1).max(6),
  /** The final score: the weighted sum of the rounds and of the public's vote, out of 100, rounded half up, and then the bonuses. */
  total: z.strictObject({ decimals: z.int().min(0).max(4) }),
  /** Added to the final score; null: none. */
  bonuses: bonusesSchema.nullable().default(null),
  /** 公众投票; null: the public does not vote. */
  vote: voteSchema.nullable().default(null),
  tieBreaks: z.array(tieBreakSchema).max(10),
  awards: z.array(awardRuleSchema).min(1).max(20),
  /** What happens to those still tied, after all tie-breaks, across the last place of an award. */
  awardTie: z.enum(['include', 'decide']),
  notice: z.strictObject({
    workingDays: z.int().min(1).max(30),
    firstDayCounts: z.boolean(),
    /** Working days for a ruling, from the day after an objection came in. */
    rulingWorkingDays: z.int().min(1).max(60).default(5),
    /** While objections wait for their rulings, what none of them is about may be published already; nobody moves up any more then. In contests only. */
    partial: z.boolean().default(false),
  }),
  /** Of a venture competition, and of none other. */
  funding: fundingSchema.nullable().default(null),
})
export type Rulebook = z.infer<typeof rulebookShape>
export type AwardRule = z.infer<typeof awardRuleSchema>
export type TieBreak = z.infer<typeof tieBreakSchema>
export type EligibilityCheck = z.infer<typeof eligibilityCheckSchema>

export type ParsedRulebook = { ok: true; rulebook: Rulebook } | { ok: false; mistakes: Mistake[] }

/**
 * A rulebook from JSON, or every mistake in it at once: those of shape and those between its parts, each with its JSON pointer
 * (`/rounds/1/weight`), a code and a sentence in both languages.
 */
export function parseRulebook(json: unknown): ParsedRulebook {
  const parsed = rulebookShape.safeParse(json)
  const mistakes = [...(parsed.success ? [] : shapeMistakes(parsed.error.issues, json)), ...referenceMistakes(json)]
  return parsed.success && mistakes.length === 0 ? { ok: true, rulebook: parsed.data } : { ok: false, mistakes }
}
