import { decimal, decimalsOf, fixed, sum } from '../kernel/decimal.ts'
import type { Fen } from '../kernel/money.ts'
import { best } from './best.ts'
import type { Candidate } from './candidate.ts'
import { smallestClash } from './clash.ts'
import { BUDGET, type Constraint, constraintsOf, type Frame } from './constraint.ts'
import { rankOrder } from './rank.ts'
import type { Solve } from './solver.ts'

/** Who would be funded, and what that adds up to. */
export interface Selection {
  proposals: string[]
  /** Sum of the scores, with their decimals. */
  score: string
  total: Fen
}

/** What a rule costs: how much better the best portfolio would be without it. */
export interface Cost {
  constraint: string
  gain: string
  /** Projects more (or fewer) that would be funded. */
  projects: number
  /** The time was over before the best without it was proven: it costs that much at least. */
  atLeast: boolean
}

export interface Proposed {
  constraints: Pick<Constraint, 'id' | 'sentence' | 'source'>[]
  /** The plain rank order, why it passed over whom, and what it does not keep to. */
  rank: Selection & { passed: { proposal: string; because: string }[]; unmet: string[] }
  /** null: nothing keeps to all of the constraints, and `clash` is the smallest set of them that nothing keeps to. */
  best: (Selection & { over: string }) | null
  clash: string[]
  costs: Cost[]
}

/** Seconds for the portfolio (an answer for 400 proposals within five), for what one rule costs, and for one question about rules that clash. */
export const LIMITS = { best: 4, cost: 2, clash: 2 }

/** The best portfolio beside the plain rank order, what each rule costs, or which rules clash. Candidates stand in the order of the ranking. */
export function propose(candidates: readonly Candidate[], frame: Frame, solve: Solve): Proposed {
  const constraints = constraintsOf(candidates, frame)
  const { chosen: ranked, passed, unmet } = rankOrder(candidates, constraintsOf(candidates, { ...frame, pins: [] }))
  const rank = { ...selectionOf(candidates, ranked), passed, unmet }
  const inRank = new Set(rank.proposals)
  const found = best(candidates, constraints, inRank, solve, LIMITS.best)
  const named = constraints.map(({ id, sentence, source }) => ({ id, sentence, source }))
  if (!found.feasible) return { constraints: named, rank, best: null, clash: smallestClash(candidates, constraints, solve, LIMITS.clash).map(({ id }) => id), costs: [] }
  const without = (left: (constraint: Constraint) => boolean) => {
    const other = best(candidates, constraints.filter((constraint) => !left(constraint)), inRank, solve, LIMITS.cost, found.chosen)
    if (!other.feasible) throw new TypeError('fewer rules, and nothing is left')
    return { gain: fixed(decimal(other.score).minus(decimal(found.score)), decimalsOf(found.score)), projects: count(other.chosen) - count(found.chosen), atLeast: decimal(other.over).gt(0) }
  }
  // Where all the rules beside the money together cost nothing, none of them does.
  const quotas = constraints.filter(({ rows, id }) => id !== BUDGET && rows.length > 0)
  const free = quotas.length > 0 && decimal(without((constraint) => quotas.includes(constraint)).gain).lte(0)
  const costs = constraints.map((constraint): Cost => ({
    constraint: constraint.id,
    ...(constraint.rows.length === 0 || (free && quotas.includes(constraint)) ? { gain: fixed(0, decimalsOf(found.score)), projects: 0, atLeast: false } : without((one) => one === constraint)),
  }))
  return { constraints: named, rank, best: { ...selectionOf(candidates, found.chosen), over: found.over }, clash: [], costs }
}

function selectionOf(candidates: readonly Candidate[], chosen: readonly boolean[]): Selection {
  const taken = candidates.filter((_, i) => chosen[i] === true)
  const decimals = Math.max(0, ...candidates.map(({ score }) => decimalsOf(score)))
  return { proposals: taken.map(({ proposal }) => proposal), score: fixed(sum(taken.map(({ score }) => score)), decimals), total: taken.reduce((all, { amount }) => all + amount, 0) }
}

const count = (chosen: readonly boolean[]): number => chosen.filter(Boolean).length
