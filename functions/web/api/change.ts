import type { Route } from './route.ts'

export const changeRoutes: Route[] = []
