import * as z from 'zod'
import { instant } from '../kernel/instant.ts'

/**
 * The decisions that a state machine waits for. Each has one item a competition, which every command that could take the decision
 * writes too (raising its version), so that a token stored and a decision taken at the same moment cannot miss each other.
 * `call`, `eligibility`, `round-<i>` also stand for their window's date: moving it wakes the machine up.
 */
export const decisionName = z.union([
  z.enum(['call', 'eligibility', 'notice-publication', 'notice', 'rulings', 'awards']),
  /** Of the i-th round: the plan's confirmation, the window of scoring, what to do about the unscored, and about ties. */
  z.templateLiteral([z.enum(['plan', 'round', 'unscored', 'tie']), '-', z.int()]),
])
export type DecisionName = z.infer<typeof decisionName>

export const waitSchema = z.object({
  competition: z.string(),
  decision: decisionName,
  /** The waiting state's task token; null when nothing waits. */
  token: z.string().nullable(),
  /** What the token was waiting until, for the page that shows who is asked until when. */
  until: instant.nullable(),
  since: instant,
})
export type Wait = z.infer<typeof waitSchema>
