import { checkEligibility, type CheckOutcome } from '../../shared/eligibility/eligibility.ts'
import type { Proposal, Version } from '../../shared/proposal/proposal.ts'
import { loadVersion, ownProposalItem, proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the rulebook's checks say of the version that was sent. */
export async function outcomesOf(table: Table, rulebook: Rulebook, proposal: Proposal, version?: Version): Promise<CheckOutcome[]> {
  const [sent, ofApplicant] = await Promise.all([
    version ?? loadVersion(table, proposal.id, proposal.version),
    rulebook.eligibility.checks.some(({ rule }) => rule?.rule === 'one-per-applicant') ? sentByApplicant(table, proposal) : 1,
  ])
  return checkEligibility(rulebook, { content: sent.content, attachments: sent.attachments, ofApplicant })
}

async function sentByApplicant(table: Table, proposal: Proposal): Promise<number> {
  const own = await table.queryAll(ownProposalItem, { pk: keys.organisation(proposal.organisation.id).pk, prefix: `PROPOSAL#${proposal.competition}#` })
  const found = await table.getMany(proposalItem, own.map(({ value }) => keys.proposal(value.proposal)))
  return found.filter((stored) => stored !== undefined && (stored.value.id === proposal.id || stored.value.state === 'submitted' || stored.value.state === 'admitted')).length
}
