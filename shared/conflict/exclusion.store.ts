import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { exclusionsSchema } from './exclusion.ts'

export const exclusionsItem = itemKind('exclusions', exclusionsSchema, (one) => keys.exclusions(one.proposal))
