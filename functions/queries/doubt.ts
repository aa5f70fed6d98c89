import { activityHeadItem, activityItem, presentActivities } from '../../shared/activity/activity.store.ts'
import type { Activity } from '../../shared/activity/activity.ts'
import { type Explained, openOnes, withExplanations } from '../../shared/doubt/doubt.ts'
import { explainedOf } from '../../shared/doubt/doubt.store.ts'
import { type Doubt, doubts, hoursDoubtId, overlong } from '../../shared/hours/doubts.ts'
import type { Attendance } from '../../shared/hours/hours.ts'
import { attendancesAt, volunteerDayItem } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { may } from '../../shared/person/access.ts'
import { type ProjectFile, projectFiles } from '../../shared/project/file.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { heldWithin } from '../../shared/report/figures.ts'
import type { Period } from '../../shared/spending/spending.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { readSpending } from './spending.ts'

/** A doubt about who came or about a photo, with where the other record of it stands and what was found out. */
export type HoursDoubt = Doubt & { id: string; explained: Explained | null; place: Place | null }
export interface Place {
  title: Bilingual
  /** null: it is another organisation's, which the asker does not read. */
  href: string | null
}

/** What is doubtful about some activities: the days of those who came there (`records`), and the project's photos. */
export async function doubtsAbout(context: Context, activities: readonly Activity[], records: readonly Attendance[], files: readonly { value: ProjectFile }[]): Promise<Doubt[]> {
  const wanted = new Map(records.flatMap(({ volunteer, days, from }) => [...days.map(({ day }) => day), shanghaiDate(from)].map((day) => [`${volunteer} ${day}`, keys.volunteerDay(volunteer, day)] as const)))
  const days = await context.table.getMany(volunteerDayItem, [...wanted.values()])
  const photos = files.flatMap(({ value: { file, kind, of, sha256, at } }) => (kind === 'photo' ? [{ file, activity: of, sha256, at }] : []))
  return [...overlong(activities, records), ...doubts(activities.map(({ id }) => id), days.flatMap((one) => (one === undefined ? [] : [one.value])), photos, context.now)]
}

/** The same doubts as they are told. */
export async function toldDoubts(context: Context, project: Project, found: readonly Doubt[]): Promise<HoursDoubt[]> {
  const others = [...new Set(found.flatMap((one) => otherOf(one) ?? []))]
  const [explained, places] = await Promise.all([explainedOf(context.table, project.id), Promise.all(others.map(async (of) => [of, await placeOf(context, project, of)] as const))])
  const known = new Map(places)
  return withExplanations(found.map((one) => ({ ...one, id: hoursDoubtId(one) })), explained).map((one) => ({ ...one, place: known.get(otherOf(one) ?? '') ?? null }))
}

const otherOf = (doubt: Doubt): string | undefined => (doubt.kind === 'two-places' ? doubt.other : doubt.kind === 'same-photo' ? doubt.otherActivity : undefined)

/** Where a photo or a span of hours stands: an activity, a report (`report-<stage>-<number>`), or the project itself. */
async function placeOf(context: Context, project: Project, of: string): Promise<Place> {
  const [, stage, number] = /^report-(\d+)-(\d+)$/.exec(of) ?? []
  if (stage !== undefined && number !== undefined) return { title: { zh: `第 ${number} 期报告`, en: `Report ${number}` }, href: `/projects/${project.id}/reports/${stage}/${number}` }
  const head = (await context.table.get(activityHeadItem, keys.activityHead(of)))?.value
  const home = head === undefined ? project.id : head.project
  const [activity, owner] = await context.table.getEach({ kind: activityItem, key: keys.activity(home, of) }, { kind: projectItem, key: keys.project(home) })
  if (activity === undefined || owner === undefined) return { title: { zh: project.title }, href: `/projects/${project.id}` }
  if (!may(context.actor, 'activity.read', projectTarget(owner.value))) return { title: { zh: '别的机构的一场活动', en: 'an activity of another organisation' }, href: null }
  return { title: { zh: `${shanghaiDate(activity.value.startsAt)} ${activity.value.title}` }, href: `/projects/${home}/activities/${of}` }
}

export interface DoubtCount {
  /** Doubts that nobody has explained, about who came and photos, and about spending. */
  activities: number
  spending: number
}

/** How many doubts about some activities of a project nobody has explained. The caller has authorised it. */
export async function openDoubtsAt(context: Context, project: string, activities: readonly Activity[]): Promise<number> {
  if (activities.length === 0) return 0
  const [records, files, explained] = await Promise.all([attendancesAt(context.table, activities.map(({ id }) => id)), projectFiles(context.table, project), explainedOf(context.table, project)])
  const found = await doubtsAbout(context, activities, records, files)
  return openOnes(found.map((one) => ({ id: hoursDoubtId(one) })), explained)
}

/** How much is doubtful and unexplained in the project's present cycle, or in one period of it. The caller has authorised it. */
export async function openDoubts(context: Context, project: Project, period: Period | null = null): Promise<DoubtCount> {
  const [all, explained, { entries }] = await Promise.all([presentActivities(context.table, project), explainedOf(context.table, project.id), readSpending(context, project.id)])
  const held: Activity[] = (period === null ? all : heldWithin(all, period)).filter(({ startsAt }) => startsAt <= context.now)
  const spent = entries.filter(({ spending: { day } }) => period === null || (day >= period.from && day <= period.to))
  return { activities: await openDoubtsAt(context, project.id, held), spending: openOnes(spent.flatMap((one) => one.doubts), explained) }
}
