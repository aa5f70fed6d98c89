import type { Route } from './route.ts'

export const reportRoutes: Route[] = []
