import { decimal, sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { fieldsOf } from './form-references.ts'
import { type Place, child, ids, items, number, repeated, text, texts, unknownName } from './loose.ts'

const sectionName = { zh: '申报书部分', en: 'section of the form' }

/** All criteria of a sheet, branches before their leaves. */
export function criteriaOf(place: Place, key = 'criteria'): Place[] {
  return items(place, key).flatMap((criterion) => [criterion, ...criteriaOf(criterion, 'children')])
}

export const isBranch = (criterion: Place) => items(criterion, 'children').length > 0

function branchMistakes(criterion: Place): Mistake[] {
  const max = number(criterion, 'max')
  const children = items(criterion, 'children')
  const parts = children.flatMap((part) => number(part, 'max') ?? [])
  if (max === undefined || children.length === 0 || parts.length < children.length || sum(parts).eq(decimal(max))) return []
  return [{
    path: `${criterion.path}/max`,
    code: 'BRANCH_MAX',
    zh: `满分为 ${max}，但下级指标合计 ${sum(parts).toString()}。`,
    en: `Its max is ${max}, but its parts make ${sum(parts).toString()}.`,
  }]
}

function anchorMistakes(criterion: Place): Mistake[] {
  const max = number(criterion, 'max')
  const anchors = items(criterion, 'anchors').map((place) => ({ path: place.path, from: number(place, 'from'), to: number(place, 'to') }))
  const mistakes: Mistake[] = []
  const whole = anchors.flatMap(({ path, from, to }) => (from === undefined || to === undefined ? [] : [{ path, from, to }]))
  for (const { path, from, to } of whole) {
    if (from > to) mistakes.push({
      path, code: 'RANGE_REVERSED',
      zh: `档次从 ${from} 到 ${to}，起止颠倒。`,
      en: `The band runs from ${from} to ${to}: the wrong way round.`,
    })
    if (max !== undefined && Math.max(from, to) > max) {
      mistakes.push({
        path, code: 'ANCHOR_OUTSIDE',
        zh: `档次 ${from}–${to} 超出该指标满分 ${max}。`,
        en: `The band ${from}–${to} is outside the criterion's 0 to ${max}.`,
      })
    }
  }
  const [first, last] = [whole.at(0), whole.at(-1)]
  const descending = first !== undefined && last !== undefined && first.from > last.from
  for (const [i, band] of whole.entries()) {
    const before = whole[i - 1]
    if (!before || (descending ? band.to < before.from : band.from > before.to)) continue
    mistakes.push({
      path: band.path,
      code: 'ANCHORS_OVERLAP',
      zh: `档次 ${band.from}–${band.to} 与前一档 ${before.from}–${before.to} 重叠或顺序不对。`,
      en: `The band ${band.from}–${band.to} overlaps the one before it (${before.from}–${before.to}) or is out of order.`,
    })
  }
  return mistakes
}

function totalMistakes(round: Place): Mistake[] {
  const leaves = criteriaOf(round).filter((criterion) => !isBranch(criterion))
  const maxima = leaves.flatMap((leaf) => number(leaf, 'max') ?? [])
  const total = number(round, 'sheetTotal')
  if (total === undefined || leaves.length === 0 || maxima.length < leaves.length || sum(maxima).eq(decimal(total))) return []
  return [{
    path: `${round.path}/sheetTotal`,
    code: 'SHEET_TOTAL',
    zh: `评分表总分为 ${total}，但各项满分合计 ${sum(maxima).toString()}。`,
    en: `The sheet's total is ${total}, but its criteria make ${sum(maxima).toString()}.`,
  }]
}

/** Bonuses, deductions and triggers are entered beside the criteria, under names of their own. */
function extraMistakes(sheet: Place): Mistake[] {
  const named = repeated([...criteriaOf(sheet), ...items(sheet, 'extras'), ...items(sheet, 'triggers')])
  return named.filter(({ path }) => path.startsWith(`${sheet.path}/extras/`) || path.startsWith(`${sheet.path}/triggers/`))
}

/** A trigger makes an item of its own sheet 0. */
const triggerMistakes = (sheet: Place): Mistake[] => items(sheet, 'triggers').flatMap((trigger) =>
  (text(trigger, 'zero') === 'item' ? unknownName(`${trigger.path}/criterion`, text(trigger, 'criterion'), ids(criteriaOf(sheet)), criterionName) : []))

/** A computed leaf has no parts, steps that fall, and none above its max; its numbers are those that there are. */
function computedMistakes(criterion: Place, numbers: Numbers): Mistake[] {
  if (criterion.value['computed'] === undefined) return []
  const computed = child(criterion, 'computed')
  const max = number(criterion, 'max')
  const steps = items(computed, 'steps').map((place) => ({ place, percent: number(place, 'percent'), points: number(place, 'points') }))
  return [
    ...(isBranch(criterion) ? [{ path: computed.path, code: 'COMPUTED_BRANCH', zh: '有下级指标的指标不能由计划和实际算出。', en: 'A criterion with parts is not computed.' }] : []),
    ...unknownName(`${computed.path}/planned`, text(computed, 'planned'), numbers.planned, numberName),
    ...unknownName(`${computed.path}/actual`, text(computed, 'actual'), numbers.actual, numberName),
    ...steps.flatMap(({ place, percent, points }, i): Mistake[] => {
      const before = steps[i - 1]
      return [
        ...(points !== undefined && max !== undefined && points > max ? [{ path: `${place.path}/points`, code: 'NEVER_REACHED', zh: `这一档 ${points} 分，高于该指标满分 ${max}。`, en: `A step of ${points} points is above the criterion's ${max}.` }] : []),
        ...(percent !== undefined && points !== undefined && before?.percent !== undefined && before.points !== undefined && (percent >= before.percent || points >= before.points)
          ? [{ path: place.path, code: 'ORDER_WRONG', zh: '各档应从高到低排列，完成率和得分都递减。', en: 'Steps fall, in percent and in points.' }] : []),
      ]
    }),
    ...(steps.length > 0 && max !== undefined && steps[0]?.points !== undefined && steps[0].points < max
      ? [{ path: `${computed.path}/steps/0/points`, code: 'NEVER_REACHED', zh: `最高一档只有 ${steps[0].points} 分，得不到该指标满分 ${max}。`, en: `The highest step gives ${steps[0].points} points, so that the criterion's ${max} are never reached.` }] : []),
  ]
}

/** Names of the numbers that a computed leaf may use. */
interface Numbers {
  planned: ReadonlySet<string>
  actual: ReadonlySet<string>
}
const numberName = { zh: '数字字段', en: 'number' }
const criterionName = { zh: '指标', en: 'criterion of that sheet' }

/** The form's fields that hold a number. */
export const numbersOf = (form: Place): Set<string> => new Set([...fieldsOf(form)].flatMap(([id, field]) => (text(field, 'kind') === 'integer' || text(field, 'kind') === 'money' ? [id] : [])))

/** The rules within a sheet (a round's, or of an evaluation of grants): ids are unique, parts make their whole, bands are in order. */
export function sheetMistakes(sheet: Place, sections: ReadonlySet<string>, numbers: Numbers): Mistake[] {
  return [
    ...repeated(criteriaOf(sheet)),
    ...extraMistakes(sheet),
    ...triggerMistakes(sheet),
    ...totalMistakes(sheet),
    ...criteriaOf(sheet).flatMap((criterion) => [
      ...branchMistakes(criterion),
      ...anchorMistakes(criterion),
      ...computedMistakes(criterion, numbers),
      ...texts(criterion, 'sections').flatMap(({ path, value }) => unknownName(path, value, sections, sectionName)),
    ]),
  ]
}
