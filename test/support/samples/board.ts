import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import type { World } from '../world.ts'

/** One for each endpoint. */
export const boardSamples: Record<string, Make> = {}

/** One for each page and each form's target. */
export const boardPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {}
