import * as z from 'zod'
import { personId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { feesItem } from '../../shared/pitch/pitch.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import type { Context } from '../context.ts'
import { judgesOf, roomOf } from '../queries/round.ts'
import { roundEntry } from './plan.ts'

/** Fen a judge. Above a million yuan it is a slip of the pen. */
export const feesInput = z.strictObject({ fees: z.record(personId, z.int().min(0).max(100_000_000)) })

/** Puts down what the round's judges are paid; those left out are paid nothing. Throws INVALID for somebody who is no judge of the competition. */
export async function setFees(context: Context, id: string, index: number, { fees }: z.infer<typeof feesInput>): Promise<z.infer<typeof feesInput>> {
  return act<z.infer<typeof feesInput>>(context, async () => {
    const room = await roomOf(context, 'pitch.fees', id, index)
    const [judges, stored] = await Promise.all([judgesOf(context, id), context.table.get(feesItem, keys.fees(id, index))])
    const mistakes = Object.keys(fees).filter((person) => !judges.some((judge) => judge.person === person)).map((person) => ({ path: `fees.${person}`, code: 'NO_JUDGE', zh: '这个人不是本次大赛的评委。', en: 'This person does not judge the competition.' }))
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    return {
      writes: [feesItem.put({ competition: room.competition.value.id, index, fees }, stored?.version ?? 'none')],
      trail: [roundEntry(room, 'pitch.fees', { zh: `填了 ${Object.keys(fees).length} 位评委的劳务费`, en: `put down the fees of ${Object.keys(fees).length} judges` })],
      answer: { fees },
    }
  })
}
