import * as z from 'zod'
import { volunteerId } from '../kernel/ids.ts'
import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { enrolmentSchema, volunteerSchema } from './volunteer.ts'

export const volunteerItem = itemKind('volunteer', volunteerSchema, (volunteer) => keys.volunteer(volunteer.id))
/** Who has this phone or number, by its digest. */
export const volunteerByItem = itemKind('volunteer-by', z.object({ digest: z.string(), volunteer: volunteerId }), (by) => keys.volunteerBy(by.digest))
export const enrolmentItem = itemKind('enrolment', enrolmentSchema, (enrolment) => ({
  ...keys.enrolment(enrolment.volunteer, enrolment.organisation), lpk: keys.volunteersOf(enrolment.organisation).pk, lsk: `${enrolment.name}#${enrolment.volunteer}`,
}))
