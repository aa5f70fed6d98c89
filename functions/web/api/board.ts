import type { Route } from './route.ts'

export const boardRoutes: Route[] = []
