import type { Funding } from '../rulebook/funding.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { CandidateLine } from './candidate.ts'
import type { Frame } from './constraint.ts'
import type { Decision } from './decision.ts'
import { placesOf } from './places.ts'

/** What the rulebook and the question ask a portfolio to keep to. */
export function frameOf(rulebook: Pick<Rulebook, 'awards' | 'categories'>, { quotas, oneEach }: Funding, lines: readonly CandidateLine[], { budget, pins }: Pick<Decision, 'budget' | 'pins'>): Frame {
  return {
    budget, quotas, oneEach, categories: rulebook.categories, places: placesOf(rulebook, lines),
    pins: pins.flatMap(({ proposal, take }) => { const line = lines.find((one) => one.proposal === proposal); return line === undefined ? [] : [{ proposal, title: line.title, take }] }),
  }
}
