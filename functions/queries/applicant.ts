import { Refusal } from '../../shared/kernel/refusal.ts'
import { ownProposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'

/** Whether the asker belongs to an organisation that has a proposal in the competition, sent or not. */
export async function isApplicant({ table, actor }: Pick<Context, 'table' | 'actor'>, competition: string): Promise<boolean> {
  if (actor.kind !== 'person') return false
  const organisations = actor.memberships.flatMap((membership) => (membership.role === 'member' ? [membership.organisation] : []))
  const found = await Promise.all(organisations.map((organisation) => table.query(ownProposalItem, { ...keys.proposalsOfOrganisationTo(organisation, competition), limit: 1 })))
  return found.some(({ items }) => items.length > 0)
}

/** Objections are kept from those who applied, whatever other hat they wear. Throws NOT_ALLOWED for one of them. */
export async function refuseApplicants(context: Context, competition: string): Promise<void> {
  if (await isApplicant(context, competition)) throw new Refusal('NOT_ALLOWED')
}
