import * as z from 'zod'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { competitionId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { HAND_OVER_DAYS } from '../../shared/wait/wait.ts'
import { workflowContext } from '../context.ts'
import { executionStart } from './facts.ts'

const input = z.object({ competition: competitionId, startedAt: executionStart })

/** Where the competition stands by its record; 'judged' when its last round is over. */
export async function handler(event: unknown): Promise<{ outcome: string }> {
  const { competition: id, startedAt } = input.parse(event)
  const context = workflowContext()
  const { value: competition } = await loadCompetition(context.table, id)
  if (competition.state !== 'judging') return { outcome: competition.state }
  if (context.now >= plusDays(startedAt, HAND_OVER_DAYS)) return { outcome: 'hand-over' }
  const [rulebook, round] = await Promise.all([loadRulebook(context.table, competition), context.table.get(roundItem, keys.round(id, competition.round ?? 0))])
  const isLast = (competition.round ?? 0) >= rulebook.rounds.length - 1
  return { outcome: round?.value.state === 'finished' && isLast ? 'judged' : 'judging' }
}
