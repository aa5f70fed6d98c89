import * as z from 'zod'
import { type Activity, clockOf, clockWithin, timeOfDay } from '../../shared/activity/activity.ts'
import { loadActivity } from '../../shared/activity/activity.store.ts'
import { type Attendance, shownHours } from '../../shared/hours/hours.ts'
import { attendanceItem, correctionAskedItem } from '../../shared/hours/hours.store.ts'
import { activityId, volunteerId } from '../../shared/kernel/ids.ts'
import { isRefusal, Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { ownVolunteer } from '../queries/device.ts'
import { refuse } from './activity.ts'
import { refuseTimes } from './attendance-list.ts'
import { ended, recorder, recordWrites } from './hours-record.ts'
import { newsOf } from './news.ts'
import { projectEntry } from './project.ts'

export const correctInput = z.strictObject({
  /** `times`: other times; `strike`: does not count, and stays to be seen; `keep`: an asked correction is answered with what stands. */
  effect: z.enum(['times', 'strike', 'keep']),
  from: timeOfDay.optional(),
  to: timeOfDay.optional(),
  breakMinutes: z.int().min(0).max(600).optional(),
  reason: typed(500),
})
export type Correct = z.infer<typeof correctInput>

/**
 * Puts one record right; the old value, the reason and both names are kept (forms.md part 4 (7)). Times that lie within a check-in and
 * its check-out leave it checked in; any other are written down afterwards. Throws NOT_FOUND, INVALID, HOURS_OVERLAP.
 */
export function correctHours(context: Context, project: string, id: string, volunteer: string, input: Correct): Promise<Pick<Attendance, 'state' | 'minutes' | 'kind'>> {
  return act(context, async () => {
    const stored = await loadProject(context.table, project)
    const { value } = stored
    authorise(context, 'hours.correct', projectTarget(value))
    const [{ value: activity }, before] = await Promise.all([loadActivity(context.table, project, id), loadAttendance(context, id, volunteer)])
    const after = corrected(context, activity, before.value, input)
    const { writes, record } = input.effect === 'keep' ? { writes: [attendanceItem.put(after, before.version)], record: after } : await recordWrites(context, { activity, project: stored }, before, after)
    return {
      writes: [...writes, ...(before.value.asked === null ? [] : [{ remove: keys.correctionAsked(project, id, volunteer), expect: 'any' as const }])],
      trail: [projectEntry(value, 'hours.correct', sentenceOf(activity, before.value, record, input), { reason: input.reason, ...(before.value.state === record.state ? {} : { from: before.value.state, to: record.state }) })],
      answer: { state: record.state, minutes: record.minutes, kind: record.kind },
    }
  })
}

function corrected(context: Context, activity: Activity, before: Attendance, input: Correct): Attendance {
  const { id: person, name } = personOf(context)
  const { kind, state, from, to, breakMinutes, minutes } = before
  const kept: Attendance = {
    ...before, asked: null,
    corrections: [...before.corrections, { at: context.now, reason: input.reason, by: { person, name }, recordedBy: before.recordedBy, before: { kind, state, from, to, breakMinutes, minutes } }],
  }
  if (input.effect === 'keep') return kept
  const anew: Attendance = { ...kept, recordedBy: recorder(context), approval: null }
  if (input.effect === 'strike') return { ...anew, state: 'struck', to: to ?? from }
  // A clock time that was left as it is shown means the very instant: seconds are not shown.
  const start = input.from === undefined || input.from === clockOf(from) ? from : clockWithin(activity, input.from)
  const end = to !== null && (input.to === undefined || input.to === clockOf(to)) ? to : input.to === undefined ? activity.endsAt : clockWithin(activity, input.to)
  const within = kind === 'checked-in' && to !== null && start >= from && end <= to
  if (!within) refuseTimes(activity, start, end, context.now)
  return ended(activity, { ...anew, kind: within ? 'checked-in' : 'back-filled' }, start, end, input.breakMinutes)
}

function sentenceOf(activity: Activity, before: Attendance, after: Attendance, { effect }: Correct): { zh: string; en: string } {
  const of = { zh: `编号 ${before.number} 在“${activity.title}”的时长`, en: `the hours of number ${before.number} at "${activity.title}"` }
  if (effect === 'keep') return { zh: `答复了${of.zh}的更正请求：不改`, en: `answered the request about ${of.en}: they stand` }
  if (effect === 'strike') return { zh: `不再计入${of.zh}（原为 ${shownHours(before.minutes)} 小时）`, en: `took ${of.en} out of the count (${shownHours(before.minutes)} h)` }
  return { zh: `更正了${of.zh}：${shownHours(before.minutes)} → ${shownHours(after.minutes)} 小时`, en: `corrected ${of.en}: ${shownHours(before.minutes)} → ${shownHours(after.minutes)} h` }
}

export const approveInput = z.strictObject({ granted: z.boolean(), /** Has to be given for a no. */ reason: z.string().trim().max(500).default('') })

/** An administrator's word on more than eight hours a day: they count, or they do not. Throws NOT_FOUND, WRONG_STATE where nothing waits, INVALID for a no without a reason. */
export function approveHours(context: Context, id: string, volunteer: string, input: z.infer<typeof approveInput>): Promise<{ state: Attendance['state'] }> {
  return act(context, async () => {
    const before = await loadAttendance(context, id, volunteer)
    authorise(context, 'hours.approve', { district: before.value.district })
    if (before.value.state !== 'waiting') throw new Refusal('WRONG_STATE', { facts: { state: before.value.state } })
    refuse(!input.granted && input.reason === '' ? [{ path: 'reason', code: 'REQUIRED', zh: '不计入时请写明理由，对方会看到', en: 'Give the reason for a no; they will read it' }] : [])
    const [stored, { value: activity }] = await Promise.all([loadProject(context.table, before.value.project), loadActivity(context.table, before.value.project, id)])
    const { value: project } = stored
    const { id: person, name } = personOf(context)
    const after: Attendance = { ...before.value, state: input.granted ? 'counted' : 'struck', approval: { at: context.now, by: { person, name }, granted: input.granted, reason: input.reason } }
    const { writes, record } = await recordWrites(context, { activity, project: stored }, before, after)
    const said = input.granted ? { zh: '同意计入', en: 'counts' } : { zh: '没有同意计入', en: 'does not count' }
    const hours = shownHours(before.value.minutes)
    return {
      writes,
      trail: [projectEntry(project, 'hours.approve', { zh: `对编号 ${record.number} 在“${activity.title}”的 ${hours} 小时（一天超过 8 小时）${said.zh}`, en: `decided that ${hours} h of number ${record.number} at "${activity.title}" (more than 8 h a day) ${said.en}` }, { from: 'waiting', to: record.state, ...(input.reason === '' ? {} : { reason: input.reason }) })],
      orders: await newsOf(context, project, [{ organisation: project.organisation.id }], {
        news: { zh: `“${activity.title}”中一天超过 8 小时的时长，管理员${said.zh}`, en: `Hours above 8 a day at "${activity.title}": the administrator's word is that it ${said.en}` },
        reason: input.reason, path: `/projects/${project.id}/activities/${id}`,
      }, `hours/${id}/${volunteer}/${before.version}`),
      answer: { state: record.state },
    }
  })
}

export const approveManyInput = z.strictObject({
  /** Of each record: activity and volunteer. */
  records: z.array(z.strictObject({ activity: activityId, volunteer: volunteerId })).min(1).max(50),
  reason: approveInput.shape.reason,
})

/** One yes for several, each a transaction of its own; those that somebody has decided meanwhile are passed over. Throws NOT_FOUND, NOT_ALLOWED. */
export async function approveMany(context: Context, { records, reason }: z.infer<typeof approveManyInput>): Promise<{ approved: number }> {
  let approved = 0
  for (const { activity, volunteer } of records) {
    try {
      await approveHours({ ...context, command: null }, activity, volunteer, { granted: true, reason })
      approved += 1
    } catch (error) {
      if (!isRefusal(error, 'WRONG_STATE')) throw error
    }
  }
  return { approved }
}

export const askInput = z.strictObject({ activity: z.string().max(40), text: typed(500) })

/** The volunteer asks for a record of theirs to be put right; who delivers the project now is told, and can answer. `cookie` is the proved browser's. Throws NOT_ALLOWED, NOT_FOUND. */
export function askCorrection(context: Context, cookie: string | undefined, input: z.infer<typeof askInput>): Promise<{ asked: boolean }> {
  return act(context, async () => {
    const { value: volunteer } = await ownVolunteer(context, cookie)
    const before = await loadAttendance(context, input.activity, volunteer.id)
    const { value: project } = await loadProject(context.table, before.value.project)
    return {
      writes: [
        attendanceItem.put({ ...before.value, asked: { at: context.now, text: input.text } }, before.version),
        correctionAskedItem.put({ project: project.id, activity: before.value.activity, volunteer: volunteer.id, title: before.value.title, at: context.now }, 'any'),
      ],
      trail: [entryOfAsking(project, before.value)],
      orders: await newsOf(context, project, [{ organisation: project.organisation.id }], {
        news: { zh: `一位志愿者请求更正在“${before.value.title}”的时长`, en: `A volunteer asks for the hours at "${before.value.title}" to be put right` },
        path: `/projects/${project.id}/activities/${input.activity}`,
      }, `hours-asked/${input.activity}/${volunteer.id}/${before.version}`),
      answer: { asked: true },
    }
  })
}

const entryOfAsking = (project: Project, { number, title }: Attendance) =>
  projectEntry(project, 'volunteer.own', { zh: `编号 ${number} 的志愿者请求更正在“${title}”的时长`, en: `volunteer number ${number} asked for the hours at "${title}" to be put right` })

/** Throws NOT_FOUND. */
export async function loadAttendance({ table }: Context, activity: string, volunteer: string): Promise<Stored<Attendance>> {
  const found = await table.get(attendanceItem, keys.attendance(activity, volunteer))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
