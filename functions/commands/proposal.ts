import * as z from 'zod'
import { type Competition, callIsOpen } from '../../shared/competition/competition.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { newProposalId, type OrganisationId, organisationId, type ProjectId, type ProposalId } from '../../shared/kernel/ids.ts'
import { type Instant, milliseconds } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { reusableFiles } from '../../shared/file/file.store.ts'
import type { Organisation } from '../../shared/organisation/organisation.ts'
import { loadOrganisation } from '../../shared/organisation/organisation.store.ts'
import type { Answers } from '../../shared/project/content.ts'
import { projectEntryItem } from '../../shared/project/project.store.ts'
import { standingAdmitted } from '../../shared/proposal/call-rules.ts'
import { type Mark, markOf, mergeAnswers } from '../../shared/proposal/merge.ts'
import { rulesFor } from '../../shared/proposal/paper.ts'
import { fromAnswers, type KnownFacts, knownFacts, prefilled } from '../../shared/proposal/prefill.ts'
import { type Draft, type Proposal, proposalNumber, proposalTarget, type Slots } from '../../shared/proposal/proposal.ts'
import { draftItem, loadProposal, ownProposalItem, proposalItem, slotsItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { namesShown, notReady } from '../../shared/proposal/readiness.ts'
import { type Content, nameOf, parseDraft } from '../../shared/rulebook/content.ts'
import type { Field } from '../../shared/rulebook/form.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { callFactsOf } from '../queries/call-facts.ts'

/** Throws CALL_NOT_OPEN, CALL_CANCELLED, or CALL_CLOSED with the closing time: the server's clock decides, to the millisecond. */
export function requireOpenCall(competition: Competition, now: Instant): void {
  if (callIsOpen(competition, now)) return
  throw new Refusal(competition.state === 'draft' ? 'CALL_NOT_OPEN' : competition.state === 'cancelled' ? 'CALL_CANCELLED' : 'CALL_CLOSED', { facts: { closedAt: competition.dates.callClosesAt, now } })
}

export const createInput = z.strictObject({
  /** Needed only by somebody who is a member of several. */
  organisation: organisationId.optional(),
  category: z.string().max(40),
})

/** What a project brings along: its id, and its answers by field id. */
export interface FromProject {
  project: ProjectId
  answers: Answers
}

/** A draft for an admitted organisation, filled in with what its record knows and with the certificates it has uploaded before. */
export async function createProposal(context: Context, competition: string, input: z.infer<typeof createInput>, from?: FromProject): Promise<{ proposal: ProposalId; revision: number }> {
  return act(context, async () => {
    const organisation = input.organisation ?? (context.actor.kind === 'person' ? context.actor.organisation : null)
    authorise(context, 'proposal.create', { organisation: organisation ?? undefined })
    if (organisation === null) throw new Refusal('NOT_ALLOWED')
    const [{ value: found }, { value: applicant }] = await Promise.all([loadCompetition(context.table, competition), loadOrganisation(context.table, organisation)])
    if (found.state === 'draft') throw new Refusal('NOT_FOUND')
    requireOpenCall(found, context.now)
    if (applicant.state !== 'admitted') throw new Refusal('ORGANISATION_NOT_ADMITTED')
    const { proposal, writes } = await startDraft(context, found, { id: organisation, name: applicant.name, kind: applicant.kind, standing: applicant.standing, facts: knownFacts(applicant) }, { category: input.category, from })
    return {
      writes,
      trail: [entry(proposal, 'proposal.create', { zh: `为${applicant.name}起草申报书`, en: `started a proposal of ${applicant.name}` }, { to: 'draft' })],
      answer: { proposal: proposal.id, revision: 1 },
    }
  })
}

export interface Applicant {
  id: OrganisationId
  name: string
  kind: string
  standing: Organisation['standing']
  facts: KnownFacts
}

/** A new draft of an applicant, filled in with what is known of it. Throws INVALID for a kind or category that the rules don't have, TOO_MANY_PROPOSALS. */
export async function startDraft(context: Context, found: Competition, applicant: Applicant, { category, from, paper }: { category: string; from?: FromProject | undefined; paper?: Proposal['paper'] }): Promise<{ proposal: Proposal; writes: Write[] }> {
  const person = personOf(context)
  const { id: organisation, name, kind, facts } = applicant
  const [rulebook, slots] = await Promise.all([loadRulebook(context.table, found), context.table.get(slotsItem, keys.entrySlots(organisation, found.id))])
  requireKind(rulebook, applicant)
  requireCategory(rulebook, category)
  const id = newProposalId()
  const reusable = rulebook.form.attachments.filter(({ reusable: again }) => again === true)
  const files = reusable.length === 0 ? [] : await reusableFiles(context.table, organisation)
  const attachments = reusable.flatMap(({ id: kind, maxFiles }) => files.filter((file) => file.kind === kind).slice(0, maxFiles).map((file) => ({ kind, file: file.id, name: file.name, bytes: file.bytes, type: file.type ?? '' })))
  const content = { ...prefilled(rulebook.form, facts), ...(from === undefined ? {} : fromAnswers(rulebook.form, from.answers)) }
  const proposal: Proposal = {
    id, competition: found.id, district: found.district, organisation: { id: organisation, name, kind }, project: from?.project ?? null, category,
    title: nameOf(rulebook.form, content), state: 'draft', createdAt: context.now, createdBy: person.id, ...(paper === undefined ? {} : { paper }), version: 0, submittedAt: null, withdrawnAt: null, cure: null, eligibility: null,
  }
  return {
    proposal,
    writes: [
      takeSlot(rulebook, proposal, slots),
      proposalItem.put(proposal, 'none'),
      draftItem.put({ proposal: id, revision: 1, sections: {}, category, content, attachments, savedAt: context.now, savedBy: { id: person.id, name: person.name } }, 'none'),
      ownProposalItem.put({ organisation, competition: found.id, proposal: id }, 'none'),
      ...(from === undefined ? [] : [projectEntryItem.put({ project: from.project, competition: found.id, proposal: id, at: context.now }, 'none')]),
    ],
  }
}

function requireKind(rulebook: Rulebook, { kind, standing }: Pick<Applicant, 'kind' | 'standing'>): void {
  if (!standingAdmitted(rulebook, standing)) throw new Refusal('INVALID', { mistakes: [{ path: 'organisation', code: 'STANDING_NOT_ADMITTED', zh: standing === 'filed' ? '这次公益创投只接受登记的社会组织申报，贵单位是备案的，详见章程。' : '这次公益创投只接受备案的社区社会组织申报，详见章程。', en: standing === 'filed' ? 'Only registered organisations can apply here, and yours is a filed one; see the rules.' : 'Only filed community organisations can apply here; see the rules.' }] })
  if ((rulebook.applicants.kinds as readonly string[]).includes(kind)) return
  throw new Refusal('INVALID', { mistakes: [{ path: 'organisation', code: 'APPLICANT_KIND', zh: '这个大赛不接受贵单位这一类申报者，详见章程。', en: 'The rules of this competition do not admit applicants of your kind.' }] })
}

function requireCategory(rulebook: Rulebook, category: string): void {
  if (rulebook.categories.some(({ id }) => id === category)) return
  throw new Refusal('INVALID', { mistakes: [{ path: 'category', code: 'NOT_A_CHOICE', zh: '请选择一个类别。', en: 'Choose a category.' }] })
}

function takeSlot(rulebook: Rulebook, proposal: Proposal, slots: Stored<Slots> | undefined): Write {
  const taken = slots?.value.proposals ?? []
  const most = rulebook.applicants.proposalsEach
  if (most !== null && taken.length >= most) throw new Refusal('TOO_MANY_PROPOSALS', { facts: { most } })
  return slotsItem.put({ organisation: proposal.organisation.id, competition: proposal.competition, proposals: [...taken, proposal.id] }, slots?.version ?? 'none')
}

export const saveInput = z.strictObject({
  /** The revision that the text was loaded with. */
  revision: z.int().min(0),
  category: z.string().max(40),
  content: z.record(z.string(), z.unknown()),
})
export interface Saved {
  revision: number
  savedAt: Instant
}

/**
 * Keeps the working copy; limits don't matter yet (forms.md part 1, consequence 1). Throws STALE with the current revision where the
 * text was loaded before somebody else's save: what is there stays, and what was typed is still with the one who typed it.
 * Leaves no trail: a draft is the applicant's own paper until it is sent.
 */
export async function saveDraft(context: Context, id: string, input: z.infer<typeof saveInput>): Promise<Saved> {
  return act(context, async () => {
    const { proposal, draft, rulebook } = await loadEditable(context, id)
    if (input.revision !== draft.value.revision) throw new Refusal('STALE', { facts: { revision: draft.value.revision } })
    requireCategory(rulebook, input.category)
    const content = parsed(rulebook, input.content)
    const changed = rulebook.form.sections.filter(({ fields }) => fields.some((field) => JSON.stringify(content[field.id]) !== JSON.stringify(draft.value.content[field.id])))
    return kept(context, rulebook, proposal, draft, { category: input.category, content }, changed.map((section) => section.id))
  })
}

export interface SectionInput {
  revision: number
  /** What the page began with, by field: with it only an answer that somebody else has changed too collides; without it, the section. */
  was?: Readonly<Record<string, Mark>> | undefined
  section: string
  category?: string | undefined
  /** The answers, or what reads them once the section's fields are known (a page's form); it may throw INVALID. */
  content: Record<string, unknown> | ((fields: readonly Field[]) => Record<string, unknown>)
}

export interface SavedSection extends Saved {
  /** What the page has begun with from now on, by field. */
  was: Record<string, Mark>
  /** Answers that others have changed, which the page does not show yet. */
  behind: string[]
}

/** The name under which a proposal's category is marked: no field of a form has a hyphen. */
export const CATEGORY_MARK = 'proposal-category'

/**
 * Keeps the answers of one section. Two people may fill two sections at once, or two answers of one: STALE only where both changed the same
 * answer, with a mistake for each; nothing is kept then, and both texts are still there.
 */
export async function saveSection(context: Context, id: string, input: SectionInput): Promise<SavedSection> {
  return act(context, async () => {
    const { proposal, draft, rulebook } = await loadEditable(context, id)
    const section = rulebook.form.sections.find((one) => one.id === input.section)
    if (section === undefined) throw new Refusal('NOT_FOUND')
    const last = draft.value.sections[section.id]
    if (input.was === undefined && (input.revision < (last?.revision ?? 0) || input.revision > draft.value.revision)) throw new Refusal('STALE', { facts: { revision: draft.value.revision } })
    if (input.category !== undefined) requireCategory(rulebook, input.category)
    const given = typeof input.content === 'function' ? input.content(section.fields) : input.content
    const own = Object.fromEntries(section.fields.flatMap(({ id: field }) => (field in given ? [[field, given[field]]] : [])))
    const mine: Record<string, unknown> = { ...parsed(rulebook, { ...draft.value.content, ...own }), [CATEGORY_MARK]: input.category ?? draft.value.category }
    const stands: Record<string, unknown> = { ...draft.value.content, [CATEGORY_MARK]: draft.value.category }
    const ids = [...section.fields.map((field) => field.id), CATEGORY_MARK]
    const { taken, clashing, behind } = mergeAnswers(ids, input.was ?? {}, mine, stands)
    if (clashing.length > 0) throw new Refusal('STALE', { facts: { revision: draft.value.revision }, mistakes: clashing.map((field) => clash(field, last)) })
    const next = input.was === undefined ? mine : { ...stands, ...Object.fromEntries(taken.map((field) => [field, mine[field]])) }
    const was = Object.fromEntries(ids.map((field) => [field, behind.includes(field) ? (input.was?.[field] ?? '') : markOf(next[field])]))
    // Looked at and sent back as it was: nobody's name is put to it.
    if (input.was !== undefined && taken.length === 0) return { writes: [], trail: [], answer: { revision: draft.value.revision, savedAt: draft.value.savedAt, was, behind } }
    const { [CATEGORY_MARK]: category, ...content } = next
    const saved = kept(context, rulebook, proposal, draft, { category: String(category), content: content as Content }, [section.id])
    return { ...saved, answer: { ...saved.answer, was, behind } }
  })
}

/** Both changed it: what stands and what was typed are shown together. */
function clash(field: string, last: Draft['sections'][string] | undefined): Mistake {
  const name = last?.by.name ?? ''
  const time = last === undefined ? '' : new Date(milliseconds(last.at) + 8 * 3_600_000).toISOString().slice(11, 16)
  return {
    path: field === CATEGORY_MARK ? 'category' : `content.${field}`, code: 'CHANGED_MEANWHILE',
    zh: `${name}在 ${time} 也改了这一处，还没有用您填的覆盖；再保存一次，就以您填的为准`, en: `${name} changed this too, at ${time}; yours has not replaced it. Save once more for yours to count`,
  }
}

/** A proposal never changes its competition: a process that knows it asks for everything in one request. */
const competitions = new Map<string, string>()

async function loadAll(context: Context, id: string): Promise<{ proposal: Stored<Proposal>; draft: Stored<Draft>; competition: Competition }> {
  const known = competitions.get(id) ?? (await loadProposal(context.table, id)).value.competition
  if (competitions.size > 20_000) competitions.clear()
  competitions.set(id, known)
  const [proposal, draft, competition] = await context.table.getEach(
    { kind: proposalItem, key: keys.proposal(id) }, { kind: draftItem, key: keys.draft(id) }, { kind: competitionItem, key: keys.competition(known) },
  )
  if (proposal === undefined || draft === undefined || competition === undefined) throw new Refusal('NOT_FOUND')
  return { proposal, draft, competition: competition.value }
}

async function loadEditable(context: Context, id: string) {
  const { proposal, draft, competition } = await loadAll(context, id)
  authorise(context, 'proposal.edit', proposalTarget(proposal.value))
  requireOpenCall(competition, context.now)
  return { proposal, draft, rulebook: rulesFor(await loadRulebook(context.table, competition), proposal.value) }
}

/** The answers, if their kinds fit the form. Throws INVALID. */
export function parsed(rulebook: Rulebook, content: Record<string, unknown>): Content {
  const result = parseDraft(rulebook.form, content)
  if (!result.ok) throw new Refusal('INVALID', { mistakes: result.mistakes.map((mistake) => ({ ...mistake, path: `content.${mistake.path}` })) })
  return result.content
}

/** A draft's next revision. */
export function kept(context: Context, rulebook: Rulebook, proposal: Stored<Proposal>, draft: Stored<Draft>, next: { category: string; content: Content }, sections: string[]) {
  const revision = draft.value.revision + 1
  const { id, name } = personOf(context)
  const mark = { revision, at: context.now, by: { id, name } }
  const title = nameOf(rulebook.form, next.content)
  const { value } = proposal
  // What was sent is listed under the name that was sent.
  const renamed = value.version === 0 && (value.title !== title || value.category !== next.category)
  return {
    writes: [
      draftItem.put({ ...draft.value, ...next, revision, sections: { ...draft.value.sections, ...Object.fromEntries(sections.map((section) => [section, mark])) }, savedAt: context.now, savedBy: mark.by }, draft.version),
      ...(renamed ? [proposalItem.put({ ...value, title, category: next.category }, proposal.version)] : []),
    ],
    trail: [],
    answer: { revision, savedAt: context.now },
  }
}

export const submitInput = z.strictObject({
  /** Where given: what is sent is what was read under this revision. */
  revision: z.int().min(0).optional(),
  /** "Judges may read these names; send it all the same." */
  acknowledgeNames: z.boolean().default(false),
})
export interface Receipt {
  number: string
  submittedAt: Instant
  version: number
}

/** Sends what the draft holds as a new version; every earlier one stays. Throws PROPOSAL_NOT_READY or NAMES_SHOWN with a mistake for each field. */
export async function submitProposal(context: Context, id: string, input: z.infer<typeof submitInput>): Promise<Receipt> {
  return act(context, async () => {
    const person = personOf(context)
    const { proposal, draft, competition } = await loadAll(context, id)
    const { value } = proposal
    authorise(context, 'proposal.submit', proposalTarget(value))
    requireOpenCall(competition, context.now)
    if (input.revision !== undefined && input.revision !== draft.value.revision) throw new Refusal('STALE', { facts: { revision: draft.value.revision } })
    const rulebook = rulesFor(await loadRulebook(context.table, competition), value)
    const content = draft.value.content as Content
    const facts = await callFactsOf(context.table, rulebook, value, context.now)
    const missing = notReady(rulebook, { ...draft.value, content, project: value.project }, facts)
    if (missing.length > 0) throw new Refusal('PROPOSAL_NOT_READY', { mistakes: missing })
    const names = input.acknowledgeNames ? [] : namesShown(rulebook, content, value.organisation.name)
    if (names.length > 0) throw new Refusal('NAMES_SHOWN', { mistakes: names })
    const version = value.version + 1
    const title = nameOf(rulebook.form, content)
    const sent: Proposal = { ...value, state: 'submitted', version, title, category: draft.value.category, submittedAt: context.now, withdrawnAt: null }
    const back = value.state === 'withdrawn' ? [takeSlot(rulebook, value, await context.table.get(slotsItem, keys.entrySlots(value.organisation.id, value.competition)))] : []
    return {
      writes: [
        proposalItem.put(sent, proposal.version),
        versionItem.put({
          proposal: value.id, number: version, category: sent.category, title, content, attachments: draft.value.attachments,
          organisation: { id: value.organisation.id, name: value.organisation.name }, submittedAt: context.now, submittedBy: { id: person.id, name: person.name },
        }, 'none'),
        // Nobody changes the draft between the check and the sending.
        { check: draft.key, expect: draft.version },
        ...back,
      ],
      trail: [entry(sent, 'proposal.submit', { zh: `提交了申报书《${title}》（第 ${version} 版）`, en: `sent the proposal "${title}" (version ${version})` }, { from: value.state, to: 'submitted' })],
      answer: { number: proposalNumber(value.id), submittedAt: context.now, version },
    }
  })
}

/** Takes a proposal back, or puts a draft away; its place counts as free again. */
export async function withdrawProposal(context: Context, id: string): Promise<{ state: 'withdrawn' }> {
  return act(context, async () => {
    const { proposal, slots } = await loadOwn(context, id)
    const { value } = proposal
    if (value.state !== 'draft' && value.state !== 'submitted') throw new Refusal('WRONG_STATE', { facts: { state: value.state } })
    const withdrawn: Proposal = { ...value, state: 'withdrawn', withdrawnAt: context.now }
    return {
      writes: [
        proposalItem.put(withdrawn, proposal.version),
        ...(slots === undefined ? [] : [slotsItem.put({ ...slots.value, proposals: slots.value.proposals.filter((one) => one !== value.id) }, slots.version)]),
      ],
      trail: [entry(withdrawn, 'proposal.withdraw', { zh: value.version === 0 ? '放弃了一份草稿' : `撤回了申报书《${value.title}》`, en: value.version === 0 ? 'put a draft away' : `withdrew the proposal "${value.title}"` }, { from: value.state, to: 'withdrawn' })],
      answer: { state: 'withdrawn' },
    }
  })
}

/** Undoes a withdrawal: what was sent counts as sent again, with its receipt; what was a draft is one again. */
export async function restoreProposal(context: Context, id: string): Promise<{ state: 'draft' | 'submitted' }> {
  return act(context, async () => {
    const { proposal, slots, rulebook } = await loadOwn(context, id)
    const { value } = proposal
    if (value.state !== 'withdrawn') throw new Refusal('WRONG_STATE', { facts: { state: value.state } })
    const state = value.version === 0 ? 'draft' : 'submitted'
    const restored: Proposal = { ...value, state, withdrawnAt: null }
    return {
      writes: [proposalItem.put(restored, proposal.version), takeSlot(rulebook, value, slots)],
      trail: [entry(restored, 'proposal.withdraw', { zh: '取消了撤回', en: 'undid the withdrawal' }, { from: 'withdrawn', to: state })],
      answer: { state },
    }
  })
}

async function loadOwn(context: Context, id: string) {
  const proposal = await loadProposal(context.table, id)
  const { organisation, competition } = proposal.value
  authorise(context, 'proposal.withdraw', proposalTarget(proposal.value))
  const [{ value: found }, slots] = await Promise.all([loadCompetition(context.table, competition), context.table.get(slotsItem, keys.entrySlots(organisation.id, competition))])
  requireOpenCall(found, context.now)
  return { proposal, slots, rulebook: await loadRulebook(context.table, found) }
}

/** A line of the trail about a proposal. */
export function entry(proposal: Proposal, action: string, sentence: { zh: string; en: string }, states: { from?: string; to?: string; reason?: string }): Omit<Entry, 'id' | 'at' | 'by'> {
  return { scope: { of: 'competition', id: proposal.competition }, action, about: { noun: 'proposal', id: proposal.id, label: proposal.title === '' ? proposalNumber(proposal.id) : proposal.title }, sentence, ...states }
}
