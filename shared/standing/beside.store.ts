import { competitionId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { setAsideSchema } from '../vote/strike.ts'
import { besideSchema } from './beside.ts'

/**
 * What counted beside the cards when the last round was counted: grades, awards and ballots may change afterwards, and a replay is to have
 * what stood then. Of a competition whose rulebook has bonuses or a vote, and written with its last ranking.
 */
export const besideItem = itemKind(
  'beside',
  besideSchema.extend({ competition: competitionId, at: instant, /** Ballots that are not among the votes. */ setAside: setAsideSchema }),
  ({ competition }) => keys.beside(competition),
)
