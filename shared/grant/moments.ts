import { endOfShanghaiDay } from '../kernel/calendar.ts'
import { type Instant, plusDays } from '../kernel/instant.ts'
import type { Grant } from './grant.ts'

/** Something that somebody has to do for a grant by a date. */
export interface GrantDuty {
  of: 'sign' | 'pay-back'
  dueAt: Instant
  whose: 'organisation' | 'authority' | 'finance' | 'evaluator'
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

/** What has to be done for it now. */
export function grantDuties(grant: Grant): GrantDuty[] {
  if (grant.state === 'recovery') return grant.recovery === null ? [] : [{ of: 'pay-back', dueAt: endOfShanghaiDay(grant.recovery.on), whose: 'organisation' }]
  return grant.state === 'agreement' ? [{ of: 'sign', dueAt: grant.signBy, whose: 'organisation' }, { of: 'sign', dueAt: grant.signBy, whose: 'authority' }] : []
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
