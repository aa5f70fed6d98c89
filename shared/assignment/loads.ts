export interface Loads {
  /** Entries each judge takes at least. */
  least: Int32Array
  /** Entries each judge takes at most. */
  most: Int32Array
}

/**
 * Even loads. Whoever has a cap takes up to it. Whoever has none takes an even share, within one: the level to which all judges would be
 * filled, the capped ones to their caps at most.
 */
export function evenLoads(places: number, caps: readonly (number | null)[]): Loads {
  const least = new Int32Array(caps.length)
  const most = Int32Array.from(caps, (cap) => cap ?? 0)
  let [rest, sharing] = [places, caps.length]
  for (const cap of caps.filter((one) => one !== null).toSorted((a, b) => a - b)) {
    if (cap * sharing >= rest) break
    rest -= cap
    sharing -= 1
  }
  for (const [judge, cap] of caps.entries()) {
    if (cap !== null) continue
    least[judge] = Math.floor(rest / sharing)
    most[judge] = Math.ceil(rest / sharing)
  }
  return { least, most }
}

/** The same loads where they can't be kept: judges without a cap take exactly what they have in the most even deal. */
export function asDealt({ least, most }: Loads, caps: readonly (number | null)[], loads: ArrayLike<number>): Loads {
  const own = (bound: number, judge: number) => (caps[judge] === null ? loads[judge] ?? bound : bound)
  return { least: least.map(own), most: most.map(own) }
}

/** What is left of the loads of judges who have taken some entries already. */
export function loadsAfter({ least, most }: Loads, taken: ArrayLike<number>): Loads {
  const left = (bound: number, judge: number) => Math.max(0, bound - (taken[judge] ?? 0))
  return { least: least.map(left), most: most.map(left) }
}
