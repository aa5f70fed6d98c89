import * as z from 'zod'
import { competitionId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'

/** One person's ballot: of a day, or the only one. Who it is stays with the ballot alone, so that it can be told that somebody voted twice. */
export const ballotSchema = z.object({
  competition: competitionId,
  /** `person:…` who is signed in, or `volunteer:…` whose phone is proved. */
  voter: z.string(),
  /** A day of Shanghai, or 'once'. */
  day: z.string(),
  /** One at least; none on a shadow, so that what was chosen stands under one name alone. */
  proposals: z.array(proposalId),
  at: instant,
  /** Traces (trace.ts) of the network's address and of the browser, for telling bursts; null where unknown. */
  network: z.string().nullable(),
  browser: z.string().nullable(),
  /** The same person's ballot under another of their names (signed in on a proved phone, or known as a volunteer): it counts once, on the other. */
  shadow: z.boolean(),
})
export type Ballot = z.infer<typeof ballotSchema>

/** Votes by proposal, for all of `entries`; ballots that name something else count for nothing there. */
export function countVotes(entries: readonly string[], ballots: readonly Pick<Ballot, 'proposals' | 'shadow'>[]): Record<string, number> {
  const votes = new Map(entries.map((entry) => [entry, 0]))
  for (const { proposals, shadow } of ballots) {
    if (shadow) continue
    for (const proposal of new Set<string>(proposals)) {
      const before = votes.get(proposal)
      if (before !== undefined) votes.set(proposal, before + 1)
    }
  }
  return Object.fromEntries(votes)
}
