import type { Blocking } from './blocking.ts'
import { deal } from './deal.ts'
import { BARRED, type Problem } from './problem.ts'

/** What would give the entries of a blocking set enough places; each line alone is enough for this set. */
export interface Repairs {
  /** Places that are missing. */
  lack: number
  /** Judges' caps to raise, by how many; null where more room would not help: they have all of these entries already. */
  raise: { judge: number; by: number }[] | null
  /** Barred pairs to allow, if they can be; null where there are too few whose judge has room. */
  allow: { entry: number; judge: number }[] | null
  /** Judges to invite who may take these entries. */
  invite: number
  /** Entries to be judged by fewer, by how many. */
  fewer: { entry: number; by: number }[]
}

/** The cheapest repairs: as few judges and pairs as can be. `missing` is what a deal leaves open, entry by entry. */
export function repairsOf(problem: Problem, blocking: Blocking, missing: ArrayLike<number>): Repairs {
  const { judges, affinity, most } = problem
  const lack = blocking.needed - blocking.places
  const barred = (entry: number, judge: number) => affinity[entry * judges + judge] === BARRED
  const raise: Repairs['raise'] = []
  let open = lack
  const rooms = blocking.judges.map((judge) => ({ judge, by: blocking.entries.filter((entry) => !barred(entry, judge)).length - (most[judge] ?? 0) }))
  for (const { judge, by } of rooms.toSorted((a, b) => b.by - a.by || a.judge - b.judge)) {
    if (open === 0 || by <= 0) break
    raise.push({ judge, by: Math.min(by, open) })
    open -= Math.min(by, open)
  }
  const allow: Repairs['allow'] = []
  const room = new Map(Array.from({ length: judges }, (_, judge) => [judge, blocking.judges.includes(judge) ? 0 : most[judge] ?? 0] as const))
  // A judge of the set who is not full with these entries has room for the ones they are barred from.
  for (const { judge, by } of rooms) room.set(judge, Math.max(0, -by))
  for (let again = true; again && allow.length < lack;) {
    again = false
    for (const entry of blocking.entries) {
      if (allow.length >= lack) break
      const judge = [...room.keys()].find((one) => (room.get(one) ?? 0) > 0 && barred(entry, one) && !allow.some((pair) => pair.entry === entry && pair.judge === one))
      if (judge === undefined) continue
      allow.push({ entry, judge })
      room.set(judge, (room.get(judge) ?? 0) - 1)
      again = true
    }
  }
  return {
    lack, raise: open > 0 ? null : raise, allow: allow.length < lack ? null : allow,
    invite: invited(problem, blocking, lack),
    fewer: blocking.entries.flatMap((entry) => ((missing[entry] ?? 0) > 0 ? [{ entry, by: missing[entry] ?? 0 }] : [])),
  }
}

/** The fewest new judges, who may take all of these entries and as many as asked, that make the places enough. */
function invited({ judges, need, affinity, most }: Problem, blocking: Blocking, lack: number): number {
  for (let more = Math.ceil(lack / blocking.entries.length); more < lack; more += 1) {
    const width = judges + more
    const part: Problem = {
      entries: blocking.entries.length, judges: width, need: Int32Array.from(blocking.entries, (entry) => need[entry] ?? 0),
      affinity: Int32Array.from(blocking.entries.flatMap((entry) => [...affinity.subarray(entry * judges, (entry + 1) * judges), ...Array.from({ length: more }, () => 0)])),
      least: new Int32Array(width), most: Int32Array.from({ length: width }, (_, judge) => most[judge] ?? blocking.entries.length),
    }
    if (deal(part, () => false).lacking.length === 0) return more
  }
  return lack
}
