import { trailRoutes } from './trail.ts'
import { rulebookRoutes } from './rulebook.ts'
import { competitionRoutes } from './competition.ts'
import type { Route } from './route.ts'

/** Every endpoint of the API, noun by noun. */
export const routes: readonly Route[] = [...competitionRoutes, ...rulebookRoutes, ...trailRoutes]
