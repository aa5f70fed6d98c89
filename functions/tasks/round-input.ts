import * as z from 'zod'
import { competitionId } from '../../shared/kernel/ids.ts'

/** What every task of a round is handed. */
export const roundInput = z.object({ competition: competitionId, index: z.int().min(0) })
