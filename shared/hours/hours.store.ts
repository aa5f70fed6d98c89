import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { hoursCertificateSchema } from './certificate.ts'
import { type Attendance, attendanceSchema, type CorrectionAsked, correctionAskedSchema, type VolunteerDay, volunteerDaySchema } from './hours.ts'

/** Those that wait for an administrator are listed for the district. */
export const attendanceItem = itemKind('attendance', attendanceSchema, (attendance) => ({
  ...keys.attendance(attendance.activity, attendance.volunteer),
  ...(attendance.state === 'waiting' ? { lpk: keys.hoursWaiting(attendance.district).pk, lsk: `${attendance.recordedAt}#${attendance.activity}#${attendance.volunteer}` } : {}),
}))
export const correctionAskedItem = itemKind('correction-asked', correctionAskedSchema, (asked) => keys.correctionAsked(asked.project, asked.activity, asked.volunteer))
export const volunteerDayItem = itemKind('volunteer-day', volunteerDaySchema, (day) => keys.volunteerDay(day.volunteer, day.day))

/** Everybody who came to an activity, in the order of names. */
export async function attendancesOf(table: Table, activity: string): Promise<Stored<Attendance>[]> {
  return (await table.queryAll(attendanceItem, keys.attendances(activity))).toSorted((a, b) => a.value.name.localeCompare(b.value.name, 'zh-CN') || a.value.number.localeCompare(b.value.number))
}

/** Volunteers' requests that wait in a project, the oldest first. */
export async function correctionsAsked(table: Table, project: string): Promise<CorrectionAsked[]> {
  return (await table.queryAll(correctionAskedItem, keys.correctionsAsked(project))).map(({ value }) => value).toSorted((a, b) => a.at.localeCompare(b.at))
}

/** Everybody's time at some activities, in no order. */
export async function attendancesAt(table: Table, activities: readonly string[]): Promise<Attendance[]> {
  const each = await Promise.all(activities.map((activity) => table.queryAll(attendanceItem, keys.attendances(activity))))
  return each.flat().map(({ value }) => value)
}

/** Everything a volunteer did, by day; and the records themselves, newest first. */
export async function hoursOf(table: Table, volunteer: string): Promise<{ days: VolunteerDay[]; records: Attendance[] }> {
  const days = (await table.queryAll(volunteerDayItem, keys.volunteerDays(volunteer))).map(({ value }) => value)
  const activities = [...new Set(days.flatMap(({ spans }) => spans.map(({ activity }) => activity)))]
  const found = await table.getMany(attendanceItem, activities.map((activity) => keys.attendance(activity, volunteer)))
  return { days, records: found.flatMap((one) => (one === undefined ? [] : [one.value])).toSorted((a, b) => b.from.localeCompare(a.from)) }
}

/** By its unguessable id; under its volunteer in the order of issue. */
export const hoursCertificateItem = itemKind('hours-certificate', hoursCertificateSchema, (certificate) => ({
  ...keys.hoursCertificate(certificate.id), lpk: keys.hoursCertificatesOf(certificate.volunteer).pk, lsk: `${certificate.issuedAt}#${certificate.id}`,
}))
