import * as z from 'zod'
import { competitionId, organisationId, proposalId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { draftSchema, type Proposal, proposalSchema, versionSchema } from './proposal.ts'

export const proposalItem = itemKind('proposal', proposalSchema, (proposal) => ({
  ...keys.proposal(proposal.id), lpk: keys.proposalsOf(proposal.competition).pk, lsk: `${proposal.category}#${proposal.id}`,
}))
export const draftItem = itemKind('draft', draftSchema, (draft) => keys.draft(draft.proposal))
export const versionItem = itemKind('version', versionSchema, (version) => keys.version(version.proposal, version.number))
/** Under the organisation: which proposals are ours. */
export const ownProposalItem = itemKind('own-proposal', z.object({ organisation: organisationId, competition: competitionId, proposal: proposalId }), (own) => keys.proposalOfOrganisation(own.organisation, own.competition, own.proposal))

/** Throws NOT_FOUND. */
export async function loadProposal(table: Table, id: string): Promise<Stored<Proposal>> {
  const found = await table.get(proposalItem, keys.proposal(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
