import * as z from 'zod'
import { bilingual } from '../kernel/text.ts'
import { instant } from '../kernel/instant.ts'

/** One line of the audit trail: who did what to what, when, from which state to which. Written in the transaction of the deed; never changed. */
export const entrySchema = z.object({
  /** Sorts by time. */
  id: z.string(),
  at: instant,
  scope: z.object({ of: z.enum(['competition', 'project', 'grant', 'district']), id: z.string() }),
  /** null: the platform itself (a workflow). */
  by: z.object({ person: z.string(), name: z.string() }).nullable(),
  /** The action of the access table, or the name of the workflow's task. */
  action: z.string(),
  about: z.object({ noun: z.string(), id: z.string(), label: z.string() }),
  /** The deed as a sentence without its subject: '交了申报书《…》'. */
  sentence: bilingual,
  from: z.string().optional(),
  to: z.string().optional(),
  reason: z.string().optional(),
})
export type Entry = z.infer<typeof entrySchema>
