import * as z from 'zod'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { typed } from '../kernel/text.ts'
import type { Proposal } from '../proposal/proposal.ts'
import type { ProposalState } from '../proposal/lifecycle.ts'

/** Whose proposals a message is about: all but those that were withdrawn, or those of some states. */
export const audiences = ['all', 'drafts', 'sent', 'admitted'] as const
export type Audience = (typeof audiences)[number]

const states: Record<Audience, readonly ProposalState[]> = {
  all: ['draft', 'submitted', 'admitted', 'rejected'], drafts: ['draft'], sent: ['submitted', 'admitted', 'rejected'], admitted: ['admitted'],
}
export const isMeant = (audience: Audience, { state }: Pick<Proposal, 'state'>): boolean => states[audience].includes(state)

/** How many proposals each audience has, from the counts by state. */
export const audienceSizes = (counts: Readonly<Record<string, number>>): Record<Audience, number> =>
  Object.fromEntries(audiences.map((audience) => [audience, states[audience].reduce((sum, state) => sum + (counts[state] ?? 0), 0)])) as Record<Audience, number>

/** What the authority wrote to a competition's applicants: kept as it was sent, with those it was meant for at that moment. */
export const messageSchema = z.object({
  competition: competitionId,
  number: z.int().min(1),
  audience: z.enum(audiences),
  subject: z.string(),
  text: z.string(),
  proposals: z.array(proposalId),
  at: instant,
  by: z.object({ id: personId, name: z.string() }),
})
export type Message = z.infer<typeof messageSchema>

export const messageInput = z.strictObject({ audience: z.enum(audiences), subject: typed(60), text: typed(3000) })
