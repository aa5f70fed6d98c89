import { decimal, decimalsOf } from '../kernel/decimal.ts'
import type { Fen } from '../kernel/money.ts'
import type { Candidate } from './candidate.ts'
import { type Constraint, keeps } from './constraint.ts'
import type { Programme, Solve } from './solver.ts'

/** The best that keeps to every constraint. `over`: so many points more could still be possible, because the time was over before the best was proven; '0' where it is. */
export type Best = { feasible: true; chosen: boolean[]; score: string; over: string } | { feasible: false }

/** A choice of the solver's that is a fen too dear by its own tolerance is ruled out and it is asked again; more often than so many times is an error of ours. */
const MOST_CUTS = 100

/**
 * The portfolio with the highest sum of scores. Of equal ones, that which differs least from the plain rank order, because each difference
 * needs a reason; then the solver's first one, which is always the same for the same question. The score alone counts, never the score
 * times the sum: otherwise asking for more would make a proposal likelier to win.
 */
export function best(candidates: readonly Candidate[], constraints: readonly Constraint[], ranked: ReadonlySet<string>, solve: Solve, seconds: number, start?: readonly boolean[]): Best {
  const decimals = Math.max(0, ...candidates.map(({ score }) => decimalsOf(score)))
  const points = candidates.map(({ score }) => decimal(score).times(decimal(10 ** decimals)).toNumber())
  // One point outweighs every difference from the rank order there can be.
  const weight = candidates.length + 1
  const gain = candidates.map(({ proposal }, i) => (points[i] ?? 0) * weight + (ranked.has(proposal) ? 1 : -1))
  const found = solveExactly(candidates, constraints, gain, solve, seconds, start)
  if (found === null) return { feasible: false }
  const score = points.reduce((sum, one, i) => sum + (found.chosen[i] === true ? one : 0), 0)
  const print = (whole: number) => decimal(whole).div(decimal(10 ** decimals)).toFixed(decimals)
  return { feasible: true, chosen: found.chosen, score: print(score), over: print(found.proven ? 0 : Math.max(0, Math.floor((found.bound + candidates.length) / weight) - score)) }
}

/** Whether anything at all keeps to the constraints. */
export const isPossible = (candidates: readonly Candidate[], constraints: readonly Constraint[], solve: Solve, seconds: number): boolean =>
  solveExactly(candidates, constraints, candidates.map(() => 0), solve, seconds) !== null

/** The solver works with doubles and within a tolerance; what it gives back is checked to the fen. */
function solveExactly(candidates: readonly Candidate[], constraints: readonly Constraint[], gain: readonly number[], solve: Solve, seconds: number, start?: readonly boolean[]) {
  const amounts = candidates.map(({ amount }) => amount)
  if (candidates.length === 0) return constraints.every((constraint) => keeps(constraint, [])) ? { chosen: [], bound: 0, proven: true } : null
  const unit = amounts.reduce(divisor, 0) || 1
  const fixed = new Set(amounts.flatMap((amount, i) => (amount === 0 ? [i] : [])))
  const rows: Programme['rows'][number][] = constraints.flatMap((constraint) => constraint.rows.map(({ members, of, least, most }) => (of === 'number'
    ? { terms: members.map((i) => [i, 1] as const), least, most }
    : {
      terms: members.flatMap((i) => { const amount = amounts[i] ?? 0; return amount === 0 ? [] : [[i, amount / unit] as const] }),
      least: least === null ? null : Math.ceil(least / unit), most: most === null ? null : Math.floor(most / unit),
    })))
  for (let cuts = 0; cuts <= MOST_CUTS; cuts += 1) {
    const solution = solve({ gain, fixed, rows }, seconds, start)
    if (solution.status === 'infeasible') return null
    const { chosen, bound } = solution
    const given = moneyOf(amounts, chosen)
    if (constraints.every((constraint) => keeps(constraint, given))) return { chosen, bound, proven: solution.status === 'best' }
    if (solution.status === 'stopped') throw new TypeError('no portfolio was found in time')
    rows.push({ terms: chosen.map((taken, i) => [i, taken ? 1 : -1] as const), least: null, most: chosen.filter(Boolean).length - 1 })
  }
  throw new TypeError('the solver keeps giving portfolios that do not keep to their constraints')
}

const moneyOf = (amounts: readonly Fen[], chosen: readonly boolean[]): Fen[] => amounts.map((amount, i) => (chosen[i] === true ? amount : 0))
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
