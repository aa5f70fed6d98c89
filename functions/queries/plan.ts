import type { Instance } from '../../shared/assignment/instance.ts'
import { type Served, servedOf } from '../../shared/assignment/problem.ts'
import { type PersonId, personId } from '../../shared/kernel/ids.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { conflictTest, makePlan, type Plan, planInstance, replan, type Shortfall } from '../../shared/round/plan.ts'
import { affinityOf } from '../../shared/round/plan-instance.ts'
import { checkPlan } from '../../shared/round/plan-check.ts'
import type { LoadedPlan, PlanHead, RoundRecord } from '../../shared/round/round.store.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import type { Context } from '../context.ts'
import { type PlanBase, planBase, type Room, roomOf } from './round.ts'

/** A plan with what it leads to, as the administrator's page and the API show it. */
export interface PlanView {
  version: string
  previous: string | null
  state: RoundRecord['state']
  assignment: 'panel' | 'spread'
  panelSize: number
  floor: number
  /** Judges have been dealt in this version; before that there are only groups. */
  made: boolean
  /** It can be confirmed; otherwise `missing` says why not. */
  ready: boolean
  missing: Mistake[]
  groups: { id: string; name: Bilingual; category: string | null; panel: string[]; proposals: { proposal: string; number: string; title: string; organisation: string; category: string; judges: string[] }[] }[]
  judges: { id: string; name: string; load: number; maxLoad: number | null }[]
  /** How well judges know what they score, in points of their own word on each category; null where none has said anything. */
  served: Served | null
  /** The seed of the draw: with the round's instance anybody can run it again. */
  seed: string
  blocking: PlanHead['blocking'] | null
  barred: { judge: string; proposal: string; reason: Bilingual }[]
  shortfalls: Shortfall[]
}

/** The plan of a round with what it leads to. */
export async function readPlan(context: Context, id: string, index: number): Promise<{ room: Room; view: PlanView }> {
  const room = await roomOf(context, 'round.read', id, index)
  return { room, view: planView(room, await planBase(context, room)) }
}

export function planView(room: Room, base: PlanBase, plan: Pick<LoadedPlan, 'head' | 'assignments'> = base.plan): PlanView {
  const { head, assignments } = plan
  const missing = missingIn(base, assignments)
  const loads = new Map<string, number>()
  for (const judge of Object.values(assignments).flat()) loads.set(judge, (loads.get(judge) ?? 0) + 1)
  return {
    version: head.version, previous: head.previous ?? null, state: room.round.value.state, assignment: head.assignment ?? room.rules.assignment, panelSize: room.rules.panelSize, floor: room.rules.floor,
    made: loads.size > 0, ready: missing.length === 0, missing,
    groups: head.groups.map((group) => ({
      id: group.id, name: group.name, category: group.category, panel: group.panel,
      proposals: group.proposals.map((proposal) => {
        const found = base.proposals.get(proposal)
        return { proposal, number: proposalNumber(proposal), title: found?.title ?? '', organisation: found?.organisation.name ?? '', category: found?.category ?? '', judges: (assignments[proposal] ?? []).toSorted() }
      }),
    })),
    served: servedBy(base, assignments), seed: base.input.seed, blocking: head.blocking ?? null,
    judges: base.judges.map(({ person, name, maxLoad }) => ({ id: person, name, load: loads.get(person) ?? 0, maxLoad })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
    barred: base.barred.map(({ judge, entry, reason }) => ({ judge, proposal: entry, reason })),
    shortfalls: shortfallsOf(base, assignments),
  }
}

/** The sums over each proposal's judges: of all, of the worst-served, of the worst-served tenth. Null where no judge has said what they know. */
export function servedBy({ judges, input }: PlanBase, assignments: LoadedPlan['assignments']): Served | null {
  if (judges.every(({ expertise }) => Object.values(expertise).every((level) => level === 0))) return null
  const affinity = affinityOf(input)
  return servedOf(Object.entries(assignments).map(([entry, own]) => own.reduce((sum, judge) => sum + affinity(judge, entry), 0)))
}

/** Why the plan can't be confirmed, each with the proposal's name. */
export function missingIn(base: PlanBase, assignments: LoadedPlan['assignments']): Mistake[] {
  if (base.judges.length === 0) return [{ path: 'judges', code: 'NO_JUDGES', zh: '还没有评委接受邀请。', en: 'No judge has accepted an invitation yet.' }]
  return checkPlan(base.input, assignments).map((mistake) => named(base, mistake))
}

/** The mistake with its proposal's title in front, and judges by name. */
function named(base: PlanBase, mistake: Mistake): Mistake {
  const title = base.proposals.get(mistake.path.replace('assignments.', ''))?.title
  return title === undefined ? mistake : { ...mistake, zh: `《${title}》：${mistake.zh}`, en: `"${title}": ${mistake.en}` }
}

/** Whom the rulebook's number of judges falls short for, with makePlan's reasons where it is still its own deal. */
function shortfallsOf({ input, barred, judges }: PlanBase, assignments: LoadedPlan['assignments']): Shortfall[] {
  const inConflict = conflictTest(barred)
  return input.groups.flatMap(({ entries }) => entries).flatMap((entry) => {
    const found = assignments[entry]?.length ?? 0
    const needed = input.round.panelSize
    if (found >= needed) return []
    const away = judges.filter(({ person }) => inConflict(person, entry)).length
    const reason = judges.length - away < needed
      ? { zh: `评委 ${judges.length} 位，其中 ${away} 位须回避，不够 ${needed} 位。`, en: `Of ${judges.length} judges ${away} are barred: fewer than ${needed} are left.` }
      : { zh: `有 ${found} 位评委，章程要 ${needed} 位。`, en: `It has ${found} judges; the rulebook asks for ${needed}.` }
    return [{ entry, needed, found, blocks: found < input.round.floor, reason }]
  })
}

export interface NewDeal {
  assignments: LoadedPlan['assignments']
  panels: Record<string, PersonId[]>
  shortfalls: PlanHead['shortfalls']
  blocking: PlanHead['blocking']
}

/** A new deal of the round's judges, not written anywhere. */
export function deal(base: PlanBase, assignment: 'panel' | 'spread'): NewDeal {
  return written(base, makePlan({ ...base.input, round: { ...base.input.round, assignment } }))
}

/** A deal that keeps what it can of the plan, without some of the judges. Pairs whose cards are in stay. Not written anywhere. */
export function dealAgain(base: PlanBase, without: readonly string[], cards: readonly Pick<Scorecard, 'proposal' | 'judge'>[]): NewDeal {
  const { assignments, head } = base.plan
  const fixed = Object.fromEntries(Object.entries(Object.groupBy(cards, ({ proposal }) => proposal)).map(([proposal, own]) => [proposal, (own ?? []).map(({ judge }) => judge)]))
  const panels = Object.fromEntries(head.groups.map(({ id, panel }) => [id, panel]))
  return written(base, replan({ ...base.input, judges: base.input.judges.filter(({ id }) => !without.includes(id)) }, { assignments, panels }, fixed))
}

function written(base: PlanBase, plan: Plan): NewDeal {
  const people = (ids: readonly string[]) => ids.map((id) => personId.parse(id))
  const { blocking } = plan
  return {
    assignments: Object.fromEntries(Object.entries(plan.assignments).map(([entry, judges]) => [entry, people(judges)])),
    panels: Object.fromEntries(Object.entries(plan.panels).map(([group, judges]) => [group, people(judges)])),
    shortfalls: plan.shortfalls.flatMap(({ entry, needed, found }) => {
      const proposal = base.proposals.get(entry)?.id
      return proposal === undefined ? [] : [{ proposal, needed, found }]
    }),
    blocking: blocking === null ? undefined : {
      ...blocking, judges: people(blocking.judges), raise: blocking.raise?.map(({ judge, by }) => ({ judge: personId.parse(judge), by })) ?? null,
      allow: blocking.allow?.map(({ place, judge }) => ({ place, judge: personId.parse(judge) })) ?? null,
    },
  }
}

/** The round as an instance of `npm run assign`, with the seed that makes its plan again. Throws NOT_FOUND, NOT_ALLOWED, WRONG_STATE. */
export async function readInstance(context: Context, id: string, index: number): Promise<Instance & { seed: string }> {
  const { input } = await planBase(context, await roomOf(context, 'round.read', id, index))
  return { ...planInstance(input), seed: input.seed }
}
