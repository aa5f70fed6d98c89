import * as z from 'zod'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { organisationId, type OrganisationId, type VolunteerId } from '../../shared/kernel/ids.ts'
import { isRefusal, type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { readList, saysMinor } from '../../shared/hours/list.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { isMinorOn, lookup, maskedName, normalPhone, purposes, type Volunteer } from '../../shared/volunteer/volunteer.ts'
import { enrolmentItem, findVolunteer, lookItem, volunteerByItem, volunteerItem } from '../../shared/volunteer/volunteer.store.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { ownVolunteer } from '../queries/device.ts'
import { mayLook, ofOrganisation, organisationOf } from '../queries/volunteer.ts'
import { refuse } from './activity.ts'
import { agesMissing, consentTo, drawVolunteer, enrolWrites, makeVolunteer, whoIs } from './volunteer-make.ts'

const line = (most: number) => z.string().trim().max(most).default('')

export const particularsInput = z.strictObject({
  name: typed(60),
  phone: z.string().trim().max(40),
  gender: z.enum(['female', 'male']).nullable().default(null),
  birthDate: z.iso.date().nullable().default(null),
  /** Under 18, where no birth date is given. */
  minor: z.boolean().default(false),
  guardian: z.strictObject({ name: line(60), phone: line(40), agreedOn: z.iso.date().nullable().default(null) }).default({ name: '', phone: '', agreedOn: null }),
  skills: line(200),
  /** Day of the last offence check. */
  checkedOn: z.iso.date().nullable().default(null),
})
export const addVolunteerInput = particularsInput.extend({
  organisation: organisationId.optional(),
  /** That they agreed to their hours being recorded, on paper or in person. */
  consent: z.boolean().default(false),
})

type Particulars = Omit<Volunteer, 'id' | 'district' | 'number' | 'consents' | 'createdAt' | 'createdBy'>

function readParticulars(context: Context, { guardian, phone: typedPhone, ...rest }: z.infer<typeof particularsInput>): Particulars {
  const phone = normalPhone(typedPhone)
  const today = shanghaiDate(context.now)
  const guardianPhone = normalPhone(guardian.phone)
  const minor = isMinorOn(rest, today)
  const given = guardian.name !== '' || guardian.phone !== ''
  const mistake = (path: string, code: string, zh: string, en: string): Mistake => ({ path, code, zh, en })
  refuse([
    ...(phone === undefined ? [mistake('phone', 'MOBILE_MALFORMED', '请填 11 位手机号', 'Give an 11-digit mobile number')] : []),
    ...(rest.birthDate !== null && rest.birthDate > today ? [mistake('birthDate', 'IN_FUTURE', '不能晚于今天', 'Not after today')] : []),
    ...(rest.checkedOn !== null && rest.checkedOn > today ? [mistake('checkedOn', 'IN_FUTURE', '不能晚于今天', 'Not after today')] : []),
    ...((minor || given) && guardian.name === '' ? [mistake('guardian.name', 'REQUIRED', '未成年人要填监护人姓名', 'A minor’s guardian has to be named')] : []),
    ...((minor || given) && guardianPhone === undefined ? [mistake('guardian.phone', 'MOBILE_MALFORMED', '请填监护人的 11 位手机号', 'Give the guardian’s 11-digit mobile number')] : []),
  ])
  return { ...rest, phone: phone ?? '', guardian: guardianPhone === undefined ? null : { name: guardian.name, phone: guardianPhone, agreedOn: guardian.agreedOn ?? today } }
}

/** Of a volunteer by number, never by name: the district's trail is read by more people than the record is. */
export const volunteerEntry = ({ id, number, district }: Volunteer, action: string, sentence: { zh: string; en: string }, reason?: string): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'district', id: district }, action, about: { noun: 'volunteer', id, label: number }, sentence, ...(reason === undefined ? {} : { reason }),
})

/** A volunteer of an organisation. One who is known by the phone already joins its list, and their record stays as it is. Throws INVALID. */
export async function addVolunteer(context: Context, input: z.infer<typeof addVolunteerInput>): Promise<{ volunteer: VolunteerId; number: string; known: boolean }> {
  const { organisation: given, consent, ...rest } = input
  const organisation = organisationOf(context, given, 'volunteer.change')
  const particulars = readParticulars(context, rest)
  const drawn = drawVolunteer()
  return act<{ volunteer: VolunteerId; number: string; known: boolean }>(context, async () => {
    const { value: { district } } = await loadOrganisation(context.table, organisation)
    const known = await findVolunteer(context.table, district, particulars.phone)
    if (known !== undefined) {
      const { id, number, name } = known.value
      if (name !== particulars.name) refuse([{ path: 'phone', code: 'NAME_DIFFERS', zh: `这个号码登记的是${maskedName(name)}`, en: `This number belongs to ${maskedName(name)}` }])
      return { writes: await enrolWrites(context, known.value, organisation), trail: [], answer: { volunteer: id, number, known: true } }
    }
    if (!consent) refuse([{ path: 'consent', code: 'CONSENT_MISSING', zh: '要先有本人（未成年人是监护人）的同意', en: 'Their consent (a minor’s guardian’s) is needed first' }])
    const { volunteer, writes } = makeVolunteer(context, drawn, district, organisation, particulars, [consentTo('hours', true, particulars.guardian === null ? 'paper' : 'guardian', context.now)])
    return { writes, trail: [volunteerEntry(volunteer, 'volunteer.change', { zh: '登记了一位志愿者', en: 'put a volunteer on record' })], answer: { volunteer: volunteer.id, number: volunteer.number, known: false } }
  })
}

export const addListInput = z.strictObject({
  organisation: organisationId.optional(), list: z.string().max(40_000), consent: z.boolean().default(false),
  /** That those who are new and have no age on their line are 18 or older. */
  adults: z.boolean().default(false),
})

export interface ListedRow {
  line: number
  name: string
  outcome: 'added' | 'known' | 'refused'
  mistakes: readonly Mistake[]
}

/** A pasted list of names and phones. Lines that cannot be read stop it all; sent again it adds only those who are missing. Throws INVALID. */
export async function addList(context: Context, input: z.infer<typeof addListInput>): Promise<{ rows: ListedRow[] }> {
  const organisation = organisationOf(context, input.organisation, 'volunteer.change')
  const { lines, mistakes } = readList(input.list, 'list')
  refuse(mistakes)
  if (lines.length === 0) refuse([{ path: 'list', code: 'REQUIRED', zh: '请贴上名单', en: 'Paste a list' }])
  const { value: { district } } = await loadOrganisation(context.table, organisation)
  refuse(await agesMissing(context, district, lines, { adults: input.adults, adultsOnly: false }))
  const rows: ListedRow[] = []
  for (const row of lines) {
    const { line: at, name, who, guardian } = row
    try {
      const { known, phone } = await whoIs(context, district, who, 'list')
      const { known: listed } = await addVolunteer({ ...context, command: null }, { ...particularsInput.parse({ name, phone: phone ?? known?.value.phone ?? who, minor: saysMinor(row), ...(guardian === null ? {} : { guardian }) }), organisation, consent: input.consent })
      rows.push({ line: at, name, outcome: listed ? 'known' : 'added', mistakes: [] })
    } catch (error) {
      if (!isRefusal(error, 'INVALID')) throw error
      rows.push({ line: at, name, outcome: 'refused', mistakes: error.mistakes })
    }
  }
  return { rows }
}

/** How long a reason to look at a minor's record is good. */
const LOOK_MINUTES = 30
export const lookInput = z.strictObject({ reason: typed(300) })

/** Opens a minor's record to the member who asks, for half an hour, and logs why (forms.md part 7 (2)). */
export function lookAtMinor(context: Context, organisation: OrganisationId, id: VolunteerId, input: z.infer<typeof lookInput>): Promise<{ until: number }> {
  const until = Date.now() + LOOK_MINUTES * 60_000
  return act(context, async () => {
    const { value } = await ofOrganisation(context, organisation, id, 'volunteer.read')
    return {
      writes: [lookItem.put({ volunteer: id, person: personOf(context).id, endsAt: until }, 'any')],
      trail: [volunteerEntry(value, 'volunteer.read', { zh: '查看了一位未成年志愿者的资料', en: 'looked at the record of a volunteer who is a minor' }, input.reason)],
      answer: { until },
    }
  })
}

/** Changes what an organisation knows of its volunteer. Throws NOT_FOUND, NOT_ALLOWED for a minor without a reason given, INVALID. */
export function changeVolunteer(context: Context, organisation: OrganisationId, id: VolunteerId, input: z.infer<typeof particularsInput>): Promise<{ volunteer: VolunteerId }> {
  return act(context, async () => {
    const { value, version } = await ofOrganisation(context, organisation, id, 'volunteer.change')
    await requireLook(context, value)
    const after: Volunteer = { ...value, ...readParticulars(context, input) }
    return { writes: [volunteerItem.put(after, version), ...(await renumbered(context, value, after)), ...(await relisted(context, after))], trail: [volunteerEntry(value, 'volunteer.change', { zh: '修改了一位志愿者的资料', en: 'changed a volunteer’s record' })], answer: { volunteer: id } }
  })
}

/** Another phone is looked up by another digest. Throws INVALID where somebody else has it. */
async function renumbered(context: Context, before: Volunteer, after: Volunteer): Promise<Write[]> {
  if (before.phone === after.phone) return []
  if ((await findVolunteer(context.table, before.district, after.phone)) !== undefined) refuse([{ path: 'phone', code: 'PHONE_TAKEN', zh: '另一位志愿者已用这个手机号', en: 'Another volunteer has this number' }])
  return [volunteerByItem.put({ digest: lookup(before.district, after.phone), volunteer: before.id }, 'none'), { remove: keys.volunteerBy(lookup(before.district, before.phone)), expect: 'any' }]
}

async function relisted({ table, now }: Context, { id, name, ...volunteer }: Volunteer): Promise<Write[]> {
  const listed = await table.queryAll(enrolmentItem, keys.enrolments(id))
  return listed.map((one) => enrolmentItem.put({ ...one.value, name, minor: isMinorOn(volunteer, shanghaiDate(now)) }, one.version))
}

async function requireLook(context: Context, volunteer: Volunteer): Promise<void> {
  if (!(await mayLook(context, volunteer))) throw new Refusal('WRONG_STATE', { mistakes: [{ path: 'reason', code: 'REASON_NEEDED', zh: '这是未成年人的资料，请先填写查看理由', en: 'This is a minor’s record; give a reason first' }] })
}

export const consentInput = z.strictObject({ purpose: z.enum(purposes), given: z.boolean() })

/** A consent that the organisation has on paper, or its withdrawal. */
export function recordConsent(context: Context, organisation: OrganisationId, id: VolunteerId, input: z.infer<typeof consentInput>): Promise<{ given: boolean }> {
  return act(context, async () => {
    const found = await ofOrganisation(context, organisation, id, 'volunteer.change')
    await requireLook(context, found.value)
    return consented(context, found, input, 'paper', 'volunteer.change')
  })
}

/** The volunteer's own word, from a browser that is proved. */
export function ownConsent(context: Context, cookie: string | undefined, input: z.infer<typeof consentInput>): Promise<{ given: boolean }> {
  return act(context, async () => consented(context, await ownVolunteer(context, cookie), input, 'self', 'volunteer.own'))
}

function consented(context: Context, { value, version }: Stored<Volunteer>, { purpose, given }: z.infer<typeof consentInput>, by: 'self' | 'paper', action: string) {
  const after = { ...value, consents: [...value.consents, consentTo(purpose, given, by, context.now)] }
  return { writes: [volunteerItem.put(after, version)], trail: [volunteerEntry(value, action, given ? { zh: '登记了同意', en: 'noted a consent' } : { zh: '登记了撤回同意', en: 'noted that a consent was taken back' })], answer: { given } }
}
