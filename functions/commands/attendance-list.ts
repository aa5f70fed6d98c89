import * as z from 'zod'
import { type Activity, clockWithin, latestOut, openingMistakes, timeOfDay } from '../../shared/activity/activity.ts'
import { loadActivity } from '../../shared/activity/activity.store.ts'
import { type Attendance, minutesBetween, ratings, type Rating } from '../../shared/hours/hours.ts'
import { attendanceItem, attendancesOf } from '../../shared/hours/hours.store.ts'
import { ageMistakes, type ListLine, MOST_LINES, readList, saysMinor } from '../../shared/hours/list.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { volunteerId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { isRefusal, type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { isMinorOn, maskedName, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, loadVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { refuse, requireGoingOn } from './activity.ts'
import { outWrites, requireOpenNow } from './attendance.ts'
import { ended, type Held, holderOf, openRecord, recordWrites, requireTakingPart } from './hours-record.ts'
import { loadForPart, projectEntry } from './project.ts'
import { agesMissing, consentTo, drawVolunteer, enrolWrites, makeVolunteer, whoIs } from './volunteer-make.ts'

export const leaderSignInput = z.strictObject({ volunteer: volunteerId, deed: z.enum(['in', 'out']) })

/**
 * A leader signs one of the organisation's volunteers in or out on the spot, by the server's clock: it counts as checked in. Signed out by
 * another after the end, nobody is known to have stayed longer: it counts to the end. Throws as `signIn`.
 */
export async function signByLeader(context: Context, project: string, id: string, input: z.infer<typeof leaderSignInput>): Promise<{ state: Attendance['state'] }> {
  return act(context, async () => {
    const held = await forList(context, project, id)
    const { activity } = held
    const before = await context.table.get(attendanceItem, keys.attendance(id, input.volunteer))
    if (input.deed === 'in') {
      if (before !== undefined) return { writes: [], trail: [], answer: { state: before.value.state } }
      requireOpenNow(activity, context.now)
      const volunteer = await ofOrganisation(context, held, input.volunteer)
      requireTakingPart(volunteer, activity)
      const { writes } = await recordWrites(context, held, undefined, openRecord(context, held, volunteer, 'leader', context.now))
      return { writes, trail: [], answer: { state: 'open' as const } }
    }
    if (before === undefined) throw new Refusal('NOT_FOUND')
    if (before.value.state !== 'open') return { writes: [], trail: [], answer: { state: before.value.state } }
    const { writes, record } = await outWrites(context, held, before, activity.endsAt)
    return { writes, trail: [], answer: { state: record.state } }
  })
}

export const backFillInput = z.strictObject({
  /** A pasted list, one line a person. */
  list: z.string().max(40_000).default(''),
  /** Those of the organisation's volunteers who came. */
  volunteers: z.array(volunteerId).max(MOST_LINES).default([]),
  /** For all who have no times of their own; the activity's where they are left out. */
  from: timeOfDay.optional(),
  to: timeOfDay.optional(),
  breakMinutes: z.int().min(0).max(600).optional(),
  rating: z.enum(ratings),
  /** That those who are new on the list agreed on paper, a minor's guardian for them. */
  consent: z.boolean().default(false),
  /** That those who are new and have no age on their line are 18 or older. */
  adults: z.boolean().default(false),
})
export type BackFill = z.infer<typeof backFillInput>

/** What became of one person of a list. */
export interface Row {
  line: number
  name: string
  outcome: 'added' | 'already' | 'refused'
  minutes: number
  state: Attendance['state'] | null
  mistakes: readonly Mistake[]
}

/**
 * Writes down who came, afterwards. Lines that cannot be read stop the whole list; then each person is one transaction, so that a list
 * sent again adds only those who are missing. Throws INVALID, WRONG_STATE.
 */
export async function backFill(context: Context, project: string, id: string, input: BackFill): Promise<{ rows: Row[] }> {
  const { activity } = await forList(context, project, id)
  refuse(openingMistakes(activity).map((one) => ({ ...one, path: '' })))
  const { lines, mistakes } = readList(input.list, 'list')
  refuse(mistakes)
  const people = [...input.volunteers.map((volunteer) => ({ volunteer })), ...lines]
  if (people.length === 0) refuse([{ path: 'list', code: 'REQUIRED', zh: '请勾选到场的人，或贴上名单', en: 'Tick who came, or paste a list' }])
  if (people.length > MOST_LINES) refuse([{ path: 'list', code: 'TOO_MANY', zh: `一次最多 ${MOST_LINES} 人`, en: `At most ${MOST_LINES} people at once` }])
  refuse(await agesMissing(context, activity.district, lines, { adults: input.adults, adultsOnly: activity.dangerous }))
  const rows: Row[] = []
  for (const [i, person] of people.entries()) rows.push(await backFillOne({ ...context, command: null }, activity, person, input, i + 1))
  const added = rows.filter(({ outcome }) => outcome === 'added')
  if (added.length > 0) await note({ ...context, command: null }, activity, added)
  return { rows }
}

/** One line in the project's story for a whole list. */
async function note(context: Context, activity: Activity, added: readonly Row[]): Promise<void> {
  const { value } = await loadProject(context.table, activity.project)
  const minutes = added.reduce((sum, one) => sum + one.minutes, 0)
  await act(context, () => Promise.resolve({
    writes: [], answer: null,
    trail: [projectEntry(value, 'attendance.record', { zh: `补录了“${activity.title}”${added.length} 人的时长，共 ${minutes} 分钟`, en: `recorded the hours of ${added.length} people at "${activity.title}" afterwards, ${minutes} minutes in all` })],
  }))
}

async function backFillOne(context: Context, { project, id }: Activity, person: { volunteer: string } | ListLine, input: BackFill, place: number): Promise<Row> {
  const line = 'line' in person ? person.line : place
  const typed = 'line' in person ? person.name : ''
  const drawn = drawVolunteer()
  try {
    return await act<Row>(context, async () => {
      const held = await forList(context, project, id)
      const { activity } = held
      const { volunteer, writes } = 'volunteer' in person ? { volunteer: await ofOrganisation(context, held, person.volunteer), writes: [] } : await fromLine(context, held, person, input, drawn)
      const before = await context.table.get(attendanceItem, keys.attendance(id, volunteer.id))
      if (before !== undefined) return { writes: [], trail: [], answer: { line, name: volunteer.name, outcome: 'already', minutes: before.value.minutes, state: before.value.state, mistakes: [] } }
      requireTakingPart(volunteer, activity)
      const own = 'line' in person ? person : { from: '', to: '' }
      const [from, to] = timesOf(activity, own.from || input.from, own.to || input.to, context.now)
      const filled: Attendance = { ...openRecord(context, held, volunteer, 'leader', from), kind: 'back-filled', via: 'list', rating: { value: input.rating, at: context.now } }
      const { writes: recorded, record } = await recordWrites(context, held, undefined, ended(activity, filled, from, to, input.breakMinutes))
      return { writes: [...writes, ...recorded], trail: [], answer: { line, name: volunteer.name, outcome: 'added', minutes: record.minutes, state: record.state, mistakes: [] } }
    })
  } catch (error) {
    if (!isRefusal(error) || error.code === 'NOT_ALLOWED') throw error
    return { line, name: typed, outcome: 'refused', minutes: 0, state: null, mistakes: error.mistakes }
  }
}

/** From when to when somebody was there by clock times typed afterwards, the activity's where there are none. Throws INVALID. */
function timesOf(activity: Activity, from: string | undefined, to: string | undefined, now: Instant): [Instant, Instant] {
  const start = from === undefined || from === '' ? activity.startsAt : clockWithin(activity, from)
  const end = to === undefined || to === '' ? activity.endsAt : clockWithin(activity, to)
  refuseTimes(activity, start, end, now)
  return [start, end]
}

/** Times written down afterwards are never longer than the activity (forms.md part 4), at most half an hour after it, and not in the future. Throws INVALID. */
export function refuseTimes(activity: Activity, start: Instant, end: Instant, now: Instant): void {
  const length = minutesBetween(activity.startsAt, activity.endsAt)
  refuse([
    ...(end <= start ? [{ path: 'to', code: 'END_BEFORE_START', zh: '结束时间不能早于开始时间', en: 'It cannot end before it began' }] : []),
    ...(minutesBetween(start, end) > length ? [{ path: 'to', code: 'LONGER_THAN_ACTIVITY', zh: `补录不能超过活动的时长（${length} 分钟）`, en: `Hours recorded afterwards are never longer than the activity (${length} minutes)` }] : []),
    ...(end > latestOut(activity) ? [{ path: 'to', code: 'LONG_AFTER', zh: '最晚到活动结束后半小时', en: 'At most half an hour after the activity’s end' }] : []),
    ...(end > now ? [{ path: 'to', code: 'IN_FUTURE', zh: '还没有到这个时间', en: 'That time has not come yet' }] : []),
  ])
}

async function fromLine(context: Context, held: Held, line: ListLine, { consent, adults }: Pick<BackFill, 'consent' | 'adults'>, drawn: ReturnType<typeof drawVolunteer>) {
  const { activity } = held
  const { known, phone } = await whoIs(context, activity.district, line.who, 'list')
  if (known !== undefined) {
    const { name } = known.value
    refuse([
      ...(name === line.name ? [] : [{ path: 'list', code: 'NAME_DIFFERS', zh: `这个号码登记的是${maskedName(name)}，不是${line.name}`, en: `This number belongs to ${maskedName(name)}, not ${line.name}` }]),
      ...(saysMinor(line) && !isMinorOn(known.value, shanghaiDate(activity.startsAt)) ? [{ path: 'list', code: 'AGE_DIFFERS', zh: '登记的是成年人：请先在志愿者资料里改正', en: 'They are on record as an adult: put their record right first' }] : []),
    ])
    return { volunteer: known.value, writes: await enrolWrites(context, known.value, holderOf(held)) }
  }
  if (phone === undefined) throw new Refusal('INVALID', { mistakes: [{ path: 'list', code: 'NUMBER_UNKNOWN', zh: '没有这个编号，新的志愿者请写手机号', en: 'Nobody has this number; give a mobile number for somebody new' }] })
  refuse(ageMistakes([line], { adults, adultsOnly: activity.dangerous }))
  if (!consent) refuse([{ path: 'consent', code: 'CONSENT_MISSING', zh: '是新的志愿者：要先有本人（未成年人是监护人）同意', en: 'Somebody new: their consent (a minor’s guardian’s) is needed first' }])
  const given = { name: line.name, phone, minor: saysMinor(line), guardian: line.guardian === null ? null : { ...line.guardian, agreedOn: shanghaiDate(context.now) } }
  return makeVolunteer(context, drawn, activity.district, holderOf(held), given, [consentTo('hours', true, given.minor ? 'guardian' : 'paper', context.now)])
}

/** One of the own volunteers of who holds the activity. Throws NOT_FOUND. */
async function ofOrganisation(context: Context, held: Held, volunteer: string): Promise<Volunteer> {
  if ((await context.table.get(enrolmentItem, keys.enrolment(volunteer, holderOf(held)))) === undefined) throw new Refusal('NOT_FOUND')
  return (await loadVolunteer(context.table, volunteer)).value
}

async function forList(context: Context, project: string, id: string): Promise<Held> {
  const { stored } = await loadForPart(context, project, 'activities', 'attendance.record')
  const { value } = await loadActivity(context.table, project, id)
  if (value.state === 'called-off') throw new Refusal('WRONG_STATE', { facts: { state: value.state } })
  await requireGoingOn(context.table, stored.value, value)
  return { activity: value, project: stored }
}

export const rateInput = z.strictObject({ rating: z.enum(ratings), volunteer: volunteerId.optional() })

/** So many ratings fit a transaction. */
const RATED_AT_ONCE = 80

/** Rates one, or everybody who came and is not rated yet. Throws NOT_FOUND. */
export async function rate(context: Context, project: string, id: string, input: { rating: Rating; volunteer?: string | undefined }): Promise<{ rated: number }> {
  const { value } = await loadProject(context.table, project)
  authorise(context, 'attendance.record', projectTarget(value))
  await loadActivity(context.table, project, id)
  let rated = 0
  for (;;) {
    const some = await act({ ...context, command: null }, async () => {
      const all = await attendancesOf(context.table, id)
      const wanted = input.volunteer === undefined ? all.filter((one) => one.value.rating === null && one.value.state !== 'struck') : all.filter((one) => one.value.volunteer === input.volunteer)
      if (input.volunteer !== undefined && wanted.length === 0) throw new Refusal('NOT_FOUND')
      const now = wanted.slice(0, RATED_AT_ONCE)
      return { writes: now.map((one) => attendanceItem.put({ ...one.value, rating: { value: input.rating, at: context.now } }, one.version)), trail: [], answer: { done: now.length, more: wanted.length > now.length } }
    })
    rated += some.done
    if (!some.more) return { rated }
  }
}
