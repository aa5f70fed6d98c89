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

/** The same loads, widened for judges without a cap to what they have in a plan that can't keep them. */
export function widened({ least, most }: Loads, caps: readonly (number | null)[], loads: ArrayLike<number>): Loads {
  const own = (judge: number, bound: number) => (caps[judge] === null ? loads[judge] ?? bound : bound)
  return {
    least: least.map((bound, judge) => Math.min(bound, own(judge, bound))),
    most: most.map((bound, judge) => Math.max(bound, own(judge, bound))),
  }
}
