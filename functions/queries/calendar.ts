import { addDays, type DateString, isWorkingDay, scheduleKnown, shanghaiDate, weekday } from '../../shared/kernel/calendar.ts'
import { calendarItem, type DistrictCalendar } from '../../shared/notice/calendar.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'

export interface CalendarView {
  district: string
  corrections: DistrictCalendar['days']
  /** Days of the next half year that are not what their weekday says, as published or as corrected. */
  unusual: { date: DateString; working: boolean; corrected: boolean }[]
  /** The first coming year whose official schedule is not known here. */
  unknownFrom: string
}

const DAYS_AHEAD = 183

/** The district's working days as notices count them. */
export async function readCalendar(context: Context, district: string): Promise<CalendarView> {
  authorise(context, 'calendar.correct', { district })
  const found = await context.table.get(calendarItem, keys.calendar(district))
  const corrections = found?.value.days ?? {}
  const today = shanghaiDate(context.now)
  const known = Object.fromEntries(Object.entries(corrections).map(([day, { working }]) => [day, working]))
  const days = Array.from({ length: DAYS_AHEAD }, (_, i) => addDays(today, i))
  const unusual = days.flatMap((date) => {
    const working = isWorkingDay(date, known)
    const corrected = known[date] !== undefined
    return corrected || working === (weekday(date) === 0 || weekday(date) === 6) ? [{ date, working, corrected }] : []
  })
  let year = Number(today.slice(0, 4))
  while (scheduleKnown(`${year}-01-01`)) year += 1
  return { district, corrections, unusual, unknownFrom: String(year) }
}
