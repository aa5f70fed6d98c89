import type { Language } from '../../../shared/kernel/text.ts'

/** Shanghai is eight hours ahead of UTC all year round. */
const OFFSET = 8 * 3_600_000
const DAY = 86_400_000

const weekdays = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

/** A day as `YYYY-MM-DD` in Asia/Shanghai, or an instant in UTC ISO. */
export type Moment = string

/** True if the moment is a whole day without a time. */
export function isDay(at: Moment): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(at)
}

interface Clock {
  year: number
  month: number
  day: number
  weekday: number
  time: string
  /** Days since 1970-01-01 in Shanghai. */
  serial: number
}

function clock(at: Moment): Clock {
  const ms = isDay(at) ? Date.parse(`${at}T00:00:00Z`) : Date.parse(at) + OFFSET
  if (Number.isNaN(ms)) throw new TypeError(`Not a day or an instant: ${at}`)
  const d = new Date(ms)
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    weekday: d.getUTCDay(),
    time: d.toISOString().slice(11, 16),
    serial: Math.floor(ms / DAY),
  }
}

/** The day in Asia/Shanghai of an instant, as `YYYY-MM-DD`. */
export function dayOf(at: Moment): string {
  return isDay(at) ? at : new Date(Date.parse(at) + OFFSET).toISOString().slice(0, 10)
}

/** The day that ends at this instant, if it is midnight in Shanghai. */
export function endOfDay(at: Moment): Moment | undefined {
  return !isDay(at) && clock(at).time === '00:00' && Date.parse(at) % 60_000 === 0 ? dayOf(new Date(Date.parse(at) - 1).toISOString()) : undefined
}

export interface DateShape {
  /** `auto` shows the year when it is not that of `now`. */
  year?: 'auto' | 'always' | 'never'
  weekday?: boolean
  /** False leaves the time out even if the moment has one. */
  time?: boolean
}

/** `5月22日 周五 17:00`, `Fri 22 May, 17:00`; with the year when it is not this year. */
export function formatMoment(at: Moment, language: Language, now: string, shape: DateShape = {}): string {
  const c = clock(at)
  const { year = 'auto', weekday = true, time = true } = shape
  const withYear = year === 'always' || (year === 'auto' && c.year !== clock(now).year)
  const timed = time && !isDay(at)
  if (language === 'zh') {
    const date = `${withYear ? `${c.year}年` : ''}${c.month}月${c.day}日`
    return [date, weekday && weekdays.zh[c.weekday], timed && c.time].filter(Boolean).join(' ')
  }
  const date = [weekday && weekdays.en[c.weekday], c.day, months[c.month - 1], withYear && c.year].filter(Boolean).join(' ')
  return timed ? `${date}, ${c.time}` : date
}

/** From one moment to another; what both share is said once in English, and always in full in Chinese: `5月11日 – 5月22日`. */
export function formatRange(from: Moment, to: Moment, language: Language, now: string, shape: DateShape = { weekday: false, time: false }): string {
  if (dayOf(from) === dayOf(to) && shape.time === false) return formatMoment(from, language, now, shape)
  const sameYear = clock(from).year === clock(to).year
  const first = language === 'en' && sameYear ? { ...shape, year: 'never' as const } : shape
  const last = language === 'zh' && sameYear ? { ...shape, year: 'never' as const } : shape
  return `${formatMoment(from, language, now, first)} – ${formatMoment(to, language, now, last)}`
}

/** 14:05 in Asia/Shanghai. */
export function formatTime(at: string): string {
  return clock(at).time
}

/** Calendar days in Asia/Shanghai from `now` until the moment; negative when it has passed. */
export function daysUntil(at: Moment, now: string): number {
  return clock(at).serial - clock(now).serial
}

/** True once the moment is over; a day without a time lasts until 24:00. */
export function isPast(at: Moment, now: string): boolean {
  return isDay(at) ? daysUntil(at, now) < 0 : Date.parse(at) < Date.parse(now)
}

/** Time left until a deadline or an event, in words, and whether it is pressing (the last day, and after it). */
export function timeLeft(at: Moment, language: Language, now: string, kind: 'deadline' | 'event' = 'deadline'): { text: string; late: boolean } {
  const days = daysUntil(at, now)
  const zh = language === 'zh'
  if (kind === 'event') {
    if (days === 0) return { text: zh ? '今天' : 'today', late: false }
    if (days < 0) return { text: zh ? `${-days} 天前` : `${plural(-days, 'day')} ago`, late: false }
    return { text: zh ? `还有 ${days} 天` : `in ${plural(days, 'day')}`, late: false }
  }
  if (isPast(at, now)) {
    if (days < 0) return { text: zh ? `已过 ${-days} 天` : `${plural(-days, 'day')} past`, late: true }
    const hours = Math.floor((Date.parse(now) - Date.parse(at)) / 3_600_000)
    if (hours < 1) return { text: zh ? '刚过' : 'just past', late: true }
    return { text: zh ? `已过 ${hours} 小时` : `${plural(hours, 'hour')} past`, late: true }
  }
  if (days === 0) return { text: zh ? '今天截止' : 'due today', late: true }
  return { text: zh ? `还剩 ${days} 天` : `${plural(days, 'day')} left`, late: false }
}

function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** 12,400; with a fixed number of decimals if asked. */
export function formatNumber(value: number, decimals?: number): string {
  return value.toLocaleString('en-US', decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** What `<input type="datetime-local">` shows for an instant: its local time in Asia/Shanghai. */
export function toDateTimeInput(instant: string): string {
  return new Date(Date.parse(instant) + OFFSET).toISOString().slice(0, 16)
}

/** The instant that a `datetime-local` value means in Asia/Shanghai; undefined if it is not one. */
export function readDateTime(typed: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(typed)) return undefined
  const ms = Date.parse(`${typed}Z`) - OFFSET
  // A day that does not exist (31 February) would roll over; it must read back as it was typed.
  return Number.isNaN(ms) || new Date(ms + OFFSET).toISOString().slice(0, 16) !== typed.slice(0, 16) ? undefined : new Date(ms).toISOString()
}

/**
 * Puts a space between Han and Latin or digits, where our own texts are assembled from parts. None inside dates and none before % or
 * full-width marks.
 */
export function spaced(text: string): string {
  return text
    .replace(/(\p{Script=Han})([A-Za-z0-9])/gu, '$1 $2')
    .replace(/([A-Za-z0-9%])(\p{Script=Han})/gu, '$1 $2')
    .replace(/(\d) ?年 ?(\d{1,2}) ?月/g, '$1年$2月')
    .replace(/(\d) ?月 ?(\d{1,2}) ?日/g, '$1月$2日')
}
