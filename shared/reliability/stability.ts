import * as z from 'zod'
import { giveAwards } from '../award/award.ts'
import { compareDecimals, decimal } from '../kernel/decimal.ts'
import { type Aggregation, aggregationSchema, type Round } from '../rulebook/round.ts'
import { type Card, type EntryScore, entryScore, type EntryScorer } from '../standing/aggregate.ts'
import { type Counted, countRound, type RoundRecords } from '../standing/count.ts'
import type { Standing } from '../standing/standing.ts'
import { chanceOf } from './chance.ts'

/** Something else that might as well have been: a panel without one of its judges, or another published way to make one score of several. */
const variationSchema = z.discriminatedUnion('of', [z.object({ of: z.literal('judge'), judge: z.string() }), z.object({ of: z.literal('rule'), aggregation: aggregationSchema })])
export type Variation = z.infer<typeof variationSchema>

/** A line that decides something, and how near it is. Values and margins are decimals in the ranking's unit. */
const lineSchema = z.object({
  of: z.enum(['advance', 'award']),
  /** Id in the rulebook; null for the line to the next round. */
  award: z.string().nullable(),
  /** Category or group; null for all. */
  pool: z.string().nullable(),
  inside: z.int(),
  last: z.object({ entry: z.string(), value: z.string() }),
  next: z.object({ entry: z.string(), value: z.string() }),
  /** Points that both sides are measured against, where the rule is a threshold. */
  mark: z.string().nullable(),
  /** Between the two sides; with a threshold from it to the nearer side. */
  margin: z.string(),
  /** By how much that difference is off by chance (one standard error), as judges differ in this round. Null where that is not known. */
  chance: z.number().nullable(),
  /** How many are tied across it: people decide. */
  tied: z.int(),
  /** Variations under which somebody else would be inside, with who would and who would not. */
  changes: z.array(z.object({ variation: variationSchema, enters: z.array(z.string()), leaves: z.array(z.string()) })),
})
export type Line = z.infer<typeof lineSchema>

export const stabilitySchema = z.object({
  /** How many were tried. */
  variations: z.int(),
  lines: z.array(lineSchema),
  /** By entry: best and worst place under all variations, and how many of them change it. */
  places: z.record(z.string(), z.object({ best: z.int(), worst: z.int(), changes: z.int() })),
})
export type Stability = z.infer<typeof stabilitySchema>

/** Who stands on which side of one line. */
interface Side {
  key: string
  line: Pick<Line, 'of' | 'award' | 'pool'>
  inside: string[]
  /** The last who is inside and the first who isn't; a line that has nobody on a side is none. */
  last: Standing
  next: Standing
  mark: string | null
  /** Tied across it: people decide. */
  tied: number
}

/** A round as it comes out under some variation, or under none. */
export interface Outcome {
  places: Map<string, number>
  sides: Side[]
}

/** Without each judge; and by the mean, the median and the mean without highest and lowest, but for the rule in force. */
function variationsOf({ rulebook, index, cards }: RoundRecords): Variation[] {
  const rules = rulebook.rounds[index]
  const judges = [...new Set(cards.map(({ judge }) => judge))].toSorted()
  const aggregations: Aggregation[] = [{ rule: 'mean' }, { rule: 'median' }, { rule: 'trimmed-mean', drop: 1 }]
  return [
    ...judges.map((judge): Variation => ({ of: 'judge', judge })),
    ...aggregations.filter(({ rule }) => rule !== rules?.aggregation.rule).map((aggregation): Variation => ({ of: 'rule', aggregation })),
  ]
}

/**
 * How the result would have been under each variation, beside how it is. Never a reason to change it: the published rule decides. Every outcome is counted
 * by the very function that made the result; the pieces are apart so that whoever looks at a large round can let others in between. Without a judge an entry
 * may have fewer cards than the rulebook's floor: it is counted with those it has, and left out where it has none. Throws TypeError for a round that can't be
 * counted as it is.
 */
export function lookAt(records: RoundRecords): { variations: Variation[]; under: (variation: Variation) => Outcome; stability: (outcomes: readonly Outcome[]) => Stability } {
  const variations = variationsOf(records)
  const score = remembering()
  const counted = (varied: RoundRecords): Outcome => {
    const count = countRound(varied, score)
    if (!count.ok) throw new TypeError(`a round by ${records.rulebook.id} is looked at before it can be counted`)
    const { standings } = count.counted
    return { places: new Map(standings.map(({ entry, place }) => [entry, place])), sides: [...advanceSides(varied, count.counted), ...awardSides(varied, standings)] }
  }
  const base = counted(records)
  const anyFloor = withRound(records, { floor: 1 })
  const excluded = new Set(records.decisions.flatMap(({ entry, decision }) => (decision === 'exclude' ? [entry] : [])))
  const without = (judge: string): RoundRecords => {
    const cards = records.cards.filter((card) => card.judge !== judge && !excluded.has(card.entry))
    const scored = new Set(cards.map(({ entry }) => entry))
    return { ...anyFloor, cards, decisions: records.entries.flatMap(({ id }) => (scored.has(id) ? [] : [{ entry: id, decision: 'exclude' as const, reason: '' }])) }
  }
  return {
    variations,
    under: (variation) => counted(variation.of === 'judge' ? without(variation.judge) : withRound(records, { aggregation: variation.aggregation })),
    stability: (outcomes) => stabilityOf(records, base, variations, outcomes),
  }
}

const withRound = (records: RoundRecords, change: Partial<Round>): RoundRecords => ({
  ...records, rulebook: { ...records.rulebook, rounds: records.rulebook.rounds.map((round, i) => (i === records.index ? { ...round, ...change } : round)) },
})

/** Most entries have the same cards whichever judge is left out: what those made is kept by the first of them. */
function remembering(): EntryScorer {
  const known = new WeakMap<Card, { round: Round; cards: readonly Card[]; score: EntryScore }>()
  return (round, cards) => {
    const [first] = cards
    const before = first === undefined ? undefined : known.get(first)
    if (before !== undefined && before.round === round && before.cards.length === cards.length && before.cards.every((card, i) => card === cards[i])) return before.score
    const score = entryScore(round, cards)
    if (first !== undefined) known.set(first, { round, cards, score })
    return score
  }
}

function advanceSides({ rulebook, index }: RoundRecords, { standings, advanced }: Counted): Side[] {
  const rules = rulebook.rounds[index]
  const rule = rules?.advance
  if (rules === undefined || rule === undefined || rule.rule === 'all') return []
  const through = new Set(advanced.advancing)
  const mark = rule.rule === 'threshold' ? decimal(rule.score).times(rules.advanceBy === 'sum' ? 100 : rules.sheetTotal).div(100).toString() : null
  const within = rule.rule === 'threshold' ? 'all' : rule.within
  return advanced.cutLines.flatMap(({ pool }) => {
    const members = standings.filter(({ category, group }) => within === 'all' || (within === 'category' ? category : (group ?? '')) === pool)
    const tied = advanced.tied.find((one) => one.pool === pool)?.entries ?? []
    return sideOf({ of: 'advance', award: null, pool }, members, (entry) => through.has(entry), tied, mark)
  })
}

/** A contest's awards follow from its last round; whom a venture funds is decided by people. */
function awardSides({ rulebook, index }: RoundRecords, standings: readonly Standing[]): Side[] {
  if (index < rulebook.rounds.length - 1 || rulebook.kind !== 'contest') return []
  const given = giveAwards(rulebook, standings)
  const order = rulebook.awards.map(({ id }) => id)
  const rankOf = new Map(given.awards.map(({ award, entry }) => [entry, order.indexOf(award)]))
  return rulebook.awards.flatMap((rule, i) => {
    const pools = rule.category !== undefined ? [rule.category] : rule.rule !== 'threshold' && rule.within === 'category' ? rulebook.categories.map(({ id }) => id) : [null]
    return pools.flatMap((pool) => {
      // Whoever took an award before is no neighbour of this one's line.
      const members = standings.filter(({ entry, category }) => (pool === null || category === pool) && (rankOf.get(entry) ?? Infinity) >= i)
      const tied = given.tied.filter(({ award, category }) => award === rule.id && (category ?? pool) === pool).flatMap(({ entries }) => entries)
      return sideOf({ of: 'award', award: rule.id, pool }, members, (entry) => rankOf.get(entry) === i, tied, rule.rule === 'threshold' ? String(rule.score) : null)
    })
  })
}

function sideOf(line: Side['line'], members: readonly Standing[], isInside: (entry: string) => boolean, tied: readonly string[], mark: string | null): Side[] {
  const waits = new Set(tied)
  const inside = members.filter(({ entry }) => isInside(entry))
  // Those tied across the line stand on both of its sides.
  const last = members.findLast(({ entry }) => isInside(entry) || waits.has(entry))
  const next = members.find(({ entry }) => !isInside(entry))
  return last === undefined || next === undefined ? [] : [{ key: JSON.stringify(line), line, inside: inside.map(({ entry }) => entry), last, next, mark, tied: tied.length }]
}

function stabilityOf(records: RoundRecords, base: Outcome, variations: readonly Variation[], outcomes: readonly Outcome[]): Stability {
  const sides = outcomes.map((outcome) => new Map(outcome.sides.map((side) => [side.key, new Set(side.inside)])))
  const chance = chanceOf(records)
  const lines = base.sides.map(({ key, line, inside, last, next, mark, tied }): Line => {
    const own = new Set(inside)
    const value = line.of === 'award' ? 'total' : 'value'
    const distances = mark === null ? [decimal(last[value]).minus(decimal(next[value]))] : [decimal(last[value]).minus(decimal(mark)), decimal(mark).minus(decimal(next[value]))]
    const changes = variations.flatMap((variation, i) => {
      // Where a line has nobody on one of its sides any more, all are inside or none is: said as no change, for nobody takes another's place.
      const other = sides[i]?.get(key)
      if (other === undefined) return []
      const [enters, leaves] = [[...other].filter((entry) => !own.has(entry)), inside.filter((entry) => !other.has(entry))]
      return enters.length + leaves.length === 0 ? [] : [{ variation, enters, leaves }]
    })
    return {
      ...line, inside: inside.length, last: { entry: last.entry, value: last[value] }, next: { entry: next.entry, value: next[value] }, mark, tied, changes,
      margin: (distances.toSorted(compareDecimals)[0] ?? decimal(0)).abs().toString(), chance: chance(last.entry, mark === null ? next.entry : null, value),
    }
  })
  const places = Object.fromEntries([...base.places].map(([entry, place]) => {
    const others = outcomes.flatMap((outcome) => outcome.places.get(entry) ?? [])
    return [entry, { best: others.reduce((a, b) => Math.min(a, b), place), worst: others.reduce((a, b) => Math.max(a, b), place), changes: others.filter((other) => other !== place).length }]
  }))
  return { variations: variations.length, lines, places }
}

/**
 * `firm`: the same whichever judge is left out and whichever rule is taken, and the margin at least twice what chance is worth (1 in 20).
 * `open`: within what chance is worth, tied, or different under half of the variations. `close`: what lies between.
 */
export function sureness({ margin, chance, changes, tied }: Pick<Line, 'margin' | 'chance' | 'changes' | 'tied'>, variations: number): 'firm' | 'close' | 'open' {
  const points = Number(margin)
  if (tied > 0 || points === 0 || (chance !== null && points < chance) || changes.length * 2 >= Math.max(1, variations)) return 'open'
  return changes.length === 0 && (chance === null || points >= 2 * chance) ? 'firm' : 'close'
}
