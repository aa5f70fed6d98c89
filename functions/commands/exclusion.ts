import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { exclusionSchema, type Exclusions } from '../../shared/conflict/exclusion.ts'
import { exclusionsItem } from '../../shared/conflict/exclusion.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { exclusionsAreOpen, requireExclusions } from '../queries/exclusion.ts'

export const exclusionsInput = z.strictObject({ asks: z.array(exclusionSchema).max(20) })

/**
 * Says whom an applicant asks to stay away from a proposal, all of them at once; those not named any more are gone. It stands apart from the
 * proposal: no version, no judge's reading and no export of the text has it. Throws WRONG_STATE once the judging is over.
 */
export async function askExclusions(context: Context, id: string, { asks }: z.infer<typeof exclusionsInput>): Promise<Pick<Exclusions, 'asks' | 'at'>> {
  return act<Pick<Exclusions, 'asks' | 'at'>>(context, async () => {
    const proposal = await requireExclusions(context, 'exclusion.ask', id)
    const [{ value: competition }, before] = await Promise.all([loadCompetition(context.table, proposal.competition), context.table.get(exclusionsItem, keys.exclusions(id))])
    if (!exclusionsAreOpen(competition)) throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
    const by = personOf(context)
    const said: Exclusions = { proposal: proposal.id, competition: competition.id, asks, at: context.now, by: { id: by.id, name: by.name } }
    return {
      writes: [exclusionsItem.put(said, before?.version ?? 'none')],
      trail: [{
        scope: { of: 'competition', id: competition.id }, action: 'exclusion.ask', about: { noun: 'proposal', id: proposal.id, label: proposalNumber(proposal.id) },
        sentence: { zh: `为 ${proposalNumber(proposal.id)} 请求 ${asks.length} 个人或单位回避`, en: `asked ${asks.length} people or organisations to stay away from ${proposalNumber(proposal.id)}` },
      }],
      answer: { asks, at: context.now },
    }
  })
}
