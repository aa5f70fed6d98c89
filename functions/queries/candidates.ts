import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { type CandidateLine, grantFor } from '../../shared/portfolio/candidate.ts'
import { reachesAward } from '../../shared/portfolio/places.ts'
import { proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { budgetTotals } from '../../shared/rulebook/budget.ts'
import { fieldsOf, rowsOf } from '../../shared/rulebook/content.ts'
import type { Funding } from '../../shared/rulebook/funding.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { loadStanding } from '../../shared/standing/standing.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'

/**
 * All of a final standing in its order, each with what the rules let it have: by its newest version that was sent and by its organisation as
 * it stands now. Those in `annulled` get nothing.
 */
export async function gatherCandidates(table: Table, rulebook: Rulebook, funding: Funding, standing: { competition: string; round: number; version: string }, annulled: ReadonlySet<string>): Promise<CandidateLine[]> {
  const ranked = await loadStanding(table, standing.competition, standing.round, standing.version)
  const proposals = (await table.getMany(proposalItem, ranked.map(({ proposal }) => keys.proposal(proposal)))).map((found) => found?.value)
  const [versions, organisations] = await Promise.all([
    table.getMany(versionItem, ranked.map(({ proposal }, i) => keys.version(proposal, proposals[i]?.version ?? 0))),
    table.getMany(organisationItem, [...new Set(proposals.flatMap((one) => (one === undefined ? [] : [one.organisation.id])))].map((id) => keys.organisation(id))),
  ])
  const organisationOf = new Map(organisations.flatMap((found) => (found === undefined ? [] : [[found.value.id, found.value] as const])))
  const field = fieldsOf(rulebook.form).find(({ id }) => id === funding.budgetField)
  return ranked.map(({ proposal, place, total, category, title, organisation: organisationName }, i): CandidateLine => {
    const applicant = proposals[i]?.organisation.id
    const organisation = applicant === undefined ? undefined : organisationOf.get(applicant)
    const content = versions[i]?.value.content ?? {}
    const asked = Number.isSafeInteger(content[funding.asked]) ? Number(content[funding.asked]) : 0
    const { own, 'in-kind': inKind } = field?.kind === 'budget' ? budgetTotals(field, rowsOf(content[field.id])).bySource : { own: 0, 'in-kind': 0 }
    const granted = grantFor(funding, { asked, own, inKind, standing: organisation?.standing ?? 'registered' })
    const out = annulled.has(proposal) ? 'annulled' as const : reachesAward(rulebook, total) ? null : 'score' as const
    return {
      proposal, place, score: total, category, title, organisationName, asked,
      street: organisation === undefined ? '' : organisation.standing === 'filed' ? organisation.filing.with : organisation.street,
      organisation: applicant ?? '',
      ...(out === null ? granted : { amount: 0, cuts: [out] }),
    }
  })
}
