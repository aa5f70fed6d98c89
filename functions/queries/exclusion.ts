import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import type { Exclusions } from '../../shared/conflict/exclusion.ts'
import { exclusionsItem } from '../../shared/conflict/exclusion.store.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Action } from '../../shared/person/access.ts'
import { type Proposal, proposalTarget } from '../../shared/proposal/proposal.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'

/** Until the judging is over: whoever learns late of a tie can still say it. */
export const exclusionsAreOpen = ({ state }: Pick<Competition, 'state'>): boolean => state === 'call' || state === 'eligibility' || state === 'judging'

/** The proposal, for whoever may do it to its exclusions. Throws NOT_FOUND, NOT_ALLOWED. */
export async function requireExclusions(context: Context, action: Extract<Action, `exclusion.${string}`>, id: string): Promise<Proposal> {
  const { value } = await loadProposal(context.table, id)
  authorise(context, action, proposalTarget(value))
  return value
}

/** Whom an applicant asks to stay away from a proposal; `at` is null where nobody was named. Read by the applicant alone: administrators see what follows from it, among the ties. Throws NOT_FOUND, NOT_ALLOWED. */
export async function readExclusions(context: Context, id: string): Promise<{ proposal: Proposal; competition: Competition; asks: Exclusions['asks']; at: Instant | null }> {
  const proposal = await requireExclusions(context, 'exclusion.read', id)
  const [{ value: competition }, found] = await Promise.all([loadCompetition(context.table, proposal.competition), context.table.get(exclusionsItem, keys.exclusions(id))])
  return { proposal, competition, asks: found?.value.asks ?? [], at: found?.value.at ?? null }
}
