import * as z from 'zod'
import { personId } from '../kernel/ids.ts'
import { type Instant, instant, plusSeconds } from '../kernel/instant.ts'
import { typed } from '../kernel/text.ts'
import { districtCode } from '../person/person.ts'

/** How long the removal of a view can be undone. */
const UNDO_SECONDS = 600
export const undoUntil = (removedAt: Instant): Instant => plusSeconds(removedAt, UNDO_SECONDS)
/** Enough for what one person looks at again and again. */
export const MOST_VIEWS = 30

export const viewId = z.string().regex(/^[0-9A-Z]{26}$/, { error: 'ID_MALFORMED' })

/** A filter of the board that an administrator named, to come back to. Its own only. */
export const viewSchema = z.object({
  id: viewId,
  person: personId,
  district: districtCode,
  name: typed(30),
  /** The board's address behind the question mark, in the order in which the filter names its fields. */
  query: z.string().max(600),
  createdAt: instant,
  /** Removed a moment ago, and to be had back. */
  removedAt: instant.nullable(),
})
export type View = z.infer<typeof viewSchema>
