import { decimal } from '../kernel/decimal.ts'
import type { Round, Within } from '../rulebook/round.ts'
import type { Standing } from './standing.ts'

/** Entries whom no tie-break separates, across the line: `seats` of them can go on. */
export interface TiedAcross {
  /** The category or group in which it is; null for all. */
  pool: string | null
  entries: string[]
  seats: number
}

/** Where the line runs in one pool. */
export interface CutLine {
  pool: string | null
  /** How many the rule lets through there. */
  count: number
  /** The last who is through without a tie; undefined where nobody is. */
  last: { entry: string; value: string } | undefined
  /** The first who isn't. */
  next: { entry: string; value: string } | undefined
}

export interface Advanced {
  /** In the order of the standing. */
  advancing: string[]
  out: string[]
  cutLines: CutLine[]
  /** Waiting for a decision: none of them is in `advancing` or `out`. */
  tied: TiedAcross[]
}

/** The best of one pool, as long as seats last, and who is tied across the last seat. */
export function cut<S extends Pick<Standing, 'place'>>(pool: readonly S[], seats: number): { through: S[]; tied: S[]; left: number } {
  const last = pool[seats - 1]
  const next = pool[seats]
  if (seats <= 0) return { through: [], tied: [], left: 0 }
  if (!last || !next || last.place !== next.place) return { through: pool.slice(0, seats), tied: [], left: 0 }
  const through = pool.filter(({ place }) => place < last.place)
  return { through, tied: pool.filter(({ place }) => place === last.place), left: seats - through.length }
}

/** The standing by category or group, each in its order; one pool for all. */
export function poolsOf<S extends Pick<Standing, 'category' | 'group'>>(
  standings: readonly S[],
  within: Within,
): { pool: string | null; members: S[] }[] {
  if (within === 'all') return [{ pool: null, members: [...standings] }]
  const pools = Map.groupBy(standings, (one) => (within === 'category' ? one.category : (one.group ?? '')))
  return [...pools].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([pool, members]) => ({ pool, members }))
}

function cutLine(pool: string | null, members: readonly Standing[], count: number, through: readonly Standing[]): CutLine {
  const [last, next] = [through.at(-1), members[through.length]]
  const shown = (one: Standing | undefined) => one && { entry: one.entry, value: one.value }
  return { pool, count, last: shown(last), next: shown(next) }
}

/**
 * Who goes on to the next round. A tie across the line, after all tie-breaks, lets all of them through where the rulebook says include;
 * where it says decide, they wait in `tied` until `chosen` (entry ids, as an administrator decided) names exactly as many of them as
 * there are seats.
 */
export function advance(
  round: Pick<Round, 'advance' | 'advanceBy' | 'advanceTie' | 'sheetTotal'>,
  standings: readonly Standing[],
  chosen: readonly string[] = [],
): Advanced {
  const rule = round.advance
  const through = new Set<string>()
  const cutLines: CutLine[] = []
  const tied: TiedAcross[] = []
  if (rule.rule === 'all') for (const { entry } of standings) through.add(entry)
  else if (rule.rule === 'threshold') {
    // A round's score counts as its share of the sheet's total; the sum is out of 100 already.
    const whole = round.advanceBy === 'sum' ? 100 : round.sheetTotal
    const passed = standings.filter(({ value }) => decimal(value).times(100).gte(decimal(rule.score).times(decimal(whole))))
    for (const { entry } of passed) through.add(entry)
    cutLines.push(cutLine(null, standings, passed.length, passed))
  } else {
    for (const { pool, members } of poolsOf(standings, rule.within)) {
      const share = (percent: number) => decimal(percent).times(members.length).div(100).round(0, 3).toNumber()
      const seats = rule.rule === 'top' ? rule.count : share(rule.percent)
      const line = cut(members, seats)
      const picked = line.tied.filter(({ entry }) => chosen.includes(entry))
      const settled = round.advanceTie === 'include' ? line.tied : picked.length === line.left ? picked : []
      for (const { entry } of [...line.through, ...settled]) through.add(entry)
      if (line.tied.length > 0 && settled.length === 0) tied.push({ pool, entries: line.tied.map(({ entry }) => entry), seats: line.left })
      cutLines.push(cutLine(pool, members, seats, line.through))
    }
  }
  const waiting = new Set(tied.flatMap(({ entries }) => entries))
  const order = standings.map(({ entry }) => entry)
  return {
    advancing: order.filter((entry) => through.has(entry)),
    out: order.filter((entry) => !through.has(entry) && !waiting.has(entry)),
    cutLines,
    tied,
  }
}
