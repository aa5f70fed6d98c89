import { endOfShanghaiDay, shanghaiDate } from '../kernel/calendar.ts'
import { compareDecimals } from '../kernel/decimal.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Grant } from '../grant/grant.ts'
import type { By } from '../stage/stage.ts'
import { type AppraisalObjection, type Case, type EvaluationRule, give, mostPoints, type rulingEffects, standingOf, withStanding } from './appraisal.ts'
import { deskDue } from './self.ts'

/** A result can be objected to until its days are over. */
export const objectionsOpen = ({ results }: Pick<Grant, 'results'>, of: 'mid-term' | 'final', now: Instant): boolean => {
  const result = results[of]
  return result !== null && now < result.objectionsUntil
}

/** The case with the objections, and what follows from them for its grant: how many are open, and since when. */
function withObjections(one: Case, objections: AppraisalObjection[]): Case {
  const open = objections.filter(({ ruling }) => ruling === null)
  const { of } = one.appraisal
  const result = one.grant.results[of]
  const grant = result === null ? one.grant : { ...one.grant, results: { ...one.grant.results, [of]: { ...result, openObjections: open.length } } }
  return withStanding({ grant, appraisal: { ...one.appraisal, objections } }, { objected: open[0]?.at ?? null })
}

/** Throws WRONG_STATE without a result whose days run; INVALID where somebody else than the grantee has no name or contact. */
export function object(one: Case, given: Pick<AppraisalObjection, 'id' | 'kind' | 'name' | 'contact' | 'facts'>, by: By, now: Instant): Case {
  if (!objectionsOpen(one.grant, one.appraisal.of, now)) throw new Refusal('WRONG_STATE', { facts: { state: 'no-window' }, mistakes: [{ path: '', code: 'NO_WINDOW', zh: '现在不能提异议：还没有结果，或者异议期已过', en: 'No objection can be made now: there is no result, or its days are over' }] })
  const mistakes: Mistake[] = given.kind === 'grantee' ? [] : (['name', 'contact'] as const).flatMap((path) => (given[path].trim() === '' ? [{ path, code: 'REQUIRED', zh: path === 'name' ? '请写提出人的真实姓名' : '请写联系电话或邮箱', en: path === 'name' ? 'Give the real name of who objects' : 'Give a telephone number or e-mail address' }] : []))
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return withObjections(one, [...one.appraisal.objections, { ...given, at: now, by, ruling: null }])
}

export interface AppraisalRuling {
  effect: (typeof rulingEffects)[number]
  reasons: string
  /** With `change`: the total as it ought to be. */
  total: string | null
  /** With `again`, where the self-evaluation never came: the last day for it. */
  until: string | null
}

/**
 * 维持, 改变 (another total, whose own days for objections begin) or 重新评估 (the result is taken away: back to the evaluator, or to the
 * self-evaluation where none came). Throws WRONG_STATE for one that is decided, INVALID.
 */
export function rule(one: Case, id: string, rules: EvaluationRule, { effect, reasons, total, until }: AppraisalRuling, by: By, now: Instant): Case {
  const found = one.appraisal.objections.find((objection) => objection.id === id)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  if (found.ruling !== null || standingOf(one.grant, one.appraisal.of).step !== 'done') throw new Refusal('WRONG_STATE', { facts: { state: found.ruling === null ? 'again' : 'ruled' } })
  const decided = { effect, reasons, at: now, by }
  // The result that all open objections are against is gone: they are decided with this one.
  const objections = one.appraisal.objections.map((objection) => (objection.id === id || (effect === 'again' && objection.ruling === null) ? { ...objection, ruling: decided } : objection))
  const ruled = withObjections(one, objections)
  if (effect === 'confirm') return ruled
  if (effect === 'change') return give(ruled, rules, { because: 'ruling', scores: {}, comment: reasons, total: rightTotal(rules, total) }, by, now)
  return again(ruled, until, now)
}

function rightTotal(rules: EvaluationRule, total: string | null): string {
  const most = mostPoints(rules)
  const right = total !== null && /^\d{1,4}(\.\d)?$/.test(total) && compareDecimals(total, most) <= 0
  if (!right) throw new Refusal('INVALID', { mistakes: [{ path: 'total', code: 'TOTAL_WRONG', zh: `请写 0 到 ${most} 的分数，最多一位小数`, en: `Give points from 0 to ${most}, with one decimal at most` }] })
  return total
}

function again(one: Case, until: string | null, now: Instant): Case {
  const { grant, appraisal } = one
  if (grant.state !== 'delivery') throw new Refusal('WRONG_STATE', { facts: { state: grant.state } })
  const without: Case = { appraisal, grant: { ...grant, results: { ...grant.results, [appraisal.of]: null } } }
  if (appraisal.self !== null && appraisal.self.sentAt !== null) return withStanding(without, { step: 'desk', dueAt: deskDue(standingOf(grant, appraisal.of).evaluator, now) })
  if (until === null || until < shanghaiDate(now)) throw new Refusal('INVALID', { mistakes: [{ path: 'until', code: 'REQUIRED', zh: '请写自评新的截止日期，不早于今天', en: 'Give the new last day for the self-evaluation, today or later' }] })
  return withStanding(without, { step: 'self', dueAt: endOfShanghaiDay(until) })
}
