import * as z from 'zod'
import { proposalId } from '../kernel/ids.ts'
import { bilingual } from '../kernel/text.ts'

/** One award of one proposal, as it stands on the notice, on the list of awards and on the certificate. */
export const awardLineSchema = z.object({
  /** Id in the rulebook. */
  award: z.string(),
  awardName: bilingual,
  /** Rank in the final standing, among whom the award is given. */
  place: z.int().nullable(),
  proposal: proposalId,
  title: z.string(),
  organisation: z.string(),
  /** Id in the rulebook. */
  category: z.string(),
  /** The final score, with its decimals. */
  total: z.string(),
  /** Fen that it is funded with; null in a contest. */
  amount: z.int().min(0).nullable(),
})
export type AwardLine = z.infer<typeof awardLineSchema>
