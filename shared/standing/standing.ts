import { type Decimal, compareDecimals, decimal, fixed, quotient, sum } from '../kernel/decimal.ts'
import { lot } from '../kernel/draw.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import type { Round } from '../rulebook/round.ts'
import type { Rulebook, TieBreak } from '../rulebook/rulebook.ts'
import { criteriaOf } from '../rulebook/sheet.ts'
import type { RoundResult } from './aggregate.ts'
import { type Beside, bonusPoints, nothingBeside, voteScores } from './beside.ts'

/** What a standing is made of: a proposal, its category, and its group in the round that is counted. */
export interface StandingEntry {
  id: string
  category: string
  group?: string | undefined
  /** Its name in draws by lot: the public number, by which anybody can repeat them. Left out, the id. */
  drawnAs?: string | undefined
}

/** How a place among equals came about. */
export interface TieExplanation {
  /** Entries with the same score. */
  with: string[]
  /** The tie-break after which no equal was left; null: still tied, the place is shared. */
  decidedBy: TieBreak | null
  sentence: Bilingual
}

export interface Standing {
  entry: string
  category: string
  group: string | undefined
  /** 1, 2, 2, 4: shared only by those whom no tie-break separates. */
  place: number
  /** What the place is by: the round's score, or the weighted sum of the rounds so far. */
  value: string
  /** Weighted sum of the rounds so far, out of 100, with the rulebook's decimals; after the last round with vote and bonuses. */
  total: string
  rounds: { round: string; score: string; weighted: string }[]
  /** What the public's votes gave; only after the last round of a rulebook with a vote. */
  vote?: { votes: number; score: string; weighted: string } | undefined
  /** Points of the bonuses earned, and which they are (ids); only after the last round of a rulebook with bonuses. */
  bonus?: { points: string; earned: string[] } | undefined
  tie: TieExplanation | null
}

/** The weighted sum of scores, out of 100, rounded once from its exact value. */
function weightedTotal(parts: readonly { round: Pick<Round, 'weight' | 'sheetTotal'>; score: string }[], decimals: number): Decimal {
  const whole = parts.reduce((product, { round }) => product.times(decimal(round.sheetTotal)), decimal(1))
  const weighted = parts.map(({ round, score }) => parts.filter((other) => other.round !== round)
    .reduce((product, other) => product.times(decimal(other.round.sheetTotal)), decimal(score).times(round.weight)))
  return quotient(sum(weighted), whole, decimals)
}

interface Step {
  tieBreak: TieBreak
  label: Bilingual
  /** Higher is better. */
  compare: (a: string, b: string) => number
  print: (entry: string) => string
}

/** The tie-breaks that can be applied yet: those of rounds not counted so far are passed over. */
function stepsOf(rulebook: Rulebook, results: readonly RoundResult[], entries: readonly StandingEntry[], seed: string): Step[] {
  const names = new Map(entries.map(({ id, drawnAs = id }) => [id, drawnAs]))
  return rulebook.tieBreaks.flatMap((tieBreak): Step[] => {
    if (tieBreak.rule === 'lot') {
      const lots = new Map<string, string>()
      const lotOf = (entry: string) => {
        const drawn = lots.get(entry) ?? lot(seed, 'tie', names.get(entry) ?? entry)
        lots.set(entry, drawn)
        return drawn
      }
      return [{
        tieBreak, label: { zh: '抽签', en: 'lot' },
        compare: (a, b) => (lotOf(a) === lotOf(b) ? 0 : lotOf(a) < lotOf(b) ? 1 : -1),
        print: (entry) => lotOf(entry).slice(0, 8),
      }]
    }
    const round = rulebook.rounds.find(({ id }) => id === tieBreak.round)
    const result = results.find((one) => one.round === tieBreak.round)
    if (!round || !result) return []
    const criterion = tieBreak.rule === 'criterion' ? criteriaOf(round.criteria).find(({ id }) => id === tieBreak.criterion) : undefined
    const valueOf = (entry: string) => {
      const scored = result.scores[entry]
      return (tieBreak.rule === 'criterion' ? scored?.criteria[tieBreak.criterion] : scored?.score) ?? '0'
    }
    const label = criterion
      ? { zh: `${round.name.zh}“${criterion.label.zh}”平均分`, en: `mean of "${say(criterion.label, 'en')}" in ${say(round.name, 'en')}` }
      : { zh: `${round.name.zh}得分`, en: `score in ${say(round.name, 'en')}` }
    return [{ tieBreak, label, compare: (a, b) => compareDecimals(valueOf(a), valueOf(b)), print: valueOf }]
  })
}

function explain(entry: string, equals: readonly string[], steps: readonly Step[]): TieExplanation | null {
  if (equals.length < 2) return null
  let left = [...equals]
  let decidedBy: TieBreak | null = null
  const zh: string[] = []
  const en: string[] = []
  for (const step of steps) {
    const still = left.filter((other) => step.compare(entry, other) === 0)
    if (still.length < left.length || still.length === 1) {
      zh.push(`${step.label.zh} ${step.print(entry)}${still.length > 1 ? `，仍与 ${still.length - 1} 个项目相同` : ''}`)
      en.push(`${step.label.en} ${step.print(entry)}${still.length > 1 ? ` (still equal to ${still.length - 1})` : ''}`)
    }
    left = still
    if (left.length > 1) continue
    decidedBy = step.tieBreak
    break
  }
  const others = equals.length - 1
  const startZh = `与另外 ${others} 个项目分数相同`
  const startEn = `Equal with ${others} other${others > 1 ? 's' : ''}`
  const sentence = decidedBy
    ? { zh: `${startZh}；${zh.join('；')}，由此排定。`, en: `${startEn}; decided by ${en.join('; ')}.` }
    : {
        zh: `${[startZh, ...zh].join('；')}；${left.length} 个项目并列。`,
        en: `${[startEn, ...en].join('; ')}; ${left.length} share the place.`,
      }
  return { with: equals.filter((other) => other !== entry), decidedBy, sentence }
}

/**
 * The standing after the rounds counted so far (`results`, in the rulebook's order), best first. After the last round it is by the
 * total; before that by what the last counted round's `advanceBy` says. Vote and bonuses (`beside`) are in the total of the last round alone. Only entries with a score in every counted round stand in it.
 * Ties go through the rulebook's tie-breaks in order; who is equal after all of them shares the place (1, 2, 2, 4).
 */
export function makeStandings(
  rulebook: Rulebook,
  results: readonly RoundResult[],
  entries: readonly StandingEntry[],
  seed: string,
  beside: Beside = nothingBeside,
): Standing[] {
  const rounds = rulebook.rounds.slice(0, results.length)
  const last = rounds.at(-1)
  if (!last || rounds.some((round, i) => results[i]?.round !== round.id)) throw new TypeError('results are of the first rounds, in order')
  const final = results.length === rulebook.rounds.length
  const byTotal = final || last.advanceBy === 'sum'
  const { total: { decimals }, bonuses, vote } = rulebook
  const voted = final && vote !== null ? voteScores(vote, beside.votes, decimals) : undefined
  const rows = entries.flatMap(({ id, category, group }) => {
    const parts = rounds.flatMap((round, i) => {
      const score = results[i]?.scores[id]?.score
      return score === undefined ? [] : [{ round, score }]
    })
    if (parts.length < rounds.length) return []
    const byVote = vote === null || voted === undefined ? undefined : { round: { weight: vote.weight, sheetTotal: 100 }, score: fixed(voted.get(id) ?? 0, decimals) }
    const earned = final && bonuses !== null ? { points: fixed(bonusPoints(bonuses, beside.bonuses[id] ?? []), decimals), earned: [...(beside.bonuses[id] ?? [])] } : undefined
    const weightedSum = weightedTotal(byVote === undefined ? parts : [...parts, byVote], decimals)
    const total = fixed(earned === undefined ? weightedSum : weightedSum.plus(earned.points), decimals)
    const value = byTotal ? total : (parts.at(-1)?.score ?? total)
    const weighted = (part: Parameters<typeof weightedTotal>[0][number]) => fixed(weightedTotal([part], decimals), decimals)
    const scores = parts.map((part) => ({ round: part.round.id, score: part.score, weighted: weighted(part) }))
    return [{ exact: decimal(value), row: {
      entry: id, category, group, value, total, rounds: scores,
      ...(byVote === undefined ? {} : { vote: { votes: beside.votes[id] ?? 0, score: byVote.score, weighted: weighted(byVote) } }),
      ...(earned === undefined ? {} : { bonus: earned }),
    } }]
  })
  const steps = stepsOf(rulebook, results, entries, seed)
  const compare = (a: (typeof rows)[number], b: (typeof rows)[number]): number => {
    const byValue = b.exact.cmp(a.exact)
    if (byValue !== 0) return byValue
    for (const step of steps) {
      const better = step.compare(b.row.entry, a.row.entry)
      if (better !== 0) return better
    }
    return 0
  }
  // Among those who share a place the order means nothing; by id it is at least always the same.
  const sorted = rows.toSorted((a, b) => compare(a, b) || (a.row.entry < b.row.entry ? -1 : 1))
  const equals = Map.groupBy(sorted, ({ row: { value } }) => value)
  let place = 0
  return sorted.map((one, i) => {
    const before = sorted[i - 1]
    if (!before || compare(before, one) !== 0) place = i + 1
    const { row } = one
    return { ...row, place, tie: explain(row.entry, (equals.get(row.value) ?? []).map(({ row: { entry } }) => entry), steps) }
  })
}
