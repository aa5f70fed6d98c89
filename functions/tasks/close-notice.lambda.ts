import * as z from 'zod'
import type { CompetitionState } from '../../shared/competition/lifecycle.ts'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { windowsEnd } from '../../shared/notice/changes.ts'
import { gates } from '../../shared/notice/notice.ts'
import { loadNoticesInForce, loadObjections } from '../../shared/notice/notice.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { stepEntry } from './step-entry.ts'

const input = z.object({ competition: competitionId })

/** After the notice's days, or after a ruling: awards may be published, objections must be ruled on first, or a new notice is due. */
export async function handler(event: unknown): Promise<{ outcome: CompetitionState }> {
  const { competition: id } = input.parse(event)
  const context = workflowContext()
  return act<{ outcome: CompetitionState }>(context, async () => {
    const found = await loadCompetition(context.table, id)
    const competition = found.value
    if (competition.state !== 'notice' && competition.state !== 'ruling') return { writes: [], trail: [], answer: { outcome: competition.state } }
    const [notices, objections] = await Promise.all([loadNoticesInForce(context.table, id), loadObjections(context.table, id)])
    const end = windowsEnd(notices)
    if (competition.state === 'notice' && end !== null && context.now < end) return { writes: [], trail: [], answer: { outcome: 'notice' } }
    const open = objections.filter(({ value }) => gates(value)).length
    const to = open > 0 ? 'ruling' as const : 'award' as const
    if (to === competition.state) return { writes: [], trail: [], answer: { outcome: to } }
    const sentence = to === 'award' ? { zh: '公示期满，没有未处理的异议', en: 'the notice is over and no objection is open' } : { zh: `公示期满，${open} 件异议待处理`, en: `the notice is over; ${open} objections are to be ruled on` }
    return {
      writes: [competitionItem.put({ ...competition, state: to }, found.version)],
      trail: [stepEntry(competition, 'close-notice', to, sentence)],
      answer: { outcome: to },
    }
  })
}
