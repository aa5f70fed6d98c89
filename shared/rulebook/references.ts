import { sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { eligibilityMistakes } from './eligibility-references.ts'
import { formMistakes } from './form-references.ts'
import { fundingMistakes } from './funding-references.ts'
import { type Place, child, ids, items, number, repeated, root, text, unknownName } from './loose.ts'
import { besideMistakes } from './beside-references.ts'
import { reminderMistakes, roundMistakes } from './round-references.ts'
import { criteriaOf } from './sheet-references.ts'

const criterionName = { zh: '指标', en: 'criterion of that round' }

function tieBreakMistakes(rulebook: Place): Mistake[] {
  const rounds = items(rulebook, 'rounds')
  const tieBreaks = items(rulebook, 'tieBreaks')
  return tieBreaks.flatMap((tieBreak, i) => {
    const rule = text(tieBreak, 'rule')
    if (rule === 'lot') {
      if (i === tieBreaks.length - 1) return []
      return [{
        path: tieBreak.path, code: 'LOT_NOT_LAST',
        zh: '抽签必定分出先后，其后的规则永远用不到。',
        en: 'A lot always decides: the rules after it are never reached.',
      }]
    }
    const round = rounds.find((one) => text(one, 'id') === text(tieBreak, 'round'))
    return [
      ...unknownName(`${tieBreak.path}/round`, text(tieBreak, 'round'), ids(rounds), { zh: '轮次', en: 'round' }),
      ...(rule === 'criterion' && round
        ? unknownName(`${tieBreak.path}/criterion`, text(tieBreak, 'criterion'), ids(criteriaOf(round)), criterionName)
        : []),
    ]
  })
}

/** The most proposals that can stand in the final standing, where the rounds fix it. */
function mostFinalists(rulebook: Place): number | undefined {
  const categories = items(rulebook, 'categories').length
  const limits = items(rulebook, 'rounds').flatMap((round) => {
    const advance = child(round, 'advance')
    const count = number(advance, 'count')
    if (text(advance, 'rule') !== 'top' || count === undefined || text(round, 'advanceTie') === 'include') return []
    const within = text(advance, 'within')
    return [count * (within === 'category' ? categories : within === 'group' ? (number(child(round, 'grouping'), 'count') ?? 1) : 1)]
  })
  return limits.length > 0 ? Math.min(...limits) : undefined
}

function awardMistakes(rulebook: Place): Mistake[] {
  const awards = items(rulebook, 'awards')
  const categories = ids(items(rulebook, 'categories'))
  const mistakes = awards.flatMap((award) =>
    unknownName(`${award.path}/category`, text(award, 'category'), categories, { zh: '类别', en: 'category' }))
  const counted = awards.flatMap((award) => {
    const count = number(award, 'count')
    if (text(award, 'rule') !== 'count' || count === undefined) return []
    return [count * (text(award, 'within') === 'category' && text(award, 'category') === undefined ? categories.size : 1)]
  })
  const quota = counted.reduce((a, b) => a + b, 0)
  const most = mostFinalists(rulebook)
  if (most !== undefined && quota > most) {
    mistakes.push({
      path: '/awards',
      code: 'AWARDS_ABOVE_FINALISTS',
      zh: `奖项名额共 ${quota} 个，但最多只有 ${most} 个项目进入最后一轮。`,
      en: `The awards are ${quota} in number, but ${most} proposals at most reach the last round.`,
    })
  }
  for (const category of categories) {
    const percents = awards.flatMap((award) => {
      const only = text(award, 'category')
      return text(award, 'rule') === 'share' && (only === undefined || only === category) ? (number(award, 'percent') ?? []) : []
    })
    if (!sum(percents).gt(100)) continue
    mistakes.push({
      path: '/awards',
      code: 'SHARES_ABOVE_100',
      zh: `类别“${category}”各奖项比例合计 ${sum(percents).toString()}%，超过 100%。`,
      en: `The shares of awards in the category "${category}" make ${sum(percents).toString()}%, more than 100%.`,
    })
    break
  }
  return mistakes
}

/**
 * Every rule between the parts of a rulebook, read from JSON of any shape: what is broken in shape is passed over here, so that
 * both kinds of mistake are reported together.
 */
export function referenceMistakes(json: unknown): Mistake[] {
  const rulebook = root(json)
  return [
    ...repeated(items(rulebook, 'categories')),
    ...formMistakes(rulebook),
    ...eligibilityMistakes(rulebook),
    ...reminderMistakes(child(rulebook, 'call')),
    ...roundMistakes(rulebook),
    ...tieBreakMistakes(rulebook),
    ...repeated(items(rulebook, 'awards')),
    ...awardMistakes(rulebook),
    ...fundingMistakes(rulebook),
    ...besideMistakes(rulebook),
  ]
}
