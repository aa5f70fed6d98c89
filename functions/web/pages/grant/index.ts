import type { PageRoute } from '../page.ts'
import { grantListPages } from './list.tsx'
import { grantMoneyPages } from './money.tsx'
import { grantOverviewPages } from './overview.tsx'

/** A grant from its award to its last fen. */
export const grantPages: PageRoute[] = [...grantListPages, ...grantOverviewPages, ...grantMoneyPages]
