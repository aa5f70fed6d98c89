import type { Competition } from '../../shared/competition/competition.ts'
import { changedIn, cured, type Scope, scopeOf } from '../../shared/eligibility/cure.ts'
import { eligibilityItem } from '../../shared/eligibility/eligibility.store.ts'
import { type Cure, cureUnderWay, type Eligibility } from '../../shared/eligibility/review.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Attachment, Proposal } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Content } from '../../shared/rulebook/content.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Table } from '../../shared/store/table.ts'
import type { Context } from '../context.ts'
import { readProposal, type ReadProposal } from './proposal.ts'

/** A cure in which its applicant can write now, and what it opens. */
export interface OpenCure {
  eligibility: Stored<Eligibility>
  cure: Cure
  scope: Scope
}

/** null: none is under way, or its time is over; the server's clock decides, to the millisecond. */
export async function openCure(table: Table, proposal: Proposal, competition: Competition, rulebook: Rulebook, now: Instant): Promise<OpenCure | null> {
  if (proposal.state !== 'curing' || competition.state !== 'eligibility') return null
  const eligibility = await table.get(eligibilityItem, keys.eligibility(proposal.competition, proposal.id))
  const cure = eligibility === undefined ? null : cureUnderWay(eligibility.value)
  return eligibility === undefined || cure === null || cure.until <= now ? null : { eligibility, cure, scope: scopeOf(rulebook, cure.checks) }
}

/** What of a cure its applicant reads: never who said it. */
export interface ReadCure extends ReadProposal {
  cure: {
    number: number
    openedAt: Instant
    until: Instant
    reasons: string
    checks: { id: string; label: Bilingual }[]
    scope: Scope
    /** As it would be sent now; null to whom the draft is not shown. */
    next: { content: Content; attachments: Attachment[]; changed: Scope } | null
  } | null
}

/** The cure in which the proposal is; null where none is open. */
export async function readCure(context: Context, id: string): Promise<ReadCure> {
  const read = await readProposal(context, id)
  const { proposal, competition, rulebook, draft, version } = read
  const found = await openCure(context.table, proposal, competition, rulebook, context.now)
  if (found === null || version === null) return { ...read, cure: null }
  const { cure: { number, openedAt, until, reasons, checks }, scope } = found
  const merged = draft === null ? null : cured(version, draft, scope)
  return {
    ...read,
    cure: {
      number, openedAt, until, reasons, scope, checks: rulebook.eligibility.checks.flatMap(({ id: check, label }) => (checks.includes(check) ? [{ id: check, label }] : [])),
      next: merged === null ? null : { ...merged, changed: changedIn(scope, version, merged) },
    },
  }
}

/** Proposals whose cure is over by the clock, though nobody has closed it yet. */
export async function lapsedCures(table: Table, competition: string, now: Instant): Promise<Proposal[]> {
  const records = await table.queryAll(eligibilityItem, keys.eligibilities(competition))
  const over = records.filter(({ value }) => { const cure = cureUnderWay(value); return cure !== null && cure.until <= now })
  return (await table.getMany(proposalItem, over.map(({ value }) => keys.proposal(value.proposal)))).flatMap((found) => (found === undefined ? [] : [found.value]))
}
