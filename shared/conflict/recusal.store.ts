import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { recusalSchema } from './recusal.ts'

export const recusalItem = itemKind('recusal', recusalSchema, (recusal) => keys.recusal(recusal.competition, recusal.index, recusal.proposal, recusal.judge))
