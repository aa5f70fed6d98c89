import { addDays, type Corrections, isWorkingDay, noticeWindow, type NoticeWindow, scheduleKnown, shanghaiDate } from '../kernel/calendar.ts'
import { decimal } from '../kernel/decimal.ts'
import type { Bilingual } from '../kernel/text.ts'
import { makeGroups, type Entry, type Group } from '../round/groups.ts'
import { makePlan } from '../round/plan.ts'
import type { Advance, Round } from '../rulebook/round.ts'
import type { AwardRule, Rulebook } from '../rulebook/rulebook.ts'
import type { Dates } from './competition.ts'
import { type WindowDate, windowsOf } from './dates.ts'

export interface RoundForecast {
  id: string
  name: Bilingual
  mode: Round['mode']
  entries: number
  groups: { name: Bilingual; category: string | null; entries: number }[]
  panelSize: number
  floor: number
  /** Judges if nobody sits on two panels (or, where proposals are spread, if each reads about twenty), and the fewest that can do it. */
  judges: { comfortable: number; least: number }
  cards: number
  /** With `planned` judges: cards each, and proposals that would lack one. */
  loads: { planned: number; least: number; most: number; idle: number; short: number }
  /** null where a threshold decides: from none to all. */
  advances: number | null
  /** Of all pitches one after the other, talk and answers; null for other modes. */
  minutes: number | null
}
interface AwardForecast {
  id: string
  name: Bilingual
  category: string | null
  /** null where a score decides. */
  places: number | null
  given: number | null
}
export interface Forecast {
  proposals: number
  rounds: RoundForecast[]
  finalists: number
  awards: AwardForecast[]
  /** Finalists without an award; null where a score decides who takes one. */
  unawarded: number | null
}

/** Cards that a judge reads in a round without haste; only used to suggest a number of judges. */
const COMFORTABLE_CARDS = 20
const SEED = 'forecast'

/** `total` proposals over the categories as evenly as can be, earlier categories first. */
export function spreadEvenly(categories: readonly { id: string }[], total: number): Record<string, number> {
  return Object.fromEntries(categories.map(({ id }, i) => [id, Math.floor(total / categories.length) + (i < total % categories.length ? 1 : 0)]))
}

/**
 * What the rules do with so many proposals a category, by numbers: grouped and dealt by the real rules, everybody scoring differently
 * (no ties), and where the best of all go on, each category sending its share of them.
 * @param judges of each round; without it as many as are comfortable
 */
export function forecast(rulebook: Rulebook, perCategory: Readonly<Record<string, number>>, judges?: number): Forecast {
  const categories = rulebook.categories.map(({ id }) => id)
  let entries: Entry[] = categories.flatMap((category) => Array.from({ length: perCategory[category] ?? 0 }, (_, i) => ({ id: `${category}-${i + 1}`, category })))
  const proposals = entries.length
  const rounds: RoundForecast[] = []
  for (const [index, round] of rulebook.rounds.entries()) {
    const groups = makeGroups(round.grouping, entries, SEED, categories)
    const on = index === rulebook.rounds.length - 1 ? entries : going(round.advance, entries, groups)
    rounds.push({ ...judged(round, entries, groups, judges), advances: round.advance.rule === 'threshold' ? null : on.length })
    entries = on
  }
  const awards = given(rulebook.awards, entries, categories)
  const taken = awards.map((award) => award.given)
  return { proposals, rounds, finalists: entries.length, awards, unawarded: taken.includes(null) ? null : Math.max(0, entries.length - taken.reduce<number>((sum, one) => sum + (one ?? 0), 0)) }
}

function judged(round: Round, entries: readonly Entry[], groups: readonly Group[], planned: number | undefined): Omit<RoundForecast, 'advances'> {
  const cards = entries.length * round.panelSize
  const comfortable = round.assignment === 'panel' ? groups.length * round.panelSize : Math.max(entries.length === 0 ? 0 : round.panelSize, Math.ceil(cards / COMFORTABLE_CARDS))
  const count = planned ?? comfortable
  const plan = makePlan({ round, groups, judges: Array.from({ length: count }, (_, i) => ({ id: `judge-${String(i + 1).padStart(4, '0')}` })), conflicts: [], seed: SEED })
  const loads = Object.values(plan.loads)
  const working = loads.filter((load) => load > 0)
  return {
    id: round.id, name: round.name, mode: round.mode,
    entries: entries.length,
    groups: groups.map((group) => ({ name: group.name, category: group.category, entries: group.entries.length })),
    panelSize: round.panelSize, floor: round.floor,
    judges: { comfortable, least: entries.length === 0 ? 0 : round.panelSize },
    cards,
    loads: { planned: count, least: Math.min(...working, working.length === 0 ? 0 : Infinity), most: Math.max(0, ...loads), idle: loads.length - working.length, short: plan.shortfalls.length },
    minutes: round.pitch === undefined ? null : Math.ceil((entries.length * (round.pitch.talkSeconds + round.pitch.answerSeconds)) / 60),
  }
}

/** How many of so many go on. A share is rounded up (shared/rulebook/round.ts). */
function quota(advance: Advance, size: number): number {
  if (advance.rule === 'top') return Math.min(advance.count, size)
  if (advance.rule === 'share') return decimal(size).times(decimal(advance.percent)).div(100).round(0, 3).toNumber()
  return size
}

function going(advance: Advance, entries: readonly Entry[], groups: readonly Group[]): Entry[] {
  if (advance.rule === 'all' || advance.rule === 'threshold') return [...entries]
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  if (advance.within === 'group') return groups.flatMap((group) => group.entries.slice(0, quota(advance, group.entries.length)).flatMap((id) => byId.get(id) ?? []))
  const categories = [...Map.groupBy(entries, ({ category }) => category).values()]
  if (advance.within === 'category') return categories.flatMap((own) => own.slice(0, quota(advance, own.length)))
  // The k-th of n in a category stands at k/n: cutting there gives each category its share.
  return categories.flatMap((own) => own.map((entry, i) => ({ entry, at: (i + 0.5) / own.length }))).toSorted((a, b) => a.at - b.at).slice(0, quota(advance, entries.length)).map(({ entry }) => entry)
}

function given(awards: readonly AwardRule[], finalists: readonly Entry[], categories: readonly string[]): AwardForecast[] {
  const left = new Map(categories.map((category) => [category, finalists.filter((entry) => entry.category === category).length]))
  const all = () => [...left.values()].reduce((sum, n) => sum + n, 0)
  const take = (count: number, from: readonly string[]) => {
    // From the category with the most left, one by one: any order gives the same sum.
    for (let i = 0; i < count; i += 1) {
      const category = from.toSorted((a, b) => (left.get(b) ?? 0) - (left.get(a) ?? 0))[0]
      if (category !== undefined) left.set(category, (left.get(category) ?? 0) - 1)
    }
    return count
  }
  return awards.map((award) => {
    const from = award.category === undefined ? categories : [award.category]
    const base = { id: award.id, name: award.name, category: award.category ?? null }
    if (award.rule === 'threshold') return { ...base, places: null, given: null }
    const pools = award.within === 'category' ? from.map((category) => [category]) : [from]
    let places = 0
    let handed = 0
    for (const pool of pools) {
      const standing = finalists.filter((entry) => pool.includes(entry.category)).length
      // A share is rounded down, but one at least (shared/rulebook/rulebook.ts).
      const wanted = award.rule === 'count' ? award.count : standing === 0 ? 0 : Math.max(1, decimal(standing).times(decimal(award.percent)).div(100).round(0, 0).toNumber())
      const there = pool.length === categories.length ? all() : pool.reduce((sum, category) => sum + (left.get(category) ?? 0), 0)
      places += wanted
      handed += take(Math.min(wanted, there), pool)
    }
    return { ...base, places, given: handed }
  })
}

export interface KeyDate extends WindowDate {
  /** It falls on a weekend or a public holiday. */
  off: boolean
  /** The year's official calendar is not known yet. */
  provisional: boolean
}

/** Each window's end, and the notice if it is published on the first working day after the last round. */
export function keyDates(dates: Dates, rulebook: Rulebook, corrections: Corrections): { windows: KeyDate[]; notice: NoticeWindow } {
  const windows = windowsOf(dates, rulebook).map((window) => {
    const day = shanghaiDate(window.at)
    return { ...window, off: !isWorkingDay(day, corrections), provisional: corrections[day] === undefined && !scheduleKnown(day) }
  })
  let first = addDays(shanghaiDate(windows.at(-1)?.at ?? dates.eligibilityClosesAt), 1)
  while (!isWorkingDay(first, corrections)) first = addDays(first, 1)
  return { windows, notice: noticeWindow(first, rulebook.notice.workingDays, rulebook.notice.firstDayCounts, corrections) }
}
