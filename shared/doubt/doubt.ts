import { createHash } from 'node:crypto'
import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { bySchema } from '../stage/stage.ts'

/** What somebody found out about a doubt: it stands as explained from then on, and is never deleted. */
export const explainedSchema = z.object({
  project: inside(projectId),
  /** Of the doubt (`doubtId`). */
  doubt: inside(z.string()),
  sentence: inside(z.string()),
  by: personal(bySchema),
  at: inside(instant),
})
export type Explained = z.infer<typeof explainedSchema>

/** A doubt's name, the same wherever it is found: made of what it says and of the records it is about. Another record with it makes it another doubt. */
export const doubtId = (says: string, records: readonly string[]): string => createHash('sha256').update([says, ...records.toSorted()].join('\n')).digest('hex').slice(0, 32)

/** Each doubt with what was found out about it. */
export const withExplanations = <D extends { id: string }>(doubts: readonly D[], explained: ReadonlyMap<string, Explained>): (D & { explained: Explained | null })[] =>
  doubts.map((doubt) => ({ ...doubt, explained: explained.get(doubt.id) ?? null }))

/** Doubts that nobody has explained; one that stands at two records is one. */
export const openOnes = (doubts: readonly { id: string }[], explained: ReadonlyMap<string, Explained>): number => new Set(doubts.flatMap(({ id }) => (explained.has(id) ? [] : [id]))).size
