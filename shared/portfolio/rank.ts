import type { Candidate } from './candidate.ts'
import { BUDGET, type Constraint, exceeds, keeps } from './constraint.ts'

export interface RankOrder {
  chosen: boolean[]
  /** The constraint that passed a candidate over, or `nothing` where the rules let it have nothing. */
  passed: { proposal: string; because: string }[]
  /** Constraints that it does not keep to: not enough of a category. */
  unmet: string[]
}

/**
 * The plain rank order: down the ranking, each that the rules let have its sum, until the money left is not enough for the next one. There it
 * ends: nobody is funded because one above was too dear. Candidates stand in the order of the ranking.
 */
export function rankOrder(candidates: readonly Candidate[], constraints: readonly Constraint[]): RankOrder {
  const amounts = candidates.map(() => 0)
  const passed: RankOrder['passed'] = []
  let over = false
  for (const [i, { proposal, amount }] of candidates.entries()) {
    if (amount === 0) {
      passed.push({ proposal, because: 'nothing' })
      continue
    }
    if (over) {
      passed.push({ proposal, because: BUDGET })
      continue
    }
    amounts[i] = amount
    const against = constraints.filter((constraint) => exceeds(constraint, amounts))
    const barred = against.find(({ id }) => id !== BUDGET) ?? against[0]
    if (barred === undefined) continue
    amounts[i] = 0
    over = barred.id === BUDGET
    passed.push({ proposal, because: barred.id })
  }
  return { chosen: amounts.map((amount) => amount > 0), passed, unmet: constraints.filter((constraint) => !keeps(constraint, amounts)).map(({ id }) => id) }
}
