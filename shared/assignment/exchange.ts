import { BARRED, placesIn, type Problem, sumsOf } from './problem.ts'

const NEVER = 1 << 28

/** What an entry's sum is worth: `each` a point, less what it loses for points below its lines. */
export interface Worth {
  each: number
  /** Entry's sum that it should have. */
  line: Int32Array
  /** Points lost for each below the line. */
  below: number
  /** Entry's sum that it must have, if any plan can give it that. */
  floor: Int32Array
  /** Points lost for each below the floor, beside those below the line. */
  deep: number
}

/**
 * Betters a plan by exchanges: judges hand entries on along a circle, as long as the worth of all entries together grows by it. Circles of
 * any length are found, by Bellman & Ford's algorithm on the graph drawn together onto the judges (cycle-cancelling: Klein 1967). Worth is
 * concave in each entry's sum, so that a plan without a better circle is a good one, though not proven to be the best.
 */
export function exchange(problem: Problem, from: Int32Array, worth: Worth): Int32Array {
  const { entries, judges, need, affinity, least, most } = problem
  const plan = from.slice()
  const first = placesIn(need)
  const held = new Uint8Array(entries * judges)
  const sums = sumsOf(problem, plan)
  const members: number[][] = Array.from({ length: judges }, () => [])
  for (let entry = 0; entry < entries; entry += 1) {
    for (let at = first[entry] ?? 0; at < (first[entry + 1] ?? 0); at += 1) {
      const judge = plan[at] ?? 0
      held[entry * judges + judge] = 1
      members[judge]?.push(entry)
    }
  }
  const nodes = judges + 1
  const cost = new Int32Array(nodes * nodes).fill(NEVER)
  const via = new Int32Array(nodes * nodes).fill(-1)
  const stale = new Uint8Array(judges).fill(1)
  const distance = new Int32Array(nodes)
  const parent = new Int32Array(nodes)
  const seen = new Int32Array(nodes)

  const worthOf = (entry: number, sum: number) =>
    worth.each * sum - worth.below * Math.max(0, (worth.line[entry] ?? 0) - sum) - worth.deep * Math.max(0, (worth.floor[entry] ?? 0) - sum)

  /** The arc to each other judge: the entry that this one hands on at the least loss of worth. The last node is a pool that loads within bounds are open to. */
  const refresh = (judge: number) => {
    const row = judge * nodes
    cost.fill(NEVER, row, row + nodes)
    for (const entry of members[judge] ?? []) {
      const start = entry * judges
      const sum = sums[entry] ?? 0
      const without = sum - (affinity[start + judge] ?? 0)
      const now = worthOf(entry, sum)
      const line = worth.line[entry] ?? 0
      for (let other = 0; other < judges; other += 1) {
        const pair = affinity[start + other] ?? BARRED
        if (pair === BARRED || held[start + other] === 1) continue
        const then = without + pair
        const loss = now - (then >= line ? worth.each * then : worthOf(entry, then))
        if (loss < (cost[row + other] ?? 0)) {
          cost[row + other] = loss
          via[row + other] = entry
        }
      }
    }
    cost[row + judges] = (members[judge]?.length ?? 0) < (most[judge] ?? 0) ? 0 : NEVER
    cost[judges * nodes + judge] = (members[judge]?.length ?? 0) > (least[judge] ?? 0) ? 0 : NEVER
    stale[judge] = 0
  }

  /** A node on a circle that gains, or -1. */
  const circle = (): number => {
    distance.fill(0)
    parent.fill(-1)
    for (let pass = 1; pass <= nodes; pass += 1) {
      let moved = false
      for (let node = 0; node < nodes; node += 1) {
        const base = distance[node] ?? 0
        const row = node * nodes
        for (let to = 0; to < nodes; to += 1) {
          const far = base + (cost[row + to] ?? 0)
          if (far >= (distance[to] ?? 0)) continue
          distance[to] = far
          parent[to] = node
          moved = true
        }
      }
      if (!moved) return -1
      seen.fill(0)
      for (let start = 0; start < nodes; start += 1) {
        let node = start
        for (; node !== -1 && seen[node] === 0; node = parent[node] ?? -1) seen[node] = start + 1
        if (node !== -1 && seen[node] === start + 1) return node
      }
    }
    return -1
  }

  const move = (entry: number, giver: number, taker: number) => {
    const row = entry * judges
    const given = members[giver] ?? []
    given[given.indexOf(entry)] = given.at(-1) ?? 0
    given.pop()
    members[taker]?.push(entry)
    held[row + giver] = 0
    held[row + taker] = 1
    sums[entry] = (sums[entry] ?? 0) + (affinity[row + taker] ?? 0) - (affinity[row + giver] ?? 0)
    stale[giver] = 1
    for (let at = first[entry] ?? 0; at < (first[entry + 1] ?? 0); at += 1) {
      if (plan[at] === giver) plan[at] = taker
      stale[plan[at] ?? 0] = 1
    }
  }

  for (;;) {
    for (let judge = 0; judge < judges; judge += 1) if (stale[judge] === 1) refresh(judge)
    const start = circle()
    if (start === -1) return plan
    const arcs: { giver: number; taker: number; entry: number }[] = []
    let taker = start
    do {
      const giver = parent[taker] ?? 0
      arcs.push({ giver, taker, entry: giver === judges || taker === judges ? -1 : via[giver * nodes + taker] ?? -1 })
      taker = giver
    } while (taker !== start)
    const moved = arcs.filter(({ entry }) => entry !== -1)
    // An entry that would move twice is worth something else than both moves by themselves.
    const twice = moved.find(({ entry }, at) => moved.findIndex((other) => other.entry === entry) !== at)
    if (twice !== undefined) {
      cost[twice.giver * nodes + twice.taker] = NEVER
      continue
    }
    for (const { entry, giver, taker: to } of moved) move(entry, giver, to)
    for (const { giver, taker: to } of arcs) for (const node of [giver, to]) if (node !== judges) stale[node] = 1
  }
}
