import { BARRED, type Problem } from './problem.ts'

/** A deal in which affinity does not count. */
export interface Deal {
  /** Judges that each entry still lacks. */
  missing: Int32Array
  loads: Int32Array
  /** Entries that share in what is missing: those who could make room for one that lacks a judge, and those that lack one. */
  lacking: number[]
}

/**
 * Gives as many places away as conflicts and `most` allow, then evens out the loads of the judges whom `sharing` names, as far as it goes: by
 * alternating paths, along which everybody hands one entry on (Kuhn 1955; Ford & Fulkerson 1956). `Problem.least` is left aside. `taken` is
 * what judges have besides; it counts for evenness only.
 */
export function deal({ entries, judges, need, affinity, most }: Problem, sharing: (judge: number) => boolean, taken: ArrayLike<number> = []): Deal {
  const held = new Uint8Array(entries * judges)
  const loads = new Int32Array(judges)
  const missing = Int32Array.from(need)
  const allowed = Array.from({ length: entries }, (_, entry) =>
    Array.from({ length: judges }, (_one, judge) => judge).filter((judge) => affinity[entry * judges + judge] !== BARRED))
  const load = (judge: number) => loads[judge] ?? 0
  const inAll = (judge: number) => load(judge) + (taken[judge] ?? 0)
  const hasRoom = (judge: number) => load(judge) < (most[judge] ?? 0)
  const change = (entry: number, judge: number, by: 1 | -1) => {
    held[entry * judges + judge] = by === 1 ? 1 : 0
    loads[judge] = load(judge) + by
  }
  /** The entries met on the way, where nobody accepted; undefined where somebody did, and everybody on the way handed one on. */
  const shift = (first: readonly number[], giver: number, accepts: (judge: number) => boolean): number[] | undefined => {
    const queue = first.map((entry) => ({ entry, holder: giver }))
    const seen = new Set(first)
    const reached = new Map<number, { entry: number; holder: number }>()
    for (const step of queue) {
      for (const judge of allowed[step.entry] ?? []) {
        if (judge === giver || reached.has(judge) || held[step.entry * judges + judge] === 1) continue
        reached.set(judge, step)
        if (!accepts(judge)) {
          for (let entry = 0; entry < entries; entry += 1) {
            if (held[entry * judges + judge] !== 1 || seen.has(entry)) continue
            seen.add(entry)
            queue.push({ entry, holder: judge })
          }
          continue
        }
        for (let taker = judge, back = reached.get(taker); back !== undefined; taker = back.holder, back = reached.get(taker)) {
          change(back.entry, taker, 1)
          if (back.holder === -1) break
          change(back.entry, back.holder, -1)
        }
        return undefined
      }
    }
    return [...seen]
  }

  const hardestFirst = Array.from({ length: entries }, (_, entry) => entry).toSorted((a, b) => (allowed[a]?.length ?? 0) - (allowed[b]?.length ?? 0) || a - b)
  const lacking = new Set<number>()
  for (const entry of hardestFirst) {
    const free = (allowed[entry] ?? []).filter(hasRoom).toSorted((a, b) => inAll(a) - inAll(b) || a - b)
    for (const judge of free.slice(0, missing[entry])) {
      change(entry, judge, 1)
      missing[entry] = (missing[entry] ?? 0) - 1
    }
    while ((missing[entry] ?? 0) > 0 && shift([entry], -1, hasRoom) === undefined) missing[entry] = (missing[entry] ?? 0) - 1
  }
  for (const entry of hardestFirst) if ((missing[entry] ?? 0) > 0 && !lacking.has(entry)) for (const met of shift([entry], -1, hasRoom) ?? []) lacking.add(met)
  const partners = Array.from({ length: judges }, (_, judge) => judge).filter(sharing)
  for (let moved = true; moved;) {
    moved = false
    for (const judge of partners.toSorted((a, b) => inAll(b) - inAll(a) || a - b)) {
      const takesOver = (other: number) => sharing(other) && hasRoom(other) && inAll(other) <= inAll(judge) - 2
      while (partners.some(takesOver)) {
        const own = Array.from({ length: entries }, (_, entry) => entry).filter((entry) => held[entry * judges + judge] === 1)
        if (shift(own, judge, takesOver) !== undefined) break
        moved = true
      }
    }
  }
  return { missing, loads, lacking: [...lacking].toSorted((a, b) => a - b) }
}
