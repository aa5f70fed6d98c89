import * as z from 'zod'
import { instant } from '../kernel/instant.ts'

/** One message to one person. The Message-ID is made from the id, so that a message sent twice is seen to be one. */
export const mailSchema = z.object({
  id: z.string(),
  to: z.string(),
  language: z.enum(['zh', 'en']),
  subject: z.string(),
  /** Plain text; links stand on lines of their own. */
  text: z.string(),
  at: instant,
})
export type Mail = z.infer<typeof mailSchema>
