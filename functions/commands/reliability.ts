import { setImmediate } from 'node:timers/promises'
import type { Competition } from '../../shared/competition/competition.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import { isRefusal } from '../../shared/kernel/refusal.ts'
import { partsOf } from '../../shared/reliability/reliability.ts'
import { reliabilityItem } from '../../shared/reliability/reliability.store.ts'
import { lookAt, type Outcome } from '../../shared/reliability/stability.ts'
import { type RoundRecord, roundItem } from '../../shared/round/round.store.ts'
import { countRound, type RoundRecords } from '../../shared/standing/count.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'
import { recordsOfRound } from '../queries/round-records.ts'

/** What the round is counted from; undefined where that is not there to be counted: tried again, the stream would wait for it in vain. */
async function countable(table: Table, competition: Competition, round: RoundRecord): Promise<RoundRecords | undefined> {
  try {
    const { records } = await recordsOfRound(table, competition, round)
    return countRound(records).ok ? records : undefined
  } catch (error) {
    if (isRefusal(error, 'NOT_FOUND')) return undefined
    throw error
  }
}

/**
 * Works out how sure a counted round's result is, and keeps it. Made again it is the same; a round that was counted anew meanwhile, or opened again, is left
 * to the change that did so. Nothing but pages reads it, so whatever happens here never holds up a result.
 */
export async function keepReliability({ table, now }: Context, { competition: id, index, standing }: RoundRecord): Promise<void> {
  const [competition, round] = await table.getEach({ kind: competitionItem, key: keys.competition(id) }, { kind: roundItem, key: keys.round(id, index) })
  if (competition === undefined || standing === null || round?.value.standing !== standing) return
  const records = await countable(table, competition.value, round.value)
  if (records === undefined) return
  const { variations, under, stability } = lookAt(records)
  const outcomes: Outcome[] = []
  for (const variation of variations) {
    outcomes.push(under(variation))
    // A round of a thousand proposals and a hundred judges takes seconds: others have their turn in between.
    await setImmediate()
  }
  await table.transact([reliabilityItem.put({ competition: id, index, standing, madeAt: now, parts: partsOf(records), stability: stability(outcomes) }, 'any')])
}
