import * as z from 'zod'
import { competitionId, personId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { typed } from '../kernel/text.ts'

/** 澄清 / 答疑: what was asked about a call and what the authority answers to all alike. Numbered and dated; never changed or taken away: a later one corrects it. */
export const clarificationSchema = z.object({
  competition: competitionId,
  number: z.int().min(1),
  /** As it is published, without who asked; '' where the authority says something of itself. */
  question: z.string(),
  answer: z.string(),
  at: instant,
  by: z.object({ id: personId, name: z.string() }),
})
export type Clarification = z.infer<typeof clarificationSchema>

export const clarificationInput = z.strictObject({
  question: typed(500).or(z.literal('')).default(''),
  answer: typed(3000),
})
