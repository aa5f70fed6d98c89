import { exchange } from './exchange.ts'
import { bestOf, type Problem, type Served, servedOf, sumsOf } from './problem.ts'
import type { Transport } from './transport.ts'

/** An entry's weight where nothing speaks for more. Prices at this weight are multiples of it. */
export const PLAIN = 64
const HEAVIEST = 32 * PLAIN
/** What a point below the line adds to an entry's weight. */
const STEP = PLAIN / 8
const ROUNDS = 12

/** Exchanges: what a point is worth, what one below the line costs at most, and how much more one below the floor. */
const EACH = 4
const DEAREST = 64
const DEEP = 8

/** A plan may cost half a percent of the greatest total for the sake of whoever is served worst. */
export const leastTotal = (optimum: number): number => optimum - Math.floor(Math.abs(optimum) / 200)

/** The worst-served entry is served well enough within a twentieth of what is best for it. */
export const wellEnough = (bound: number): number => bound - Math.floor(Math.abs(bound) / 20)

/**
 * Serves the worst-served better, starting from the settled optimum. Nobody in the worst tenth can pass the line at which the tenth-best
 * bounds end; so everybody is to reach that line or their own best, which makes the sum over the worst tenth the greatest (max over t of
 * tenth × t − Σ max(0, t − sum): Rockafellar & Uryasev 2000). First by weights, the Lagrange multipliers of these wishes, moved by
 * subgradient steps and solved again from where the problem stands; then by exchanges, in which a point below the line costs as much as the
 * total allows, found by bisection. A floor for the worst-off as in PR4A (Stelmakh, Shah & Singh 2018) and FairFlow (Kobren, Saha &
 * McCallum 2019). Returns the best plan met.
 */
export function serveTheWorst(problem: Problem, transport: Transport): Int32Array {
  const best = bestOf(problem)
  const bound = servedOf(best)
  const last = best.toSorted()[Math.ceil(best.length / 10) - 1] ?? 0
  const line = best.map((one) => Math.min(one, last))
  const enough = wellEnough(bound.worst)
  const figured = (plan: Int32Array) => ({ plan, served: servedOf(sumsOf(problem, plan)) })
  let kept = figured(transport.plan())
  const least = leastTotal(kept.served.total)
  /** Whether the plan can be afforded; the best one is kept. */
  const offer = (plan: Int32Array): boolean => {
    const one = figured(plan)
    if (one.served.total < least) return false
    if (isBetter(one.served, kept.served, enough)) kept = one
    return true
  }
  const perfect = () => kept.served.tenth === bound.tenth && kept.served.worst === bound.worst

  for (let round = 0; round < ROUNDS && !perfect(); round += 1) {
    const sums = sumsOf(problem, transport.plan())
    for (let entry = 0; entry < sums.length; entry += 1) {
      const weight = (transport.weight[entry] ?? 0) + STEP * ((line[entry] ?? 0) - (sums[entry] ?? 0))
      transport.reweigh(entry, Math.min(HEAVIEST, Math.max(PLAIN, weight)))
    }
    if (!transport.settle()) break
    offer(transport.plan())
  }
  const start = kept.plan
  let [cheap, dear] = [0, 2 * DEAREST]
  while (dear - cheap > 1 && !perfect()) {
    const below = dear > DEAREST ? DEAREST : Math.floor((cheap + dear) / 2)
    const plan = exchange(problem, start, { each: EACH, line, below, floor: line.map((one) => Math.min(one, enough)), deep: below * DEEP })
    if (!offer(plan)) dear = below
    else if (below === DEAREST) break
    else cheap = below
  }
  return kept.plan
}

/** First the worst, until served well enough; then the tenth; then the worst and the total for their own sake. */
function isBetter(one: Served, other: Served, enough: number): boolean {
  return (Math.min(one.worst, enough) - Math.min(other.worst, enough) || one.tenth - other.tenth || one.worst - other.worst || one.total - other.total) > 0
}
