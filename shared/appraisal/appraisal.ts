import * as z from 'zod'
import { inside, passing, personal } from '../kernel/exposure.ts'
import { grantId } from '../kernel/ids.ts'
import { instant, type Instant, plusDays } from '../kernel/instant.ts'
import { compareDecimals } from '../kernel/decimal.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Grant } from '../grant/grant.ts'
import { type EvaluationId, evaluationIds, type EvaluationStanding } from '../grant/standing.ts'
import type { Funding } from '../rulebook/funding.ts'
import type { Scores, Sheet } from '../rulebook/sheet.ts'
import { bySchema, type By } from '../stage/stage.ts'

/** The rulebook's rules of one evaluation. */
export type EvaluationRule = Funding['evaluations'][number]

const text = z.string().optional()
const whole = z.int().nullable().optional()
export const appraisalAnswersSchema = z.object({ done: text, results: text, money: text, difficulties: text, next: text, activities: whole, people: whole, attendances: whole, spent: whole })
export type AppraisalAnswers = z.infer<typeof appraisalAnswersSchema>

/** What was reached: from the records of the linked project, or as typed where there is none. Money in fen. */
const figuresSchema = z.object({ activities: z.int(), people: z.int(), attendances: z.int(), spent: z.int(), from: z.enum(['project', 'typed']) })
export type AppraisalFigures = z.infer<typeof figuresSchema>

const selfSchema = z.object({ answers: appraisalAnswersSchema, revision: z.int(), savedAt: instant, savedBy: bySchema, sentAt: instant.nullable(), figures: figuresSchema.nullable() })

/** The evaluator's working paper; what counts is the result that it leads to. */
const cardSchema = z.object({ by: bySchema, scores: z.record(z.string(), z.string()), comment: z.string(), revision: z.int(), savedAt: instant })

/** What the desk check could not see: something to be supplied by the grantee, or a visit, each with the things it is about. */
const requestSchema = z.object({ kind: z.enum(['supplement', 'visit']), items: z.array(z.string()).min(1), at: instant, by: bySchema, dueAt: instant, answer: z.object({ text: z.string(), at: instant, by: bySchema }).nullable() })
export type AppraisalRequest = z.infer<typeof requestSchema>

const postponementSchema = z.object({ reason: z.string(), until: z.iso.date(), at: instant, by: bySchema, answer: z.object({ granted: z.boolean(), until: z.iso.date().nullable(), reason: z.string(), at: instant, by: bySchema }).nullable() })

/** A result as it was given; the last one stands. `because`: an evaluator's sheet, nothing by the date, or a ruling. `by` is null for the platform itself. */
const resultSchema = z.object({
  because: z.enum(['sheet', 'late', 'ruling']), scores: z.record(z.string(), z.string()), comment: z.string(), total: z.string(), passed: z.boolean(), grade: z.string().nullable(), at: instant, by: bySchema.nullable(), objectionsUntil: instant,
})
export type AppraisalResult = z.infer<typeof resultSchema>

export const rulingEffects = ['confirm', 'change', 'again'] as const
const objectionSchema = z.object({
  id: z.string(), kind: z.enum(['grantee', 'person']), name: z.string(), contact: z.string(), facts: z.string(), at: instant, by: bySchema,
  ruling: z.object({ effect: z.enum(rulingEffects), reasons: z.string(), at: instant, by: bySchema }).nullable(),
})
export type AppraisalObjection = z.infer<typeof objectionSchema>

/** 中期评估 or 末期评估 of a grant: what was written and decided in it, oldest first. How far it has come stands in the grant. */
export const appraisalSchema = z.object({
  grant: inside(grantId),
  of: inside(z.enum(evaluationIds)),
  self: passing(selfSchema.nullable()),
  card: passing(cardSchema.nullable()),
  requests: inside(z.array(requestSchema)),
  postponements: inside(z.array(postponementSchema)),
  results: inside(z.array(resultSchema)),
  objections: personal(z.array(objectionSchema)),
})
export type Appraisal = z.infer<typeof appraisalSchema>

export const newAppraisal = (grant: Grant['id'], of: EvaluationId): Appraisal => ({ grant, of, self: null, card: null, requests: [], postponements: [], results: [], objections: [] })

/** An evaluation with the grant that it is of: what every decision in it is made from, and what it comes to. */
export interface Case {
  grant: Grant
  appraisal: Appraisal
}

/** How the evaluation stands in the grant. Throws NOT_FOUND where the rulebook asks for none. */
export function standingOf({ evaluations }: Pick<Grant, 'evaluations'>, of: EvaluationId): EvaluationStanding {
  const found = evaluations.find((one) => one.of === of)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** The case with the standing changed in its grant. */
export const withStanding = ({ grant, appraisal }: Case, change: Partial<EvaluationStanding>): Case =>
  ({ appraisal, grant: { ...grant, evaluations: grant.evaluations.map((one) => (one.of === appraisal.of ? { ...one, ...change } : one)) } })

/** Throws WRONG_STATE unless the grant is being delivered and its evaluation is at one of the steps. */
export function requireStep({ grant, appraisal }: Case, ...steps: EvaluationStanding['step'][]): EvaluationStanding {
  const standing = standingOf(grant, appraisal.of)
  if (grant.state !== 'delivery' || !steps.includes(standing.step)) throw new Refusal('WRONG_STATE', { facts: { state: grant.state === 'delivery' ? standing.step : grant.state } })
  return standing
}

/** The sheet as evaluators fill it in: halves of a point. */
export const sheetOf = ({ criteria, extras, triggers }: Pick<EvaluationRule, 'criteria' | 'extras' | 'triggers'>): Sheet => ({ criteria, extras, triggers, entry: { decimals: 1, step: 0.5 } })

/** What bonuses can bring a total to at most. */
export const mostPoints = ({ sheetTotal, extras }: Pick<EvaluationRule, 'sheetTotal' | 'extras'>): number => extras.reduce((sum, { kind, most }) => (kind === 'bonus' ? sum + most : sum), sheetTotal)

/** Whether a total passes, and the grade that it earns. */
export function verdict({ passMark, grades }: Pick<EvaluationRule, 'passMark' | 'grades'>, total: string): { passed: boolean; grade: string | null } {
  return { passed: compareDecimals(total, passMark) >= 0, grade: grades.find(({ from }) => compareDecimals(total, from) >= 0)?.id ?? null }
}

export interface Outcome {
  because: AppraisalResult['because']
  scores: Scores
  comment: string
  total: string
}

/** A result given now: it stands in the evaluation and in the grant, and can be objected to for the rulebook's days. */
export function give(one: Case, rule: EvaluationRule, { because, scores, comment, total }: Outcome, by: By | null, now: Instant): Case {
  const result: AppraisalResult = { because, scores: { ...scores }, comment, total, ...verdict(rule, total), at: now, by, objectionsUntil: plusDays(now, rule.objectionDays) }
  const { grant, appraisal } = withStanding(one, { step: 'done', dueAt: null, asked: null })
  const { passed, grade, at, objectionsUntil } = result
  const openObjections = appraisal.objections.filter(({ ruling }) => ruling === null).length
  return {
    appraisal: { ...appraisal, results: [...appraisal.results, result] },
    grant: { ...grant, results: { ...grant.results, [appraisal.of]: { passed, grade, total, at, objectionsUntil, openObjections } } },
  }
}

/** 逾期: nothing came by the date. No points, and so the lowest grade. */
export const failLate = (one: Case, rule: EvaluationRule, now: Instant): Case => give(one, rule, { because: 'late', scores: {}, comment: '', total: '0' }, null, now)
