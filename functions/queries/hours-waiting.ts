import { type Attendance, minutesOn, type Span, type VolunteerDay } from '../../shared/hours/hours.ts'
import { attendanceItem, volunteerDayItem } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Project } from '../../shared/project/project.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { administered, districtOf } from './districts.ts'
import type { Due } from './due.ts'

/** Records of more than eight hours a day that wait for a district's administrators, oldest first. */
const waitingIn = async (table: Table, district: string): Promise<Attendance[]> => (await table.queryAll(attendanceItem, keys.hoursWaiting(district))).map(({ value }) => value).filter(({ state }) => state === 'waiting')

/** Those of the district that is asked for: number and activity, no names. */
export async function listWaitingHours(context: Context, named?: string): Promise<{ district: string; items: Attendance[] }> {
  const district = districtOf(context, named)
  authorise(context, 'hours.approve', { district })
  return { district, items: await waitingIn(context.table, district) }
}

/** What an administrator has to know of one day to decide: all that the person did on it. */
export interface WaitingDay {
  day: string
  /** Of the record that waits, and of everything on that day that counts or waits, in minutes. */
  minutes: number
  total: number
  others: { span: Span; /** null: in another district. */ title: string | null }[]
}
export interface Waiting {
  record: Attendance
  project: Pick<Project, 'title' | 'organisation'>
  days: WaitingDay[]
}

/** So many are shown on one page; the others follow when these are decided. */
const SHOWN = 30

/** The oldest of them, each with its project and the days it touches. */
export async function readWaitingHours(context: Context, named?: string): Promise<{ district: string; items: Waiting[]; total: number }> {
  const { district, items } = await listWaitingHours(context, named)
  const shown = items.slice(0, SHOWN)
  const projects = await context.table.getMany(projectItem, shown.map(({ project }) => keys.project(project)))
  const read = await Promise.all(shown.map(async (record, i): Promise<Waiting[]> => {
    const project = projects[i]?.value
    return project === undefined ? [] : [{ record, project, days: await daysOf(context, record) }]
  }))
  return { district, items: read.flat(), total: items.length }
}

async function daysOf({ table }: Context, record: Attendance): Promise<WaitingDay[]> {
  const found = await table.getMany(volunteerDayItem, record.days.map(({ day }) => keys.volunteerDay(record.volunteer, day)))
  const spans = (day: VolunteerDay | undefined): Span[] => (day?.spans ?? []).filter(({ activity, state }) => activity !== record.activity && state !== 'struck')
  const elsewhere = [...new Set(found.flatMap((day) => spans(day?.value).map(({ activity }) => activity)))]
  const records = (await table.getMany(attendanceItem, elsewhere.map((activity) => keys.attendance(activity, record.volunteer)))).flatMap((one) => (one === undefined ? [] : [one.value]))
  const titles = new Map<string, string>(records.flatMap(({ activity, district, title }) => (district === record.district ? [[activity, title]] : [])))
  return record.days.map(({ day, minutes }, i) => ({
    day, minutes, total: minutes + minutesOn(found[i]?.value, record.activity), others: spans(found[i]?.value).map((span) => ({ span, title: titles.get(span.activity) ?? null })),
  }))
}

/** For the first page of an administrator: how many wait, and since when. */
export async function dueHours({ actor, table }: Context): Promise<Due[]> {
  const waiting = await Promise.all(administered(actor).map(async (district) => ({ district, items: await waitingIn(table, district) })))
  return waiting.flatMap(({ district, items: [oldest, ...more] }): Due[] => (oldest === undefined ? [] : [{
    title: { zh: `${more.length + 1} 条一天超过 8 小时的时长等您同意，最早的从 ${shanghaiDate(oldest.recordedAt)} 起`, en: `${more.length === 0 ? 'A record' : `${more.length + 1} records`} of more than 8 hours a day ${more.length === 0 ? 'waits' : 'wait'} for your word, since ${shanghaiDate(oldest.recordedAt)}` },
    about: { zh: '志愿服务时长', en: 'Service hours' }, href: `/hours/waiting?district=${district}`, until: null, state: 'wait',
  }]))
}
