import * as z from 'zod'
import { addDays, endOfShanghaiDay, shanghaiDate, startOfShanghaiDay } from '../kernel/calendar.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import type { Funding } from '../rulebook/funding.ts'
import { bySchema } from '../stage/stage.ts'
import type { Grant } from './grant.ts'

export const evaluationIds = ['mid-term', 'final'] as const
export type EvaluationId = (typeof evaluationIds)[number]

/** self 自评 → desk 书面评估 (→ supplement 补充材料, visit 实地核查 → desk) → done 已有结果. A ruling may send it back to `self` or `desk`. */
const steps = ['self', 'desk', 'supplement', 'visit', 'done'] as const

/** How one evaluation of a grant stands, as far as dates and duties follow from it. What was written and decided in it is an Appraisal (shared/appraisal). */
export const standingSchema = z.object({
  of: z.enum(evaluationIds),
  /** Days for the self-evaluation, by the rulebook at the time of the award. */
  selfDays: z.int(),
  step: z.enum(steps),
  /** By when the present step has to be done; null in `self` while the date follows from the period, and in `done`. */
  dueAt: instant.nullable(),
  evaluator: bySchema.nullable(),
  /** When a postponement was asked for that nobody has answered. */
  asked: instant.nullable(),
  /** When the oldest objection came in that nobody has ruled on. */
  objected: instant.nullable(),
})
export type EvaluationStanding = z.infer<typeof standingSchema>

/** The evaluations that the rulebook asks for, as they stand at the award. */
export const newStandings = ({ evaluations }: Pick<Funding, 'evaluations'>): EvaluationStanding[] =>
  evaluations.map(({ id, selfDays }) => ({ of: id, selfDays, step: 'self', dueAt: null, evaluator: null, asked: null, objected: null }))

/**
 * The window of the self-evaluation: from the day after half of the delivery's days (mid-term), or the day after its last (final), for the
 * rulebook's days, or to the date that was set instead. Whoever signed late has these days from the signature. Null while no agreement
 * says when delivery is.
 */
export function selfWindow({ period, signedAt }: Pick<Grant, 'period' | 'signedAt'>, { of, selfDays, step, dueAt }: Pick<EvaluationStanding, 'of' | 'selfDays' | 'step' | 'dueAt'>): { opensAt: Instant; dueAt: Instant } | null {
  if (period === null) return null
  const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000) + 1
  const opens = of === 'mid-term' ? addDays(period.from, Math.ceil(days / 2)) : addDays(period.to, 1)
  const last = endOfShanghaiDay(addDays(opens, selfDays - 1))
  const signed = signedAt === null ? last : endOfShanghaiDay(addDays(shanghaiDate(signedAt), selfDays))
  return { opensAt: startOfShanghaiDay(opens), dueAt: (step === 'self' ? dueAt : null) ?? (signed > last ? signed : last) }
}

/** Nothing came by the date, and no postponement was asked for that still waits: a fail, without anybody's word (facts.md: Haishu). */
export function isOverdue(grant: Pick<Grant, 'period' | 'signedAt' | 'state'>, standing: EvaluationStanding, now: Instant): boolean {
  const window = selfWindow(grant, standing)
  return grant.state === 'delivery' && standing.step === 'self' && standing.asked === null && window !== null && window.dueAt <= now
}
