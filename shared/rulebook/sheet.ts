import { type Decimal, decimal, decimalsOf, sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { say } from '../kernel/text.ts'
import type { Criterion, Extra, Round } from './round.ts'

/** What scoring needs of a round, or of an evaluator's sheet. */
export type Sheet = Pick<Round, 'criteria' | 'entry'> & { extras?: readonly Extra[] | undefined }

/** Scores of one card: leaf id to a decimal as typed ("19.5"). */
export type Scores = Readonly<Record<string, string>>

/** The criteria that a judge scores, in the sheet's order. */
export function leavesOf(criteria: readonly Criterion[]): Criterion[] {
  return criteria.flatMap((criterion) => (criterion.children ? leavesOf(criterion.children) : [criterion]))
}

/** Every criterion, a branch before its parts. */
export function criteriaOf(criteria: readonly Criterion[]): Criterion[] {
  return criteria.flatMap((criterion) => [criterion, ...criteriaOf(criterion.children ?? [])])
}

/** The band of the rubric that a score belongs to; between two bands it belongs to the lower one. */
export function anchorFor(criterion: Criterion, score: string): NonNullable<Criterion['anchors']>[number] | undefined {
  const bands = (criterion.anchors ?? []).toSorted((a, b) => b.from - a.from)
  return bands.find(({ from }) => decimal(score).gte(from))
}

/** What a criterion has on one card: its score, or for a branch the sum of its leaves'. Throws a TypeError where a leaf has none. */
export function scoreOf(criterion: Criterion, scores: Scores): Decimal {
  return sum(leavesOf([criterion]).map(({ id }) => {
    const score = scores[id]
    if (score === undefined) throw new TypeError(`no score for ${id}`)
    return score
  }))
}

/** The card's total, out of the sheet's and beyond it by bonuses, never below 0. Throws a TypeError where a leaf has no score. */
export function cardTotal(round: Sheet, scores: Scores): Decimal {
  return withExtras(round, scores, sum(round.criteria.map((criterion) => scoreOf(criterion, scores))))
}

/** The same of a card that may have gaps: what is scored so far. */
export function totalSoFar(round: Pick<Sheet, 'criteria' | 'extras'>, scores: Scores): Decimal {
  return withExtras(round, scores, sum(leavesOf(round.criteria).flatMap(({ id }) => scores[id] ?? [])))
}

function withExtras({ extras = [] }: Pick<Sheet, 'extras'>, scores: Scores, points: Decimal): Decimal {
  const given = (kind: Extra['kind']) => sum(extras.flatMap((extra) => (extra.kind === kind ? (scores[extra.id] ?? []) : [])))
  const total = points.plus(given('bonus')).minus(given('deduction'))
  return total.lt(0) ? decimal(0) : total
}

/**
 * What is wrong with a card's scores: not a number, below 0 or above the criterion's max, too many decimals, a criterion the
 * sheet doesn't have, and (when it is to be submitted, `complete`) one without a score. Bonuses and deductions may be left open, and
 * are both typed above 0. `path` is `scores.<leaf>`.
 */
export function scoreMistakes(round: Sheet, scores: Scores, complete: boolean): Mistake[] {
  const extras = round.extras ?? []
  const leaves = [...leavesOf(round.criteria), ...extras.map(({ id, label, most }) => ({ id, label, max: most }))]
  const { decimals } = round.entry
  const strangers = Object.keys(scores).filter((id) => !leaves.some((leaf) => leaf.id === id)).map((id) => ({
    path: `scores.${id}`, code: 'CRITERION_UNKNOWN', zh: `评分表中没有“${id}”。`, en: `The sheet has no criterion "${id}".`,
  }))
  return [...leaves.flatMap(({ id, label, max }): Mistake[] => {
    const score = scores[id]
    const path = `scores.${id}`
    const [zh, en] = [`“${label.zh}”`, `"${say(label, 'en')}"`]
    if (score === undefined || score === '') return complete && !extras.some((extra) => extra.id === id) ? [{ path, code: 'SCORE_MISSING', zh: `请为${zh}打分。`, en: `Score ${en}.` }] : []
    if (!/^-?\d{1,6}(\.\d{1,6})?$/.test(score)) return [{ path, code: 'SCORE_MALFORMED', zh: `${zh}应为数字。`, en: `${en} must be a number.` }]
    if (decimal(score).lt(0) || decimal(score).gt(max)) {
      return [{
        path, code: 'SCORE_OUT_OF_RANGE',
        zh: `${zh}应在 0 到 ${max} 之间，现为 ${score}。`,
        en: `${en} must be from 0 to ${max}; it is ${score}.`,
      }]
    }
    if (decimalsOf(score) <= decimals) return []
    const most = decimals === 0
      ? { zh: '应为整数', en: 'must be a whole number' }
      : { zh: `最多 ${decimals} 位小数`, en: `may have ${decimals} decimals at most` }
    return [{ path, code: 'SCORE_TOO_FINE', zh: `${zh}${most.zh}，现为 ${score}。`, en: `${en} ${most.en}; it is ${score}.` }]
  }), ...strangers]
}
