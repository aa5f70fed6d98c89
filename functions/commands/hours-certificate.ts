import * as z from 'zod'
import { certified, hoursCertificateId, MOST_LISTED } from '../../shared/hours/certificate.ts'
import { countedMinutes } from '../../shared/hours/hours.ts'
import { hoursCertificateItem, hoursOf } from '../../shared/hours/hours.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { type CertificateId, newSecret, organisationId, type OrganisationId, type VolunteerId } from '../../shared/kernel/ids.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Volunteer } from '../../shared/volunteer/volunteer.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { ownVolunteer } from '../queries/device.ts'
import { ofOrganisation } from '../queries/volunteer.ts'
import { refuse } from './activity.ts'
import { volunteerEntry } from './volunteer.ts'

export const issueInput = z.strictObject({ from: z.iso.date(), to: z.iso.date() })
type Issue = z.infer<typeof issueInput>
export const ownIssueInput = issueInput.extend({ organisation: organisationId })

/** Free, and only by who recorded (Order 67). Throws NOT_FOUND, INVALID where the organisation recorded nothing in the period. */
export function issueCertificate(context: Context, organisation: OrganisationId, volunteer: VolunteerId, input: Issue): Promise<{ certificate: CertificateId }> {
  const id = hoursCertificateId(newSecret())
  return act(context, async () => {
    const { value } = await ofOrganisation(context, organisation, volunteer, 'volunteer.read')
    return issued(context, id, organisation, value, input, personOf(context).name)
  })
}

/** The volunteer's own, from a browser that is proved: of what one organisation recorded. */
export function issueOwnCertificate(context: Context, cookie: string | undefined, { organisation, ...input }: z.infer<typeof ownIssueInput>): Promise<{ certificate: CertificateId }> {
  const id = hoursCertificateId(newSecret())
  return act(context, async () => issued(context, id, organisation, (await ownVolunteer(context, cookie)).value, input, null))
}

async function issued(context: Context, id: CertificateId, organisation: OrganisationId, volunteer: Volunteer, { from, to }: Issue, handler: string | null) {
  refuse(to < from ? [{ path: 'to', code: 'END_BEFORE_START', zh: '不能早于开始日期', en: 'Not before the first day' }] : [])
  const [{ records }, { value: unit }] = await Promise.all([hoursOf(context.table, volunteer.id), loadOrganisation(context.table, organisation)])
  const counted = certified(records, organisation, from, to)
  refuse(counted.length === 0 ? [{ path: 'from', code: 'NOTHING_RECORDED', zh: '这段时间没有可以证明的服务时长', en: 'No hours are recorded in this period' }] : [])
  const lines = counted.slice(0, MOST_LISTED).map(({ days, from: at, title, minutes, kind }) => ({ day: days[0]?.day ?? shanghaiDate(at), title, minutes, kind }))
  return {
    writes: [hoursCertificateItem.put({ id, volunteer: volunteer.id, name: volunteer.name, number: volunteer.number, organisation: { id: unit.id, name: unit.name }, from, to, ...countedMinutes(counted), activities: counted.length, lines, handler, issuedAt: context.now }, 'none')],
    trail: [volunteerEntry(volunteer, handler === null ? 'volunteer.own' : 'volunteer.read', { zh: '开具了一份服务记录证明', en: 'issued a certificate of service' })],
    answer: { certificate: id },
  }
}
