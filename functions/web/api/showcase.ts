import type { Route } from './route.ts'

export const showcaseRoutes: Route[] = []
