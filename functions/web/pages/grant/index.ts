import type { PageRoute } from '../page.ts'
import { agreementPages } from './agreement.tsx'
import { banPages } from './bans.tsx'
import { grantCardPages } from './evaluation-card.tsx'
import { grantSelfPages } from './evaluation-self.tsx'
import { grantEvaluationPages } from './evaluation.tsx'
import { grantFilePages } from './files.tsx'
import { grantListPages } from './list.tsx'
import { grantMoneyPages } from './money.tsx'
import { grantOverviewPages } from './overview.tsx'
import { recoveryPages } from './recovery.tsx'
import { grantStoryPages } from './story.tsx'

/** A grant from its award to its last fen. */
export const grantPages: PageRoute[] = [...grantListPages, ...grantOverviewPages, ...grantStoryPages, ...grantFilePages, ...agreementPages, ...grantMoneyPages, ...grantEvaluationPages, ...grantSelfPages, ...grantCardPages, ...recoveryPages, ...banPages]
