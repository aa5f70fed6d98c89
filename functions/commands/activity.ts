import * as z from 'zod'
import { type Activity, hoursOn, isDropped, type ActivityPlan, planMistakes, planSchema, repeats, seriesDays } from '../../shared/activity/activity.ts'
import { activitiesOf, activityHeadItem, activityItem, loadActivity, stopsOf } from '../../shared/activity/activity.store.ts'
import { type ActivityState, canMove } from '../../shared/activity/lifecycle.ts'
import { attendancesOf } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { type ActivityId, newActivityId, newSecret } from '../../shared/kernel/ids.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import type { Project } from '../../shared/project/project.ts'
import type { Stored, Table } from '../../shared/store/table.ts'
import { act, type Decision } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { loadForPart, projectEntry } from './project.ts'
import { reread } from './project-move.ts'

export const planInput = planSchema.extend({
  repeat: z.enum(repeats).default('once'),
  /** Last day of a series. */
  until: z.iso.date().optional(),
})

const author = (context: Context): Activity['createdBy'] => {
  const { id, name } = personOf(context)
  return { person: id, name }
}

const sayDay = (activity: Pick<Activity, 'startsAt'>): string => shanghaiDate(activity.startsAt)

/** Plans one activity, or a whole series: each date an activity of its own, to be moved or called off by itself. Throws INVALID, WRONG_STATE. */
export async function planActivities(context: Context, project: string, input: z.infer<typeof planInput>): Promise<{ activities: ActivityId[] }> {
  const { repeat, until, ...plan } = input
  const days = seriesDays(plan.day, repeat, until ?? plan.day)
  const made = days.map((day) => ({ day, id: newActivityId(), secret: newSecret() }))
  const series = days.length > 1 ? newSecret().slice(0, 12) : null
  return act(context, async () => {
    const { stored: { value } } = await loadForPart(context, project, 'activities', 'activity.plan')
    refuse([
      ...(repeat !== 'once' && until === undefined ? [{ path: 'until', code: 'REQUIRED', zh: '重复的活动，请填最后一场的日期', en: 'Give the last day of the series' }] : []),
      ...planMistakes(plan, days, shanghaiDate(value.createdAt), context.now),
    ])
    const { day: _, from: __, to: ___, ...facts } = plan
    const activities = made.map(({ day, id }, i): Activity => ({
      ...facts, id, project: value.id, district: value.district, stage: value.current.number, cycle: value.cycle, ...hoursOn(day, plan),
      series: series === null ? null : { id: series, number: i + 1, of: made.length }, state: 'planned', report: null, calledOff: null, createdAt: context.now, createdBy: author(context),
    }))
    const woken = await reread(context, value)
    const many = activities.length > 1 ? { zh: `等 ${activities.length} 场`, en: ` and ${activities.length - 1} more` } : { zh: '', en: '' }
    return {
      writes: [
        ...woken.writes, ...activities.map((activity) => activityItem.put(activity, 'none')),
        ...made.map(({ id, secret }) => activityHeadItem.put({ activity: id, project: value.id, secret }, 'none')),
      ],
      trail: [projectEntry(value, 'activity.plan', { zh: `安排了活动“${plan.title}”（${plan.day}）${many.zh}`, en: `planned the activity "${plan.title}" (${plan.day})${many.en}` })],
      orders: woken.orders, answer: { activities: activities.map(({ id }) => id) },
    }
  })
}

/** Changes or moves one activity; nobody's recorded time is moved with it. Throws INVALID, WRONG_STATE. */
export function changeActivity(context: Context, project: string, id: string, plan: ActivityPlan): Promise<{ id: ActivityId }> {
  return change(context, project, id, 'activity.plan', async (activity, { value }) => {
    if (activity.state !== 'planned') throw new Refusal('WRONG_STATE', { facts: { state: activity.state } })
    const { day, from: _, to: __, ...facts } = plan
    refuse(planMistakes(plan, [day], shanghaiDate(value.createdAt), context.now))
    const hours = hoursOn(day, plan)
    const moved = hours.startsAt !== activity.startsAt || hours.endsAt !== activity.endsAt
    if (moved && (await attendancesOf(context.table, id)).length > 0) {
      throw new Refusal('WRONG_STATE', { mistakes: [{ path: 'day', code: 'HAS_HOURS', zh: '已经有人签到，时间不能再改；请更正各人的时长', en: 'People have signed in, so its time cannot change any more; correct each one’s hours instead' }] })
    }
    return {
      after: { ...activity, ...facts, ...hours },
      sentence: moved
        ? { zh: `把活动“${plan.title}”从 ${sayDay(activity)} 改到 ${day} ${plan.from}–${plan.to}`, en: `moved the activity "${plan.title}" from ${sayDay(activity)} to ${day} ${plan.from}–${plan.to}` }
        : { zh: `修改了活动“${plan.title}”（${day}）`, en: `changed the activity "${plan.title}" (${day})` },
    }
  })
}

export const reasonInput = z.strictObject({ reason: typed(500) })

export const callOffInput = reasonInput.extend({ /** Of a series: those after it, too. */ rest: z.boolean().default(false) })

/** Calls one date off, or with it all that come after it in its series. Throws WRONG_STATE where people have come. */
export function callOff(context: Context, project: string, id: string, { reason, rest }: z.infer<typeof callOffInput>): Promise<{ id: ActivityId }> {
  return act(context, async (): Promise<Decision<{ id: ActivityId }>> => {
    const { stored } = await loadForPart(context, project, 'activities', 'activity.plan')
    const first = await loadActivity(context.table, project, id)
    const { title, series, startsAt } = first.value
    await requireGoingOn(context.table, stored.value, first.value)
    move(first.value, 'called-off')
    const later = rest && series !== null ? (await activitiesOf(context.table, project)).filter(({ value }) => value.series?.id === series.id && value.startsAt > startsAt && value.state === 'planned') : []
    const off = [first, ...later]
    const came = await Promise.all(off.map(async ({ value }) => (await attendancesOf(context.table, value.id)).some((one) => one.value.state !== 'struck')))
    refuse(off.flatMap(({ value }, i) => (came[i] ? [{ path: '', code: 'HAS_HOURS', zh: `${sayDay(value)} 的活动已经有人签到，不能取消；请填写活动记录`, en: `People have come to the activity of ${sayDay(value)}, so it cannot be called off; report it instead` }] : [])), 'WRONG_STATE')
    const days = later.length === 0 ? { zh: sayDay(first.value), en: sayDay(first.value) } : { zh: `${sayDay(first.value)} 和以后 ${later.length} 场`, en: `${sayDay(first.value)} and the ${later.length} after it` }
    return {
      writes: off.map(({ value, version }) => activityItem.put({ ...value, state: 'called-off', calledOff: { reason, at: context.now, by: author(context) } }, version)),
      trail: [projectEntry(stored.value, 'activity.plan', { zh: `取消了 ${days.zh}的活动“${title}”`, en: `called off the activity "${title}" of ${days.en}` }, { from: first.value.state, to: 'called-off', reason })],
      answer: { id: first.value.id },
    }
  })
}

/** Takes one up again that was called off, while it lies ahead. Throws WRONG_STATE. */
export function takeUpAgain(context: Context, project: string, id: string): Promise<{ id: ActivityId }> {
  return change(context, project, id, 'activity.plan', async (activity) => {
    if (activity.state !== 'called-off' || activity.startsAt <= context.now) throw new Refusal('WRONG_STATE', { facts: { state: activity.state } })
    return { after: { ...activity, state: 'planned', calledOff: null }, sentence: { zh: `恢复了 ${sayDay(activity)} 的活动“${activity.title}”`, en: `took up the activity "${activity.title}" of ${sayDay(activity)} again` } }
  })
}

export const reportInput = z.strictObject({
  what: typed(3000),
  beneficiaries: z.int().min(0).max(1_000_000),
  attendances: z.int().min(0).max(10_000_000),
})

/**
 * Reports what happened, once it is over and everybody's hours and ratings are recorded (Order 67: within ten working days). Throws
 * WRONG_STATE before its end, INVALID where someone is still signed in or not rated.
 */
export function reportActivity(context: Context, project: string, id: string, input: z.infer<typeof reportInput>): Promise<{ id: ActivityId }> {
  return change(context, project, id, 'activity.report', async (activity) => {
    move(activity, 'reported')
    if (context.now < activity.endsAt) throw new Refusal('WRONG_STATE', { mistakes: [{ path: '', code: 'NOT_OVER', zh: '活动还没有结束', en: 'The activity is not over yet' }] })
    const came = (await attendancesOf(context.table, id)).map(({ value }) => value).filter(({ state }) => state !== 'struck')
    const open = came.filter(({ state }) => state === 'open').length
    const unrated = came.filter(({ rating }) => rating === null).length
    refuse([
      ...(input.attendances < input.beneficiaries ? [{ path: 'attendances', code: 'FEWER_THAN_PEOPLE', zh: '人次不会少于人数', en: 'Attendances are never fewer than people' }] : []),
      ...(open > 0 ? [{ path: '', code: 'STILL_OPEN', zh: `还有 ${open} 人没有签退，请先补上结束时间`, en: `${open} have not signed out; give their end first` }] : []),
      ...(unrated > 0 ? [{ path: '', code: 'NOT_RATED', zh: `还有 ${unrated} 人没有评价，请先评价`, en: `${unrated} are not rated yet; rate them first` }] : []),
    ])
    return {
      after: { ...activity, state: 'reported', report: { ...input, at: context.now, by: author(context) } },
      sentence: { zh: `填报了 ${sayDay(activity)} 的活动“${activity.title}”：${input.beneficiaries} 人、${input.attendances} 人次`, en: `reported the activity "${activity.title}" of ${sayDay(activity)}: ${input.beneficiaries} people, ${input.attendances} attendances` },
    }
  })
}

/** Takes a report back to put it right; what it said stays in the trail. Throws WRONG_STATE. */
export function reopenReport(context: Context, project: string, id: string, input: z.infer<typeof reasonInput>): Promise<{ id: ActivityId }> {
  return change(context, project, id, 'activity.report', async (activity) => {
    if (activity.state !== 'reported' || activity.report === null) throw new Refusal('WRONG_STATE', { facts: { state: activity.state } })
    const { beneficiaries, attendances } = activity.report
    return {
      after: { ...activity, state: 'planned', report: null },
      sentence: { zh: `撤回了活动“${activity.title}”的记录（原为 ${beneficiaries} 人、${attendances} 人次）`, en: `took back the report of the activity "${activity.title}" (${beneficiaries} people, ${attendances} attendances)` }, reason: input.reason,
    }
  })
}

interface Change {
  after: Activity
  sentence: { zh: string; en: string }
  reason?: string
}

function change(context: Context, project: string, id: string, action: 'activity.plan' | 'activity.report', decide: (activity: Activity, project: Stored<Project>) => Promise<Change>): Promise<{ id: ActivityId }> {
  return act(context, async (): Promise<Decision<{ id: ActivityId }>> => {
    const { stored } = await loadForPart(context, project, 'activities', action)
    const { value, version } = await loadActivity(context.table, project, id)
    await requireGoingOn(context.table, stored.value, value)
    const { after, sentence, reason } = await decide(value, stored)
    const states = value.state === after.state ? {} : { from: value.state, to: after.state }
    // One that was reported or called off is no longer owed: the machine finds that out by itself.
    const woken = after.state === 'planned' ? await reread(context, stored.value) : { writes: [], orders: [] }
    return { writes: [activityItem.put(after, version), ...woken.writes], trail: [projectEntry(stored.value, action, sentence, { ...states, ...(reason === undefined ? {} : { reason }) })], orders: woken.orders, answer: { id: value.id } }
  })
}

function move({ state }: Activity, to: ActivityState): void {
  if (!canMove(state, to)) throw new Refusal('WRONG_STATE', { facts: { state } })
}

/** Throws WRONG_STATE for an activity that its stage's end has called off: a later cycle may work on activities again, not on this one. */
export async function requireGoingOn(table: Table, project: Project, activity: Activity): Promise<void> {
  if (activity.stage === project.current.number || !isDropped(activity, (await stopsOf(table, project))(activity))) return
  throw new Refusal('WRONG_STATE', { facts: { state: 'called-off' }, mistakes: [{ path: '', code: 'STAGE_OVER', zh: '安排它的阶段已经结束，这场活动算作取消', en: 'The stage it was planned in is over; it counts as called off' }] })
}

/** Throws INVALID (or another code) with the mistakes, if there are any. */
export function refuse(mistakes: readonly Mistake[], code: 'INVALID' | 'WRONG_STATE' = 'INVALID'): void {
  if (mistakes.length > 0) throw new Refusal(code, { mistakes })
}
