import * as z from 'zod'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'

/** draft → submitted (locked) → reopened by an administrator, with a reason → submitted again. */
export const scorecardLifecycle = { draft: ['submitted'], submitted: ['draft'] } as const

/** What one judge fills in for one proposal in one round. Only that judge writes it (and the administrator who reopens it). */
export const scorecardSchema = z.object({
  competition: competitionId,
  proposal: proposalId,
  index: z.int(),
  judge: personId,
  state: z.enum(['draft', 'submitted']),
  /** By the sheet's leaf: a decimal as typed ('19.5'), never a float. */
  scores: z.record(z.string(), z.string()),
  comment: z.string(),
  /** Sum of the leaves, once submitted. */
  total: z.string().nullable(),
  revision: z.int(),
  savedAt: instant,
  submittedAt: instant.nullable(),
  receipt: z.string().nullable(),
  reopened: z.array(z.object({ at: instant, by: z.string(), reason: z.string() })),
})
export type Scorecard = z.infer<typeof scorecardSchema>
