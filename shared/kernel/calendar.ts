import chineseDays from 'chinese-days'
import * as z from 'zod'
import { type Instant, toInstant } from './instant.ts'

// The package is CommonJS to Node and a module to bundlers: only its default export is there for both.
// oxlint-disable-next-line import/no-named-as-default-member
const { isWorkday, getHolidaysInRange } = chineseDays

/** A day in the calendar of Asia/Shanghai, 'YYYY-MM-DD'. China has one zone and, since 1992, no summer time: UTC+8 all year. */
export const date = z.iso.date()
export type DateString = string

const dayMilliseconds = 24 * 60 * 60 * 1000
const offsetMilliseconds = 8 * 60 * 60 * 1000

/** The day it is in Shanghai at an instant (ISO string in UTC or with an offset). */
export function shanghaiDate(instant: string): DateString {
  return new Date(Date.parse(instant) + offsetMilliseconds).toISOString().slice(0, 10)
}

export function startOfShanghaiDay(date: DateString): Instant {
  return toInstant(Date.parse(`${date}T00:00:00.000Z`) - offsetMilliseconds)
}

/** The first instant that is no longer this day in Shanghai: windows are closed from it on. */
export function endOfShanghaiDay(date: DateString): Instant {
  return startOfShanghaiDay(addDays(date, 1))
}

export function addDays(date: DateString, days: number): DateString {
  return new Date(Date.parse(`${date}T00:00:00.000Z`) + days * dayMilliseconds).toISOString().slice(0, 10)
}

/** The same day of a later month, or that month's last day where it has no such day: 31 January + 1 month is the end of February. */
export function addMonths(date: DateString, months: number): DateString {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: DateString): number {
  return new Date(`${date}T00:00:00.000Z`).getUTCDay()
}

/** What an administrator knows better than the published calendar: true for a day that is worked, false for one that isn't. */
export type Corrections = Readonly<Record<DateString, boolean>>

/** Weekdays less public holidays, plus the weekend days worked in lieu (调休), as the State Council published them; corrections first. */
export function isWorkingDay(date: DateString, corrections: Corrections = {}): boolean {
  return corrections[date] ?? isWorkday(date)
}

const scheduled = new Map<string, boolean>()

/** Whether the official schedule of the date's year is known here; without it every weekday counts as a working day. */
export function scheduleKnown(date: DateString): boolean {
  const year = date.slice(0, 4)
  let known = scheduled.get(year)
  if (known === undefined) {
    known = getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0
    scheduled.set(year, known)
  }
  return known
}

export interface NoticeWindow {
  first: DateString
  last: DateString
  /** Every day from first to last; `counts` says whether it is one of the working days asked for. */
  days: { date: DateString; working: boolean; counts: boolean }[]
  /** True while a day of it is in a year whose schedule isn't published and no correction settles the day: the end may still move. */
  provisional: boolean
  /** The first instant after the window (UTC). */
  endsAt: Instant
}

/**
 * The window of a public notice: `workingDays` of them, from the day of publication (an instant, or a date in Shanghai). Where the
 * first day doesn't count, counting starts on the next day (Civil Code 201); since only working days count, it never ends on a
 * holiday (203). Real notices of both ways of counting are in forms.md part 8.
 */
export function noticeWindow(from: string, workingDays: number, firstDayCounts: boolean, corrections: Corrections = {}): NoticeWindow {
  if (!Number.isSafeInteger(workingDays) || workingDays < 1) throw new TypeError(`a window has one working day or more, not ${workingDays}`)
  const first = from.length === 10 ? from : shanghaiDate(from)
  const days: NoticeWindow['days'] = []
  let counted = 0
  for (let date = first; counted < workingDays; date = addDays(date, 1)) {
    const working = isWorkingDay(date, corrections)
    const counts = working && (firstDayCounts || date !== first)
    days.push({ date, working, counts })
    if (counts) counted += 1
  }
  const last = days.at(-1)?.date ?? first
  const provisional = days.some(({ date }) => corrections[date] === undefined && !scheduleKnown(date))
  return { first, last, days, provisional, endsAt: endOfShanghaiDay(last) }
}
