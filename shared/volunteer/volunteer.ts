import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { organisationId, volunteerId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { bySchema } from '../stage/stage.ts'

/** What a volunteer may agree to, each by itself and each revocable (forms.md part 7 (1)). */
export const purposes = ['hours', 'name', 'photo'] as const
export type Purpose = (typeof purposes)[number]

/** One word of consent or its withdrawal, with the version of the text it was given to. The last one of a purpose stands. */
const consentSchema = z.object({
  purpose: z.enum(purposes),
  version: z.int(),
  given: z.boolean(),
  at: instant,
  /** Themselves, the guardian of a minor, or a member who has it on paper. */
  by: z.enum(['self', 'guardian', 'paper']),
})
export type Consent = z.infer<typeof consentSchema>

/** A person who serves; may never sign in. The record is shared by the organisations that they serve with (`enrolmentSchema`). */
export const volunteerSchema = z.object({
  id: inside(volunteerId),
  district: inside(districtCode),
  /** 志愿者编号: their own number, never the one on the identity card. */
  number: personal(z.string()),
  name: personal(z.string()),
  phone: personal(z.string()),
  gender: personal(z.enum(['female', 'male']).nullable()),
  birthDate: personal(z.iso.date().nullable()),
  /** Said to be under 18 where no birth date is known. */
  minor: personal(z.boolean()),
  guardian: personal(z.object({ name: z.string(), phone: z.string(), agreedOn: z.iso.date() }).nullable()),
  skills: personal(z.string()),
  /** Day of the last offence check (part 6 (4)). */
  checkedOn: personal(z.iso.date().nullable()),
  consents: personal(z.array(consentSchema)),
  createdAt: inside(instant),
  /** The organisation's member who wrote the record; null: themselves, on the spot. */
  createdBy: personal(bySchema.nullable()),
})
export type Volunteer = z.infer<typeof volunteerSchema>

/** An organisation's volunteer: what its list shows. */
export const enrolmentSchema = z.object({
  organisation: inside(organisationId),
  volunteer: inside(volunteerId),
  number: personal(z.string()),
  name: personal(z.string()),
  /** Last day before the 18th birthday as far as it is known: the list masks a minor's name. */
  minor: personal(z.boolean()),
  since: inside(instant),
})
export type Enrolment = z.infer<typeof enrolmentSchema>
