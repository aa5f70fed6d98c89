import { type Ban, banOn } from '../../shared/ban/ban.ts'
import { bansOf } from '../../shared/ban/ban.store.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { checkEligibility, type CheckOutcome, type EligibilityFacts } from '../../shared/eligibility/eligibility.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { ownCreditCode } from '../../shared/organisation/organisation.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import type { Proposal, Version } from '../../shared/proposal/proposal.ts'
import { loadVersion, ownProposalItem, proposalItem } from '../../shared/proposal/proposal.store.ts'
import { standingAt } from '../../shared/registry/entry.ts'
import { loadEntry } from '../../shared/registry/registry.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the rulebook's checks say of the version that was sent. */
export async function outcomesOf(table: Table, rulebook: Rulebook, proposal: Proposal, version?: Version): Promise<CheckOutcome[]> {
  const asks = (...rules: string[]) => rulebook.eligibility.checks.some(({ rule }) => rule !== undefined && rules.includes(rule.rule))
  const [sent, ofApplicant, registry, ban] = await Promise.all([
    version ?? loadVersion(table, proposal.id, proposal.version),
    asks('one-per-applicant') ? sentByApplicant(table, proposal) : 1,
    asks('grade-at-least', 'not-listed') ? standingOf(table, proposal) : null,
    asks('not-banned') ? banOf(table, proposal) : null,
  ])
  return checkEligibility(rulebook, { content: sent.content, attachments: sent.attachments, ofApplicant, registry, ban })
}

/** At the deadline, not today: what came later changes nothing (forms.md part 5, consequence 3). */
async function standingOf(table: Table, proposal: Proposal): Promise<NonNullable<EligibilityFacts['registry']> | null> {
  const [entry, { value: competition }] = await Promise.all([loadEntry(table, proposal.district, proposal.organisation.id), loadCompetition(table, proposal.competition)])
  const at = competition.dates.callClosesAt
  return entry === undefined ? null : { grade: standingAt(entry, at).grade, listings: entry.listings, day: shanghaiDate(at) }
}

/** The ban under which the applicant stands on the day the call closes; another record under the same credit code is barred too. */
export async function banOf(table: Table, { district, organisation: { id }, competition: of }: Proposal): Promise<Ban | null> {
  const [bans, organisation, { value: competition }] = await Promise.all([bansOf(table, district), table.get(organisationItem, keys.organisation(id)), loadCompetition(table, of)])
  return banOn(bans, { id, creditCode: organisation === undefined ? null : ownCreditCode(organisation.value) }, shanghaiDate(competition.dates.callClosesAt)) ?? null
}

async function sentByApplicant(table: Table, proposal: Proposal): Promise<number> {
  const own = await table.queryAll(ownProposalItem, { pk: keys.organisation(proposal.organisation.id).pk, prefix: `PROPOSAL#${proposal.competition}#` })
  const found = await table.getMany(proposalItem, own.map(({ value }) => keys.proposal(value.proposal)))
  return found.filter((stored) => stored !== undefined && (stored.value.id === proposal.id || ['submitted', 'curing', 'admitted'].includes(stored.value.state))).length
}
