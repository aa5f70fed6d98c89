import { type Instance, interestPoints } from '../assignment/instance.ts'
import { levelOf } from '../assignment/loads.ts'
import { conflictTest, type PlanInput, type PlanJudge } from './plan.ts'

/** What a pair of the plan before is worth in a new one: more than any affinity, so that as few as can be change. */
const KEPT = 1000
/** What all of a group's entries together count at most. */
const MOST_WORTH = 400
/** What an entry that a member would have to leave out costs a panel. */
const LEFT_OUT = 1500
const MOST_LEFT_OUT = 6

/** Who stands beside what already: entry or group to its judges. */
export type Seats = Readonly<Record<string, readonly string[]>>

const interestsOf = ({ judges }: PlanInput) => judges.map(({ id, expertise = {} }) => ({ id, interests: { ...expertise } }))

/** A round in which each entry has judges of its own, as `npm run assign` takes it. Topics are the rulebook's categories. */
export function spreadInstance(input: PlanInput, kept: Seats = {}): Instance {
  const entries = input.groups.flatMap((group) => group.entries)
  const caps = bindingCaps(input, entries.length, ({ maxLoad }) => maxLoad)
  const known = new Set(entries)
  return {
    perSubmission: input.round.panelSize,
    submissions: entries.map((id) => ({ id, topics: topicsOf(input, id) })),
    reviewers: interestsOf(input).map((one) => ({ ...one, ...capOf(caps.get(one.id)) })),
    preferences: pairsOf(kept).filter(([entry]) => known.has(entry)).map(([entry, judge]) => [entry, judge, KEPT]),
    conflicts: conflictsOf(input, known),
  }
}

/** A round in which each group has a panel: groups as submissions, what a judge is worth to one the sum over its entries. */
export function panelInstance(input: PlanInput, { kept = {}, leavingOut = false }: { kept?: Seats; leavingOut?: boolean } = {}): Instance {
  const inConflict = conflictTest(input.conflicts)
  const affinity = affinityOf(input)
  const sizes = input.groups.map(({ entries }) => entries.length)
  const caps = bindingCaps(input, input.groups.length, ({ maxLoad }) => (maxLoad === undefined ? undefined : panelsWithin(maxLoad, sizes)))
  const ties = input.groups.flatMap(({ id, entries }) => input.judges.map((judge) => ({ id, entries, judge: judge.id, count: entries.filter((entry) => inConflict(judge.id, entry)).length })))
  return {
    perSubmission: input.round.panelSize,
    submissions: input.groups.map(({ id }) => ({ id, topics: [] })),
    reviewers: input.judges.map(({ id }) => ({ id, interests: {}, ...capOf(caps.get(id)) })),
    preferences: ties.flatMap(({ id, entries, judge, count }): [string, string, number][] => {
      const worth = Math.max(-MOST_WORTH, Math.min(MOST_WORTH, entries.reduce((sum, entry) => sum + affinity(judge, entry), 0)))
      const points = worth + (kept[id]?.includes(judge) === true ? KEPT : 0) - (leavingOut ? LEFT_OUT * Math.min(count, MOST_LEFT_OUT) : 0)
      return points === 0 ? [] : [[id, judge, points]]
    }),
    conflicts: leavingOut ? [] : ties.filter(({ count }) => count > 0).map(({ id, judge }) => [id, judge]),
  }
}

/** How well a judge's own word on the entry's category speaks for them, in the points of an instance's topics. */
export function affinityOf(input: PlanInput): (judge: string, entry: string) => number {
  const expertise = new Map(input.judges.map((judge) => [judge.id, judge.expertise]))
  return (judge, entry) => interestPoints(expertise.get(judge)?.[input.categories?.[entry] ?? ''] ?? 0)
}

/** Caps that an even share would pass: whoever takes more than that anyway shares evenly, like those without a cap. */
function bindingCaps({ judges, round }: PlanInput, places: number, capFor: (judge: PlanJudge) => number | undefined): Map<string, number | undefined> {
  const caps = judges.map((judge) => capFor(judge) ?? null)
  const level = Math.ceil(levelOf(places * round.panelSize, caps))
  return new Map(judges.map(({ id }, at) => [id, (caps[at] ?? Infinity) >= level ? undefined : caps[at] ?? undefined]))
}

const topicsOf = ({ categories = {} }: PlanInput, entry: string): string[] => {
  const category = categories[entry]
  return category === undefined ? [] : [category]
}

const capOf = (cap: number | undefined) => (cap === undefined ? {} : { cap })

const pairsOf = (seats: Seats): [string, string][] => Object.entries(seats).flatMap(([place, judges]) => judges.map((judge): [string, string] => [place, judge]))

function conflictsOf({ judges, conflicts }: PlanInput, entries: ReadonlySet<string>): [string, string][] {
  const known = new Set(judges.map(({ id }) => id))
  return conflicts.filter(({ judge, entry }) => known.has(judge) && entries.has(entry)).map(({ judge, entry }) => [entry, judge])
}

/** Panels a judge may sit on without passing their most, whichever groups these are. */
function panelsWithin(maxLoad: number, sizes: readonly number[]): number {
  let load = 0
  return sizes.toSorted((a, b) => b - a).filter((size) => (load += size) <= maxLoad).length
}
