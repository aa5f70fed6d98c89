import { setImmediate } from 'node:timers/promises'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { partsOf } from '../../shared/reliability/reliability.ts'
import { reliabilityItem } from '../../shared/reliability/reliability.store.ts'
import { lookAt, type Outcome } from '../../shared/reliability/stability.ts'
import { loadRound, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Context } from '../context.ts'
import { recordsOfRound } from '../queries/round-records.ts'

/**
 * Works out how sure a counted round's result is, and keeps it. Made again it is the same; a round that was counted anew meanwhile, or opened again, is left
 * to the change that did so. Nothing but pages reads it, so whatever happens here never holds up a result.
 */
export async function keepReliability({ table, now }: Context, { competition: id, index, standing }: RoundRecord): Promise<void> {
  const [{ value: competition }, { value: round }] = await Promise.all([loadCompetition(table, id), loadRound(table, id, index)])
  if (standing === null || round.standing !== standing) return
  const { records } = await recordsOfRound(table, competition, round)
  const { variations, under, stability } = lookAt(records)
  const outcomes: Outcome[] = []
  for (const variation of variations) {
    outcomes.push(under(variation))
    // A round of a thousand proposals and a hundred judges takes seconds: others have their turn in between.
    await setImmediate()
  }
  await table.transact([reliabilityItem.put({ competition: id, index, standing, madeAt: now, parts: partsOf(records), stability: stability(outcomes) }, 'any')])
}
