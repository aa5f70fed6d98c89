import { lot } from '../kernel/draw.ts'

/** What needs judges: an entry, or a group's panel. */
export interface Place {
  id: string
  need: number
  /** Judges who may take it. */
  allowed: readonly string[]
}

/**
 * Matches each place that needs judges (an entry, or a group's panel) with that many different ones, none above `room` places. Least taken
 * judges come first, equal ones by lot; where a place finds none, others are moved along an alternating path to make one free. Then
 * judges hand places on along such paths until no two that could share differ by more than one: the most even deal there is.
 */
export function match(places: readonly Place[], room: ReadonlyMap<string, number>, seed: string): Map<string, string[]> {
  const taken = new Map([...room.keys()].map((judge) => [judge, new Set<string>()]))
  const held = new Map(places.map(({ id }) => [id, new Set<string>()]))
  const allowedOf = new Map(places.map(({ id, allowed }) => [id, allowed]))
  const load = (judge: string) => taken.get(judge)?.size ?? 0
  const hasRoom = (judge: string) => load(judge) < (room.get(judge) ?? 0)
  const take = (judge: string, place: string) => {
    taken.get(judge)?.add(place)
    held.get(place)?.add(judge)
  }
  const drop = (judge: string, place: string) => {
    taken.get(judge)?.delete(place)
    held.get(place)?.delete(judge)
  }

  /**
   * Walks from the places given to a judge who could take one, on to the places that judge holds, and so forth, until it meets a judge who
   * `accepts` one more; then everybody on the way hands one place on. `giver` holds the first places, or nobody does.
   */
  const shift = (first: Iterable<string>, giver: string | undefined, accepts: (judge: string) => boolean): boolean => {
    const queue = [...first].map((place) => ({ place, holder: giver }))
    const seen = new Set(queue.map(({ place }) => place))
    const reached = new Map<string, { place: string; holder: string | undefined }>()
    for (const step of queue) {
      for (const judge of allowedOf.get(step.place) ?? []) {
        if (judge === giver || reached.has(judge) || held.get(step.place)?.has(judge)) continue
        reached.set(judge, step)
        if (accepts(judge)) {
          handOn(judge, reached)
          return true
        }
        for (const place of taken.get(judge) ?? []) {
          if (seen.has(place)) continue
          seen.add(place)
          queue.push({ place, holder: judge })
        }
      }
    }
    return false
  }

  const handOn = (last: string, reached: ReadonlyMap<string, { place: string; holder: string | undefined }>) => {
    let taker: string | undefined = last
    while (taker !== undefined) {
      const step = reached.get(taker)
      if (step === undefined) return
      take(taker, step.place)
      if (step.holder !== undefined) drop(step.holder, step.place)
      taker = step.holder
    }
  }

  const lots = new Map<string, string>()
  const lotOf = (place: string, judge: string) => {
    const key = `${place}\u0000${judge}`
    const known = lots.get(key) ?? lot(seed, place, judge)
    lots.set(key, known)
    return known
  }
  const choice = ({ allowed, need }: Place) => allowed.length - need
  const hardestFirst = places.toSorted((a, b) => choice(a) - choice(b) || (lot(seed, a.id) < lot(seed, b.id) ? -1 : 1))
  for (const { id, need, allowed } of hardestFirst) {
    const free = allowed.filter(hasRoom).toSorted((a, b) => load(a) - load(b) || (lotOf(id, a) < lotOf(id, b) ? -1 : 1))
    for (const judge of free.slice(0, need)) take(judge, id)
    while ((held.get(id)?.size ?? 0) < need && shift([id], undefined, hasRoom)) continue
  }
  for (let moved = true; moved;) {
    moved = false
    for (const judge of [...taken.keys()].toSorted((a, b) => load(b) - load(a))) {
      const takesOver = (other: string) => hasRoom(other) && load(other) <= load(judge) - 2
      while ([...taken.keys()].some(takesOver) && shift(taken.get(judge) ?? [], judge, takesOver)) moved = true
    }
  }
  return new Map([...held].map(([place, judges]) => [place, [...judges]]))
}
