import * as z from 'zod'
import { type Corrections, date } from '../kernel/calendar.ts'
import { personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'

/** What a district knows better than the published calendar, day by day. A few dozen days a year. */
export const calendarSchema = z.object({
  district: districtCode,
  days: z.record(date, z.object({ working: z.boolean(), reason: z.string(), at: instant, by: personId })),
})
export type DistrictCalendar = z.infer<typeof calendarSchema>
export const calendarItem = itemKind('calendar', calendarSchema, (calendar) => keys.calendar(calendar.district))

/** The corrections as shared/kernel/calendar.ts takes them. */
export async function loadCorrections(table: Table, district: string): Promise<Corrections> {
  const found = await table.get(calendarItem, keys.calendar(district))
  return Object.fromEntries(Object.entries(found?.value.days ?? {}).map(([day, { working }]) => [day, working]))
}
