import * as z from 'zod'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'

/** A judge's own withdrawal from one proposal. It asks for a replacement or, above the round's floor, goes on without. */
export const recusalSchema = z.object({
  competition: competitionId,
  index: z.int(),
  proposal: proposalId,
  judge: personId,
  judgeName: z.string(),
  reason: z.string().min(1).max(500),
  at: instant,
  state: z.enum(['asked', 'replaced', 'without']),
  replacement: personId.nullable(),
  resolvedAt: instant.nullable(),
})
export type Recusal = z.infer<typeof recusalSchema>
