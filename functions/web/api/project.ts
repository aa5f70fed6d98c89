import type { Route } from './route.ts'

export const projectRoutes: Route[] = []
