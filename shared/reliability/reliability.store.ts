import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { reliabilitySchema } from './reliability.ts'

/** One a round, written over whenever the round is counted again. */
export const reliabilityItem = itemKind('reliability', reliabilitySchema, (made) => keys.reliability(made.competition, made.index))
