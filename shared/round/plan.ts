import { lot } from '../kernel/draw.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Round } from '../rulebook/round.ts'
import type { Group } from './groups.ts'
import { match } from './match.ts'

export interface PlanJudge {
  id: string
  /** Proposals this judge scores at most in the round. */
  maxLoad?: number | undefined
}

/** A tie that bars a judge from an entry. */
export interface Conflict {
  judge: string
  entry: string
}

export interface PlanInput {
  round: Pick<Round, 'assignment' | 'panelSize' | 'floor'>
  groups: readonly Pick<Group, 'id' | 'entries'>[]
  judges: readonly PlanJudge[]
  conflicts: readonly Conflict[]
  /** The competition's published seed: same input, same plan. */
  seed: string
}

/** An entry with fewer judges than the rulebook asks for. */
export interface Shortfall {
  entry: string
  needed: number
  found: number
  /** Below the round's floor: the plan can't be confirmed while it is so. */
  blocks: boolean
  reason: Bilingual
}

export interface Plan {
  /** Every entry has its full number of judges. */
  ok: boolean
  /** Entry to its judges. */
  assignments: Record<string, string[]>
  /** Judge to the number of entries; every judge is in it. */
  loads: Record<string, number>
  /** Group to its panel; a spread has none. */
  panels: Record<string, string[]>
  shortfalls: Shortfall[]
}

/** Who scores what: the seam behind which another way of planning can stand. */
export type Planner = (input: PlanInput) => Plan

export function conflictTest(conflicts: readonly Conflict[]): (judge: string, entry: string) => boolean {
  const barred = new Set(conflicts.map(({ judge, entry }) => `${judge}\u0000${entry}`))
  return (judge, entry) => barred.has(`${judge}\u0000${entry}`)
}

function shortfallsOf(input: PlanInput, assignments: Readonly<Record<string, readonly string[]>>): Shortfall[] {
  const { panelSize, floor } = input.round
  const inConflict = conflictTest(input.conflicts)
  const all = input.judges.length
  return input.groups.flatMap(({ entries }) => entries).flatMap((entry) => {
    const found = assignments[entry]?.length ?? 0
    if (found >= panelSize) return []
    const barred = input.judges.filter(({ id }) => inConflict(id, entry)).length
    const free = all - barred
    const reason = free < panelSize
      ? barred > 0
        ? { zh: `${all} 位评委中有 ${barred} 位须回避。`, en: `Of ${all} judges, ${barred} are barred by a conflict.` }
        : { zh: `评委共 ${all} 位，少于所需的 ${panelSize} 位。`, en: `There are ${all} judges, fewer than the ${panelSize} needed.` }
      : input.round.assignment === 'panel'
        ? { zh: '本组评审小组中有评委须回避，或其他评委已排满。', en: 'A judge of the group’s panel is barred by a conflict, or all others are full.' }
        : { zh: '可评的评委都已排满。', en: 'All judges who could score it are full.' }
    return [{ entry, needed: panelSize, found, blocks: found < floor, reason }]
  })
}

function finished(input: PlanInput, assignments: Record<string, string[]>, panels: Record<string, string[]>): Plan {
  const loads = Object.fromEntries(input.judges.map(({ id }) => [id, 0]))
  for (const judge of Object.values(assignments).flat()) loads[judge] = (loads[judge] ?? 0) + 1
  const shortfalls = shortfallsOf(input, assignments)
  return { ok: shortfalls.length === 0, assignments, loads, panels, shortfalls }
}

function spread(input: PlanInput): Plan {
  const inConflict = conflictTest(input.conflicts)
  const places = input.groups.flatMap(({ entries }) => entries).map((id) => ({
    id,
    need: input.round.panelSize,
    allowed: input.judges.map((judge) => judge.id).filter((judge) => !inConflict(judge, id)),
  }))
  const room = new Map(input.judges.map(({ id, maxLoad }) => [id, maxLoad ?? places.length]))
  return finished(input, Object.fromEntries(match(places, room, input.seed)), {})
}

/** Panels a judge may sit on without passing their most, whichever groups these are. */
function panelsWithin(maxLoad: number | undefined, sizes: readonly number[]): number {
  if (maxLoad === undefined) return sizes.length
  let load = 0
  return sizes.toSorted((a, b) => b - a).filter((size) => (load += size) <= maxLoad).length
}

function panel(input: PlanInput): Plan {
  const { groups, judges, seed } = input
  const inConflict = conflictTest(input.conflicts)
  const size = input.round.panelSize
  const sizes = groups.map(({ entries }) => entries.length)
  const most = new Map(judges.map(({ id, maxLoad }) => [id, panelsWithin(maxLoad, sizes)]))
  const tiesIn = (group: PlanInput['groups'][number]) =>
    new Map(judges.map(({ id }) => [id, group.entries.filter((entry) => inConflict(id, entry)).length]))
  const ties = new Map(groups.map((group) => [group.id, tiesIn(group)]))
  const places = groups.map((group) => ({
    id: group.id,
    need: size,
    allowed: judges.map(({ id }) => id).filter((judge) => ties.get(group.id)?.get(judge) === 0),
  }))
  // As few panels a judge as can be: one where there are judges enough, more only where conflicts or numbers ask for it.
  let panels = new Map<string, string[]>()
  const fewest = Math.max(1, Math.ceil((groups.length * size) / Math.max(1, judges.length)))
  for (let each = fewest; each <= Math.max(fewest, groups.length); each += 1) {
    panels = match(places, new Map(judges.map(({ id }) => [id, Math.min(each, most.get(id) ?? 0)])), seed)
    if ([...panels.values()].every((seats) => seats.length >= size)) break
  }
  // Who is tied to an entry of the group sits on its panel only if nobody else can, and leaves out that entry.
  const seats = (judge: string) => [...panels.values()].filter((members) => members.includes(judge)).length
  for (const { id } of groups) {
    const members = panels.get(id) ?? []
    const tiesOf = (judge: string) => ties.get(id)?.get(judge) ?? 0
    const others = judges.map((judge) => judge.id).filter((judge) => !members.includes(judge) && seats(judge) < (most.get(judge) ?? 0))
      .toSorted((a, b) => tiesOf(a) - tiesOf(b) || seats(a) - seats(b) || (lot(seed, id, a) < lot(seed, id, b) ? -1 : 1))
    panels.set(id, [...members, ...others.slice(0, size - members.length)])
  }
  const assignments = Object.fromEntries(groups.flatMap((group) =>
    group.entries.map((entry) => [entry, (panels.get(group.id) ?? []).filter((judge) => !inConflict(judge, entry))])))
  return finished(input, assignments, Object.fromEntries(panels))
}

/**
 * Who scores what in a round. `panel`: one panel of panelSize judges for each group, panels without a judge in common where there are
 * judges enough. `spread`: each entry its own judges, loads within one of each other wherever conflicts and maxLoad allow. A judge
 * never gets an entry they are in conflict with; entries left with too few are named as shortfalls, with the reason.
 */
export const makePlan: Planner = (input) => {
  const sorted = { ...input, judges: input.judges.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
  return input.round.assignment === 'panel' ? panel(sorted) : spread(sorted)
}
