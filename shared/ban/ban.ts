import * as z from 'zod'
import { addMonths, type DateString } from '../kernel/calendar.ts'
import { competitionId, grantId, organisationId, personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'

/** 禁止申报: an organisation that may not apply until a day. It goes by its id and by its credit code, so that another record of it is barred too. */
export const banSchema = z.object({
  id: z.string(),
  district: districtCode,
  organisation: z.object({ id: organisationId, name: z.string(), creditCode: z.string().nullable() }),
  from: z.iso.date(),
  /** The last day. */
  until: z.iso.date(),
  grant: grantId,
  competition: competitionId,
  reasons: z.string(),
  by: z.object({ person: personId, name: z.string() }),
  at: instant,
  lifted: z.object({ person: personId, name: z.string(), at: instant, reasons: z.string() }).nullable(),
})
export type Ban = z.infer<typeof banSchema>

/** The last day of a ban of so many years from a day. */
export const bannedUntil = (from: DateString, years: number): DateString => addMonths(from, 12 * years)

/** The ban under which an organisation stands on a day; undefined where it stands under none. */
export function banOn(bans: readonly Ban[], organisation: { id: string; creditCode: string | null }, day: DateString): Ban | undefined {
  return bans.find(({ organisation: barred, from, until, lifted }) =>
    lifted === null && from <= day && day <= until && (barred.id === organisation.id || (barred.creditCode !== null && barred.creditCode === organisation.creditCode)))
}
