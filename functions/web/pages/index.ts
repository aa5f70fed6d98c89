import { awardsPages } from './awards.tsx'
import { certificatePages } from './certificate.tsx'
import { noticePages } from './notice.tsx'
import { objectionPages } from './objection.tsx'
import { publicCallPages } from './public-call.tsx'
import { publicPages } from './public.tsx'
import { resultCalendarPages } from './result-calendar.tsx'
import { resultNoticePages } from './result-notice.tsx'
import { resultObjectionsPages } from './result-objections.tsx'
import { resultPages } from './result.tsx'
import { accountPages } from './account.tsx'
import { invitationPages } from './invitation.tsx'
import { joinPages } from './join.tsx'
import { organisationPages } from './organisation.tsx'
import { organisationListPages } from './organisations.tsx'
import type { PageRoute } from './page.ts'

/** Every page and every form's target, noun by noun. */
export const pages: readonly PageRoute[] = [...accountPages, ...joinPages, ...organisationPages, ...organisationListPages, ...invitationPages, ...publicPages, ...publicCallPages, ...noticePages, ...objectionPages, ...awardsPages, ...certificatePages, ...resultPages, ...resultNoticePages, ...resultObjectionsPages, ...resultCalendarPages]
