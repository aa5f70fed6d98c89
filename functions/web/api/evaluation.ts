import type { Route } from './route.ts'

export const evaluationRoutes: Route[] = []
