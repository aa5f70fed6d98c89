import type { Route } from './route.ts'

/** Every endpoint of the API, noun by noun. */
export const routes: readonly Route[] = []
