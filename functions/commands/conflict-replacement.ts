import * as z from 'zod'
import { personId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Context } from '../context.ts'
import { requireConflicts } from '../queries/conflict.ts'
import { replacementOf } from '../queries/conflict-replacement.ts'
import { changePlan } from './plan.ts'

/** null: nobody stands in. */
export const replaceInput = z.strictObject({ replacement: personId.nullable() })

/**
 * Takes a proposal from a judge who turned out to be tied to it, and gives it to another or to nobody: a change of the plan by hand, which
 * can be undone there. Throws WRONG_STATE where the plan does not give the proposal to the judge, INVALID for somebody who is barred or
 * scores it already and where too few would be left.
 */
export async function replaceConflicted(context: Context, id: string, proposal: string, judge: string, { replacement }: z.infer<typeof replaceInput>): Promise<{ replaced: true }> {
  const competition = await requireConflicts(context, 'conflict.list', id)
  const { room, base, left, mayGoOn, candidates } = await replacementOf(context, competition, proposal, judge)
  if (replacement === null && !mayGoOn) throw new Refusal('INVALID', { mistakes: [{ path: 'replacement', code: 'BELOW_FLOOR', zh: `只剩 ${left.length} 位评委，章程至少要 ${room.rules.floor} 位，需要另请评委`, en: `${left.length} judges are left; the rulebook needs ${room.rules.floor}. Choose another judge` }] })
  if (replacement !== null && !candidates.some((one) => one.judge === replacement)) throw new Refusal('INVALID', { mistakes: [{ path: 'replacement', code: 'JUDGE_BARRED', zh: '这位评委不能接替：有利益关系、已回避，或已在评这一份', en: 'This judge cannot stand in: tied to it, recused, or scoring it already' }] })
  await changePlan(context, id, room.round.value.index, { version: base.plan.head.version, panels: {}, proposals: { [proposal]: [...left, ...(replacement === null ? [] : [replacement])].map((one) => personId.parse(one)) }, preview: false })
  return { replaced: true }
}
