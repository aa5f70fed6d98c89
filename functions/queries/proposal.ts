import { callIsOpen, type Competition } from '../../shared/competition/competition.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { neutralName } from '../../shared/file/file.ts'
import type { CompetitionId, OrganisationId, ProposalId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { may } from '../../shared/person/access.ts'
import { type CallFacts, standingAdmitted } from '../../shared/proposal/call-rules.ts'
import { type Attachment, type Draft, type Proposal, proposalNumber, proposalTarget, type Slots, type Version } from '../../shared/proposal/proposal.ts'
import { rulesFor } from '../../shared/proposal/paper.ts'
import { draftItem, loadProposal, loadVersion, ownProposalItem, proposalItem, slotsItem } from '../../shared/proposal/proposal.store.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Organisation } from '../../shared/organisation/organisation.ts'
import { forJudges, formForJudges } from '../../shared/rulebook/blind.ts'
import type { Content } from '../../shared/rulebook/content.ts'
import type { Form } from '../../shared/rulebook/form.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { callFactsOf } from './call-facts.ts'
import { authorise, type Context } from '../context.ts'
import { assignedOf } from './assignment.ts'
import type { Due } from './due.ts'

/** A proposal as its applicant or an administrator sees it. */
export interface ReadProposal {
  proposal: Proposal
  number: string
  competition: Competition
  rulebook: Rulebook
  /** Only for whoever may write it: a draft is its organisation's paper until it is sent. */
  draft: Draft | null
  /** The newest that was sent. */
  version: Version | null
  /** Whether the applicant may write, send and withdraw now. */
  open: boolean
  /** What the call's rules ask about the applicant, beside a draft that can still be sent. */
  facts: CallFacts | null
}

/** Throws NOT_FOUND. An administrator or organiser sees of a draft that it is there, not what it says. */
export async function readProposal(context: Context, id: string): Promise<ReadProposal> {
  const { value: proposal } = await loadProposal(context.table, id)
  const target = proposalTarget(proposal)
  authorise(context, 'proposal.read', target)
  const [{ value: competition }, draft, version] = await Promise.all([
    loadCompetition(context.table, proposal.competition),
    may(context.actor, 'proposal.edit', target) ? context.table.get(draftItem, keys.draft(id)) : undefined,
    proposal.version === 0 ? null : loadVersion(context.table, id, proposal.version),
  ])
  const rulebook = rulesFor(await loadRulebook(context.table, competition), proposal)
  const open = callIsOpen(competition, context.now)
  const facts = open && draft !== undefined ? await callFactsOf(context.table, rulebook, proposal, context.now) : null
  return { proposal, number: proposalNumber(proposal.id), competition, rulebook, draft: draft?.value ?? null, version, open, facts }
}

/** One version that was sent. Throws NOT_FOUND. */
export async function readVersion(context: Context, id: string, number: number): Promise<{ version: Version; proposal: Proposal; competition: Competition; rulebook: Rulebook }> {
  const { value: proposal } = await loadProposal(context.table, id)
  authorise(context, 'proposal.read', proposalTarget(proposal))
  const [version, { value: competition }] = await Promise.all([loadVersion(context.table, id, number), loadCompetition(context.table, proposal.competition)])
  return { version, proposal, competition, rulebook: rulesFor(await loadRulebook(context.table, competition), proposal) }
}

export interface OwnProposal {
  proposal: Proposal
  number: string
  competition: Competition
  open: boolean
}

/** The asker's own organisations' proposals, or one organisation's; newest first. */
export async function ownProposals(context: Context, organisation?: OrganisationId): Promise<OwnProposal[]> {
  const { actor, table } = context
  if (actor.kind !== 'person') throw new Refusal('NOT_SIGNED_IN')
  const mine = actor.memberships.flatMap((membership) => (membership.role === 'member' && (organisation === undefined || membership.organisation === organisation) ? [membership.organisation] : []))
  authorise(context, 'proposal.list-own', { organisation: organisation ?? mine[0] })
  const listed = (await Promise.all(mine.map((id) => table.queryAll(ownProposalItem, keys.proposalsOfOrganisation(id))))).flat()
  const [proposals, competitions] = await Promise.all([
    table.getMany(proposalItem, listed.map(({ value }) => keys.proposal(value.proposal))),
    table.getMany(competitionItem, [...new Set(listed.map(({ value }) => value.competition))].map((id) => keys.competition(id))),
  ])
  const of = new Map(competitions.flatMap((stored) => (stored === undefined ? [] : [[stored.value.id, stored.value] as const])))
  return proposals.flatMap((stored) => {
    const competition = stored === undefined ? undefined : of.get(stored.value.competition)
    return stored === undefined || competition === undefined ? [] : [{ proposal: stored.value, number: proposalNumber(stored.value.id), competition, open: callIsOpen(competition, context.now) }]
  }).toSorted((a, b) => (a.proposal.createdAt < b.proposal.createdAt ? 1 : -1))
}

export interface OpenCall {
  competition: Competition
  rulebook: Rulebook
  /** Proposals the organisation has in it already, and how many more it may have; null: as many as it likes. */
  taken: number
  left: number | null
  /** Its kind and standing are such that the rules admit. */
  admits: boolean
}

/** The calls that are open in the organisation's district, the one that closes soonest first. */
export async function openCalls(context: Context, organisation: OrganisationId): Promise<{ organisation: Organisation; calls: OpenCall[] }> {
  authorise(context, 'proposal.list-own', { organisation })
  const { value: applicant } = await loadOrganisation(context.table, organisation)
  const listed = await context.table.queryAll(competitionItem, { ...keys.competitionsOf(applicant.district), newestFirst: true })
  const open = listed.map(({ value }) => value).filter((competition) => callIsOpen(competition, context.now))
  const calls = await Promise.all(open.map(async (competition): Promise<OpenCall> => {
    const [rulebook, slots] = await Promise.all([loadRulebook(context.table, competition), context.table.get(slotsItem, keys.entrySlots(organisation, competition.id))])
    return { competition, rulebook, ...room(rulebook, slots?.value), admits: (rulebook.applicants.kinds as readonly string[]).includes(applicant.kind) && standingAdmitted(rulebook, applicant.standing) }
  }))
  return { organisation: applicant, calls: calls.toSorted((a, b) => (a.competition.dates.callClosesAt < b.competition.dates.callClosesAt ? -1 : 1)) }
}

function room(rulebook: Rulebook, slots: Slots | undefined): { taken: number; left: number | null } {
  const taken = slots?.proposals.length ?? 0
  const most = rulebook.applicants.proposalsEach
  return { taken, left: most === null ? null : Math.max(0, most - taken) }
}

/** What a judge reads: nothing in it tells whose it is where the rulebook is blind, not the answers, not the names of files. */
export interface JudgesReading {
  proposal: ProposalId
  number: string
  competition: CompetitionId
  title: string
  category: string
  organisation: string | null
  form: Form
  content: Content
  attachments: Attachment[]
}

/** The newest version that was sent, for a judge whom the plan gives it. Throws NOT_ALLOWED for all others. */
export async function readForJudge(context: Context, id: string): Promise<JudgesReading> {
  const { value: proposal } = await loadProposal(context.table, id)
  const { value: competition } = await loadCompetition(context.table, proposal.competition)
  authorise(context, 'proposal.read-blind', { competition: competition.id, assigned: await assignedOf(context, competition, id) })
  const [rulebook, version] = await Promise.all([loadRulebook(context.table, competition), loadVersion(context.table, id, proposal.version)])
  return judgesReading(rulebook, proposal, version)
}

/** The blind part of a version, without asking who reads: for pages that have asked already (a pitch's desk). */
export function judgesReading(rulebook: Rulebook, proposal: Proposal, version: Version): JudgesReading {
  const { form, blind } = rulebook
  const content = version.content as Content
  const known = { proposal: proposal.id, number: proposalNumber(proposal.id), competition: proposal.competition, title: version.title, category: version.category }
  const attachments = shownToJudges(rulebook, version)
  return blind
    ? { ...known, organisation: null, form: formForJudges(form), content: forJudges(form, content), attachments }
    : { ...known, organisation: proposal.organisation.name, form, content, attachments }
}

/** The attachments that judges see, in the form's order; under a blind rulebook by neutral names. */
export function shownToJudges({ form, blind }: Rulebook, version: Version): Attachment[] {
  const seen = form.attachments.filter(({ judgesSee }) => judgesSee).flatMap((kind) => version.attachments.filter((one) => one.kind === kind.id).map((attachment) => ({ attachment, kind })))
  return seen.map(({ attachment, kind }, i) => (blind ? { ...attachment, name: neutralName(i + 1, kind.label.zh, attachment.type) } : attachment))
}

/** What waits for an applicant: drafts that are not sent while their call is open, and what is to be cured; soonest first. */
export async function dueForApplicant(context: Context): Promise<Due[]> {
  const { actor, now } = context
  if (actor.kind !== 'person' || !actor.memberships.some(({ role }) => role === 'member')) return []
  return (await ownProposals(context)).flatMap(({ proposal, competition, open }): Due[] => {
    const { id, title, state, cure } = proposal
    if (cure !== null && cure.until > now) return [{ title: { zh: `补正申报书《${title}》`, en: `Repair the proposal "${title}"` }, about: competition.name, href: `/proposals/${id}/cure`, until: cure.until, state: 'wait', since: cure.openedAt }]
    return open && state === 'draft' ? [{
      title: { zh: `填完并提交申报书${title === '' ? '' : `《${title}》`}`, en: `Finish and send the proposal${title === '' ? '' : ` "${title}"`}` },
      about: competition.name, href: `/proposals/${id}`, until: competition.dates.callClosesAt, state: 'now',
    }] : []
  })
}
