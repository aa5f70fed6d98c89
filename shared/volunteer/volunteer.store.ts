import * as z from 'zod'
import { personId, volunteerId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { enrolmentSchema, lookup, type Volunteer, volunteerSchema } from './volunteer.ts'

export const volunteerItem = itemKind('volunteer', volunteerSchema, (volunteer) => keys.volunteer(volunteer.id))
/** Who has this phone or number, by its digest. */
export const volunteerByItem = itemKind('volunteer-by', z.object({ digest: z.string(), volunteer: volunteerId }), (by) => keys.volunteerBy(by.digest))
export const enrolmentItem = itemKind('enrolment', enrolmentSchema, (enrolment) => ({
  ...keys.enrolment(enrolment.volunteer, enrolment.organisation), lpk: keys.volunteersOf(enrolment.organisation).pk, lsk: `${enrolment.name}#${enrolment.volunteer}`,
}))

/**
 * A phone that is remembered: its cookie holds the secret, the table only the digest. By a phone number alone it may sign in and out;
 * `proved` (phone and number, or the record was made on it) also sees the volunteer's own record.
 */
export const deviceItem = itemKind(
  'volunteer-device', z.object({ volunteer: volunteerId, hash: z.string(), proved: z.boolean(), since: z.number(), endsAt: z.number() }),
  (device) => keys.volunteerDevice(device.volunteer, device.hash), (device) => Math.floor(device.endsAt / 1000),
)
/** A member gave a reason to look at a minor's record, and may for a while. The real clock rules it. */
export const lookItem = itemKind(
  'volunteer-look', z.object({ volunteer: volunteerId, person: personId, endsAt: z.number() }),
  (look) => keys.volunteerLook(look.volunteer, look.person), (look) => Math.floor(look.endsAt / 1000),
)

/** Throws NOT_FOUND. */
export async function loadVolunteer(table: Table, id: string): Promise<Stored<Volunteer>> {
  const found = await table.get(volunteerItem, keys.volunteer(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** By a normalised phone or number; undefined where nobody has it. */
export async function findVolunteer(table: Table, district: string, phoneOrNumber: string): Promise<Stored<Volunteer> | undefined> {
  const by = await table.get(volunteerByItem, keys.volunteerBy(lookup(district, phoneOrNumber)))
  return by === undefined ? undefined : table.get(volunteerItem, keys.volunteer(by.value.volunteer))
}
