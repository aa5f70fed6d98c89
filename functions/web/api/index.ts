import { trackingRoutes } from './tracking.ts'
import { awardRoutes } from './award.ts'
import { noticeRoutes } from './notice.ts'
import { publicRoutes } from './public.ts'
import { fileRoutes } from './file.ts'
import { proposalRoutes } from './proposal.ts'
import { trailRoutes } from './trail.ts'
import { rulebookRoutes } from './rulebook.ts'
import { competitionRoutes } from './competition.ts'
import { invitationRoutes } from './invitation.ts'
import { organisationRoutes } from './organisation.ts'
import { personRoutes } from './person.ts'
import type { Route } from './route.ts'

/** Every endpoint of the API, noun by noun. */
export const routes: readonly Route[] = [...proposalRoutes, ...fileRoutes, ...personRoutes, ...organisationRoutes, ...invitationRoutes, ...competitionRoutes, ...rulebookRoutes, ...trackingRoutes, ...trailRoutes, ...noticeRoutes, ...awardRoutes, ...publicRoutes]
