import * as z from 'zod'
import { competitionId, organisationId, proposalId } from '../kernel/ids.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Draft, draftSchema, type Proposal, proposalSchema, slotsSchema, type Version, versionSchema } from './proposal.ts'

export const proposalItem = itemKind('proposal', proposalSchema, (proposal) => ({
  ...keys.proposal(proposal.id), lpk: keys.proposalsOf(proposal.competition).pk, lsk: `${proposal.category}#${proposal.id}`,
}))
export const draftItem = itemKind('draft', draftSchema, (draft) => keys.draft(draft.proposal))
export const versionItem = itemKind('version', versionSchema, (version) => keys.version(version.proposal, version.number))
/** Under the organisation: which proposals are ours. */
export const ownProposalItem = itemKind('own-proposal', z.object({ organisation: organisationId, competition: competitionId, proposal: proposalId }), (own) => keys.proposalOfOrganisation(own.organisation, own.competition, own.proposal))
/** Written by its organisation only: two members who create at the same moment collide here, and one tries again. */
export const slotsItem = itemKind('entry-slots', slotsSchema, (slots) => keys.entrySlots(slots.organisation, slots.competition))

/** Throws NOT_FOUND. */
export async function loadProposal(table: Table, id: string): Promise<Stored<Proposal>> {
  const found = await table.get(proposalItem, keys.proposal(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** The proposal with its working copy, read together. Throws NOT_FOUND. */
export async function loadWithDraft(table: Table, id: string): Promise<{ proposal: Stored<Proposal>; draft: Stored<Draft> }> {
  const [proposal, draft] = await Promise.all([table.get(proposalItem, keys.proposal(id)), table.get(draftItem, keys.draft(id))])
  if (proposal === undefined || draft === undefined) throw new Refusal('NOT_FOUND')
  return { proposal, draft }
}

/** Throws NOT_FOUND where that version was never sent. */
export async function loadVersion(table: Table, id: string, number: number): Promise<Version> {
  const found = await table.get(versionItem, keys.version(id, number))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found.value
}
