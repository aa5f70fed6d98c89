import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { competitionItem, loadRulebook } from '../../shared/competition/competition.store.ts'
import { addMonths, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import type { CallFacts, FundedProject } from '../../shared/proposal/call-rules.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { ownProposalItem, proposalItem, slotsItem } from '../../shared/proposal/proposal.store.ts'
import { loadEntry } from '../../shared/registry/registry.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { banOf } from './eligibility.ts'

/** What the call's rules ask about a proposal's applicant; null for a contest, which has none. */
export async function callFactsOf(table: Table, { funding, eligibility }: Rulebook, proposal: Proposal, now: Instant): Promise<CallFacts | null> {
  if (funding === null) return null
  const { organisation: { id: organisation }, competition } = proposal
  const [standing, slots, funded, ban] = await Promise.all([
    standingOf(table, proposal),
    table.get(slotsItem, keys.entrySlots(organisation, competition)),
    funding.doubleFunding === null ? [] : fundedBefore(table, proposal, addMonths(shanghaiDate(now), -12 * funding.doubleFunding.years)),
    eligibility.checks.some(({ rule }) => rule?.rule === 'not-banned') ? banOf(table, proposal) : null,
  ])
  return { standing, entered: Math.max(1, slots?.value.proposals.length ?? 0), funded, ban }
}

/** How the applicant is registered; one that only handed in a paper form is known to the registry alone. */
async function standingOf(table: Table, { organisation: { id }, district }: Proposal): Promise<CallFacts['standing']> {
  const [joined, known] = await Promise.all([table.get(organisationItem, keys.organisation(id)), loadEntry(table, district, id)])
  return joined?.value.standing ?? known?.standing ?? 'registered'
}

/** The applicant's projects on the published lists of earlier ventures, since a day. Asks only those that it entered. */
async function fundedBefore(table: Table, { organisation, competition }: Proposal, since: string): Promise<FundedProject[]> {
  const own = (await table.queryAll(ownProposalItem, keys.proposalsOfOrganisation(organisation.id))).map(({ value }) => value).filter((one) => one.competition !== competition)
  const entered = await table.getMany(competitionItem, [...new Set(own.map((one) => one.competition))].map((id) => keys.competition(id)))
  const recent = entered.flatMap((stored) => (stored !== undefined && stored.value.awardsPublishedAt !== null && shanghaiDate(stored.value.awardsPublishedAt) >= since ? [{ ...stored.value, awardsPublishedAt: stored.value.awardsPublishedAt }] : []))
  const found = await Promise.all(recent.map(async (one): Promise<FundedProject[]> => {
    if ((await loadRulebook(table, one)).funding === null) return []
    const [{ value: awards }, proposals] = await Promise.all([
      loadAwards(table, one.id), table.getMany(proposalItem, own.filter((mine) => mine.competition === one.id).map((mine) => keys.proposal(mine.proposal))),
    ])
    const lines = await loadAwardList(table, one.id, awards.list)
    return proposals.flatMap((stored) => {
      const line = stored === undefined ? undefined : lines.find((each) => each.proposal === stored.value.id)
      return stored === undefined || line === undefined ? [] : [{ project: stored.value.project, title: line.title, competition: one.name, on: shanghaiDate(one.awardsPublishedAt) }]
    })
  }))
  return found.flat()
}
