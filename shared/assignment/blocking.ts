import { deal } from './deal.ts'
import { BARRED, type Problem } from './problem.ts'

/** Why there is no plan: entries that only these judges may take need more places than the judges have. */
export interface Blocking {
  entries: number[]
  judges: number[]
  /** Places the entries need together. */
  needed: number
  /** Places the judges have for them: of each the most they take, or the number of these entries that they may take. */
  places: number
}

/** So many of the smallest sets are tried, and so many unions of two. */
const MOST_SETS = 300

/**
 * A set of judges as small as can be found that blocks, with all entries confined to them that share the lack (the violated set of Hall's
 * theorem in the form of Ford & Fulkerson: a minimum cut). Tried are the judges of each single entry, unions of two entries' judges, and the
 * cut of the whole round from which judges are left out one by one while the rest still block: within the last no judge is idle, though a
 * smaller set elsewhere is possible in principle (finding the smallest is NP-hard).
 */
export function blockingOf(problem: Problem, lacking: readonly number[]): Blocking {
  const judgesOf = (entry: number) => Array.from({ length: problem.judges }, (_, judge) => judge).filter((judge) => problem.affinity[entry * problem.judges + judge] !== BARRED)
  const sets = new Map(lacking.map((entry) => judgesOf(entry)).map((judges) => [judges.join(), judges]))
  const bySize = [...sets.values()].toSorted((a, b) => a.length - b.length)
  for (const judges of bySize.slice(0, MOST_SETS)) {
    const found = blocks(problem, judges)
    if (found !== undefined) return smaller(problem, found, bySize)
  }
  const all = [...new Set(bySize.flat())]
  const found = blocks(problem, all)
  if (found === undefined) throw new Error('A deal that lacks judges has a set that blocks.')
  return smaller(problem, thinned(problem, found), bySize)
}

/** A union of two entries' judges, if one blocks and is smaller. */
function smaller(problem: Problem, found: Blocking, sets: readonly number[][]): Blocking {
  let best = found
  let left = MOST_SETS
  const candidates = sets.filter(({ length }) => length < found.judges.length).slice(0, MOST_SETS)
  for (const [at, one] of candidates.entries()) {
    for (const other of candidates.slice(at + 1)) {
      const union = [...new Set([...one, ...other])]
      if (union.length >= best.judges.length) continue
      if (left === 0) return best
      left -= 1
      best = blocks(problem, union) ?? best
    }
  }
  return best
}

/** Leaves out judge after judge while the rest still block. */
function thinned(problem: Problem, found: Blocking): Blocking {
  let best = found
  for (const judge of found.judges) {
    if (best.judges.includes(judge)) best = blocks(problem, best.judges.filter((one) => one !== judge)) ?? best
  }
  return best
}

/** What the judges block, if anything. */
function blocks(problem: Problem, judges: readonly number[]): Blocking | undefined {
  const among = new Uint8Array(problem.judges)
  for (const judge of judges) among[judge] = 1
  const confined = Array.from({ length: problem.entries }, (_, entry) => entry).filter((entry) => {
    for (let judge = 0; judge < problem.judges; judge += 1) {
      if (problem.affinity[entry * problem.judges + judge] !== BARRED && among[judge] === 0) return false
    }
    return true
  })
  const ordered = judges.toSorted((a, b) => a - b)
  const part: Problem = {
    entries: confined.length,
    judges: ordered.length,
    need: Int32Array.from(confined, (entry) => problem.need[entry] ?? 0),
    affinity: Int32Array.from({ length: confined.length * ordered.length }, (_, at) =>
      problem.affinity[(confined[Math.floor(at / ordered.length)] ?? 0) * problem.judges + (ordered[at % ordered.length] ?? 0)] ?? BARRED),
    least: new Int32Array(ordered.length),
    most: Int32Array.from(ordered, (judge) => problem.most[judge] ?? 0),
  }
  const { lacking } = deal(part, () => false)
  if (lacking.length === 0) return undefined
  const may = (judge: number) => lacking.filter((entry) => part.affinity[entry * part.judges + judge] !== BARRED).length
  const used = ordered.flatMap((id, judge) => (may(judge) > 0 ? [{ id, places: Math.min(part.most[judge] ?? 0, may(judge)) }] : []))
  return {
    entries: lacking.map((entry) => confined[entry] ?? 0),
    judges: used.map(({ id }) => id),
    needed: lacking.reduce((sum, entry) => sum + (part.need[entry] ?? 0), 0),
    places: used.reduce((sum, one) => sum + one.places, 0),
  }
}
