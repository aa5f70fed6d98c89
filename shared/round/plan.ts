import { assign } from '../assignment/assign.ts'
import { type Id, type Instance, matricesOf } from '../assignment/instance.ts'
import { BARRED } from '../assignment/problem.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Round } from '../rulebook/round.ts'
import type { Group } from './groups.ts'
import { panelInstance, type Seats, spreadInstance } from './plan-instance.ts'

export interface PlanJudge {
  id: string
  /** Proposals this judge scores at most in the round. */
  maxLoad?: number | undefined
  /** Category to −2 (would rather not) … 2 (knows it well). */
  expertise?: Readonly<Record<string, number>> | undefined
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
  /** Each entry's category, for judges' expertise. */
  categories?: Readonly<Record<string, string>>
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

/** Why there is no full plan: places (entries, or groups in a panel round) that only these judges could take, and what would mend it. */
export interface PlanBlocking {
  places: string[]
  judges: string[]
  needed: number
  /** Places that the judges have for them. */
  free: number
  /** Judges to invite who may take all of these. */
  invite: number
  /** Whose most to raise, by how many places; null where that is not enough. */
  raise: { judge: string; by: number }[] | null
  /** Conflicts to lift, if they can be; null where that is not enough. */
  allow: { place: string; judge: string }[] | null
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
  blocking: PlanBlocking | null
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

function finished(input: PlanInput, assignments: Record<string, string[]>, panels: Record<string, string[]>, blocking: PlanBlocking | null): Plan {
  const loads = Object.fromEntries(input.judges.map(({ id }) => [id, 0]))
  for (const judge of Object.values(assignments).flat()) loads[judge] = (loads[judge] ?? 0) + 1
  const shortfalls = shortfallsOf(input, assignments)
  return { ok: shortfalls.length === 0, assignments, loads, panels, shortfalls, blocking }
}

interface Dealt {
  seats: Map<string, string[]>
  blocking: PlanBlocking | null
}

/** Judges for each place of an instance beside those who have one already; where not all can be filled, as many as can be. */
function dealt(instance: Instance, seed: string, given: Seats, fair: boolean): Dealt {
  const { entries, judges, affinity, caps } = matricesOf(instance, seed)
  const taken = new Int32Array(judges.length)
  const need = Int32Array.from(entries, (entry, at) => {
    const own = given[String(entry)] ?? []
    for (const [judge, id] of judges.entries()) {
      if (!own.includes(String(id))) continue
      taken[judge] = (taken[judge] ?? 0) + 1
      affinity[at * judges.length + judge] = BARRED
    }
    return Math.max(0, (instance.perSubmission ?? 0) - own.length)
  })
  const ask = (needed: Int32Array) => assign({ entries: entries.length, judges: judges.length, need: needed, affinity, caps, taken, fair })
  const first = ask(need)
  const last = first.feasible ? first : ask(need.map((one, entry) => one - (first.missing[entry] ?? 0)))
  if (!last.feasible) throw new Error('What can be dealt can be assigned.')
  const named = (ids: readonly Id[], at: number) => String(ids[at])
  return {
    seats: new Map(entries.map((entry, at) => [String(entry), [...given[String(entry)] ?? [], ...(last.assigned[at] ?? []).map((judge) => named(judges, judge))].toSorted()])),
    blocking: first.feasible ? null : {
      places: first.blocking.entries.map((at) => named(entries, at)).toSorted(), judges: first.blocking.judges.map((at) => named(judges, at)).toSorted(),
      needed: first.blocking.needed, free: first.blocking.places, invite: first.repairs.invite,
      raise: first.repairs.raise?.map(({ judge, by }) => ({ judge: named(judges, judge), by })) ?? null,
      allow: first.repairs.allow?.map(({ entry, judge }) => ({ place: named(entries, entry), judge: named(judges, judge) })) ?? null,
    },
  }
}

function spread(input: PlanInput, kept: Seats, given: Seats, fair: boolean): Plan {
  const { seats, blocking } = dealt(spreadInstance(input, kept), input.seed, given, fair)
  return finished(input, Object.fromEntries(seats), {}, blocking)
}

/** Who is tied to an entry of the group sits on its panel only if nobody else can, and leaves out that entry. */
function panelsOf(input: PlanInput, kept: Seats, given: Seats, fair: boolean): Dealt {
  const strict = dealt(panelInstance(input, { kept }), input.seed, given, fair)
  return strict.blocking === null ? strict : dealt(panelInstance(input, { kept, leavingOut: true }), input.seed, given, fair)
}

function panel(input: PlanInput): Plan {
  const { seats, blocking } = panelsOf(input, {}, {}, true)
  const inConflict = conflictTest(input.conflicts)
  const assignments = Object.fromEntries(input.groups.flatMap((group) =>
    group.entries.map((entry) => [entry, (seats.get(group.id) ?? []).filter((judge) => !inConflict(judge, entry))])))
  return finished(input, assignments, Object.fromEntries(seats), blocking)
}

/**
 * Who scores what in a round: one optimisation over all of it (shared/assignment). `panel`: one panel of panelSize judges for each group,
 * panels even among judges; `spread`: each entry its own judges, loads even within one, or within maxLoad. Judges who know a category
 * score its entries, and no entry is served badly for the others' sake. A judge never gets an entry they are in conflict with; entries left
 * with too few are named as shortfalls, with the reason.
 */
export const makePlan: Planner = (input) => (input.round.assignment === 'panel' ? panel(input) : spread(input, {}, {}, true))

/**
 * A new plan that changes as few pairs as can be: judges who are not in the input any more, or in conflict by now, are replaced, and loads
 * made even again. `fixed` are pairs of the plan before that stay, whoever their judge is: their cards are in.
 */
export function replan(input: PlanInput, before: Pick<Plan, 'assignments' | 'panels'>, fixed: Seats): Plan {
  const here = new Set(input.judges.map(({ id }) => id))
  const inConflict = conflictTest(input.conflicts)
  const where = (seats: Seats, stays: (judge: string, place: string) => boolean): Record<string, string[]> =>
    Object.fromEntries(Object.entries(seats).map(([place, judges]) => [place, judges.filter((judge) => stays(judge, place))]))
  const isFixed = (judge: string, entry: string) => fixed[entry]?.includes(judge) === true && !inConflict(judge, entry)
  if (input.round.assignment !== 'panel') {
    const kept = where(before.assignments, (judge, entry) => here.has(judge) && !inConflict(judge, entry) && !isFixed(judge, entry))
    return spread(input, kept, where(before.assignments, isFixed), false)
  }
  const entriesOf = new Map(input.groups.map(({ id, entries }) => [id, entries]))
  const seated = where(before.panels, (judge, group) => here.has(judge) && (entriesOf.get(group) ?? []).some((entry) => isFixed(judge, entry)))
  const { seats, blocking } = panelsOf(input, where(before.panels, (judge) => here.has(judge)), seated, false)
  // What was changed by hand for a single entry stays: only the panel's own changes are carried over, where there is room beside cards.
  const assignments = Object.fromEntries(input.groups.flatMap(({ id, entries }) => entries.map((entry) => {
    const [old, now] = [before.panels[id] ?? [], seats.get(id) ?? []]
    const stays = (before.assignments[entry] ?? []).filter((judge) => isFixed(judge, entry) || (here.has(judge) && !inConflict(judge, entry) && (!old.includes(judge) || now.includes(judge))))
    const come = now.filter((judge) => !old.includes(judge) && !stays.includes(judge) && !inConflict(judge, entry))
    return [entry, [...stays, ...come.slice(0, Math.max(0, input.round.panelSize - stays.length))].toSorted()]
  })))
  return finished(input, assignments, Object.fromEntries(seats), blocking)
}

/** The instance that a plan of this input comes from: `npm run assign` with the same seed gives the same. */
export function planInstance(input: PlanInput): Instance {
  if (input.round.assignment !== 'panel') return spreadInstance(input)
  const strict = panelInstance(input)
  return dealt(strict, input.seed, {}, false).blocking === null ? strict : panelInstance(input, { leavingOut: true })
}
