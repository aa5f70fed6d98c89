import type { Route } from './route.ts'

export const activityRoutes: Route[] = []
