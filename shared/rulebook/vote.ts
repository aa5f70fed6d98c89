import * as z from 'zod'
import { slug } from '../kernel/ids.ts'

/** No rulebook may give the public more of the final score than this many percent: judges decide, the public is heard. */
export const MOST_VOTE_WEIGHT = 30

/** How the public votes, and what it counts. */
export const voteSchema = z.strictObject({
  /** Percent of the final score, beside the rounds' weights; together they make 100. */
  weight: z.int().min(1).max(MOST_VOTE_WEIGHT),
  /** What a competition by this rulebook may set `weight` to at most. */
  mostWeight: z.int().min(1).max(MOST_VOTE_WEIGHT),
  /** One may vote while this round is scored, on the proposals that are in it. */
  during: slug,
  /** One ballot a person each day (of Shanghai), or one in all. */
  ballots: z.enum(['daily', 'once']),
  /** Proposals that one ballot may name. */
  choices: z.int().min(1).max(20),
  /** `share-of-most`: votes as a share of the most that any proposal has. `rank-share`: how far from the end of the order by votes one stands, so that a flood of votes gains no more than a place. */
  score: z.enum(['share-of-most', 'rank-share']),
  /** Whether everybody sees the numbers while votes come in. */
  live: z.boolean(),
  /** What a voter reads of a proposal beside its title and category: fields of the form, none that tells the applicant where judges are not to know. */
  shows: z.array(z.string()).max(6),
})
export type Vote = z.infer<typeof voteSchema>
