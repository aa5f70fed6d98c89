import * as z from 'zod'
import type { HoursCertificate } from '../../shared/hours/certificate.ts'
import { type Attendance, countedMinutes, type Sums } from '../../shared/hours/hours.ts'
import { hoursCertificateItem, hoursOf } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { type Enrolment, isMinorOn, maskedName, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, lookItem, volunteerItem } from '../../shared/volunteer/volunteer.store.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { ownVolunteer } from './device.ts'
import { pageWithin } from './paging.ts'

/** The organisation that is meant, or the one that the asker acts for. Throws NOT_ALLOWED where they are no member of it. */
export function organisationOf(context: Context, given: OrganisationId | undefined, action: 'volunteer.list' | 'volunteer.change'): OrganisationId {
  const organisation = given ?? (context.actor.kind === 'person' ? context.actor.organisation : null)
  authorise(context, action, { organisation: organisation ?? undefined })
  if (organisation === null) throw new Refusal('NOT_ALLOWED')
  return organisation
}

/** A volunteer who is on the organisation's list. Throws NOT_FOUND. */
export async function ofOrganisation(context: Context, organisation: OrganisationId, id: string, action: 'volunteer.read' | 'volunteer.change'): Promise<Stored<Volunteer>> {
  authorise(context, action, { organisation })
  const [listed, found] = await context.table.getEach({ kind: enrolmentItem, key: keys.enrolment(id, organisation) }, { kind: volunteerItem, key: keys.volunteer(id) })
  if (listed === undefined || found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** Whether the asker has given a reason to look at this minor's record lately; everybody's else needs none. */
export async function mayLook(context: Context, volunteer: Volunteer): Promise<boolean> {
  if (!isMinorOn(volunteer, shanghaiDate(context.now))) return true
  const found = await context.table.get(lookItem, keys.volunteerLook(volunteer.id, personOf(context).id))
  return found !== undefined && found.value.endsAt > Date.now()
}

export const volunteerFilter = z.object({
  /** Part of the name or of the number. */
  q: z.string().trim().max(60).default(''),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(30),
})

/** An organisation's volunteers in the order of names, a minor's name masked. */
export async function listVolunteers(context: Context, organisation: OrganisationId, { q, page: asked, size }: z.infer<typeof volunteerFilter>): Promise<{ items: Enrolment[]; total: number; page: number; size: number }> {
  authorise(context, 'volunteer.list', { organisation })
  const all = (await context.table.queryAll(enrolmentItem, keys.volunteersOf(organisation))).map(({ value }) => value)
  const found = all.filter(({ name, number }) => q === '' || name.includes(q) || number.includes(q)).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN') || a.number.localeCompare(b.number))
  const page = pageWithin(asked, size, found.length)
  return { items: found.slice((page - 1) * size, page * size).map(shownEnrolment), total: found.length, page, size }
}
export const shownEnrolment = (one: Enrolment): Enrolment => (one.minor ? { ...one, name: maskedName(one.name) } : one)

export interface VolunteerView {
  volunteer: Volunteer
  minor: boolean
  /** Null for a minor's record that no reason was given for: then nothing but number and masked name is there. */
  open: { records: Attendance[]; sums: Sums; certificates: HoursCertificate[] } | null
}

/** One of an organisation's volunteers, with what this organisation recorded. Throws NOT_FOUND. */
export async function readVolunteer(context: Context, organisation: OrganisationId, id: string): Promise<VolunteerView> {
  const { value } = await ofOrganisation(context, organisation, id, 'volunteer.read')
  const minor = isMinorOn(value, shanghaiDate(context.now))
  if (!(await mayLook(context, value))) return { volunteer: { ...value, name: maskedName(value.name), phone: '', guardian: null, birthDate: null, gender: null, skills: '', checkedOn: null, consents: [] }, minor, open: null }
  const [{ records }, certificates] = await Promise.all([hoursOf(context.table, value.id), certificatesOf(context, value.id)])
  const own = records.filter((one) => one.organisation === organisation)
  return { volunteer: value, minor, open: { records: own, sums: countedMinutes(own), certificates: certificates.filter((one) => one.organisation.id === organisation) } }
}

const certificatesOf = async ({ table }: Context, volunteer: string): Promise<HoursCertificate[]> =>
  (await table.queryAll(hoursCertificateItem, { ...keys.hoursCertificatesOf(volunteer), newestFirst: true })).map(({ value }) => value)

export interface OwnHours {
  volunteer: Volunteer
  records: Attendance[]
  sums: Sums
  certificates: HoursCertificate[]
  /** Names of the organisations that recorded something, by id. */
  organisations: Map<string, string>
}

/** Everything that is kept of the volunteer whose browser it is. Throws NOT_ALLOWED. */
export async function readOwn(context: Context, cookie: string | undefined): Promise<OwnHours> {
  const { value: volunteer } = await ownVolunteer(context, cookie)
  const [{ records }, certificates] = await Promise.all([hoursOf(context.table, volunteer.id), certificatesOf(context, volunteer.id)])
  const ids = [...new Set(records.map(({ organisation }) => organisation))]
  const found = await context.table.getMany(organisationItem, ids.map((id) => keys.organisation(id)))
  return { volunteer, records, sums: countedMinutes(records), certificates, organisations: new Map(found.flatMap((one) => (one === undefined ? [] : [[one.value.id, one.value.name]]))) }
}

/** A certificate by its id: who holds the paper has the id. Throws NOT_FOUND. */
export async function readHoursCertificate(context: Context, id: string): Promise<HoursCertificate> {
  authorise(context, 'hours.verify', {})
  const found = await context.table.get(hoursCertificateItem, keys.hoursCertificate(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value
}
