import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { type Grant, grantTarget } from '../../shared/grant/grant.ts'
import type { Action } from '../../shared/person/access.ts'
import type { Funding } from '../../shared/rulebook/funding.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { authorise, type Context } from '../context.ts'

/** What a decision about a grant is made from. */
export interface GrantRoom {
  grant: Grant
  competition: Competition
  rulebook: Rulebook
  funding: Funding
}

/** A venture competition's rules about money. Throws TypeError for a competition that has none: it has no grants either. */
export function fundingOf(rulebook: Rulebook): Funding {
  if (rulebook.funding === null) throw new TypeError(`${rulebook.id} has no funding`)
  return rulebook.funding
}

/** A grant with what decides about it, for a query, a command or a task of its machine. Throws NOT_FOUND, NOT_ALLOWED. */
export async function grantRoom(context: Context, id: string, action: Action): Promise<GrantRoom & { version: number }> {
  const { value: grant, version } = await loadGrant(context.table, id)
  if (context.actor.kind !== 'workflow') authorise(context, action, grantTarget(grant))
  const { value: competition } = await loadCompetition(context.table, grant.competition)
  const rulebook = await loadRulebook(context.table, competition)
  return { grant, competition, rulebook, funding: fundingOf(rulebook), version }
}
