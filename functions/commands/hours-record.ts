import { type Activity, latestOut } from '../../shared/activity/activity.ts'
import { type Attendance, clashing, countedFrom, DAY_LIMIT, daysTouched, minutesBetween, minutesOn, type Span, splitByDay, sumOf, type VolunteerDay, withSpan } from '../../shared/hours/hours.ts'
import { attendanceItem, volunteerDayItem } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import type { Project } from '../../shared/project/project.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { barred } from '../../shared/volunteer/taking-part.ts'
import { isMinorOn, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { loadVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import type { Context } from '../context.ts'
import { enrolWrites } from './volunteer-make.ts'

/** An activity, and its project as it was read with it: who delivers that now holds the activity, enrols who comes and has their hours. */
export interface Held {
  activity: Activity
  project: Stored<Project>
}
export const holderOf = ({ project }: Held): Project['organisation']['id'] => project.value.organisation.id

/** Throws INVALID, saying why, where the volunteer cannot take part. */
export function requireTakingPart(volunteer: Volunteer, activity: Activity): void {
  const mistakes: Mistake[] = barred(volunteer, activity)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
}

/** A record that begins: signed in, not out yet. */
export function openRecord(context: Context, held: Held, volunteer: Volunteer, via: 'code' | 'leader', at: Instant): Attendance {
  const { activity } = held
  return {
    activity: activity.id, project: activity.project, organisation: holderOf(held), district: activity.district,
    volunteer: volunteer.id, name: volunteer.name, number: volunteer.number, minor: isMinorOn(volunteer, shanghaiDate(activity.startsAt)), title: activity.title,
    kind: 'checked-in', via, state: 'open', from: at, to: null, breakMinutes: 0, minutes: 0, days: [], rating: null,
    recordedAt: context.now, recordedBy: recorder(context), approval: null, asked: null, corrections: [],
  }
}

export const recorder = (context: Context): Attendance['recordedBy'] => (context.actor.kind === 'person' ? { person: context.actor.person.id, name: context.actor.person.name } : null)

/** Travel, rest and meals of somebody who was there for a part of it: the same part of the activity's own. */
function breakOf(activity: Activity, from: Instant, to: Instant): number {
  const length = minutesBetween(activity.startsAt, activity.endsAt)
  const spent = Math.min(minutesBetween(from, to), length)
  return Math.floor((activity.breakMinutes * spent) / length)
}

/**
 * The record with its end and the minutes of each day, counted from the activity's beginning at the earliest. Without `breakMinutes` the
 * activity's own are taken off, in proportion. Throws INVALID for an end before its beginning.
 */
export function ended(activity: Activity, record: Attendance, from: Instant, to: Instant, breakMinutes?: number): Attendance {
  if (to < from) throw new Refusal('INVALID', { mistakes: [{ path: 'to', code: 'END_BEFORE_START', zh: '结束时间不能早于开始时间', en: 'It cannot end before it began' }] })
  const counted = countedFrom(activity, from, to)
  const off = breakMinutes ?? breakOf(activity, counted, to)
  const days = splitByDay(counted, to, off)
  return { ...record, from, to, breakMinutes: off, days, minutes: sumOf(days), state: 'counted' }
}

/**
 * The writes that put a record in the place of what stood before, on the record itself and on its volunteer's days. A record that would
 * make more than eight hours of a day waits for an administrator, unless one has said yes already. What was still open belongs from now on
 * to who holds the activity now; what had ended stays with who recorded it. The project is a condition: handed over meanwhile, it is decided
 * again. Throws HOURS_OVERLAP where it is a sign-in and the volunteer was signed in elsewhere at that time: both write the same day, so that
 * of two at once one is decided again. `own`: it is told to the volunteer themselves, so that it names the other activity.
 */
export async function recordWrites(context: Context, held: Held, before: Stored<Attendance> | undefined, after: Attendance, own = false): Promise<{ writes: Write[]; record: Attendance }> {
  const { activity, project } = held
  const latest = latestOut(activity)
  const reach = ({ from, to }: Attendance) => ({ from, to: to ?? (latest > from ? latest : from) })
  const touched = daysTouchedBy(reach(after))
  const days = [...new Set([...touched, ...(before === undefined ? [] : daysTouchedBy(reach(before.value)))])]
  const found = await context.table.getMany(volunteerDayItem, days.map((day) => keys.volunteerDay(after.volunteer, day)))
  const known = found.flatMap((one) => (one === undefined ? [] : [one.value]))
  if (after.kind === 'checked-in' && after.state !== 'struck') {
    const clash = clashing(known, activity.id, reach(after))
    if (clash !== undefined) throw new Refusal('HOURS_OVERLAP', { mistakes: [overlapMistake(clash, own ? await titleOf(context, clash, after.volunteer) : undefined)] })
  }
  const on = (day: string) => after.days.find((one) => one.day === day)?.minutes ?? 0
  const long = after.days.some(({ day, minutes }) => minutes > 0 && minutesOn(known.find((one) => one.day === day), activity.id) + minutes > DAY_LIMIT)
  const holder = before === undefined || before.value.state === 'open' ? holderOf(held) : after.organisation
  const record: Attendance = { ...after, organisation: holder, state: after.state === 'counted' && long && after.approval?.granted !== true ? 'waiting' : after.state }
  const span = (day: string): Span | null =>
    touched.includes(day) ? { activity: activity.id, organisation: holder, kind: record.kind, state: record.state, ...reach(record), minutes: on(day) } : null
  const dayWrites = days.flatMap((day, i): Write[] => {
    const stored = found[i]
    const changed: VolunteerDay = withSpan(stored?.value ?? { volunteer: record.volunteer, day, spans: [] }, activity.id, span(day))
    if (changed.spans.length > 0) return [volunteerDayItem.put(changed, stored?.version ?? 'none')]
    return stored === undefined ? [] : [{ remove: stored.key, expect: stored.version }]
  })
  const taken = before === undefined || before.value.organisation === holder ? [] : await enrolWrites(context, (await loadVolunteer(context.table, record.volunteer)).value, holder)
  return { writes: [attendanceItem.put(record, before?.version ?? 'none'), ...dayWrites, ...taken, { check: project.key, expect: project.version }], record }
}

const daysTouchedBy = ({ from, to }: { from: Instant; to: Instant }): string[] => daysTouched(from, to)

/** As the volunteer's own record there says. */
const titleOf = async ({ table }: Context, { activity }: Span, volunteer: string): Promise<string | undefined> => (await table.get(attendanceItem, keys.attendance(activity, volunteer)))?.value.title

function overlapMistake({ from, to, state }: Span, title: string | undefined): Mistake {
  const time = (at: Instant) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
  const there = title === undefined ? { zh: '另一场活动', en: 'another activity' } : { zh: `“${title}”`, en: `"${title}"` }
  return state === 'open'
    ? { path: '', code: 'SIGNED_IN_ELSEWHERE', zh: `${time(from)} 已在${there.zh}签到，还没有签退。请先在那里签退。`, en: `Signed in at ${there.en} at ${time(from)} and not out yet. Sign out there first.` }
    : { path: '', code: 'TIME_TAKEN', zh: `${time(from)}–${time(to)} 已经记在${there.zh}里`, en: `${time(from)}–${time(to)} is recorded at ${there.en} already` }
}
