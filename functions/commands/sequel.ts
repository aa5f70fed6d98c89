import { competitionItem } from '../../shared/competition/competition.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Context } from '../context.ts'
import { followAwards, followProposal } from './project-entry.ts'

/** A command that follows from a change of a record, under the workflow's own name; carried out again, it changes nothing. */
export type Sequel = (context: Context) => Promise<void>

/** From an item's image before and after: a proposal's new state and a published result stand in the stories of their projects. Undefined where nothing follows. */
export function sequelOf(before: Record<string, unknown> | undefined, after: Record<string, unknown> | undefined): Sequel | undefined {
  if (after === undefined) return undefined
  switch (after.type) {
    case proposalItem.type: {
      const { value: proposal } = proposalItem.parse(after)
      if (before !== undefined && proposalItem.parse(before).value.state === proposal.state) return undefined
      return (context) => followProposal(context, proposal)
    }
    case competitionItem.type: {
      const { value: competition } = competitionItem.parse(after)
      if (competition.awardsPublishedAt === null || (before !== undefined && competitionItem.parse(before).value.awardsPublishedAt !== null)) return undefined
      return (context) => followAwards(context, competition)
    }
    default:
      return undefined
  }
}
