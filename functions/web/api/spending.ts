import type { Route } from './route.ts'

export const spendingRoutes: Route[] = []
