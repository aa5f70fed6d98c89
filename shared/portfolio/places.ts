import { seatsOf } from '../award/award.ts'
import { decimal } from '../kernel/decimal.ts'
import type { AwardRule, Rulebook } from '../rulebook/rulebook.ts'
import type { Frame } from './constraint.ts'

type Placed = Exclude<AwardRule, { rule: 'threshold' }>

/** The places that the rulebook's awards have among so many ranked of each category; none where an award is given to whoever passes a threshold. */
export function placesOf({ awards, categories }: Pick<Rulebook, 'awards' | 'categories'>, ranked: readonly { category: string }[]): Frame['places'] {
  const placed = awards.filter((award): award is Placed => award.rule !== 'threshold')
  if (placed.length < awards.length) return []
  const standing = (category: string | null) => ranked.filter((one) => category === null || one.category === category).length
  const pools = placed.flatMap((award): { award: Placed; category: string | null }[] => (award.category !== undefined ? [{ award, category: award.category }] : award.within === 'category' ? categories.map(({ id }) => ({ award, category: id })) : [{ award, category: null }]))
  const seats = pools.map(({ award, category }) => ({ category, most: seatsOf(award, standing(category)) }))
  if (seats.some(({ category }) => category === null)) return [{ category: null, most: seats.reduce((sum, { most }) => sum + most, 0) }]
  return [...Map.groupBy(seats, ({ category }) => category)].map(([category, some]) => ({ category, most: some.reduce((sum, { most }) => sum + most, 0) }))
}

/** Whether a score is good enough for any of the awards. */
export const reachesAward = ({ awards }: Pick<Rulebook, 'awards'>, score: string): boolean => awards.some((award) => award.rule !== 'threshold' || decimal(score).gte(decimal(award.score)))
