import * as z from 'zod'
import { type Corrections, endOfShanghaiDay, noticeWindow } from '../kernel/calendar.ts'
import { type Instant, milliseconds, plusDays, plusSeconds } from '../kernel/instant.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { gates, type Objection } from './notice.ts'

const HOUR = 3600
/** Administrators are reminded at nine in the morning of the day before the last day and of the last day itself, … */
const HOURS_BEFORE = [39, 15]
/** … and from nine in the morning after it, once it is late, every other day. */
const HOURS_AFTER = 9
const DAYS_BETWEEN = 2

/** The last day for a ruling on an objection that came in then. The day it came in does not count (Civil Code 201). */
export function rulingDeadline(rule: Pick<Rulebook['notice'], 'rulingWorkingDays'>, corrections: Corrections, at: Instant): NonNullable<Objection['deadline']> {
  const { last, provisional } = noticeWindow(at, rule.rulingWorkingDays, false, corrections)
  return { day: last, provisional }
}

/** The first instant at which a ruling is late; null for a lead. */
export const lateFrom = ({ deadline }: Pick<Objection, 'deadline'>): Instant | null => (deadline === null ? null : endOfShanghaiDay(deadline.day))

/** Its last day has passed without a ruling. */
export function isLate(objection: Objection, now: Instant): boolean {
  const end = lateFrom(objection)
  return gates(objection) && end !== null && end <= now
}

/** When the first of the open objections is late; null where none is open. */
export const firstLateFrom = (objections: readonly Objection[]): Instant | null =>
  objections.filter(gates).reduce<Instant | null>((first, objection) => {
    const end = lateFrom(objection)
    return end !== null && (first === null || end < first) ? end : first
  }, null)

/** The moments at which administrators are reminded of open objections, in order of time, as far as the next one after `now`. */
export function rulingReminders(objections: readonly Objection[], now: Instant): { at: Instant; kind: 'remind' }[] {
  const moments = objections.filter(gates).flatMap((objection) => {
    const end = lateFrom(objection)
    return end === null ? [] : [...HOURS_BEFORE.map((hours) => plusSeconds(end, -hours * HOUR)), ...nudges(plusSeconds(end, HOURS_AFTER * HOUR), now)]
  })
  return [...new Set(moments)].toSorted().map((at) => ({ at, kind: 'remind' }))
}

function nudges(first: Instant, now: Instant): Instant[] {
  const passed = Math.max(0, Math.floor((milliseconds(now) - milliseconds(first)) / (DAYS_BETWEEN * 24 * HOUR * 1000)) + 1)
  return Array.from({ length: passed + 1 }, (_, i) => plusDays(first, i * DAYS_BETWEEN))
}

const email = z.email().max(254)

/** The e-mail address in what somebody gave as contact; null where there is none, or more than one. */
export function emailIn(contact: string): string | null {
  const found = contact.split(/[\s,，;；、:：<>()（）"']+/).filter((part) => email.safeParse(part).success)
  return found.length === 1 ? (found[0] ?? null) : null
}

const bare = (text: string): string => text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()

/** Whether somebody who asks for an outcome gives the contact that stands with the objection: letters and figures count, no spaces or dashes. */
export const isContactOf = ({ contact }: Pick<Objection, 'contact'>, given: string): boolean => bare(contact) !== '' && bare(contact) === bare(given)
