import { BARRED, placesIn, type Problem } from './problem.ts'

/** Longer than any path, and short enough that a few of them still fit into 32 bits. */
const NEVER = 1 << 28

/**
 * The transportation problem: every entry gets its number of judges, loads stay within bounds, and the sum of weighted affinities is the
 * greatest there is. Successive shortest paths (Ahuja, Magnanti & Orlin, *Network Flows*, 1993, section 9.7) over the residual graph drawn
 * together onto the judges, of whom there are few: the arc from one judge to another is the cheapest entry that the first could hand on to
 * the second. Judges' prices keep all arcs' reduced costs at 0 or above; so the problem can be changed and solved again from where it
 * stands: an entry with another weight takes its best judges at the prices of the moment, and paths mend the loads.
 *
 * All is integer arithmetic, and nothing depends on chance or time.
 */
export class Transport {
  /** Each judge's price at the weights set; the last is the pool's, to which loads within bounds are tied. Subtract it. */
  readonly price: Int32Array
  readonly weight: Int32Array
  private readonly slots: Int32Array
  private readonly first: Int32Array
  /** Weighted affinity where the pair is open: neither assigned nor barred. */
  private readonly open: Int32Array
  private readonly held: Uint8Array
  private readonly members: number[][]
  private readonly cost: Int32Array
  private readonly via: Int32Array
  private readonly stale: Uint8Array
  private readonly flow: Int32Array
  private readonly excess: Int32Array
  private readonly distance: Int32Array
  private readonly parent: Int32Array
  private readonly done: Uint8Array

  /** Each entry takes its best judges, whatever their loads: `settle` mends these. Every entry needs that many judges who may take it. */
  constructor(private readonly problem: Problem, weight: number) {
    const { entries, judges, need } = problem
    this.price = new Int32Array(judges + 1)
    this.weight = new Int32Array(entries).fill(weight)
    this.first = placesIn(need)
    this.slots = new Int32Array(this.first[entries] ?? 0)
    this.open = new Int32Array(entries * judges)
    this.held = new Uint8Array(entries * judges)
    this.members = Array.from({ length: judges }, () => [])
    this.cost = new Int32Array(judges * judges)
    this.via = new Int32Array(judges * judges)
    this.stale = new Uint8Array(judges).fill(1)
    this.flow = new Int32Array(judges)
    this.excess = new Int32Array(judges + 1)
    this.distance = new Int32Array(judges + 1)
    this.parent = new Int32Array(judges + 1)
    this.done = new Uint8Array(judges + 1)
    for (let entry = 0; entry < entries; entry += 1) this.take(entry)
  }

  /** The plan as it stands. */
  plan(): Int32Array {
    return this.slots.slice()
  }

  /** Gives the entry another weight. Call `settle` after the last one. */
  reweigh(entry: number, weight: number): void {
    if (this.weight[entry] === weight) return
    this.weight[entry] = weight
    this.release(entry)
    this.take(entry)
  }

  private release(entry: number): void {
    for (let at = this.first[entry] ?? 0; at < (this.first[entry + 1] ?? 0); at += 1) {
      const judge = this.slots[at] ?? 0
      const held = this.members[judge] ?? []
      held[held.indexOf(entry)] = held.at(-1) ?? 0
      held.pop()
      this.stale[judge] = 1
    }
  }

  /** The best judges at the prices of the moment, those who had the entry before others that are as good; then those with fewer entries; then in order. */
  private take(entry: number): void {
    const { judges, affinity } = this.problem
    const { price, open, held, slots, members } = this
    const weight = this.weight[entry] ?? 0
    const row = entry * judges
    const from = this.first[entry] ?? 0
    const end = this.first[entry + 1] ?? 0
    const worth = new Int32Array(end - from).fill(-NEVER)
    for (let judge = 0; judge < judges; judge += 1) {
      const plain = affinity[row + judge] ?? 0
      open[row + judge] = plain === BARRED ? -NEVER : plain * weight
      if (plain === BARRED) continue
      const value = 2 * (plain * weight - (price[judge] ?? 0)) + (held[row + judge] ?? 0)
      held[row + judge] = 0
      let place = worth.length
      const load = members[judge]?.length ?? 0
      while (place > 0 && ((worth[place - 1] ?? 0) < value || ((worth[place - 1] ?? 0) === value && (members[slots[from + place - 1] ?? 0]?.length ?? 0) > load))) place -= 1
      if (place === worth.length) continue
      for (let at = worth.length - 1; at > place; at -= 1) {
        worth[at] = worth[at - 1] ?? 0
        slots[from + at] = slots[from + at - 1] ?? 0
      }
      worth[place] = value
      slots[from + place] = judge
    }
    for (let at = from; at < end; at += 1) {
      const judge = slots[at] ?? 0
      open[row + judge] = -NEVER
      held[row + judge] = 1
      members[judge]?.push(entry)
      this.stale[judge] = 1
    }
  }

  /** Brings loads within bounds at the greatest weighted sum; false where no plan keeps them. */
  settle(): boolean {
    const { judges, least, most } = this.problem
    const { price, flow, excess } = this
    const pool = price[judges] ?? 0
    excess[judges] = 0
    for (let judge = 0; judge < judges; judge += 1) {
      const load = this.members[judge]?.length ?? 0
      const [low, high, own] = [least[judge] ?? 0, most[judge] ?? 0, price[judge] ?? 0]
      // A judge dearer than the pool has to be full, a cheaper one at their least: else the arc to the pool would cost less than nothing.
      flow[judge] = own > pool ? high : own < pool ? low : Math.min(high, Math.max(low, load))
      excess[judge] = load - (flow[judge] ?? 0)
      excess[judges] = (excess[judges] ?? 0) - (excess[judge] ?? 0)
    }
    for (;;) {
      if (excess.every((one) => one <= 0)) return true
      const target = this.nearest()
      if (target === -1) return false
      this.handOn(target)
    }
  }

  /** Dijkstra from all who have too many to the nearest who lacks; prices move so that its path costs nothing. -1: there is no path. */
  private nearest(): number {
    const { judges, least, most } = this.problem
    const { distance, parent, done, excess, price, cost, flow } = this
    for (let node = 0; node <= judges; node += 1) {
      distance[node] = (excess[node] ?? 0) > 0 ? 0 : NEVER
      parent[node] = -1
      done[node] = 0
    }
    for (;;) {
      let node = -1
      let near = NEVER / 2
      for (let other = 0; other <= judges; other += 1) {
        const far = distance[other] ?? 0
        if (far > near || done[other] === 1 || (far === near && (excess[other] ?? 0) >= 0)) continue
        node = other
        near = far
      }
      if (node === -1) return -1
      if ((excess[node] ?? 0) < 0) {
        for (let other = 0; other <= judges; other += 1) {
          const far = distance[other] ?? 0
          if (far < near) price[other] = (price[other] ?? 0) + near - far
        }
        return node
      }
      done[node] = 1
      const base = near - (price[node] ?? 0)
      if (node === judges) {
        for (let judge = 0; judge < judges; judge += 1) {
          if ((flow[judge] ?? 0) <= (least[judge] ?? 0)) continue
          const far = base + (price[judge] ?? 0)
          if (far < (distance[judge] ?? 0)) [distance[judge], parent[judge]] = [far, node]
        }
        continue
      }
      if (this.stale[node] === 1) this.refresh(node)
      const row = node * judges
      for (let judge = 0; judge < judges; judge += 1) {
        const far = base + (cost[row + judge] ?? 0) + (price[judge] ?? 0)
        if (far < (distance[judge] ?? 0)) {
          distance[judge] = far
          parent[judge] = node
        }
      }
      const far = base + (price[judges] ?? 0)
      if ((flow[node] ?? 0) < (most[node] ?? 0) && far < (distance[judges] ?? 0)) [distance[judges], parent[judges]] = [far, node]
    }
  }

  /** For each other judge the entry that this one would hand on at the least cost. */
  private refresh(judge: number): void {
    const { judges, affinity } = this.problem
    const { cost, via, open } = this
    const row = judge * judges
    cost.fill(NEVER, row, row + judges)
    via.fill(-1, row, row + judges)
    for (const entry of this.members[judge] ?? []) {
      const from = entry * judges
      const own = (affinity[from + judge] ?? 0) * (this.weight[entry] ?? 0)
      for (let other = 0; other < judges; other += 1) {
        const loss = own - (open[from + other] ?? 0)
        if (loss < (cost[row + other] ?? 0)) {
          cost[row + other] = loss
          via[row + other] = entry
        }
      }
    }
    this.stale[judge] = 0
  }

  private handOn(target: number): void {
    const { judges } = this.problem
    const { parent, flow, excess, via } = this
    let taker = target
    for (let giver = parent[taker] ?? -1; giver !== -1; giver = parent[taker] ?? -1) {
      if (taker === judges) flow[giver] = (flow[giver] ?? 0) + 1
      else if (giver === judges) flow[taker] = (flow[taker] ?? 0) - 1
      else this.move(via[giver * judges + taker] ?? 0, giver, taker)
      taker = giver
    }
    excess[taker] = (excess[taker] ?? 0) - 1
    excess[target] = (excess[target] ?? 0) + 1
  }

  private move(entry: number, giver: number, taker: number): void {
    const { judges, affinity } = this.problem
    const row = entry * judges
    const given = this.members[giver] ?? []
    given[given.indexOf(entry)] = given.at(-1) ?? 0
    given.pop()
    this.members[taker]?.push(entry)
    this.open[row + giver] = (affinity[row + giver] ?? 0) * (this.weight[entry] ?? 0)
    this.open[row + taker] = -NEVER
    this.held[row + giver] = 0
    this.held[row + taker] = 1
    for (let other = 0; other < judges; other += 1) {
      if (this.via[giver * judges + other] === entry) this.rescan(giver, other)
      this.offer(entry, taker, other)
    }
    for (let at = this.first[entry] ?? 0; at < (this.first[entry + 1] ?? 0); at += 1) {
      if (this.slots[at] === giver) this.slots[at] = taker
      const judge = this.slots[at] ?? 0
      if (judge === taker) continue
      if (this.via[judge * judges + taker] === entry) this.rescan(judge, taker)
      this.offer(entry, judge, giver)
    }
  }

  /** The arc between two judges, where the entry that it stood for is gone: another one that costs as much can't be bettered. */
  private rescan(judge: number, other: number): void {
    const { judges, affinity } = this.problem
    const arc = judge * judges + other
    const known = this.cost[arc] ?? 0
    let least = NEVER
    let best = -1
    for (const entry of this.members[judge] ?? []) {
      const row = entry * judges
      const loss = (affinity[row + judge] ?? 0) * (this.weight[entry] ?? 0) - (this.open[row + other] ?? 0)
      if (loss >= least) continue
      least = loss
      best = entry
      if (loss === known) break
    }
    this.cost[arc] = least
    this.via[arc] = best
  }

  /** The arc between two judges, where an entry has come that it may stand for. */
  private offer(entry: number, judge: number, other: number): void {
    const { judges, affinity } = this.problem
    const row = entry * judges
    const loss = (affinity[row + judge] ?? 0) * (this.weight[entry] ?? 0) - (this.open[row + other] ?? 0)
    const arc = judge * judges + other
    if (loss >= (this.cost[arc] ?? 0)) return
    this.cost[arc] = loss
    this.via[arc] = entry
  }
}
