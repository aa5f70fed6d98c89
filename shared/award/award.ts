import type { Competition } from '../competition/competition.ts'
import { decimal } from '../kernel/decimal.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import type { AwardRule, Rulebook } from '../rulebook/rulebook.ts'
import { cut, poolsOf } from '../standing/advance.ts'
import type { Standing } from '../standing/standing.ts'

/** Who of those tied across an award's last place takes it, as an administrator decided. */
export interface AwardDecision {
  award: string
  chosen: readonly string[]
}

export interface GivenAward {
  /** The award's id in the rulebook. */
  award: string
  /** Place in the standing; in its category where the award is given by category. */
  place: number
  entry: string
  total: string
}

/** Entries whom no tie-break separates, across the last place of an award: `seats` of them can take it. */
export interface TiedAward {
  award: string
  category: string | null
  entries: string[]
  seats: number
}

/** An award of which fewer could be given than the rulebook offers. */
export interface UnfilledAward {
  award: string
  category: string | null
  count: number
  given: number
  sentence: Bilingual
}

export interface Awards {
  /** In the rulebook's order of awards, best place first. */
  awards: GivenAward[]
  /** While anything is here the list isn't final; awards that depend on it are in `waiting`. */
  tied: TiedAward[]
  /** Ids of awards not given yet because an earlier tie decides who is left for them. */
  waiting: string[]
  unfilled: UnfilledAward[]
}

/** Whether the proposal's award is published, for good: with all of them, or before the rest. */
export const isPublished = (awards: { publishedAt: string | null; early: readonly { proposal: string }[] }, proposal: string): boolean =>
  awards.publishedAt !== null || awards.early.some((one) => one.proposal === proposal)

/**
 * Whether awards that no open objection is about may be published while others wait for their rulings. Not in a venture: its grants are made of
 * the whole list at once.
 */
export const mayPublishEarly = ({ state, kind }: Pick<Competition, 'state' | 'kind'>, rulebook: Rulebook): boolean => state === 'ruling' && kind === 'contest' && rulebook.notice.partial

/** What awards are given by: any line of a standing has it. */
export type Ranked = Pick<Standing, 'entry' | 'category' | 'group' | 'place' | 'total'>

function placesIn(members: readonly Ranked[]): Map<string, number> {
  const places = new Map<string, number>()
  for (const [i, { entry, place }] of members.entries()) {
    const before = members[i - 1]
    places.set(entry, before?.place === place ? (places.get(before.entry) ?? i + 1) : i + 1)
  }
  return places
}

/** How many an award offers in a pool: a share is rounded down, but one at least where anybody stands there. */
export function seatsOf(rule: Exclude<AwardRule, { rule: 'threshold' }>, standing: number): number {
  if (rule.rule === 'count') return rule.count
  if (standing === 0) return 0
  return Math.max(1, decimal(rule.percent).times(standing).div(100).round(0, 0).toNumber())
}

function unfilledSentence(rule: AwardRule, categoryName: Bilingual | undefined, count: number, given: number): Bilingual {
  const where = categoryName ? { zh: `（${categoryName.zh}）`, en: ` (${say(categoryName, 'en')})` } : { zh: '', en: '' }
  return {
    zh: `“${rule.name.zh}”${where.zh}设 ${count} 名，可评的项目不足，实际授予 ${given} 名。`,
    en: `"${say(rule.name, 'en')}"${where.en} offers ${count}, but there were proposals for ${given} only.`,
  }
}

/**
 * The awards by the final standing: in the rulebook's order, each to the best whom no earlier award took. Ties across an award's last
 * place give it to all of them where the rulebook says include; where it says decide, they wait for a decision that names as many as there
 * are seats. Fewer proposals than awards ends with what there is, and says so. Those in `without` (a ruling took them out) take none, so
 * that the next in rank moves up; they still count in what a share is of.
 */
export function giveAwards(rulebook: Rulebook, standings: readonly Ranked[], decisions: readonly AwardDecision[] = [], without: ReadonlySet<string> = new Set()): Awards {
  const result: Awards = { awards: [], tied: [], waiting: [], unfilled: [] }
  const taken = new Set<string>()
  // Categories in which an open tie decides who is left for later awards; null stands for all.
  const open = new Set<string | null>()
  for (const rule of rulebook.awards) {
    const eligible = standings.filter(({ category }) => rule.category === undefined || category === rule.category)
    const byCategory = rule.category !== undefined || (rule.rule !== 'threshold' && rule.within === 'category')
    const categories = rule.category === undefined ? rulebook.categories.map(({ id }) => id) : [rule.category]
    const pools = byCategory
      ? categories.map((pool) => ({ pool, members: eligible.filter(({ category }) => category === pool) }))
      : poolsOf(eligible, 'all')
    for (const { pool, members } of pools) {
      if (pool === null ? open.size > 0 : open.has(null) || open.has(pool)) {
        if (!result.waiting.includes(rule.id)) result.waiting.push(rule.id)
        open.add(pool)
        continue
      }
      const standing = members.filter(({ entry }) => !without.has(entry))
      const places = placesIn(standing)
      const left = standing.filter(({ entry }) => !taken.has(entry))
      const give = ({ entry, total, place }: Ranked) => {
        taken.add(entry)
        result.awards.push({ award: rule.id, place: places.get(entry) ?? place, entry, total })
      }
      if (rule.rule === 'threshold') {
        for (const one of left.filter(({ total }) => decimal(total).gte(decimal(rule.score)))) give(one)
        continue
      }
      const seats = seatsOf(rule, members.length)
      const line = cut(left, seats)
      const chosen = decisions.find(({ award }) => award === rule.id)?.chosen ?? []
      const picked = line.tied.filter(({ entry }) => chosen.includes(entry))
      const settled = rulebook.awardTie === 'include' ? line.tied : picked.length === line.left ? picked : []
      for (const one of [...line.through, ...settled]) give(one)
      if (line.tied.length > 0 && settled.length === 0) {
        result.tied.push({ award: rule.id, category: pool, entries: line.tied.map(({ entry }) => entry), seats: line.left })
        open.add(pool)
      } else if (left.length < seats) {
        const name = pool === null ? undefined : rulebook.categories.find(({ id }) => id === pool)?.name
        result.unfilled.push({
          award: rule.id, category: pool, count: seats, given: left.length,
          sentence: unfilledSentence(rule, name, seats, left.length),
        })
      }
    }
  }
  return result
}
