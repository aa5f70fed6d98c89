import { giveAwards } from '../award/award.ts'
import { addDays, type Corrections, isWorkingDay, noticeWindow, type NoticeWindow, scheduleKnown, shanghaiDate } from '../kernel/calendar.ts'
import type { Bilingual } from '../kernel/text.ts'
import { makeGroups, type Entry, type Group } from '../round/groups.ts'
import { makePlan } from '../round/plan.ts'
import type { Round } from '../rulebook/round.ts'
import { advance } from '../standing/advance.ts'
import type { Standing } from '../standing/standing.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
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
 * What the rules do with so many proposals a category, by numbers: grouped, dealt, advanced and awarded by the rules themselves, with no
 * two proposals equal and no category better than another.
 * @param judges of each round; without it as many as are comfortable
 */
export function forecast(rulebook: Rulebook, perCategory: Readonly<Record<string, number>>, judges?: number): Forecast {
  const categories = rulebook.categories.map(({ id }) => id)
  let entries: Entry[] = categories.flatMap((category) => Array.from({ length: perCategory[category] ?? 0 }, (_, i) => ({ id: `${category}-${i + 1}`, category })))
  const proposals = entries.length
  const rounds: RoundForecast[] = []
  for (const [index, round] of rulebook.rounds.entries()) {
    const groups = makeGroups(round.grouping, entries, SEED, categories)
    const on = index === rulebook.rounds.length - 1 ? entries : going(round, entries, groups)
    rounds.push({ ...judged(round, entries, groups, judges), advances: round.advance.rule === 'threshold' ? null : on.length })
    entries = on
  }
  const awards = given(rulebook, entries)
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

/**
 * A ranking without ties. The k-th of n of a category stands at k/n, so that those at the top of all are each category's share of them;
 * the groups deal their entries alike.
 */
function ranked(entries: readonly Entry[], groups: readonly Group[]): Standing[] {
  const groupOf = new Map(groups.flatMap((group) => group.entries.map((entry) => [entry, group.id] as const)))
  const places = [...Map.groupBy(entries, ({ category }) => category).values()].flatMap((own) => own.map((entry, i) => ({ entry, at: (i + 0.5) / own.length })))
  return places.toSorted((a, b) => a.at - b.at).map(({ entry }, i): Standing => {
    const value = String(places.length - i)
    return { entry: entry.id, category: entry.category, group: groupOf.get(entry.id), place: i + 1, value, total: value, rounds: [], tie: null }
  })
}

/** Who goes on by the round's own rule. What a score decides is not known by numbers: all might. */
function going(round: Round, entries: readonly Entry[], groups: readonly Group[]): Entry[] {
  if (round.advance.rule === 'threshold') return [...entries]
  const through = new Set(advance(round, ranked(entries, groups)).advancing)
  return entries.filter(({ id }) => through.has(id))
}

/** The awards by their own rules; those that go by a score are left out of the giving, and of the sums. */
function given(rulebook: Rulebook, finalists: readonly Entry[]): AwardForecast[] {
  const { awards, unfilled } = giveAwards({ ...rulebook, awards: rulebook.awards.filter(({ rule }) => rule !== 'threshold') }, ranked(finalists, []))
  return rulebook.awards.map((award) => {
    const taken = awards.filter((one) => one.award === award.id).length
    const missing = unfilled.filter((one) => one.award === award.id).reduce((sum, { count, given }) => sum + count - given, 0)
    const byScore = award.rule === 'threshold'
    return { id: award.id, name: award.name, category: award.category ?? null, places: byScore ? null : taken + missing, given: byScore ? null : taken }
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
