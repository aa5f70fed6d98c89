import { type Decimal, decimal, decimalsOf, sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { say } from '../kernel/text.ts'
import type { Computed, Criterion, Extra, Round, Trigger } from './round.ts'

/** What scoring needs of a round, or of an evaluator's sheet. */
export type Sheet = Pick<Round, 'criteria' | 'entry'> & { extras?: readonly Extra[] | undefined; triggers?: readonly Trigger[] | undefined }

/** Scores of one card: a leaf's, bonus's or deduction's id to a decimal as typed ("19.5"), a trigger's to '1' where it was found. */
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

/** The triggers that a card names as found. */
export const foundOn = ({ triggers = [] }: Pick<Sheet, 'triggers'>, scores: Scores): Trigger[] => triggers.filter(({ id }) => scores[id] === FOUND)

/** How a card says that a trigger was found. */
export const FOUND = '1'

/** A card's scores after its triggers: the leaves of an item that is 0 have 0, and where the total is 0 everything has, bonuses too. */
export function triggered(sheet: Pick<Sheet, 'criteria' | 'extras' | 'triggers'>, scores: Scores): Scores {
  const found = foundOn(sheet, scores)
  if (found.length === 0) return scores
  const items = criteriaOf(sheet.criteria)
  const gone = found.some(({ zero }) => zero === 'total')
    ? [...leavesOf(sheet.criteria), ...(sheet.extras ?? [])]
    : found.flatMap((trigger) => (trigger.zero === 'item' ? leavesOf(items.filter(({ id }) => id === trigger.criterion)) : []))
  return { ...scores, ...Object.fromEntries(gone.flatMap(({ id }) => (scores[id] === undefined ? [] : [[id, '0']]))) }
}

/** The card's total after its triggers, out of the sheet's and beyond it by bonuses, never below 0. Throws a TypeError where a leaf has no score. */
export function cardTotal(round: Sheet, scores: Scores): Decimal {
  const counted = triggered(round, scores)
  return withExtras(round, counted, sum(round.criteria.map((criterion) => scoreOf(criterion, counted))))
}

/** The same of a card that may have gaps: what is scored so far. */
export function totalSoFar(round: Pick<Sheet, 'criteria' | 'extras' | 'triggers'>, scores: Scores): Decimal {
  const counted = triggered(round, scores)
  return withExtras(round, counted, sum(leavesOf(round.criteria).flatMap(({ id }) => counted[id] ?? [])))
}

/** Numbers by name, from which computed leaves follow: the fields of a form, or the figures of what was reached. */
export interface Measured {
  planned: Readonly<Record<string, unknown>>
  actual: Readonly<Record<string, unknown>>
}

const numberIn = (from: Readonly<Record<string, unknown>>, name: string): number | undefined => {
  const value = from[name]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
}

const measureOf = ({ planned, actual }: Computed, measured: Measured) => ({ planned: numberIn(measured.planned, planned), actual: numberIn(measured.actual, actual) })

/** What each computed leaf follows from, to be shown; null where a number is not known. */
export type Measures = Readonly<Record<string, { planned: number | null; actual: number | null }>>

export const measuresOf = (criteria: readonly Criterion[], measured: Measured): Measures => Object.fromEntries(leavesOf(criteria).flatMap(({ id, computed }) => {
  if (computed === undefined) return []
  const { planned = null, actual = null } = measureOf(computed, measured)
  return [[id, { planned, actual }]]
}))

/** The points of a sheet's computed leaves, by leaf. */
export function computedScores(criteria: readonly Criterion[], measured: Measured): Record<string, string> {
  return Object.fromEntries(leavesOf(criteria).flatMap(({ id, computed }) => {
    if (computed === undefined) return []
    const { planned, actual } = measureOf(computed, measured)
    // Reached to a percent: actual / planned ≥ percent / 100, without dividing.
    const step = planned === undefined || actual === undefined || planned <= 0 ? undefined : computed.steps.find(({ percent }) => decimal(actual).times(100).gte(decimal(percent).times(planned)))
    return [[id, decimal(step?.points ?? 0).toFixed()]]
  }))
}

export const hasComputed = (criteria: readonly Criterion[]): boolean => leavesOf(criteria).some(({ computed }) => computed !== undefined)

/** A trigger is told with its reason: what is wrong with a card that names one and says nothing. `path` is `comment`. */
export function reasonMistakes(sheet: Pick<Sheet, 'triggers'>, scores: Scores, comment: string): Mistake[] {
  const [first] = foundOn(sheet, scores)
  if (first === undefined || comment.trim() !== '') return []
  return [{ path: 'comment', code: 'TRIGGER_WITHOUT_REASON', zh: `勾选了“${first.label.zh}”，请写明查到了什么。`, en: `"${say(first.label, 'en')}" is ticked; say what was found.` }]
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
  const triggers = round.triggers ?? []
  const leaves = [...leavesOf(round.criteria), ...extras.map(({ id, label, most }) => ({ id, label, max: most }))]
  const { decimals } = round.entry
  const strangers = Object.keys(scores).filter((id) => ![...leaves, ...triggers].some((known) => known.id === id)).map((id) => ({
    path: `scores.${id}`, code: 'CRITERION_UNKNOWN', zh: `评分表中没有“${id}”。`, en: `The sheet has no criterion "${id}".`,
  }))
  const unread = triggers.filter(({ id }) => scores[id] !== undefined && scores[id] !== '' && scores[id] !== FOUND).map(({ id, label }): Mistake => ({
    path: `scores.${id}`, code: 'CHOICE_UNKNOWN', zh: `“${label.zh}”只有勾选和不勾选。`, en: `"${say(label, 'en')}" is ticked or not ticked.`,
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
  }), ...unread, ...strangers]
}
