import type { Route } from './route.ts'

export const volunteerRoutes: Route[] = []
