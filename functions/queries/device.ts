import { secretHash, type VolunteerId, volunteerId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import type { Volunteer } from '../../shared/volunteer/volunteer.ts'
import { deviceItem, loadVolunteer } from '../../shared/volunteer/volunteer.store.ts'
import { authorise, type Context } from '../context.ts'

/** Whose phone it is; `proved`: they may see their own record on it (shared/volunteer: deviceItem). */
export interface Device {
  volunteer: VolunteerId
  proved: boolean
}

/** Whose phone a cookie says this is; undefined for one that is unknown, over or taken back. */
export async function deviceOf(context: Context, cookie: string | undefined): Promise<Device | undefined> {
  const volunteer = volunteerId.safeParse(cookie?.split('.')[0]).data
  if (cookie === undefined || volunteer === undefined) return undefined
  const found = await context.table.get(deviceItem, keys.volunteerDevice(volunteer, secretHash(cookie)))
  return found === undefined || found.value.endsAt <= Date.now() ? undefined : { volunteer, proved: found.value.proved }
}

/** The volunteer whose own record this browser may see. Throws NOT_ALLOWED where it has not been proved. */
export async function ownVolunteer(context: Context, cookie: string | undefined): Promise<Stored<Volunteer>> {
  authorise(context, 'volunteer.own', {})
  const device = await deviceOf(context, cookie)
  if (device?.proved !== true) throw new Refusal('NOT_ALLOWED')
  return loadVolunteer(context.table, device.volunteer)
}
