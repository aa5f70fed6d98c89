import * as z from 'zod'
import { competitionId, organisationId, personId, slug } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'

export const expertiseSchema = z.record(slug, z.int().min(-2).max(2))
export const maxLoadSchema = z.int().min(1).max(2000).nullable()

/** A judge of one competition, from the acceptance of the invitation on. */
export const judgeSchema = z.object({
  competition: competitionId,
  person: personId,
  name: z.string(),
  /** Organisations the judge has ties to: no proposal of theirs is assigned. */
  ties: z.array(z.object({ organisation: organisationId, reason: z.string().max(300) })),
  /** 工作单位 and mobile, as the judge gave them: conflicts are found by them. Absent where the judge said nothing. */
  employer: z.string().optional(),
  phone: z.string().optional(),
  /** What the judge says of each category of the rulebook: −2 would rather not, 0 nothing in particular, 2 knows it well. */
  expertise: expertiseSchema,
  /** Proposals the judge takes at most in a round; null: an even share. */
  maxLoad: maxLoadSchema,
  acceptedAt: instant,
  removedAt: instant.nullable(),
})
export type Judge = z.infer<typeof judgeSchema>
export const judgeItem = itemKind('judge', judgeSchema, (judge) => keys.judge(judge.competition, judge.person))
