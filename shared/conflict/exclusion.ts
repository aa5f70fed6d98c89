import * as z from 'zod'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { typed } from '../kernel/text.ts'

/** 需要回避的人或单位: one that an applicant asks to stay away from the judging of a proposal. One of the two names is given. */
export const exclusionSchema = z.strictObject({ person: z.string().trim().max(60), organisation: z.string().trim().max(60), reason: typed(200) })
  .refine(({ person, organisation }) => person !== '' || organisation !== '', { error: 'REQUIRED', path: ['person'], params: { zh: '请写姓名或单位', en: 'Give a name or an organisation' } })

/** All of a proposal's, as its applicant last sent them. Never shown to judges; the text that judges read knows nothing of it. */
export const exclusionsSchema = z.object({
  proposal: proposalId,
  competition: competitionId,
  asks: z.array(exclusionSchema).max(20),
  at: instant,
  by: z.object({ id: personId, name: z.string() }),
})
export type Exclusions = z.infer<typeof exclusionsSchema>
