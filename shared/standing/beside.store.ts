import * as z from 'zod'
import { competitionId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'

/**
 * What counted beside the cards when the last round was counted: grades, awards and ballots may change afterwards, and a replay is to have
 * what stood then. Of a competition whose rulebook has bonuses or a vote, and written with its last ranking.
 */
export const besideItem = itemKind(
  'beside',
  z.object({ competition: competitionId, at: instant, bonuses: z.record(z.string(), z.array(z.string())), votes: z.record(z.string(), z.int()) }),
  ({ competition }) => keys.beside(competition),
)
