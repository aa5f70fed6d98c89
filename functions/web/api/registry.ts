import type { Route } from './route.ts'

export const registryRoutes: Route[] = []
