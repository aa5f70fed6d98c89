import type { Route } from './route.ts'

export const definitionRoutes: Route[] = []
