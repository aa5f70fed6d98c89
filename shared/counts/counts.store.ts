import * as z from 'zod'
import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { countsSchema } from './counts.ts'

export const countsItem = itemKind('counts', countsSchema, (counts) => keys.counts(counts.competition))

/** That a stream event's effect is in the figures: written with them. Streams hand an event over again for a day at most. */
export const seenEventItem = itemKind('event', z.object({ id: z.string(), at: z.number() }), (event) => keys.seenEvent(event.id), (event) => Math.floor(event.at / 1000) + 2 * 86_400)

/** Something the stream's consumer could not do after five tries; an administrator sees it. */
export const failureItem = itemKind(
  'failure',
  z.object({ id: z.string(), at: z.string(), about: z.string(), error: z.string() }),
  (failure) => ({ ...keys.failure(failure.id), lpk: keys.failures.pk, lsk: failure.at }),
)
