import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import { loadStanding, loadStandingHead, writeStanding } from '../../shared/standing/standing.store.ts'
import { act } from '../commit.ts'
import { workflowContext } from '../context.ts'
import { roundInput } from './round-input.ts'

/** Puts the administrator's choice among those tied across the line into the ranking, under a new version. */
export async function handler(event: unknown): Promise<void> {
  const { competition: id, index } = roundInput.parse(event)
  const context = workflowContext()
  await act<undefined>(context, async () => {
    const found = await loadRound(context.table, id, index)
    const round = found.value
    const chosen = round.ties?.chosen
    if (round.state !== 'tied' || round.standing === null || chosen === null || chosen === undefined) return { writes: [], trail: [], answer: undefined }
    const goes = new Set<string>(chosen)
    const [head, lines] = await Promise.all([loadStandingHead(context.table, id, index, round.standing), loadStanding(context.table, id, index, round.standing)])
    const version = await writeStanding(context.table, { ...head, tied: [], lines: lines.map((line) => (line.waits ? { ...line, waits: false, advances: goes.has(line.proposal) } : line)) })
    return { writes: [roundItem.put({ ...round, standing: version, state: 'closed' }, found.version)], trail: [], answer: undefined }
  })
}
