import { decimal, rounded, sum } from '../kernel/decimal.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { fieldsOf, wantedKind } from './form-references.ts'
import { type Place, child, ids, items, number, repeated, text, texts, unknownName } from './loose.ts'

/** What counts beside the judges' cards: a vote has a round, shows what may be shown, and keeps to its cap; bonuses can be earned, and name what there is. */
export function besideMistakes(rulebook: Place): Mistake[] {
  return [...voteMistakes(rulebook), ...bonusMistakes(rulebook)]
}

function voteMistakes(rulebook: Place): Mistake[] {
  if (rulebook.value['vote'] === undefined || rulebook.value['vote'] === null) return []
  const vote = child(rulebook, 'vote')
  const fields = fieldsOf(child(rulebook, 'form'))
  const [weight, most] = [number(vote, 'weight'), number(vote, 'mostWeight')]
  return [
    ...(weight !== undefined && most !== undefined && weight > most ? [{ path: `${vote.path}/weight`, code: 'VOTE_ABOVE_CAP', zh: `公众投票占 ${weight}%，超过章程规定的上限 ${most}%。`, en: `The vote counts ${weight}%, more than the rulebook's cap of ${most}%.` }] : []),
    ...unknownName(`${vote.path}/during`, text(vote, 'during'), ids(items(rulebook, 'rounds')), { zh: '轮次', en: 'round' }),
    ...texts(vote, 'shows').flatMap(({ path, value }): Mistake[] => {
      const field = fields.get(value)
      if (field === undefined) return unknownName(path, value, new Set(fields.keys()), { zh: '字段', en: 'field' })
      if (field.value['identifies'] === true) return [{ path, code: 'FIELD_IDENTIFIES', zh: `字段“${value}”会透露申报单位，不能给投票的人看。`, en: `The field "${value}" tells who applies, and is not shown to voters.` }]
      return text(field, 'kind') === 'text' || text(field, 'kind') === 'longtext' ? [] : [{ path, code: 'FIELD_KIND', zh: `字段“${value}”不是文字。`, en: `The field "${value}" is no text.` }]
    }),
  ]
}

function bonusMistakes(rulebook: Place): Mistake[] {
  if (rulebook.value['bonuses'] === undefined || rulebook.value['bonuses'] === null) return []
  const bonuses = child(rulebook, 'bonuses')
  const rules = items(bonuses, 'rules')
  const fields = fieldsOf(child(rulebook, 'form'))
  const categories = ids(items(rulebook, 'categories'))
  const most = number(bonuses, 'most')
  const decimals = number(child(rulebook, 'total'), 'decimals')
  const tooFine = (path: string, points: number | undefined): Mistake[] => (points === undefined || decimals === undefined || rounded(points, decimals).eq(decimal(points)) ? []
    : [{ path, code: 'TOO_MANY_DECIMALS', zh: `${points} 的小数位多于总分的 ${decimals} 位。`, en: `The value ${points} has more decimals than the ${decimals} of the total.` }])
  const points = rules.flatMap((rule) => number(rule, 'points') ?? [])
  return [
    ...repeated(rules),
    ...tooFine(`${bonuses.path}/most`, most),
    ...rules.flatMap((rule) => {
      const by = child(rule, 'by')
      return [
        ...tooFine(`${rule.path}/points`, number(rule, 'points')),
        ...(text(by, 'rule') === 'category' ? unknownName(`${by.path}/category`, text(by, 'category'), categories, { zh: '类别', en: 'category' }) : []),
        ...(text(by, 'rule') === 'field-at-least' ? wantedKind(by, 'field', 'integer', fields) : []),
      ]
    }),
    ...(most !== undefined && points.length === rules.length && points.length > 0 && sum(points).lt(most)
      ? [{ path: `${bonuses.path}/most`, code: 'NEVER_REACHED', zh: `各项加分合计 ${sum(points).toString()} 分，达不到上限 ${most} 分。`, en: `All bonuses make ${sum(points).toString()} points and never reach the cap of ${most}.` }] : []),
  ]
}
