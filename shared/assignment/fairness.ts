import { bestOf, type Problem, type Served, servedOf } from './problem.ts'
import type { Transport } from './transport.ts'

/** An entry's weight where nothing speaks for more. Prices at this weight are multiples of it. */
export const PLAIN = 16
const HEAVIEST = 64 * PLAIN
const MOST_ROUNDS = 48

/** A plan may cost half a percent of the greatest total for the sake of whoever is served worst. */
export const leastTotal = (optimum: number): number => optimum - Math.floor(Math.abs(optimum) / 200)

/** The worst-served entry is served well enough within a twentieth of what is best for it. */
export const wellEnough = (bound: number): number => bound - Math.floor(Math.abs(bound) / 20)

/**
 * Serves the worst-served better, starting from the settled optimum. Whoever is below both their own best and the line that the worst tenth
 * can't pass gets a heavier weight, round by round, and the problem is solved again from where it stands: the weights are the Lagrange
 * multipliers of the sum over the worst tenth, written as max over t of (tenth × t − Σ max(0, t − sum)) (Rockafellar & Uryasev 2000). A floor
 * for the worst-off proposal as in PR4A (Stelmakh, Shah & Singh 2018) and FairFlow (Kobren, Saha & McCallum 2019); unlike theirs, each step
 * is an exact optimum of its weights. Returns the best plan met.
 */
export function serveTheWorst(problem: Problem, transport: Transport): Int32Array {
  const { entries } = problem
  const best = bestOf(problem)
  const line = best.toSorted()[Math.ceil(entries / 10) - 1] ?? 0
  const enough = wellEnough(servedOf(best).worst)
  let sums = transport.sums()
  let kept = { served: servedOf(sums), plan: transport.plan() }
  const least = leastTotal(kept.served.total)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let changed = false
    for (let entry = 0; entry < entries; entry += 1) {
      const [sum, weight] = [sums[entry] ?? 0, transport.weight[entry] ?? 0]
      if (sum >= Math.min(best[entry] ?? 0, line) || weight >= HEAVIEST) continue
      transport.reweigh(entry, Math.min(HEAVIEST, weight + Math.max(PLAIN / 4, weight >> (sum < enough ? 1 : 2))))
      changed = true
    }
    if (!changed) break
    transport.settle()
    sums = transport.sums()
    const served = servedOf(sums)
    if (served.total < least) break
    if (isBetter(served, kept.served, enough)) kept = { served, plan: transport.plan() }
  }
  return kept.plan
}

/** First the worst, until served well enough; then the tenth; then the worst and the total for their own sake. */
function isBetter(one: Served, other: Served, enough: number): boolean {
  return (Math.min(one.worst, enough) - Math.min(other.worst, enough) || one.tenth - other.tenth || one.worst - other.worst || one.total - other.total) > 0
}
