import type { PageSample } from '../page-samples.ts'
import type { Make } from '../samples.ts'
import { own } from './targets.ts'
import type { World } from '../world.ts'

/** One for each endpoint. */
export const inboxSamples: Record<string, Make> = {
  'GET /inbox': () => ({ target: {} }),
  'GET /inbox/mail': () => ({ target: own }),
  'PUT /inbox/mail': () => ({ body: { choice: 'digest' }, target: own }),
}

/** One for each page and each form's target. */
export const inboxPageSamples: Record<string, (world: World) => PageSample | Promise<PageSample>> = {
  'GET /inbox': () => ({ target: {} }),
  'GET /inbox/mail': () => ({ target: own }),
  'POST /inbox/mail': () => ({ fields: { choice: 'off' }, target: own }),
}
