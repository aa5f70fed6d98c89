import { randomInt } from 'node:crypto'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { ageMistakes, type AgesAsked, type ListLine } from '../../shared/hours/list.ts'
import { newVolunteerId, type OrganisationId, type VolunteerId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { consentTexts } from '../../shared/volunteer/consent.ts'
import { type Consent, isMinorOn, lookup, newVolunteerNumber, normalNumber, normalPhone, type Purpose, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, findVolunteer, volunteerByItem, volunteerItem } from '../../shared/volunteer/volunteer.store.ts'
import type { Context } from '../context.ts'

/** One word of consent, to the text that is in force. */
export const consentTo = (purpose: Purpose, given: boolean, by: Consent['by'], at: Instant): Consent => ({ purpose, version: consentTexts[purpose].version, given, at, by })

type Particulars = Pick<Volunteer, 'name' | 'phone'> & Partial<Pick<Volunteer, 'gender' | 'birthDate' | 'minor' | 'guardian' | 'skills' | 'checkedOn'>>

/** Who a new volunteer will be: drawn once, so that a deed decided again makes the same one. */
export const drawVolunteer = (): { id: VolunteerId; number: string } => ({ id: newVolunteerId(), number: newVolunteerNumber((below) => randomInt(below)) })

/** A new record with its look-ups and its place in the organisation's list. */
export function makeVolunteer(context: Context, drawn: { id: VolunteerId; number: string }, district: string, organisation: OrganisationId, given: Particulars, consents: Consent[]): { volunteer: Volunteer; writes: Write[] } {
  const { actor } = context
  const volunteer: Volunteer = {
    ...drawn, district, gender: null, birthDate: null, minor: false, guardian: null, skills: '', checkedOn: null, ...given, consents,
    createdAt: context.now, createdBy: actor.kind === 'person' ? { person: actor.person.id, name: actor.person.name } : null,
  }
  return {
    volunteer,
    writes: [
      volunteerItem.put(volunteer, 'none'),
      ...[volunteer.phone, volunteer.number].map((known) => volunteerByItem.put({ digest: lookup(district, known), volunteer: volunteer.id }, 'none')),
      enrolmentItem.put(enrolmentOf(context, volunteer, organisation), 'none'),
    ],
  }
}

const enrolmentOf = (context: Context, volunteer: Volunteer, organisation: OrganisationId) => ({
  organisation, volunteer: volunteer.id, number: volunteer.number, name: volunteer.name, minor: isMinorOn(volunteer, shanghaiDate(context.now)), since: context.now,
})

/** Puts a known volunteer into an organisation's list, if they are not in it yet. */
export async function enrolWrites(context: Context, volunteer: Volunteer, organisation: OrganisationId): Promise<Write[]> {
  const found = await context.table.get(enrolmentItem, keys.enrolment(volunteer.id, organisation))
  return found === undefined ? [enrolmentItem.put(enrolmentOf(context, volunteer, organisation), 'none')] : []
}

export const notANumber = (path: string): Mistake => ({ path, code: 'PHONE_OR_NUMBER', zh: '请填 11 位手机号，或 9 位志愿者编号', en: 'Give an 11-digit mobile number or a 9-digit volunteer number' })

/** Who has a phone or number, as it was typed; `phone` is what a new record would have. Throws INVALID at `path` for what is neither. */
export async function whoIs(context: Context, district: string, typed: string, path: string): Promise<{ known: Stored<Volunteer> | undefined; phone: string | undefined }> {
  const phone = normalPhone(typed)
  const key = phone ?? normalNumber(typed)
  if (key === undefined) throw new Refusal('INVALID', { mistakes: [notANumber(path)] })
  return { known: await findVolunteer(context.table, district, key), phone }
}

/** What a pasted list leaves open of the age of those whom nobody knows yet, by line; who is known is as their record says. */
export async function agesMissing(context: Context, district: string, lines: readonly ListLine[], asked: AgesAsked): Promise<Mistake[]> {
  const unclear = lines.filter((line) => ageMistakes([line], asked).length > 0)
  const fresh = await Promise.all(unclear.map(async ({ who }) => {
    const key = normalPhone(who) ?? normalNumber(who)
    return key === undefined || (await findVolunteer(context.table, district, key)) === undefined
  }))
  return ageMistakes(unclear.filter((_, i) => fresh[i]), asked)
}
