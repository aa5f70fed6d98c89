import { addDays, shanghaiDate, startOfShanghaiDay } from '../kernel/calendar.ts'
import { type Instant, milliseconds, plusDays, plusSeconds, toInstant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { closesAt, type Competition, type Dates, type WindowName } from './competition.ts'

/** Windows close at the end of office hours unless somebody says otherwise. */
const CLOSING_HOUR = 17
/** What two windows that follow each other have between them at least: an hour to look at what came in. */
const LEAST_GAP_SECONDS = 3600

type Timed = Pick<Rulebook, 'call' | 'eligibility' | 'rounds'>

const closing = (after: Instant, days: number): Instant => plusSeconds(startOfShanghaiDay(addDays(shanghaiDate(after), days)), CLOSING_HOUR * 3600)

/** The dates a rulebook's windows come to when the call is published at `from`, each window following the one before it. */
export function datesFrom(rulebook: Timed, from: Instant): Dates {
  const callClosesAt = closing(from, rulebook.call.days)
  const eligibilityClosesAt = closing(callClosesAt, rulebook.eligibility.days)
  const roundsCloseAt: Instant[] = []
  for (const round of rulebook.rounds) roundsCloseAt.push(closing(roundsCloseAt.at(-1) ?? eligibilityClosesAt, round.days))
  return { callClosesAt, eligibilityClosesAt, roundsCloseAt }
}

/** The same dates for a rulebook that has got more or fewer rounds: new rounds follow with the days the rulebook gives them. */
export function fitDates(dates: Dates, rulebook: Timed): Dates {
  const roundsCloseAt: Instant[] = []
  rulebook.rounds.forEach((round, i) => roundsCloseAt.push(dates.roundsCloseAt[i] ?? closing(roundsCloseAt.at(-1) ?? dates.eligibilityClosesAt, round.days)))
  return { ...dates, roundsCloseAt }
}

export interface WindowDate {
  window: WindowName
  /** Dotted name of its field in the settings. */
  path: string
  name: Bilingual
  at: Instant
}

/** Every window with its date, in the order in which they depend on each other. */
export function windowsOf(dates: Dates, rulebook: Pick<Rulebook, 'rounds'>): WindowDate[] {
  return [
    { window: 'call', path: 'dates.callClosesAt', name: { zh: '征集截止', en: 'Call closes' }, at: dates.callClosesAt },
    { window: 'eligibility', path: 'dates.eligibilityClosesAt', name: { zh: '资格审查截止', en: 'Eligibility check ends' }, at: dates.eligibilityClosesAt },
    ...dates.roundsCloseAt.map((at, i): WindowDate => {
      const name = rulebook.rounds[i]?.name ?? { zh: `第 ${i + 1} 轮`, en: `Round ${i + 1}` }
      return { window: `round-${i}`, path: `dates.roundsCloseAt.${i}`, name: { zh: `${name.zh}截止`, en: `${name.en ?? name.zh} ends` }, at }
    }),
  ]
}

/** Each window ends after the one it follows. */
export function orderMistakes(windows: readonly WindowDate[]): Mistake[] {
  return windows.flatMap((window, i) => {
    const before = windows[i - 1]
    if (before === undefined || milliseconds(window.at) >= milliseconds(before.at) + LEAST_GAP_SECONDS * 1000) return []
    return [{
      path: window.path, code: 'DATES_REVERSED',
      zh: `${window.name.zh}要在${before.name.zh}之后至少一小时`, en: `"${window.name.en}" has to be an hour or more after "${before.name.en}"`,
    }]
  })
}

/** None has passed. */
export function pastMistakes(windows: readonly WindowDate[], now: Instant): Mistake[] {
  return windows.filter(({ at }) => at <= now).map(({ path, name }) => ({ path, code: 'DATE_PAST', zh: `${name.zh}的时间已经过去，请改到现在之后`, en: `"${name.en}" has passed already; choose a time in the future` }))
}

/** As many round dates as rounds. */
export function countMistakes(dates: Dates, rulebook: Pick<Rulebook, 'rounds'>): Mistake[] {
  if (dates.roundsCloseAt.length === rulebook.rounds.length) return []
  return [{ path: 'dates.roundsCloseAt', code: 'ROUND_DATES', zh: `章程有 ${rulebook.rounds.length} 轮评审，这里给了 ${dates.roundsCloseAt.length} 个截止时间`, en: `The rulebook has ${rulebook.rounds.length} rounds, but ${dates.roundsCloseAt.length} closing times are given` }]
}

export interface Move {
  dates: Dates
  /** Every window whose date is another now; the first is the one that was asked for. */
  moved: { window: WindowName; name: Bilingual; from: Instant; to: Instant }[]
}

/**
 * A window's new date. Later or earlier, but never into the past, never before what it depends on, and not once the window is over.
 * `following: 'shift'` takes all later windows along by the same time; with 'keep' the new date has to leave them in order.
 * Throws NOT_FOUND for a window the competition doesn't have, WRONG_STATE where it can't be moved any more, INVALID with sentences.
 */
export function moveWindow(competition: Competition, rulebook: Rulebook, change: { window: WindowName; to: Instant; following: 'keep' | 'shift' }, now: Instant): Move {
  const windows = windowsOf(competition.dates, rulebook)
  const index = windows.findIndex(({ window }) => window === change.window)
  const asked = windows[index]
  if (asked === undefined) throw new Refusal('NOT_FOUND')
  if (!canStillMove(competition, change.window, now)) throw new Refusal('WRONG_STATE', { mistakes: [{ path: 'window', code: 'WINDOW_OVER', zh: `${asked.name.zh}的时间已过或这一步已结束，不能再改`, en: `"${asked.name.en}" has passed or its step is over; it cannot be moved any more` }] })
  const shift = milliseconds(change.to) - milliseconds(asked.at)
  const after = windows.map((window, i) => ({ ...window, at: i === index ? change.to : i > index && change.following === 'shift' ? toInstant(milliseconds(window.at) + shift) : window.at }))
  const mistakes = moveMistakes(after, index, now)
  if (change.to === asked.at) mistakes.push({ path: 'to', code: 'SAME_DATE', zh: '新的时间和原来一样', en: 'The new time is the same as before' })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  const [call, eligibility, ...rounds] = after.map(({ at }) => at)
  return {
    dates: { callClosesAt: call ?? change.to, eligibilityClosesAt: eligibility ?? change.to, roundsCloseAt: rounds },
    moved: after.flatMap((window, i) => {
      const from = windows[i]?.at ?? window.at
      return from === window.at ? [] : [{ window: window.window, name: window.name, from, to: window.at }]
    }),
  }
}

/** The mistakes of a moved date all stand at its one field. */
function moveMistakes(after: readonly WindowDate[], index: number, now: Instant): Mistake[] {
  const asked = after[index]
  const before = after[index - 1]
  const next = after[index + 1]
  if (asked === undefined) return []
  if (asked.at <= now) return [{ path: 'to', code: 'DATE_PAST', zh: '新的时间已经过去，请选现在之后的时间', en: 'The new time has passed already; choose one in the future' }]
  if (asked.at > plusDays(now, 730)) return [{ path: 'to', code: 'DATE_FAR', zh: '新的时间在两年以后，请检查年份', en: 'The new time is more than two years ahead; check the year' }]
  if (before !== undefined && orderMistakes([before, asked]).length > 0) return [{ path: 'to', code: 'DATES_REVERSED', zh: `新的时间要在${before.name.zh}之后至少一小时`, en: `The new time has to be an hour or more after "${before.name.en}"` }]
  if (next !== undefined && orderMistakes([asked, next]).length > 0) return [{ path: 'to', code: 'DATES_REVERSED', zh: `新的时间晚于${next.name.zh}。请让后面的日期一起顺延，或先改那一个`, en: `The new time is after "${next.name.en}". Shift the later dates along with it, or move that one first` }]
  return []
}

/** Whether the window is still ahead or under way: the states before and during its own step. */
export function canStillMove(competition: Competition, window: WindowName, now: Instant): boolean {
  const { state, round } = competition
  if (window === 'call') return state === 'call' && closesAt(competition, 'call') > now
  // Its date is a reminder to the administrators, not a gate: past it they may still set another.
  if (window === 'eligibility') return state === 'call' || state === 'eligibility'
  const index = Number(window.slice('round-'.length))
  return state === 'call' || state === 'eligibility' || (state === 'judging' && (round === null || index >= round))
}
