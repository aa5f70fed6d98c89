import { isPossible } from './best.ts'
import type { Candidate } from './candidate.ts'
import type { Constraint } from './constraint.ts'
import type { Solve } from './solver.ts'

/**
 * The smallest set of constraints that no portfolio keeps to at once, given that none keeps to all. Every set that can be kept and takes no
 * further constraint says of what it leaves out: one of these is in every clash. The smallest set that meets all of them either can be
 * kept (and says the next such thing), or is the smallest clash.
 */
export function smallestClash(candidates: readonly Candidate[], constraints: readonly Constraint[], solve: Solve, seconds: number): Constraint[] {
  const possible = (some: readonly number[]) => isPossible(candidates, some.flatMap((i) => constraints[i] ?? []), solve, seconds)
  const missed: number[][] = []
  for (;;) {
    const kept = smallestMeeting(missed, constraints.length, solve, seconds)
    if (!possible(kept)) return kept.flatMap((i) => constraints[i] ?? [])
    for (const i of constraints.keys()) if (!kept.includes(i) && possible([...kept, i])) kept.push(i)
    if (kept.length === constraints.length) throw new TypeError('nothing clashes')
    missed.push([...constraints.keys()].filter((i) => !kept.includes(i)))
  }
}

/** The fewest of `count` that have at least one in each of the sets. */
function smallestMeeting(sets: readonly (readonly number[])[], count: number, solve: Solve, seconds: number): number[] {
  if (sets.length === 0) return []
  const rows = sets.map((set) => ({ terms: set.map((i) => [i, 1] as const), least: 1, most: null }))
  const found = solve({ gain: Array.from({ length: count }, () => -1), fixed: new Set(), rows }, seconds)
  if (found.status === 'infeasible') throw new TypeError('a set without members')
  return found.chosen.flatMap((taken, i) => (taken ? [i] : []))
}
