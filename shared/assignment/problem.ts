/** Stands in `Problem.affinity` where a judge must not take an entry. */
export const BARRED = -0x8000_0000

/**
 * Who may judge what, and how well: dense, so that the optimiser walks through plain memory. Entries and judges are numbers from 0; what is
 * at entry e and judge j of a matrix is at e × judges + j.
 */
export interface Problem {
  entries: number
  judges: number
  /** Different judges that each entry needs. */
  need: Int32Array
  /** Affinity of each pair, a whole number, or BARRED. */
  affinity: Int32Array
  /** Entries each judge takes at least. */
  least: Int32Array
  /** Entries each judge takes at most. */
  most: Int32Array
}

/** Where each entry's judges stand in a plan, one after the other: from its own place to the next one's. */
export function placesIn(need: Int32Array): Int32Array {
  const first = new Int32Array(need.length + 1)
  for (let entry = 0; entry < need.length; entry += 1) first[entry + 1] = (first[entry] ?? 0) + (need[entry] ?? 0)
  return first
}

/** Each entry's sum of affinities in a plan. */
export function sumsOf({ entries, judges, need, affinity }: Problem, plan: Int32Array): Int32Array {
  const first = placesIn(need)
  const sums = new Int32Array(entries)
  for (let entry = 0; entry < entries; entry += 1) {
    for (let at = first[entry] ?? 0; at < (first[entry + 1] ?? 0); at += 1) sums[entry] = (sums[entry] ?? 0) + (affinity[entry * judges + (plan[at] ?? 0)] ?? 0)
  }
  return sums
}

/** Each entry's judges in a plan, in order. */
export function judgesIn({ need }: Problem, plan: Int32Array): number[][] {
  const first = placesIn(need)
  return Array.from(need, (_, entry) => [...plan.slice(first[entry], first[entry + 1]).sort()])
}

/** How well entries are served: the sum of affinities over an entry's judges. */
export interface Served {
  /** Sum over all entries. */
  total: number
  /** The worst-served entry's; 0 without entries. */
  worst: number
  /** Sum over the worst-served tenth of the entries, rounded up to a whole entry. */
  tenth: number
}

/** The three figures of the given sums, one an entry. */
export function servedOf(sums: ArrayLike<number>): Served {
  const sorted = Float64Array.from(sums).sort()
  const tenth = Math.ceil(sorted.length / 10)
  return {
    total: sorted.reduce((sum, one) => sum + one, 0),
    worst: sorted[0] ?? 0,
    tenth: sorted.subarray(0, tenth).reduce((sum, one) => sum + one, 0),
  }
}

/** The greatest of the values, the greatest first; as many as `into` takes, −Infinity where there are fewer. */
export function greatest(values: Int32Array | Float64Array, into: Float64Array): Float64Array {
  into.fill(-Infinity)
  const last = into.length - 1
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0
    if (value <= (into[last] ?? Infinity)) continue
    let place = last
    for (; place > 0 && (into[place - 1] ?? 0) < value; place -= 1) into[place] = into[place - 1] ?? 0
    into[place] = value
  }
  return into
}

/** The sum of affinities each entry could have if no judge were ever full: no plan serves it better. */
export function bestOf({ entries, judges, need, affinity }: Pick<Problem, 'entries' | 'judges' | 'need' | 'affinity'>): Int32Array {
  return Int32Array.from({ length: entries }, (_, entry) =>
    greatest(affinity.subarray(entry * judges, (entry + 1) * judges), new Float64Array(need[entry] ?? 0)).reduce((sum, one) => sum + one, 0))
}
