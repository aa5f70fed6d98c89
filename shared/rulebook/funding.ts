import * as z from 'zod'
import { slug } from '../kernel/ids.ts'
import { mostFen } from '../kernel/money.ts'
import { bilingual } from '../kernel/text.ts'
import { criterionSchema, extraSchema, triggerSchema } from './round.ts'

const fen = z.int().min(0).max(mostFen)
const percent = z.number().gt(0).max(100)
/** Where a rule stands, as it is told to whom it holds back: '广州市 2023 年公益创投办法第八条'. */
const source = bilingual

/** What a tranche waits for beside what every one does: an agreement signed by both sides, an account confirmed, no open objection, no ban, spending within the budget. */
export const trancheConditions = ['mid-term-passed', 'final-passed', 'report-accepted'] as const

/** A part of every grant, in order; the last one is the remainder (forms.md part 9). */
const trancheSchema = z.strictObject({ id: slug, name: bilingual, percent, conditions: z.array(z.enum(trancheConditions)).max(3) })

const grantEvaluationSchema = z.strictObject({
  id: z.enum(['mid-term', 'final']),
  name: bilingual,
  /** A tree like a judge's sheet; its leaves make `sheetTotal`. */
  criteria: z.array(criterionSchema).min(1).max(30),
  sheetTotal: z.number().gt(0).max(1000),
  /** Outside of the total, which may pass `sheetTotal`. */
  extras: z.array(extraSchema).max(20),
  triggers: z.array(triggerSchema).max(20).default([]),
  official: z.boolean(),
  /** Points of `sheetTotal` and above pass. */
  passMark: z.number().min(0).max(1000),
  /** Best first; the last one starts at 0. Empty: passed or not, no grade. */
  grades: z.array(z.strictObject({ id: slug, name: bilingual, from: z.number().min(0).max(1000), /** Money is claimed back and the organisation barred. */ clawback: z.boolean() })).max(6),
  /** Days for the self-evaluation, from half of the delivery's time (mid-term) or its end (final). */
  selfDays: z.int().min(1).max(120),
  /** Days that a result can be objected to. */
  objectionDays: z.int().min(1).max(60),
})

export type Tranche = z.infer<typeof trancheSchema>
export type GrantEvaluation = z.infer<typeof grantEvaluationSchema>

/** The money side of a venture competition; a contest has none. Sums in fen. */
export const fundingSchema = z.strictObject({
  /** What may be given in all, unless the competition sets another sum. */
  budget: fen.min(1),
  /** The form's money field that says what is asked for, and its budget field. */
  asked: z.string(),
  budgetField: z.string(),
  /** What one grant may come to, by the applicant's standing: a rule for each that may apply (registered 登记, filed 备案). Empty: both may, up to what the form takes. */
  caps: z.array(z.strictObject({ standing: z.enum(['registered', 'filed']), most: fen.min(1), source })).max(2),
  /** Grant's share of the whole budget at most; the rest is self-raised, in kind included only where `inKind` says so. */
  share: z.strictObject({ mostPercent: percent, inKind: z.boolean(), source }).nullable(),
  /** Grants come in these sizes only (Nanxiashu's three tiers); empty: any sum up to the cap. Ascending. */
  steps: z.array(fen.min(1)).max(20),
  /** Not below this, if anything is given. */
  least: fen,
  /** At most so many winners of a category (or of a street, by its name). */
  quotas: z.array(z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('category'), category: slug, least: z.int().min(0).max(1000).optional(), most: z.int().min(0).max(1000).optional(), source }),
    z.strictObject({ by: z.literal('street'), most: z.int().min(1).max(1000), source }),
  ])).max(60),
  /** One project an organisation may win; null: as many as it likes. */
  oneEach: z.strictObject({ source }).nullable(),
  /** The same project (or one of the same name of the same organisation) that was funded in the last `years` is refused. */
  doubleFunding: z.strictObject({ years: z.int().min(1).max(10), source }).nullable(),
  tranches: z.array(trancheSchema).min(1).max(6),
  evaluations: z.array(grantEvaluationSchema).min(1).max(2),
  /** Working days from the last signature to the first money. */
  firstMoneyWorkingDays: z.int().min(1).max(60),
  /** Days from the award to sign the agreement; after them the administrator decides. */
  signDays: z.int().min(1).max(120),
  /** Years that an organisation is barred after a clawback or a breach. */
  banYears: z.int().min(1).max(10),
})
export type Funding = z.infer<typeof fundingSchema>
