import * as z from 'zod'
import { proposalId } from '../kernel/ids.ts'
import { decimal } from '../kernel/decimal.ts'
import type { Fen } from '../kernel/money.ts'
import type { Funding } from '../rulebook/funding.ts'

/** A proposal that may be funded: what the portfolio is chosen from. */
export const candidateSchema = z.object({
  proposal: proposalId,
  /** In the final standing: 1, 2, 2, 4. */
  place: z.int(),
  /** Final score, with its decimals. */
  score: z.string(),
  /** Id in the rulebook. */
  category: z.string(),
  /** 街道、镇 of the applicant; '' where it named none. */
  street: z.string(),
  organisation: z.string(),
  /** Fen that it gets if it is chosen; 0: the rules let it have nothing. */
  amount: z.int().min(0),
})
export type Candidate = z.infer<typeof candidateSchema>

/** Why less is given than was asked for, or nothing. `score`: below the rulebook's threshold; `annulled`: a ruling took it out. */
export const cutReasons = ['cap', 'share', 'step', 'least', 'score', 'annulled'] as const
export type CutReason = (typeof cutReasons)[number]

/** A candidate with what its line of the list shows. */
export const candidateLineSchema = candidateSchema.extend({ title: z.string(), organisationName: z.string(), asked: z.int().min(0), cuts: z.array(z.enum(cutReasons)) })
export type CandidateLine = z.infer<typeof candidateLineSchema>

/** What was asked for, in fen, and beside it what the applicant raises. */
export interface Ask {
  asked: Fen
  own: Fen
  inKind: Fen
  standing: 'registered' | 'filed'
}

/**
 * What one proposal gets if it is chosen: what it asks for, cut to the cap of the applicant's standing and to the grant's share of the
 * whole plan, and down to the next step where grants come in steps. Below the least (or the smallest step) it is nothing. The sum is never a
 * choice of the programme: smaller grants would let it fund more projects, each with a plan that nobody has applied for.
 */
export function grantFor(funding: Funding, { asked, own, inKind, standing }: Ask): { amount: Fen; cuts: CutReason[] } {
  const cuts: CutReason[] = []
  let amount = asked
  const cutTo = (most: Fen, reason: CutReason) => {
    if (most >= amount) return
    amount = most
    cuts.push(reason)
  }
  const cap = funding.caps.find((one) => one.standing === standing)
  if (cap !== undefined) cutTo(cap.most, 'cap')
  if (funding.share !== null) {
    const whole = decimal(asked).plus(own).plus(funding.share.inKind ? inKind : 0)
    cutTo(whole.times(decimal(funding.share.mostPercent)).div(100).round(0, 0).toNumber(), 'share')
  }
  if (funding.steps.length > 0) cutTo(funding.steps.findLast((step) => step <= amount) ?? 0, 'step')
  if (amount < funding.least) cutTo(0, 'least')
  return { amount, cuts }
}
