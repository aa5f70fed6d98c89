export interface Loads {
  /** Entries each judge takes at least. */
  least: Int32Array
  /** Entries each judge takes at most. */
  most: Int32Array
}

/**
 * The level to which judges are filled so that they take all places, the capped ones to their caps at most: what each of the others takes,
 * not rounded. Infinite where the caps are no more than the places and nobody is without one.
 */
export function levelOf(places: number, caps: readonly (number | null)[]): number {
  let [rest, sharing] = [places, caps.length]
  for (const cap of caps.filter((one) => one !== null).toSorted((a, b) => a - b)) {
    if (cap * sharing >= rest) break
    rest -= cap
    sharing -= 1
  }
  return sharing === 0 ? Infinity : rest / sharing
}

/**
 * Even loads. Where nobody is without a cap, each takes up to their cap. Else all are filled to one level: whoever has no cap within one of
 * each other, whoever has one to the level or their cap at least, and never beyond their cap.
 */
export function evenLoads(places: number, caps: readonly (number | null)[]): Loads {
  if (caps.every((cap) => cap !== null)) return { least: new Int32Array(caps.length), most: Int32Array.from(caps) }
  const level = levelOf(places, caps)
  return {
    least: Int32Array.from(caps, (cap) => Math.min(cap ?? Infinity, Math.floor(level))),
    most: Int32Array.from(caps, (cap) => cap ?? Math.ceil(level)),
  }
}

/** The same loads where they can't be kept: judges without a cap take exactly what they have in the most even deal, the others up to their cap. */
export function asDealt({ least, most }: Loads, caps: readonly (number | null)[], loads: ArrayLike<number>): Loads {
  return {
    least: least.map((bound, judge) => (caps[judge] === null ? loads[judge] ?? bound : 0)),
    most: most.map((bound, judge) => (caps[judge] === null ? loads[judge] ?? bound : bound)),
  }
}

/** What is left of the loads of judges who have taken some entries already. */
export function loadsAfter({ least, most }: Loads, taken: ArrayLike<number>): Loads {
  const left = (bound: number, judge: number) => Math.max(0, bound - (taken[judge] ?? 0))
  return { least: least.map(left), most: most.map(left) }
}
