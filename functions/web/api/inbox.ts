import type { Route } from './route.ts'

export const inboxRoutes: Route[] = []
