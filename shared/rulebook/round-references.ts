import { compareDecimals, decimal, rounded, sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Place, child, ids, items, number, numbers, repeated, text } from './loose.ts'
import { criteriaOf, isBranch, numbersOf, sheetMistakes } from './sheet-references.ts'

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

function weightMistakes(rounds: readonly Place[], vote: number | undefined): Mistake[] {
  const weights = rounds.flatMap((round) => number(round, 'weight') ?? [])
  const all = vote === undefined ? weights : [...weights, vote]
  if (rounds.length === 0 || weights.length < rounds.length || compareDecimals(sum(all), 100) === 0) return []
  const [zh, en] = vote === undefined ? ['', ''] : ['与公众投票', ' and the vote']
  return [{
    path: '/rounds',
    code: 'WEIGHTS_NOT_100',
    zh: `各轮${zh}权重之和应为 100，现为 ${sum(all).toString()}（${all.join(' + ')}）。`,
    en: `The weights of the rounds${en} make 100, not ${sum(all).toString()} (${all.join(' + ')}).`,
  }]
}

/** Groups are brought to one yardstick where there are several, each with a panel of its own; within a category only where groups are of one category each. */
function normalisationMistakes(round: Place, categories: number): Mistake[] {
  const normalisation = child(round, 'normalisation')
  const rule = text(normalisation, 'rule')
  if (rule === undefined || rule === 'none') return []
  const grouping = child(round, 'grouping')
  const [by, count] = [text(grouping, 'rule'), number(grouping, 'count')]
  const path = `${normalisation.path}/rule`
  if (text(round, 'assignment') === 'spread') return [{ path, code: 'NORMALISED_WITHOUT_PANELS', zh: '换算各组的分数，要每组由一个评审小组评（assignment 为 panel）。', en: 'Groups are compared where each has a panel of its own (assignment "panel").' }]
  if (by === 'one' || count === 1) return [{ path, code: 'NORMALISED_WITHOUT_GROUPS', zh: '只有一组，没有可换算的。', en: 'With a single group there is nothing to compare.' }]
  if (text(normalisation, 'within') !== 'category') return []
  if (by === 'even') return [{ path: `${normalisation.path}/within`, code: 'NORMALISED_WITHOUT_GROUPS', zh: '在类别内换算，要按类别分组。', en: 'To compare within categories, groups are made by category.' }]
  if (by === 'by-category' && count !== undefined && count <= categories) return [{ path: `${normalisation.path}/within`, code: 'NORMALISED_WITHOUT_GROUPS', zh: '每个类别只有一组，类别内没有可换算的。', en: 'Each category has one group only, so that there is nothing to compare within it.' }]
  return []
}

/** The rules within and between rounds. */
export function roundMistakes(rulebook: Place): Mistake[] {
  const rounds = items(rulebook, 'rounds')
  const categories = items(rulebook, 'categories').length
  const sections = ids(items(child(rulebook, 'form'), 'sections'))
  const numbers = numbersOf(child(rulebook, 'form'))
  return [
    ...repeated(rounds),
    ...weightMistakes(rounds, number(child(rulebook, 'vote'), 'weight')),
    ...rounds.flatMap((round, i) => [
      ...sheetMistakes(round, sections, { planned: numbers, actual: numbers }),
      ...entryMistakes(round),
      ...panelMistakes(round),
      ...normalisationMistakes(round, categories),
      ...modeMistakes(round),
      ...groupMistakes(round, categories),
      ...advanceMistakes(rounds, i),
      ...reminderMistakes(round),
    ]),
  ]
}
