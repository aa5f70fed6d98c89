import { createHash } from 'node:crypto'
import * as z from 'zod'
import { open, personal } from '../kernel/exposure.ts'
import { type CertificateId, certificateId, organisationId, volunteerId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { type Attendance, hourKinds } from './hours.ts'

/** So many activities are listed one by one; the sums count them all. */
export const MOST_LISTED = 300

/**
 * 志愿服务记录证明: what an organisation recorded of a volunteer's service in a period, as it stood on the day of issue (forms.md part 4:
 * hours, content, recording unit; both counters by name; no identity number).
 */
export const hoursCertificateSchema = z.object({
  id: open(certificateId),
  volunteer: personal(volunteerId),
  name: personal(z.string()),
  number: personal(z.string()),
  organisation: open(z.object({ id: open(organisationId), name: open(z.string()) })),
  /** First and last day, both included. */
  from: open(z.iso.date()),
  to: open(z.iso.date()),
  /** In minutes, counted hours only. */
  checkedIn: open(z.int()),
  backFilled: open(z.int()),
  activities: open(z.int()),
  lines: personal(z.array(z.object({ day: z.iso.date(), title: z.string(), minutes: z.int(), kind: z.enum(hourKinds) }))),
  /** Who made it out for the organisation; null: the volunteer, from the organisation's record. */
  handler: personal(z.string().nullable()),
  issuedAt: open(instant),
})
export type HoursCertificate = z.infer<typeof hoursCertificateSchema>

/** The records of one organisation in a period that count. */
export const certified = (records: readonly Attendance[], organisation: string, from: string, to: string): Attendance[] =>
  records.filter((one) => one.organisation === organisation && one.state === 'counted' && (one.days[0]?.day ?? '') >= from && (one.days[0]?.day ?? '') <= to).toSorted((a, b) => a.from.localeCompare(b.from))

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** From a secret drawn for it, so that nobody can tell it from anything else. */
export function hoursCertificateId(secret: string): CertificateId {
  const digest = createHash('sha256').update(`hours certificate ${secret}`).digest()
  return certificateId.parse(`x_${Array.from(digest.subarray(0, 26), (byte) => alphabet[byte & 31]).join('')}`)
}

export const hoursCertificateNumber = (id: string): string => `FW-${id.slice(2, 6)}-${id.slice(6, 10)}-${id.slice(10, 14)}`.toUpperCase()
