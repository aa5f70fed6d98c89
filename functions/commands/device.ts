import { newSecret, secretHash, type VolunteerId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import { maskedName, normalNumber, normalPhone, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { deviceItem, findVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import { authorise, type Context } from '../context.ts'
import { deviceOf } from '../queries/device.ts'
import { countTry } from '../throttle.ts'
import { whoIs } from './volunteer-make.ts'

/** Half a year, by the real clock. */
export const DEVICE_DAYS = 180
/** Tries an hour from one address to prove who one is. */
const PROOFS_AN_HOUR = 12

/** Remembers the browser that asks; returns its cookie, of which the table keeps only a digest. */
export async function rememberDevice(context: Context, volunteer: VolunteerId, proved: boolean): Promise<string> {
  const cookie = `${volunteer}.${newSecret()}`
  const since = Date.now()
  await context.table.transact([deviceItem.put({ volunteer, hash: secretHash(cookie), proved, since, endsAt: since + DEVICE_DAYS * 86_400_000 }, 'none')])
  return cookie
}

/** Remembers the browser of a volunteer who typed their phone or number: for signing in and out. Throws INVALID, NOT_FOUND. */
export async function rememberTyped(context: Context, district: string, who: string): Promise<{ cookie: string; name: string }> {
  const { known } = await whoIs(context, district, who, 'who')
  if (known === undefined) throw new Refusal('NOT_FOUND')
  return { cookie: await rememberDevice(context, known.value.id, false), name: maskedName(known.value.name) }
}

/** Lets a volunteer see their own record: phone and number have to belong to the same one. Throws INVALID (not saying which is wrong), TOO_MANY_TRIES. */
export async function proveVolunteer(context: Context, typed: { phone: string; number: string }): Promise<Volunteer> {
  authorise(context, 'volunteer.own', {})
  await countTry(context, 'own-hours', PROOFS_AN_HOUR)
  const [phone, number] = [normalPhone(typed.phone), normalNumber(typed.number)]
  const found = phone === undefined || number === undefined ? undefined : await findVolunteer(context.table, context.environment.XIUYUAN_DISTRICT, number)
  if (found === undefined || found.value.phone !== phone) {
    throw new Refusal('INVALID', { mistakes: [{ path: 'number', code: 'NOT_PROVED', zh: '手机号和志愿者编号对不上。编号可以问带队的人。', en: 'Phone and volunteer number do not belong together. The leader can tell you your number.' }] })
  }
  return found.value
}

/** Forgets this browser, or all that were ever remembered for its volunteer. */
export async function forgetDevices(context: Context, cookie: string | undefined, all: boolean): Promise<void> {
  authorise(context, 'volunteer.own', {})
  const device = await deviceOf(context, cookie)
  if (device === undefined || cookie === undefined) return
  const known = all ? (await context.table.queryAll(deviceItem, keys.volunteerDevices(device.volunteer))).map(({ key }) => key) : [keys.volunteerDevice(device.volunteer, secretHash(cookie))]
  await Promise.all(known.map((key) => context.table.transact([{ remove: key, expect: 'any' }])))
}
