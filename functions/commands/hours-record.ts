import { type Activity, latestOut } from '../../shared/activity/activity.ts'
import { type Attendance, clashing, DAY_LIMIT, daysTouched, minutesBetween, minutesOn, type Span, splitByDay, sumOf, type VolunteerDay, withSpan } from '../../shared/hours/hours.ts'
import { attendanceItem, volunteerDayItem } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { barred } from '../../shared/volunteer/taking-part.ts'
import { isMinorOn, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import type { Context } from '../context.ts'

/** Throws INVALID, saying why, where the volunteer cannot take part. */
export function requireTakingPart(volunteer: Volunteer, activity: Activity): void {
  const mistakes: Mistake[] = barred(volunteer, activity)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

/** A record that begins: signed in, not out yet. */
export function openRecord(context: Context, activity: Activity, volunteer: Volunteer, via: 'code' | 'leader', at: Instant): Attendance {
  return {
    activity: activity.id, project: activity.project, organisation: activity.organisation, district: activity.district,
    volunteer: volunteer.id, name: volunteer.name, number: volunteer.number, minor: isMinorOn(volunteer, shanghaiDate(activity.startsAt)), title: activity.title,
    kind: 'checked-in', via, state: 'open', from: at, to: null, breakMinutes: 0, minutes: 0, days: [], rating: null,
    recordedAt: context.now, recordedBy: recorder(context), approval: null, asked: null, corrections: [],
  }
}

export const recorder = (context: Context): Attendance['recordedBy'] => (context.actor.kind === 'person' ? { person: context.actor.person.id, name: context.actor.person.name } : null)

/** Travel, rest and meals of somebody who was there for a part of it: the same part of the activity's own. */
export function breakOf(activity: Activity, from: Instant, to: Instant): number {
  const length = minutesBetween(activity.startsAt, activity.endsAt)
  const spent = Math.min(minutesBetween(from, to), length)
  return Math.floor((activity.breakMinutes * spent) / length)
}

/** The record with its end and the minutes of each day. Throws INVALID for an end before its beginning. */
export function ended(record: Attendance, from: Instant, to: Instant, breakMinutes: number): Attendance {
  if (to < from) throw new Refusal('INVALID', { mistakes: [{ path: 'to', code: 'END_BEFORE_START', zh: '结束时间不能早于开始时间', en: 'It cannot end before it began' }] })
  const days = splitByDay(from, to, breakMinutes)
  return { ...record, from, to, breakMinutes, days, minutes: sumOf(days), state: 'counted' }
}

/**
 * The writes that put a record in the place of what stood before, on the record itself and on its volunteer's days. A record that would
 * make more than eight hours of a day waits for an administrator, unless one has said yes already. Throws HOURS_OVERLAP where it is a
 * sign-in and the volunteer was signed in elsewhere at that time: both write the same day, so that of two at once one is decided again.
 */
export async function recordWrites(context: Context, activity: Activity, before: Stored<Attendance> | undefined, after: Attendance): Promise<{ writes: Write[]; record: Attendance }> {
  const latest = latestOut(activity)
  const reach = ({ from, to }: Attendance) => ({ from, to: to ?? (latest > from ? latest : from) })
  const touched = daysTouchedBy(reach(after))
  const days = [...new Set([...touched, ...(before === undefined ? [] : daysTouchedBy(reach(before.value)))])]
  const found = await context.table.getMany(volunteerDayItem, days.map((day) => keys.volunteerDay(after.volunteer, day)))
  const known = found.flatMap((one) => (one === undefined ? [] : [one.value]))
  if (after.kind === 'checked-in' && after.state !== 'struck') {
    const clash = clashing(known, activity.id, reach(after))
    if (clash !== undefined) throw new Refusal('HOURS_OVERLAP', { mistakes: [overlapMistake(clash)] })
  }
  const on = (day: string) => after.days.find((one) => one.day === day)?.minutes ?? 0
  const long = after.days.some(({ day, minutes }) => minutes > 0 && minutesOn(known.find((one) => one.day === day), activity.id) + minutes > DAY_LIMIT)
  const record: Attendance = after.state === 'counted' && long && after.approval?.granted !== true ? { ...after, state: 'waiting' } : after
  const span = (day: string): Span | null =>
    touched.includes(day) ? { activity: activity.id, organisation: record.organisation, kind: record.kind, state: record.state, ...reach(record), minutes: on(day) } : null
  const dayWrites = days.flatMap((day, i): Write[] => {
    const stored = found[i]
    const changed: VolunteerDay = withSpan(stored?.value ?? { volunteer: record.volunteer, day, spans: [] }, activity.id, span(day))
    if (changed.spans.length > 0) return [volunteerDayItem.put(changed, stored?.version ?? 'none')]
    return stored === undefined ? [] : [{ remove: stored.key, expect: stored.version }]
  })
  return { writes: [attendanceItem.put(record, before?.version ?? 'none'), ...dayWrites], record }
}

const daysTouchedBy = ({ from, to }: { from: Instant; to: Instant }): string[] => daysTouched(from, to)

function overlapMistake({ from, to, state }: Span): Mistake {
  const time = (at: Instant) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
  return state === 'open'
    ? { path: '', code: 'SIGNED_IN_ELSEWHERE', zh: `${time(from)} 已在另一场活动签到，还没有签退。请先在那里签退。`, en: `Signed in at another activity at ${time(from)} and not out yet. Sign out there first.` }
    : { path: '', code: 'TIME_TAKEN', zh: `${time(from)}–${time(to)} 已经记在另一场活动里`, en: `${time(from)}–${time(to)} is recorded at another activity already` }
}
