import { Refusal } from '../../shared/kernel/refusal.ts'
import { replacementsFor } from '../../shared/round/plan-check.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import type { Context } from '../context.ts'
import { planBase, type PlanBase, type Room, roomOf } from './round.ts'

/** What a replacement of a judge who is tied to a proposal works with. */
export interface Replacement {
  room: Room
  base: PlanBase
  /** The others who score the proposal. */
  left: string[]
  /** It can go on without: the floor is kept. */
  mayGoOn: boolean
  /** Who could stand in, least loaded first. */
  candidates: { judge: string; name: string; load: number }[]
}

/** For a judge whom the plan of the round under way gives the proposal. Throws WRONG_STATE while it does not, NOT_ALLOWED. */
export async function replacementOf(context: Context, { id, round: index }: Competition, proposal: string, judge: string): Promise<Replacement> {
  if (index === null) throw new Refusal('WRONG_STATE')
  const room = await roomOf(context, 'round.plan', id, index)
  const { state } = room.round.value
  const base = await planBase(context, room)
  const { assignments } = base.plan
  const given = assignments[proposal] ?? []
  if ((state !== 'planning' && state !== 'scoring') || !given.some((one) => one === judge)) throw new Refusal('WRONG_STATE', { facts: { state } })
  const left = given.filter((one) => one !== judge)
  const load = (one: string) => Object.values(assignments).filter((judges) => judges.some((other) => other === one)).length
  const names = new Map(base.judges.map(({ person, name }) => [person as string, name]))
  return { room, base, left, mayGoOn: left.length >= room.rules.floor, candidates: replacementsFor(base.input, assignments, proposal).map((one) => ({ judge: one, name: names.get(one) ?? '', load: load(one) })) }
}
