import * as z from 'zod'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type PlanHead, writePlan } from '../../shared/round/round.store.ts'
import { act } from '../commit.ts'
import type { Context } from '../context.ts'
import { dealAgain, planView } from '../queries/plan.ts'
import { cardsOf, planBase, roomOf } from '../queries/round.ts'
import { type ChangedPlan, consequencesOf, judgeList, newVersion, requirePossible, roundEntry, switchPlan } from './plan.ts'

export const replanInput = z.strictObject({
  /** The version that the change is made from. */
  version: z.string().max(60),
  /** Judges who drop out of the round; what they have sent stays. */
  without: judgeList.default([]),
  /** Only says what it would lead to. */
  preview: z.boolean().default(false),
})

export interface Replanned extends ChangedPlan {
  /** Each proposal whose judges change. */
  changes: { proposal: string; title: string; leave: string[]; come: string[] }[]
}

/**
 * Deals again with as few changes as can be: who drops out, and who is in conflict by now, is replaced, and loads are evened out. Throws
 * STALE when somebody has changed the plan since, INVALID where the scoring is open and a proposal would be left below the floor,
 * WRONG_STATE before the first deal and after the scoring.
 */
export async function replanRound(context: Context, id: string, index: number, input: z.infer<typeof replanInput>): Promise<Replanned> {
  return act(context, async () => {
    const room = await roomOf(context, 'round.plan', id, index)
    const { state } = room.round.value
    if (state !== 'planning' && state !== 'scoring') throw new Refusal('WRONG_STATE', { facts: { state } })
    const base = await planBase(context, room)
    const before = base.plan.assignments
    if (input.version !== base.plan.head.version) throw new Refusal('STALE')
    if (Object.values(before).every((judges) => judges.length === 0)) throw new Refusal('WRONG_STATE', { facts: { state } })
    const sent = state === 'planning' ? [] : [...(await cardsOf(context, index, before)).values()].filter((card) => card.state === 'submitted')
    const dealt = dealAgain(base, input.without, sent)
    const differs = (entry: string) => [...before[entry] ?? []].toSorted().join() !== [...dealt.assignments[entry] ?? []].toSorted().join()
    const touched = Object.keys(dealt.assignments).filter(differs)
    requirePossible(room, base, dealt.assignments, new Set(touched))
    const head: PlanHead = {
      ...base.plan.head, version: newVersion(), previous: base.plan.head.version, madeAt: context.now, shortfalls: dealt.shortfalls, blocking: dealt.blocking,
      groups: base.plan.head.groups.map((group) => ({ ...group, panel: dealt.panels[group.id] ?? group.panel })),
    }
    const answer = {
      consequences: await consequencesOf(context, room, base, dealt.assignments), plan: planView(room, base, { head: input.preview ? { ...head, version: input.version } : head, assignments: dealt.assignments }),
      changes: touched.map((proposal) => {
        const [was, is] = [before[proposal] ?? [], dealt.assignments[proposal] ?? []]
        return { proposal, title: base.proposals.get(proposal)?.title ?? '', leave: was.filter((judge) => !is.includes(judge)), come: is.filter((judge) => !was.includes(judge)) }
      }),
    }
    if (input.preview || touched.length === 0) return { writes: [], trail: [], answer }
    await writePlan(context.table, head, dealt.assignments)
    return { writes: [switchPlan(room, head.version)], trail: [roundEntry(room, 'round.plan', { zh: `重排了${room.rules.name.zh}的评委，改动 ${touched.length} 份`, en: `replanned the judges of ${room.rules.name.en ?? room.rules.name.zh}: ${touched.length} proposals change` })], answer }
  })
}
