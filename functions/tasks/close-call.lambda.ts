import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { stepEntry } from './step-entry.ts'

type Outcome = 'open' | 'ended' | 'cancelled' | 'eligibility'
const input = z.object({ competition: competitionId })

/** Closes the call, unless its date was moved on meanwhile ('open') or it was cancelled. With nothing sent, the competition ends, and says so. */
export async function handler(event: unknown): Promise<{ outcome: Outcome }> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  return act<{ outcome: Outcome }>(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    if (competition.state !== 'call') return { writes: [], trail: [], answer: { outcome: competition.state === 'ended' || competition.state === 'cancelled' ? competition.state : 'eligibility' } }
    if (context.now < competition.dates.callClosesAt) return { writes: [], trail: [], answer: { outcome: 'open' } }
    const proposals = await context.table.queryAll(proposalItem, keys.proposalsOf(id))
    const sent = proposals.filter(({ value }) => value.state === 'submitted').length
    const to = sent === 0 ? 'ended' : 'eligibility'
    const because = sent > 0 ? null
      : proposals.some(({ value }) => value.state === 'withdrawn')
        ? { zh: '征集截止时，所有申报书都已撤回，没有可评审的内容。', en: 'When the call closed, every proposal had been withdrawn; there was nothing to judge.' }
        : { zh: '征集截止时没有收到申报书。', en: 'When the call closed, no proposal had been sent.' }
    return {
      writes: [competitionItem.put({ ...competition, state: to, endedBecause: because }, found.version)],
      trail: [stepEntry(competition, 'close-call', to, because ?? { zh: `征集截止，收到 ${sent} 份申报书`, en: `closed the call with ${sent} proposals` })],
      answer: { outcome: to },
    }
  })
}
