import type { Mistake } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { conflictTest, makePlan, type Shortfall } from '../../shared/round/plan.ts'
import { checkPlan } from '../../shared/round/plan-check.ts'
import type { LoadedPlan, PlanHead, RoundRecord } from '../../shared/round/round.store.ts'
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
  judges: { id: string; name: string; load: number }[]
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
    judges: base.judges.map(({ person, name }) => ({ id: person, name, load: loads.get(person) ?? 0 })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
    barred: base.barred.map(({ judge, entry, reason }) => ({ judge, proposal: entry, reason })),
    shortfalls: shortfallsOf(base, assignments),
  }
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

/** A new deal of the round's judges, not written anywhere. */
export function deal(base: PlanBase, assignment: 'panel' | 'spread'): { assignments: LoadedPlan['assignments']; panels: Record<string, string[]>; shortfalls: PlanHead['shortfalls'] } {
  const plan = makePlan({ ...base.input, round: { ...base.input.round, assignment } })
  const people = new Map(base.judges.map(({ person }) => [person as string, person]))
  return {
    assignments: Object.fromEntries(Object.entries(plan.assignments).map(([entry, judges]) => [entry, judges.flatMap((judge) => people.get(judge) ?? [])])),
    panels: plan.panels,
    shortfalls: plan.shortfalls.flatMap(({ entry, needed, found }) => {
      const proposal = base.proposals.get(entry)?.id
      return proposal === undefined ? [] : [{ proposal, needed, found }]
    }),
  }
}
