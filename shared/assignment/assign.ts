import { type Blocking, blockingOf } from './blocking.ts'
import { deal } from './deal.ts'
import { PLAIN, serveTheWorst } from './fairness.ts'
import { asDealt, evenLoads, type Loads, loadsAfter } from './loads.ts'
import { BARRED, judgesIn, type Problem } from './problem.ts'
import { type Repairs, repairsOf } from './repairs.ts'
import { Transport } from './transport.ts'

export interface Question {
  entries: number
  judges: number
  need: Int32Array
  /** Entries × judges: whole numbers, or BARRED. */
  affinity: Int32Array
  /** Entries each judge takes at most; null: an even share. */
  caps: readonly (number | null)[]
  /** Entries that judges have besides; they count as load. */
  taken?: Int32Array
  /** False: the greatest total, whoever pays for it. */
  fair: boolean
}

export type Answer =
  | {
    feasible: true
    /** Each entry's judges in order. */
    assigned: number[][]
    /** Judges' prices, whole numbers: the dual solution of the greatest total. */
    prices: number[]
    /** What judges take at least and at most: even or within caps, as even as can be where conflicts leave no other way; without what is taken. */
    loads: Loads
  }
  | { feasible: false; blocking: Blocking; repairs: Repairs; missing: Int32Array }

/**
 * The plan of a round: every entry its number of judges, barred pairs never, loads even or within caps, the greatest total that leaves the
 * worst-served as well off as can be. The same question has the same answer on any machine; of equally good plans the order of entries and
 * judges decides, so draw it by lot first.
 */
export function assign(question: Question): Answer {
  const { entries, judges, need, affinity, caps, fair, taken = new Int32Array(judges) } = question
  const places = need.reduce((sum, one) => sum + one, 0) + taken.reduce((sum, one) => sum + one, 0)
  const problem: Problem = { entries, judges, need, affinity, ...loadsAfter(evenLoads(places, caps), taken) }
  const transport = settled(problem)
  if (transport !== undefined) return answer(problem, transport, fair)
  const unbound: Problem = { ...problem, most: Int32Array.from(caps, (cap, judge) => (cap === null ? entries : Math.max(0, cap - (taken[judge] ?? 0)))) }
  const dealt = deal(unbound, (judge) => caps[judge] === null, taken)
  if (dealt.lacking.length > 0) {
    const blocking = blockingOf(unbound, dealt.lacking)
    return { feasible: false, blocking, repairs: repairsOf(unbound, blocking, dealt.missing), missing: dealt.missing }
  }
  const wider: Problem = { ...problem, ...asDealt(problem, caps, dealt.loads) }
  const again = settled(wider)
  if (again === undefined) throw new Error('A plan that could be dealt could not be settled.')
  return answer(wider, again, fair)
}

/** The optimum within the problem's loads; undefined where there is no plan. */
function settled(problem: Problem): Transport | undefined {
  const { entries, judges, need, affinity } = problem
  for (let entry = 0; entry < entries; entry += 1) {
    let allowed = 0
    for (let judge = 0; judge < judges; judge += 1) if (affinity[entry * judges + judge] !== BARRED) allowed += 1
    if (allowed < (need[entry] ?? 0)) return undefined
  }
  const transport = new Transport(problem, PLAIN)
  return transport.settle() ? transport : undefined
}

function answer(problem: Problem, transport: Transport, fair: boolean): Answer {
  const pool = transport.price[problem.judges] ?? 0
  const prices = Array.from(transport.price.subarray(0, problem.judges), (price) => (price - pool) / PLAIN)
  const plan = fair ? serveTheWorst(problem, transport) : transport.plan()
  return { feasible: true, assigned: judgesIn(problem, plan), prices, loads: { least: problem.least, most: problem.most } }
}
