import * as z from 'zod'
import { type Activity, latestOut, openingMistakes, takesSignIns } from '../../shared/activity/activity.ts'
import { findActivity } from '../../shared/activity/activity.store.ts'
import { codeIsGood, ticketIsGood } from '../../shared/hours/code.ts'
import type { Attendance } from '../../shared/hours/hours.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { VolunteerId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { normalPhone, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { loadVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import type { Device } from '../queries/device.ts'
import { countTry } from '../throttle.ts'
import { requireGoingOn } from './activity.ts'
import { ended, type Held, holderOf, openRecord, recordWrites, requireTakingPart } from './hours-record.ts'
import { loadForPart } from './project.ts'
import { consentTo, drawVolunteer, enrolWrites, makeVolunteer, whoIs } from './volunteer-make.ts'

/** Phones typed in an hour from one address at one activity: a crowd behind one network is one address. */
const TYPED_AN_HOUR = 150

export const signInInput = z.strictObject({
  /** The code on the leader's screen, or the ticket of a page that was reached by it. */
  pass: z.string().max(60),
  /** Phone or volunteer number; '' where the browser is remembered. */
  who: z.string().trim().max(40).default(''),
  /** The form of somebody new was sent: what is missing in it is a mistake. */
  newcomer: z.boolean().default(false),
  /** Of somebody new: name, that they are of age or who their guardian is, and their consent. */
  name: z.string().trim().max(60).default(''),
  adult: z.enum(['yes', 'no']).optional(),
  guardianName: z.string().trim().max(60).default(''),
  guardianPhone: z.string().trim().max(40).default(''),
  agree: z.boolean().default(false),
})
export type SignIn = z.infer<typeof signInInput>

export interface SignedIn {
  /** `unknown`: nobody has this phone; a name and a consent are needed. `open`: signed in. */
  state: 'unknown' | Attendance['state']
  volunteer: VolunteerId | null
  name: string
  number: string
  from: Instant | null
  to: Instant | null
  minutes: number
  /** The record was made just now. */
  fresh: boolean
}
const unknown: SignedIn = { state: 'unknown', volunteer: null, name: '', number: '', from: null, to: null, minutes: 0, fresh: false }
const told = ({ state, volunteer, name, number, from, to, minutes }: Attendance, fresh: boolean): SignedIn => ({ state, volunteer, name, number, from, to, minutes, fresh })

/**
 * Signs a volunteer in, by the clock of the server. `device` says whose browser it is; only one that is proved is told at which other
 * activity they are. Signing in again changes nothing. Throws CODE_EXPIRED, WRONG_STATE outside the activity's time, HOURS_OVERLAP, INVALID for who may not take part, TOO_MANY_TRIES.
 */
export async function signIn(context: Context, id: string, input: SignIn, device: Device | undefined): Promise<SignedIn> {
  authorise(context, 'attendance.sign-in', {})
  const drawn = drawVolunteer()
  if (device === undefined) await countTry(context, `sign-in#${id}`, TYPED_AN_HOUR)
  return act(context, async () => {
    const held = await passed(context, id, input.pass)
    const { activity } = held
    const { known, phone } = await asked(context, activity, input.who, device)
    const before = known === undefined ? undefined : await context.table.get(attendanceItem, keys.attendance(id, known.id))
    if (before !== undefined) return { writes: [], trail: [], answer: told(before.value, false) }
    if (known === undefined && !input.newcomer && input.name === '' && !input.agree) return { writes: [], trail: [], answer: unknown }
    requireOpenNow(activity, context.now)
    const { volunteer, writes } = known === undefined ? newcomer(context, held, input, phone, drawn) : { volunteer: known, writes: await enrolWrites(context, known, holderOf(held)) }
    requireTakingPart(volunteer, activity)
    const recorded = await recordWrites(context, held, undefined, openRecord(context, held, volunteer, 'code', context.now), device?.proved === true)
    return { writes: [...writes, ...recorded.writes], trail: [], answer: told(recorded.record, known === undefined) }
  })
}

/** Signs the volunteer out; half an hour past the end counts as the end for whoever comes later. Again changes nothing. Throws as `signIn`. */
export async function signOut(context: Context, id: string, input: { pass: string; who: string }, device: Device | undefined): Promise<SignedIn> {
  authorise(context, 'attendance.sign-in', {})
  if (device === undefined) await countTry(context, `sign-in#${id}`, TYPED_AN_HOUR)
  return act(context, async () => {
    const held = await passed(context, id, input.pass)
    const { known } = await asked(context, held.activity, input.who, device)
    const before = known === undefined ? undefined : await context.table.get(attendanceItem, keys.attendance(id, known.id))
    if (before === undefined) throw new Refusal('WRONG_STATE', { mistakes: [{ path: '', code: 'NOT_SIGNED_IN_HERE', zh: '还没有在这场活动签到', en: 'Not signed in at this activity yet' }] })
    if (before.value.state !== 'open') return { writes: [], trail: [], answer: told(before.value, false) }
    const { writes, record } = await outWrites(context, held, before, latestOut(held.activity))
    return { writes, trail: [], answer: told(record, false) }
  })
}

/** The writes that end an open record now, by the server's clock, or at `latest` where that is over. */
export function outWrites(context: Context, held: Held, before: Stored<Attendance>, latest: Instant): ReturnType<typeof recordWrites> {
  return recordWrites(context, held, before, ended(held.activity, before.value, before.value.from, context.now < latest ? context.now : latest))
}

/** Throws WRONG_STATE, saying why, where nobody can sign in now. */
export function requireOpenNow(activity: Activity, now: Instant): void {
  if (takesSignIns(activity, now)) return
  const missing = activity.state === 'planned' ? openingMistakes(activity).map((one): Mistake => ({ ...one, path: '' })) : []
  throw new Refusal('WRONG_STATE', {
    facts: { state: activity.state },
    mistakes: missing.length > 0 ? missing : [{ path: '', code: 'NOT_OPEN_NOW', zh: '现在不能签到：签到从开始前一小时到活动结束', en: 'Sign-in is closed now: it is open from an hour before the activity until its end' }],
  })
}

/** The activity, for who shows a good code. Throws NOT_FOUND, CODE_EXPIRED, WRONG_STATE while its project does not work on activities. */
async function passed(context: Context, id: string, pass: string): Promise<Held> {
  const { head, activity } = await findActivity(context.table, id)
  if (!codeIsGood(head.secret, pass, context.now) && !ticketIsGood(head.secret, pass, context.now)) throw new Refusal('CODE_EXPIRED')
  const { stored } = await loadForPart(context, activity.project, 'activities', 'attendance.sign-in')
  await requireGoingOn(context.table, stored.value, activity)
  return { activity, project: stored }
}

async function asked(context: Context, activity: Activity, who: string, device: Device | undefined): Promise<{ known: Volunteer | undefined; phone: string | undefined }> {
  if (device !== undefined) return { known: (await loadVolunteer(context.table, device.volunteer)).value, phone: undefined }
  const { known, phone } = await whoIs(context, activity.district, who, 'who')
  if (known === undefined && phone === undefined) throw new Refusal('INVALID', { mistakes: [{ path: 'who', code: 'NUMBER_UNKNOWN', zh: '没有这个编号，请改填手机号', en: 'Nobody has this number; give the mobile number instead' }] })
  return { known: known?.value, phone }
}

function newcomer(context: Context, held: Held, input: SignIn, phone: string | undefined, drawn: ReturnType<typeof drawVolunteer>): { volunteer: Volunteer; writes: Write[] } {
  const guardianPhone = normalPhone(input.guardianPhone)
  const minor = input.adult === 'no'
  const mistakes: Mistake[] = []
  const need = (path: string, zh: string, en: string) => mistakes.push({ path, code: 'REQUIRED', zh, en })
  if (input.name === '') need('name', '请填姓名', 'Give your name')
  if (input.adult === undefined) need('adult', '请选一项', 'Choose one')
  if (minor && input.guardianName === '') need('guardianName', '请填监护人姓名', 'Give the guardian’s name')
  if (minor && guardianPhone === undefined) need('guardianPhone', '请填监护人的手机号', 'Give the guardian’s mobile number')
  if (!input.agree) need('agree', '同意了才能登记时长', 'Hours can be recorded only with this consent')
  if (mistakes.length > 0 || phone === undefined) throw new Refusal('INVALID', { mistakes })
  const guardian = minor ? { name: input.guardianName, phone: guardianPhone ?? '', agreedOn: shanghaiDate(context.now) } : null
  return makeVolunteer(context, drawn, held.activity.district, holderOf(held), { name: input.name, phone, minor, guardian }, [consentTo('hours', true, minor ? 'guardian' : 'self', context.now)])
}
