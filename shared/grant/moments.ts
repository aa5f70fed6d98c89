import { type Corrections, endOfShanghaiDay, noticeWindow } from '../kernel/calendar.ts'
import { type Instant, plusDays } from '../kernel/instant.ts'
import type { Grant } from './grant.ts'
import { isGrantOver } from './lifecycle.ts'
import { type EvaluationId, type EvaluationStanding, selfWindow } from './standing.ts'

/** self 提交自评, postpone 答复延期申请, appoint 指定评估员, desk 评估打分, supplement 补充材料, visit 实地核查, rule 裁定异议. */
export type EvaluationDuty = 'self' | 'postpone' | 'appoint' | 'desk' | 'supplement' | 'visit' | 'rule'

/** Something that somebody has to do for a grant by a date. */
export interface GrantDuty {
  of: 'offer' | 'sign' | 'prepare' | 'first-money' | 'pay-back' | `${EvaluationDuty} ${EvaluationId}`
  dueAt: Instant
  /** `runner`: the authority's people or the organiser's. */
  whose: 'organisation' | 'authority' | 'runner' | 'finance' | 'evaluator'
  /** Before this nothing can be done about it yet. */
  from?: Instant
  /** The evaluator, where it is theirs. */
  person?: string
}

/** Days before its date on which a duty is reminded of. */
const REMINDER_DAYS = [7, 3, 1]
/** A duty that is late is told again every so many days. */
const REPEAT_DAYS = 7

export interface GrantMoment {
  at: Instant
  kind: 'remind' | 'escalate'
  about: GrantDuty
}

/** The end of the last working day for the first money; the day of the signing does not count. */
export const firstMoneyBy = (signedAt: Instant, workingDays: number, corrections: Corrections): Instant => noticeWindow(signedAt, workingDays, false, corrections).endsAt

/** Days in which the authority answers a request, or names an evaluator once the self-evaluation is in. */
const ANSWER_DAYS = 5
/** Days for the desk check after the date of a supplement. */
const DESK_DAYS = 14
/** Days for the ruling on an objection. */
const RULING_DAYS = 10

/** What has to be done for it now. */
export function grantDuties(grant: Grant): GrantDuty[] {
  if (grant.state === 'agreement') return signing(grant)
  if (isGrantOver(grant)) return []
  const payBack: GrantDuty[] = grant.state === 'recovery' && grant.recovery !== null ? [{ of: 'pay-back', dueAt: endOfShanghaiDay(grant.recovery.on), whose: 'organisation' }] : []
  return [...payBack, ...firstMoney(grant), ...grant.evaluations.flatMap((standing) => evaluationDuties(grant, standing))]
}

/** Somebody draws the agreement up, then each side signs what it has not signed yet. */
function signing({ offer, signBy: dueAt }: Grant): GrantDuty[] {
  if (offer === null) return [{ of: 'offer', dueAt, whose: 'runner' }]
  return (['organisation', 'authority'] as const).filter((side) => !offer[side]).map((whose) => ({ of: 'sign', dueAt, whose }))
}

/** Until the first part has arrived: a payment that comes back leaves the date as it is. Somebody has to ask finance for it first. */
function firstMoney({ state, firstMoneyBy, tranches: [first] }: Grant): GrantDuty[] {
  if (state !== 'delivery' || firstMoneyBy === null || first === undefined || first.state === 'paid' || first.state === 'cancelled') return []
  const waits = first.state === 'waiting' || first.state === 'failed'
  return [...(waits ? [{ of: 'prepare', dueAt: firstMoneyBy, whose: 'runner' } as const] : []), { of: 'first-money', dueAt: firstMoneyBy, whose: 'finance' }]
}

/** While money is claimed back nothing new is evaluated, but what was objected to is still ruled on. */
function evaluationDuties(grant: Grant, standing: EvaluationStanding): GrantDuty[] {
  const { of, step, dueAt, evaluator, asked, objected } = standing
  const duty = (duty: EvaluationDuty, dueAt: Instant, whose: GrantDuty['whose']): GrantDuty => ({ of: `${duty} ${of}`, dueAt, whose, ...(whose === 'evaluator' && evaluator !== null ? { person: evaluator.person } : {}) })
  if (step === 'done') return objected === null ? [] : [duty('rule', plusDays(objected, RULING_DAYS), 'authority')]
  if (grant.state !== 'delivery') return []
  if (step === 'self') {
    if (asked !== null) return [duty('postpone', plusDays(asked, ANSWER_DAYS), 'authority')]
    const window = selfWindow(grant, standing)
    return window === null ? [] : [{ ...duty('self', window.dueAt, 'organisation'), from: window.opensAt }]
  }
  if (dueAt === null) return []
  // What does not come keeps nobody waiting: the evaluator goes on without it.
  if (step === 'supplement') return [duty('supplement', dueAt, 'organisation'), ...(evaluator === null ? [] : [duty('desk', plusDays(dueAt, DESK_DAYS), 'evaluator')])]
  return evaluator === null ? [duty('appoint', dueAt, 'authority')] : [duty(step, dueAt, 'evaluator')]
}

/** When somebody is told of a duty, up to the first moment after `now`, in order of time. */
export function grantMoments(grant: Grant, now: Instant): GrantMoment[] {
  return grantDuties(grant).flatMap((about) => [
    ...REMINDER_DAYS.map((days): GrantMoment => ({ at: plusDays(about.dueAt, -days), kind: 'remind', about })),
    ...lateMoments(about.dueAt, now).map((at): GrantMoment => ({ at, kind: 'escalate', about })),
  ]).toSorted((a, b) => a.at.localeCompare(b.at))
}

function lateMoments(dueAt: Instant, now: Instant): Instant[] {
  const all = [dueAt]
  for (let last = dueAt; last <= now;) {
    last = plusDays(last, REPEAT_DAYS)
    all.push(last)
  }
  return all
}
