import * as z from 'zod'
import { type Activity, type ActivityHead, isDropped, latestOut, lateFrom, openingMistakes, opensAt, type Standing, standingOf, takesSignIns } from '../../shared/activity/activity.ts'
import { activitiesOf, activityHeadItem, findActivity, loadActivity, stopsOf } from '../../shared/activity/activity.store.ts'
import { codeAt, codeIsGood, codeLasts, ticketAt, ticketIsGood } from '../../shared/hours/code.ts'
import { type Attendance, countedMinutes, type Sums } from '../../shared/hours/hours.ts'
import { attendanceItem, attendancesOf } from '../../shared/hours/hours.store.ts'
import { type DateString, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { loadCorrections } from '../../shared/notice/calendar.store.ts'
import { may } from '../../shared/person/access.ts'
import { type ProjectFile, projectFiles } from '../../shared/project/file.store.ts'
import { isOpenFor, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Enrolment, maskedName } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, loadVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import { authorise, type Context } from '../context.ts'
import { deviceOf } from './device.ts'
import { doubtsAbout, type HoursDoubt, toldDoubts } from './doubt.ts'
import { shownEnrolment } from './volunteer.ts'
import { pageWithin } from './paging.ts'

export const standings = ['ahead', 'under-way', 'to-report', 'late', 'reported', 'unreported', 'called-off'] as const satisfies readonly Standing[]
export const activityFilter = z.object({
  standing: z.enum(standings).optional(),
  /** First and last day. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
})

export interface ActivityLine {
  activity: Activity
  standing: Standing
}
export interface ActivityList {
  project: Project
  items: ActivityLine[]
  total: number
  page: number
  size: number
  counts: Partial<Record<Standing, number>>
  /** Whether the asker can plan more now. */
  open: boolean
}

/** A project's activities: what lies ahead first, the next one on top; then what is over, the latest on top. */
export async function listActivities(context: Context, id: string, filter: z.infer<typeof activityFilter>): Promise<ActivityList> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'activity.read', projectTarget(project))
  const [all, corrections, open, stopped] = await Promise.all([activitiesOf(context.table, id), loadCorrections(context.table, project.district), isOpen(context, project), stopsOf(context.table, project)])
  const lines = all.map(({ value: activity }): ActivityLine => ({ activity, standing: standingOf(activity, corrections, context.now, stopped(activity)) }))
  const counts: Partial<Record<Standing, number>> = {}
  for (const { standing } of lines) counts[standing] = (counts[standing] ?? 0) + 1
  const found = lines.filter(({ activity, standing }) =>
    (filter.standing === undefined || standing === filter.standing) && (filter.from === undefined || dayOf(activity) >= filter.from) && (filter.to === undefined || dayOf(activity) <= filter.to))
  const ahead = found.filter(({ activity }) => activity.endsAt > context.now)
  const ordered = [...ahead, ...found.filter(({ activity }) => activity.endsAt <= context.now).toReversed()]
  const page = pageWithin(filter.page, filter.size, found.length)
  return { project, items: ordered.slice((page - 1) * filter.size, page * filter.size), total: found.length, page, size: filter.size, counts, open }
}

const dayOf = ({ startsAt }: Activity): string => shanghaiDate(startsAt)

/** Whether the project works on activities now and the asker is one of those who do. */
async function isOpen(context: Context, project: Project): Promise<boolean> {
  if (!may(context.actor, 'activity.plan', projectTarget(project))) return false
  const definition = await loadDefinition(context.table, project.district, project.current.definition)
  return isOpenFor(project, 'activities', ruleFor(definition, project.current.name).parts)
}

export interface ActivityView extends ActivityLine {
  project: Project
  /** Called off by the end of the stage it was planned in. */
  dropped: boolean
  lateFrom: DateString
  latestOut: Instant
  /** What keeps it from opening. */
  opening: Mistake[]
  takesSignIns: boolean
  attendances: Attendance[]
  sums: Sums
  doubts: HoursDoubt[]
  /** Whether the asker may say what was found out about them. */
  explains: boolean
  photos: ProjectFile[]
  /** Of the organisation's volunteers, those who are not recorded yet; for members only. */
  others: Enrolment[]
  /** The asker is a member and the project works on activities. */
  open: boolean
  /** Whether the asker may correct hours. */
  member: boolean
}

/** One activity with who came. Names of minors are masked, and everybody's for those who only look on. */
export async function readActivity(context: Context, projectId: string, id: string): Promise<ActivityView> {
  const { value: project } = await loadProject(context.table, projectId)
  authorise(context, 'activity.read', projectTarget(project))
  const member = may(context.actor, 'hours.correct', projectTarget(project))
  const [{ value: activity }, attendances, corrections, files, open, listed, stops] = await Promise.all([
    loadActivity(context.table, projectId, id), attendancesOf(context.table, id), loadCorrections(context.table, project.district), projectFiles(context.table, projectId), isOpen(context, project),
    member ? context.table.queryAll(enrolmentItem, keys.volunteersOf(project.organisation.id)) : [], stopsOf(context.table, project),
  ])
  const stopped = stops(activity)
  const dropped = isDropped(activity, stopped)
  const records = attendances.map(({ value }) => value)
  const came = new Set<string>(records.map(({ volunteer }) => volunteer))
  return {
    project, activity, standing: standingOf(activity, corrections, context.now, stopped), dropped, lateFrom: lateFrom(activity, corrections), latestOut: latestOut(activity), opening: openingMistakes(activity),
    takesSignIns: !dropped && takesSignIns(activity, context.now), attendances: records.map((one) => (member && !one.minor ? one : { ...one, name: maskedName(one.name) })), sums: countedMinutes(records),
    doubts: await toldDoubts(context, project, await doubtsAbout(context, [activity], records, files)), explains: may(context.actor, 'doubt.explain', projectTarget(project)), photos: files.map(({ value }) => value).filter(({ kind, of }) => kind === 'photo' && of === id),
    others: listed.map(({ value }) => shownEnrolment(value)).filter(({ volunteer }) => !came.has(volunteer)).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN')), open: open && !dropped, member,
  }
}

const DOUBTS_OF = 20

export interface DoubtsView {
  project: Project
  /** Of one page of activities, those with a doubt. */
  items: { activity: Activity; doubts: HoursDoubt[]; names: Map<string, string> }[]
  page: number
  size: number
  /** Activities that were looked through in all. */
  total: number
}

/** What is doubtful in a project, a page of its activities at a time, the latest first. */
export async function listDoubts(context: Context, id: string, asked: number): Promise<DoubtsView> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'activity.read', projectTarget(project))
  const [all, files] = await Promise.all([activitiesOf(context.table, id), projectFiles(context.table, id)])
  const held = all.map(({ value }) => value).filter(({ startsAt }) => startsAt <= context.now).toReversed()
  const page = pageWithin(asked, DOUBTS_OF, held.length)
  const some = held.slice((page - 1) * DOUBTS_OF, page * DOUBTS_OF)
  const came = await Promise.all(some.map(async (activity) => (await attendancesOf(context.table, activity.id)).map(({ value }) => value)))
  const found = await toldDoubts(context, project, await doubtsAbout(context, some, came.flat(), files))
  const items = some.flatMap((activity, i) => {
    const own = found.filter((one) => one.activity === activity.id)
    return own.length === 0 ? [] : [{ activity, doubts: own, names: new Map((came[i] ?? []).map(({ volunteer, name, number }) => [volunteer, `${maskedName(name)} ${number}`])) }]
  })
  return { project, items, page, size: DOUBTS_OF, total: held.length }
}

export interface CodeView {
  project: Project
  activity: Activity
  /** By itself, or by the end of its stage. */
  calledOff: boolean
  /** Where the code leads; null while nobody can sign in or out. */
  url: string | null
  /** Seconds until the next one. */
  lasts: number
  opensAt: Instant
  /** Signed in and not out, and out. */
  here: number
  gone: number
}

/** The code that stands on the leader's screen now. For members of the organisation. */
export async function readCode(context: Context, projectId: string, id: string): Promise<CodeView> {
  const { value: project } = await loadProject(context.table, projectId)
  authorise(context, 'attendance.record', projectTarget(project))
  const [{ value: activity }, head, came, stops] = await Promise.all([loadActivity(context.table, projectId, id), context.table.get(activityHeadItem, keys.activityHead(id)), attendancesOf(context.table, id), stopsOf(context.table, project)])
  if (head === undefined) throw new Refusal('NOT_FOUND')
  const calledOff = activity.state === 'called-off' || isDropped(activity, stops(activity))
  const shown = !calledOff && (takesSignIns(activity, context.now) || (activity.state === 'planned' && context.now >= activity.endsAt && context.now < latestOut(activity)))
  return {
    project, activity, calledOff, url: shown ? `${context.environment.XIUYUAN_BASE_URL}/v/${id}/${codeAt(head.value.secret, context.now)}` : null, lasts: codeLasts(context.now), opensAt: opensAt(activity),
    here: came.filter(({ value }) => value.state === 'open').length, gone: came.filter(({ value }) => value.state === 'counted' || value.state === 'waiting').length,
  }
}

export interface SignInView {
  activity: Pick<Activity, 'id' | 'district' | 'title' | 'place' | 'startsAt' | 'endsAt'>
  project: string
  organisation: string
  /** For the page's forms. */
  ticket: string
  /** Whose browser it is. */
  remembered: { name: string; record: Attendance | null } | null
}

/** What somebody sees who scanned the code. Throws NOT_FOUND, CODE_EXPIRED. */
export const readSignIn = (context: Context, id: string, code: string, cookie: string | undefined): Promise<SignInView> =>
  signInView(context, id, cookie, ({ secret }) => (codeIsGood(secret, code, context.now) ? ticketAt(secret, context.now) : undefined))

/** The same for a form of that page, which goes on with its ticket (or the code itself): it lasts no longer for it. Throws NOT_FOUND, CODE_EXPIRED. */
export const readSigningIn = (context: Context, id: string, pass: string, cookie: string | undefined): Promise<SignInView> =>
  signInView(context, id, cookie, ({ secret }) => (codeIsGood(secret, pass, context.now) || ticketIsGood(secret, pass, context.now) ? pass : undefined))

async function signInView(context: Context, id: string, cookie: string | undefined, ticketOf: (head: ActivityHead) => string | undefined): Promise<SignInView> {
  authorise(context, 'attendance.sign-in', {})
  const { head, activity } = await findActivity(context.table, id)
  const ticket = ticketOf(head)
  if (ticket === undefined) throw new Refusal('CODE_EXPIRED')
  const { value: project } = await loadProject(context.table, activity.project)
  const device = await deviceOf(context, cookie)
  const remembered = device === undefined ? null : await rememberedAt(context, id, device.volunteer)
  return { activity, project: project.title, organisation: project.organisation.name, ticket, remembered }
}

async function rememberedAt(context: Context, activity: string, volunteer: string): Promise<NonNullable<SignInView['remembered']>> {
  const [{ value }, record] = await Promise.all([loadVolunteer(context.table, volunteer), context.table.get(attendanceItem, keys.attendance(activity, volunteer))])
  return { name: maskedName(value.name), record: record?.value ?? null }
}
