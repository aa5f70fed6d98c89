import * as z from 'zod'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { canMove } from '../../shared/competition/lifecycle.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { applicantsOf, judgesOf, orderAll } from './applicants.ts'
import { bothScopes, type Competed } from './competition.ts'
import { mailsTo } from './news.ts'

export const cancelInput = z.strictObject({
  /** Public: it stands on the call's page and in the mail. */
  reason: typed(1000),
})

/** Takes an open call back for good: nothing can be written or sent any more, and the workflow ends. One that is cancelled stays as it was. Throws WRONG_STATE once the call is over. */
export async function cancelCompetition(context: Context, id: string, { reason }: z.infer<typeof cancelInput>): Promise<Competed> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, id)
    const before = stored.value
    authorise(context, 'competition.cancel', { district: before.district, competition: id })
    if (before.state === 'cancelled') return { writes: [], trail: [], answer: { competition: before } }
    if (!canMove(before.state, 'cancelled')) throw new Refusal('WRONG_STATE', { facts: { state: before.state }, mistakes: [{ path: '', code: 'NOT_IN_CALL', zh: '只有征集期间的大赛可以取消', en: 'Only a competition whose call is open can be cancelled' }] })
    const after: Competition = { ...before, state: 'cancelled', endedBecause: { zh: reason }, cancelledAt: context.now }
    const woken = await wake(context.table, id, 'call', 'decided', context.now)
    return {
      writes: [competitionItem.put(after, stored.version), ...woken.writes],
      trail: bothScopes(after, { action: 'competition.cancel', sentence: { zh: '取消了征集', en: 'cancelled the call' }, from: before.state, to: 'cancelled', reason }),
      orders: woken.orders,
      answer: { competition: after },
    }
  })
}

const takesPart = ({ state }: Proposal): boolean => state !== 'withdrawn'

/** All applicants and judges are told of a cancellation. Called by the stream's consumer; called again, nobody is told twice. */
export async function tellOfCancellation(context: Context, { id, name, endedBecause }: Competition): Promise<void> {
  const { table, now, environment } = context
  const proposals = (await table.queryAll(proposalItem, keys.proposalsOf(id))).map(({ value }) => value)
  const [applicants, judges] = await Promise.all([applicantsOf(context, proposals.filter(takesPart)), judgesOf(context, id)])
  const people = [...new Map([...applicants, ...judges].map((person) => [person.id, person])).values()]
  const url = `${environment.XIUYUAN_BASE_URL}/public/competitions/${id}`
  await orderAll(context, await mailsTo(context, people, url, (person, to) => mailOrder('callCancelled', { competition: say(name, to.language), reason: endedBecause?.zh ?? '', url }, to, `${id}/${person.id}`, now)))
}
