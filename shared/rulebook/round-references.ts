import { compareDecimals, decimal, rounded, sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Place, child, ids, items, number, numbers, repeated, text, texts, unknownName } from './loose.ts'

const sectionName = { zh: '申报书部分', en: 'section of the form' }

/** Reminders come before the window they remind of ends, and after it starts. */
export function reminderMistakes(place: Place): Mistake[] {
  const days = number(place, 'days')
  if (days === undefined) return []
  return numbers(place, 'reminderDays').filter(({ value }) => value >= days).map(({ path, value }) => ({
    path,
    code: 'REMINDER_TOO_EARLY',
    zh: `提前 ${value} 天提醒，但期限只有 ${days} 天。`,
    en: `A reminder ${value} days before the end is before the window of ${days} days starts.`,
  }))
}

/** All criteria of a sheet, branches before their leaves. */
export function criteriaOf(place: Place, key = 'criteria'): Place[] {
  return items(place, key).flatMap((criterion) => [criterion, ...criteriaOf(criterion, 'children')])
}

const isBranch = (criterion: Place) => items(criterion, 'children').length > 0

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

/** Bonuses and deductions are entered beside the criteria, under names of their own. */
function extraMistakes(sheet: Place): Mistake[] {
  return repeated([...criteriaOf(sheet), ...items(sheet, 'extras')]).filter(({ path }) => path.startsWith(`${sheet.path}/extras/`))
}

/** What a judge may enter can reach every max, and the buttons' step is a score that may be entered. */
function entryMistakes(round: Place): Mistake[] {
  const entry = child(round, 'entry')
  const decimals = number(entry, 'decimals')
  if (decimals === undefined) return []
  const tooFine = (path: string, value: number | undefined): Mistake[] => {
    if (value === undefined || rounded(value, decimals).eq(decimal(value))) return []
    return [{
      path,
      code: 'TOO_MANY_DECIMALS',
      zh: `${value} 的小数位多于评委可填的 ${decimals} 位。`,
      en: `The value ${value} has more decimals than the ${decimals} a judge may enter.`,
    }]
  }
  return [
    ...tooFine(`${entry.path}/step`, number(entry, 'step')),
    ...criteriaOf(round).filter((criterion) => !isBranch(criterion)).flatMap((leaf) => tooFine(`${leaf.path}/max`, number(leaf, 'max'))),
    ...items(round, 'extras').flatMap((extra) => tooFine(`${extra.path}/most`, number(extra, 'most'))),
  ]
}

function panelMistakes(round: Place): Mistake[] {
  const size = number(round, 'panelSize')
  const floor = number(round, 'floor')
  const aggregation = child(round, 'aggregation')
  const drop = text(aggregation, 'rule') === 'trimmed-mean' ? number(aggregation, 'drop') : undefined
  const mistakes: Mistake[] = []
  if (size !== undefined && floor !== undefined && floor > size) {
    mistakes.push({
      path: `${round.path}/floor`,
      code: 'FLOOR_ABOVE_PANEL',
      zh: `最少评分数 ${floor} 多于每项评委数 ${size}。`,
      en: `The floor of ${floor} scores is above the panel size of ${size}.`,
    })
  }
  if (size !== undefined && drop !== undefined && size <= 2 * drop) {
    mistakes.push({
      path: `${aggregation.path}/drop`,
      code: 'TRIM_LEAVES_NOTHING',
      zh: `去掉 ${drop} 个最高分和 ${drop} 个最低分后，${size} 位评委的评分一个不剩。`,
      en: `Dropping the ${drop} highest and ${drop} lowest of ${size} scores leaves none.`,
    })
  }
  return mistakes
}

function modeMistakes(round: Place): Mistake[] {
  const mode = text(round, 'mode')
  const has = round.value['pitch'] !== undefined
  if (mode === 'pitch' && !has) {
    return [{
      path: `${round.path}/pitch`, code: 'PITCH_MISSING',
      zh: '路演轮次须写明陈述与答辩时长。',
      en: 'A pitch round says how long the pitch and the answers take.',
    }]
  }
  if (mode !== undefined && mode !== 'pitch' && has) {
    return [{ path: `${round.path}/pitch`, code: 'PITCH_OUTSIDE', zh: '只有路演轮次才有路演设置。', en: 'Only a pitch round has pitch settings.' }]
  }
  return []
}

function groupMistakes(round: Place, categories: number): Mistake[] {
  const grouping = child(round, 'grouping')
  const count = number(grouping, 'count')
  if (text(grouping, 'rule') !== 'by-category' || count === undefined || count >= categories) return []
  return [{
    path: `${grouping.path}/count`,
    code: 'GROUPS_BELOW_CATEGORIES',
    zh: `按类别分组至少需要 ${categories} 组（每类一组），现为 ${count} 组。`,
    en: `Grouping by category takes ${categories} groups at least, one for each category, not ${count}.`,
  }]
}

function advanceMistakes(rounds: readonly Place[], i: number): Mistake[] {
  const round = rounds[i]
  if (!round) return []
  const advance = child(round, 'advance')
  const rule = text(advance, 'rule')
  const mistakes: Mistake[] = []
  if (i === rounds.length - 1 && rule !== undefined && rule !== 'all') {
    mistakes.push({
      path: `${advance.path}/rule`,
      code: 'LAST_ROUND_ADVANCES_ALL',
      zh: '最后一轮之后没有下一轮：晋级规则应为 all，名额由奖项决定。',
      en: 'No round follows the last one: its advance is "all", and the awards decide who gets what.',
    })
  }
  const weights = rounds.slice(0, i + 1).map((one) => number(one, 'weight'))
  const reached = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0)
  if (rule === undefined || rule === 'all' || text(round, 'advanceBy') !== 'sum' || weights.includes(undefined)) return mistakes
  const score = rule === 'threshold' ? number(advance, 'score') : undefined
  if (reached === 0) {
    mistakes.push({
      path: `${round.path}/advanceBy`,
      code: 'SUM_WITHOUT_WEIGHT',
      zh: '按累计分晋级，但到本轮为止各轮权重都是 0。',
      en: 'The advance is by the sum so far, but no round up to this one has a weight.',
    })
  } else if (score !== undefined && score > reached) {
    mistakes.push({
      path: `${advance.path}/score`,
      code: 'THRESHOLD_UNREACHABLE',
      zh: `到本轮为止累计分最高只有 ${reached} 分，达不到 ${score} 分。`,
      en: `The sum up to this round is ${reached} at most and never reaches ${score}.`,
    })
  }
  return mistakes
}

function weightMistakes(rounds: readonly Place[]): Mistake[] {
  const weights = rounds.flatMap((round) => number(round, 'weight') ?? [])
  if (rounds.length === 0 || weights.length < rounds.length || compareDecimals(sum(weights), 100) === 0) return []
  return [{
    path: '/rounds',
    code: 'WEIGHTS_NOT_100',
    zh: `各轮权重之和应为 100，现为 ${sum(weights).toString()}（${weights.join(' + ')}）。`,
    en: `The weights of the rounds make 100, not ${sum(weights).toString()} (${weights.join(' + ')}).`,
  }]
}

/** The rules within a sheet (a round's, or of an evaluation of grants): ids are unique, parts make their whole, bands are in order. */
export function sheetMistakes(sheet: Place, sections: ReadonlySet<string>): Mistake[] {
  return [
    ...repeated(criteriaOf(sheet)),
    ...extraMistakes(sheet),
    ...totalMistakes(sheet),
    ...criteriaOf(sheet).flatMap((criterion) => [
      ...branchMistakes(criterion),
      ...anchorMistakes(criterion),
      ...texts(criterion, 'sections').flatMap(({ path, value }) => unknownName(path, value, sections, sectionName)),
    ]),
  ]
}

/** The rules within and between rounds. */
export function roundMistakes(rulebook: Place): Mistake[] {
  const rounds = items(rulebook, 'rounds')
  const categories = items(rulebook, 'categories').length
  const sections = ids(items(child(rulebook, 'form'), 'sections'))
  return [
    ...repeated(rounds),
    ...weightMistakes(rounds),
    ...rounds.flatMap((round, i) => [
      ...sheetMistakes(round, sections),
      ...entryMistakes(round),
      ...panelMistakes(round),
      ...modeMistakes(round),
      ...groupMistakes(round, categories),
      ...advanceMistakes(rounds, i),
      ...reminderMistakes(round),
    ]),
  ]
}
