import { trailRoutes } from './trail.ts'
import { rulebookRoutes } from './rulebook.ts'
import { competitionRoutes } from './competition.ts'
import { invitationRoutes } from './invitation.ts'
import { organisationRoutes } from './organisation.ts'
import { personRoutes } from './person.ts'
import type { Route } from './route.ts'

/** Every endpoint of the API, noun by noun. */
export const routes: readonly Route[] = [...personRoutes, ...organisationRoutes, ...invitationRoutes, ...competitionRoutes, ...rulebookRoutes, ...trailRoutes]
