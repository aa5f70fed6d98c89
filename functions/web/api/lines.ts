import * as z from 'zod'
import { bilingual } from '../../../shared/kernel/text.ts'

/** A line of a notice or an award list as anybody may see it: the proposal by its number. */
export const publicLineView = z.object({
  award: z.string(), awardName: bilingual, place: z.int().nullable(), number: z.string(), title: z.string(), organisation: z.string(), category: z.string(), total: z.string(),
  /** In fen; null in a contest. */
  amount: z.int().nullable(),
})
