import { addDays, endOfShanghaiDay, shanghaiDate } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { cardTotal, computedScores, type Measured, type Scores, scoreMistakes } from '../rulebook/sheet.ts'
import { readScores } from '../scorecard/scorecard.ts'
import type { By } from '../stage/stage.ts'
import { type AppraisalRequest, type Case, type EvaluationRule, give, requireStep, sheetOf, withStanding } from './appraisal.ts'
import { deskDue } from './self.ts'

/** Characters of the evaluator's opinion. */
export const OPINION_LIMIT = 1000

/** Who evaluates, named before or after the self-evaluation came in; whoever was named before is released, and their draft with them. Throws WRONG_STATE once there is a result. */
export function appoint(one: Case, evaluator: By, now: Instant): Case {
  const { step } = requireStep(one, 'self', 'desk', 'supplement', 'visit')
  const card = one.appraisal.card?.by.person === evaluator.person ? one.appraisal.card : null
  return withStanding({ ...one, appraisal: { ...one.appraisal, card } }, { evaluator, ...(step === 'desk' ? { dueAt: deskDue(evaluator, now) } : {}) })
}

/**
 * The evaluator is at work: the self-evaluation is in, and what was asked for has come or its date has passed. Throws WRONG_STATE.
 */
function requireDesk(one: Case, now: Instant): void {
  const { step, dueAt } = requireStep(one, 'desk', 'supplement', 'visit')
  if (step === 'visit' || (step === 'supplement' && dueAt !== null && now < dueAt)) throw new Refusal('WRONG_STATE', { facts: { state: step } })
}

/** The draft kept, computed leaves with the points that follow from `measured`; it leaves no trail. Throws WRONG_STATE, STALE, INVALID with a sentence a field. */
export function saveCard(one: Case, rule: EvaluationRule, typed: { scores: Scores; comment: string; revision: number | null }, measured: Measured, by: By, now: Instant): Case {
  requireStep(one, 'desk', 'supplement', 'visit')
  const { card } = one.appraisal
  if (typed.revision !== null && typed.revision !== (card?.revision ?? 0)) throw new Refusal('STALE')
  const scores = readScores(sheetOf(rule), { ...typed.scores, ...computedScores(rule.criteria, measured) }, typed.comment, OPINION_LIMIT)
  return { ...one, appraisal: { ...one.appraisal, card: { by, scores, comment: typed.comment, revision: (card?.revision ?? 0) + 1, savedAt: now } } }
}

/** The result by the sheet: added up exactly, bonuses and deductions outside the sheet's total. Throws WRONG_STATE while something asked for may still come, CARD_INCOMPLETE. */
export function sendCard(one: Case, rule: EvaluationRule, measured: Measured, by: By, now: Instant): Case {
  requireDesk(one, now)
  const { scores: typed, comment } = one.appraisal.card ?? { scores: {}, comment: '' }
  const scores = { ...typed, ...computedScores(rule.criteria, measured) }
  const mistakes = scoreMistakes(sheetOf(rule), scores, true)
  if (comment.trim() === '') mistakes.push({ path: 'comment', code: 'REQUIRED', zh: '请写评估意见，获资助单位会看到。', en: 'Write your opinion; the grantee will read it.' })
  if (mistakes.length > 0) throw new Refusal('CARD_INCOMPLETE', { mistakes })
  return give(one, rule, { because: 'sheet', scores, comment, total: cardTotal(sheetOf(rule), scores).toFixed() }, by, now)
}

export interface Asking {
  kind: AppraisalRequest['kind']
  items: string[]
  days: number
}

/** 需要补充材料 or 需要实地核查, and what about. Throws WRONG_STATE while another is open. */
export function askMore(one: Case, { kind, items, days }: Asking, by: By, now: Instant): Case {
  requireStep(one, 'desk')
  const dueAt = endOfShanghaiDay(addDays(shanghaiDate(now), days))
  return withStanding({ ...one, appraisal: { ...one.appraisal, requests: [...one.appraisal.requests, { kind, items, at: now, by, dueAt, answer: null }] } }, { step: kind, dueAt })
}

/** What was supplied, or what the visit found; taken late too, as long as there is no result. The desk check goes on. Throws WRONG_STATE where nothing of the kind is asked for. */
export function answerMore(one: Case, kind: AppraisalRequest['kind'], text: string, by: By, now: Instant): Case {
  const { evaluator } = requireStep(one, kind)
  const requests = one.appraisal.requests.map((request) => (request.answer === null ? { ...request, answer: { text, at: now, by } } : request))
  return withStanding({ ...one, appraisal: { ...one.appraisal, requests } }, { step: 'desk', dueAt: deskDue(evaluator, now) })
}
