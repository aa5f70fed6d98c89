import type { PageRoute } from '../page.ts'
import { agreementPages } from './agreement.tsx'
import { banPages } from './bans.tsx'
import { grantListPages } from './list.tsx'
import { grantOverviewPages } from './overview.tsx'
import { recoveryPages } from './recovery.tsx'

/** A grant from its award to its last fen. */
export const grantPages: PageRoute[] = [...grantListPages, ...grantOverviewPages, ...agreementPages, ...recoveryPages, ...banPages]
