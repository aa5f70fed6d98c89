import * as z from 'zod'
import { type Decimal, compareDecimals, decimal, quotient, sum } from '../kernel/decimal.ts'
import { type Grade } from '../registry/entry.ts'
import type { Bonus, Bonuses } from '../rulebook/bonus.ts'
import type { Vote } from '../rulebook/vote.ts'

/** What counts in the final score beside the judges' cards. Fixed when the last round is counted, so that a replay has the same. */
export const besideSchema = z.object({
  /** By entry: ids of the rulebook's bonuses that it earned. Who has none may be left out. */
  bonuses: z.record(z.string(), z.array(z.string())),
  /** By entry: votes of the public, for everybody who could be voted for. */
  votes: z.record(z.string(), z.int()),
})
export type Beside = z.infer<typeof besideSchema>
export const nothingBeside: Beside = { bonuses: {}, votes: {} }

/** What is known of a proposal where bonuses are asked about, on the day the call closed. */
export interface BonusFacts {
  category: string
  grade: Grade | null
  content: Readonly<Record<string, unknown>>
  /** Days (`YYYY-MM-DD`) on which awards of the applicant's were published. */
  awardedOn: readonly string[]
  /** The day the call closed. */
  day: string
}

function earns({ by }: Bonus, facts: BonusFacts): boolean {
  switch (by.rule) {
    case 'grade-at-least':
      return facts.grade !== null && facts.grade >= by.grade
    case 'category':
      return facts.category === by.category
    case 'field-at-least': {
      const value = facts.content[by.field]
      return typeof value === 'number' && value >= by.value
    }
    case 'past-award': {
      const since = `${Number(facts.day.slice(0, 4)) - by.years}${facts.day.slice(4)}`
      return facts.awardedOn.some((day) => since <= day && day <= facts.day)
    }
  }
}

/** The bonuses that a proposal earned, in the rulebook's order. */
export const earnedBonuses = (bonuses: Bonuses, facts: BonusFacts): string[] => bonuses.rules.filter((bonus) => earns(bonus, facts)).map(({ id }) => id)

/** What the bonuses add to a final score: the sum of the points earned, `most` at most. */
export function bonusPoints(bonuses: Bonuses, earned: readonly string[]): Decimal {
  const points = sum(bonuses.rules.filter(({ id }) => earned.includes(id)).map(({ points: each }) => each))
  return points.gt(bonuses.most) ? decimal(bonuses.most) : points
}

/**
 * Votes as scores out of 100, by entry, rounded half up to `decimals`. Share of the most: votes / the most votes of any. Share of the rank:
 * of n proposals the one that has fewer votes than k others gets (n − k) / n; equal votes get the same. Nobody voted: 0 for everybody.
 */
export function voteScores({ score }: Pick<Vote, 'score'>, votes: Readonly<Record<string, number>>, decimals: number): Map<string, Decimal> {
  const entries = Object.entries(votes)
  const falling = entries.map(([, count]) => count).toSorted((a, b) => compareDecimals(b, a))
  const most = falling[0] ?? 0
  if (most === 0) return new Map(entries.map(([entry]) => [entry, decimal(0)]))
  const ahead = (count: number) => falling.findIndex((other) => other === count)
  return new Map(entries.map(([entry, count]) => [entry, score === 'share-of-most' ? quotient(count * 100, most, decimals) : quotient((entries.length - ahead(count)) * 100, entries.length, decimals)]))
}
