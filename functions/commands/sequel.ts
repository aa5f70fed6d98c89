import { clarificationItem } from '../../shared/clarification/clarification.store.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import type { CompetitionId } from '../../shared/kernel/ids.ts'
import { messageItem } from '../../shared/message/message.store.ts'
import { grantItem } from '../../shared/grant/grant.store.ts'
import { paymentOrderItem } from '../../shared/payment/payment.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { exclusionsItem } from '../../shared/conflict/exclusion.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { assignmentItem } from '../../shared/project/assignment.store.ts'
import { headItem as registryHeadItem } from '../../shared/registry/registry.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import type { Context } from '../context.ts'
import { followAssignment, followFacts, followPerson, followRegistry } from './conflict.ts'
import { beginGrants } from './grant.ts'
import { tellOfClarification } from './clarification.ts'
import { tellOfCancellation } from './competition-cancellation.ts'
import { mailMessage } from './message.ts'
import { tellOfPaper } from './paper-proposal.ts'
import { implementProject } from './project-funding.ts'
import { followOrder } from './payment-story.ts'
import { keepReliability } from './reliability.ts'
import { followAwards, followCancellation, followProposal } from './project-entry.ts'

/** A command that follows from a change of a record, under the workflow's own name; carried out again, it changes nothing. */
export interface Sequel {
  /** What it makes anew as a whole: of several in one batch one is enough. Absent where each change has its own. */
  of?: string
  /** `changedAt`: when the record was written, in real time, ms. */
  run: (context: Context, changedAt: number) => Promise<void>
}

/** From an item's image before and after: a proposal's new state and a published result stand in the stories of their projects; whoever takes part is told of a call that was cancelled, of a clarification, a message, and a paper form that was entered for them; a project whose grant is agreed on is implemented; what became of payments stands in the stories of their grants; of a counted round it is worked out how sure its result is; judges' ties are looked for again where what they follow from has changed. Undefined where nothing follows. */
export function sequelOf(before: Record<string, unknown> | undefined, after: Record<string, unknown> | undefined): Sequel | undefined {
  if (after === undefined) return undefined
  switch (after.type) {
    case proposalItem.type: {
      const { value: proposal } = proposalItem.parse(after)
      if (before !== undefined && proposalItem.parse(before).value.state === proposal.state) return undefined
      return { run: async (context) => {
        await followProposal(context, proposal)
        if (proposal.state === 'submitted') await tellOfPaper(context, proposal)
      } }
    }
    case competitionItem.type: {
      const { value: competition } = competitionItem.parse(after)
      const earlier = before === undefined ? undefined : competitionItem.parse(before).value
      if (competition.state === 'cancelled' && earlier?.state !== 'cancelled') {
        return { run: async (context) => {
          await followCancellation(context, competition)
          await tellOfCancellation(context, competition)
        } }
      }
      if (competition.awardsPublishedAt === null || (earlier?.awardsPublishedAt ?? null) !== null) return undefined
      return { run: async (context) => {
        await beginGrants(context, competition)
        await followAwards(context, competition)
      } }
    }
    case clarificationItem.type: {
      const { value: clarification } = clarificationItem.parse(after)
      return before === undefined ? { run: (context) => tellOfClarification(context, clarification) } : undefined
    }
    case messageItem.type: {
      const { value: message } = messageItem.parse(after)
      return before === undefined ? { run: (context) => mailMessage(context, message) } : undefined
    }
    case grantItem.type: {
      const { value: grant } = grantItem.parse(after)
      const earlier = before === undefined ? undefined : grantItem.parse(before).value
      return grant.agreement === null || (earlier?.agreement ?? null) !== null ? undefined : { run: (context) => implementProject(context, grant) }
    }
    case judgeItem.type: return tiesOf(judgeItem.parse(after).value.competition)
    case exclusionsItem.type: return tiesOf(exclusionsItem.parse(after).value.competition)
    case memberItem.type: return tiesOfPerson(memberItem.parse(after).value.person)
    case assignmentItem.type: {
      const { value: assignment } = assignmentItem.parse(after)
      return { of: `ties ${assignment.person} ${assignment.project}`, run: (context, changedAt) => followAssignment(context, assignment, changedAt) }
    }
    case registryHeadItem.type: {
      const { district } = registryHeadItem.parse(after).value
      return { of: `ties ${district}`, run: (context, changedAt) => followRegistry(context, district, changedAt) }
    }
    case paymentOrderItem.type: {
      const { value: order } = paymentOrderItem.parse(after)
      const earlier = before === undefined ? undefined : paymentOrderItem.parse(before).value
      return { run: (context) => followOrder(context, earlier, order) }
    }
    case roundItem.type: {
      const { value: round } = roundItem.parse(after)
      const earlier = before === undefined ? undefined : roundItem.parse(before).value
      return round.standing === null || earlier?.standing === round.standing ? undefined : { run: (context) => keepReliability(context, round) }
    }
    default:
      return undefined
  }
}

const tiesOf = (competition: CompetitionId): Sequel => ({ of: `ties ${competition}`, run: (context, changedAt) => followFacts(context, competition, changedAt) })
const tiesOfPerson = (person: string): Sequel => ({ of: `ties ${person}`, run: (context, changedAt) => followPerson(context, person, changedAt) })
