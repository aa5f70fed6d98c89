import * as z from 'zod'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { changedIn, cured, openFields } from '../../shared/eligibility/cure.ts'
import { eligibilityItem } from '../../shared/eligibility/eligibility.store.ts'
import { cureEnded, cureUnderWay, type Eligibility } from '../../shared/eligibility/review.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { type Instant, plusSeconds } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Language, say } from '../../shared/kernel/text.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadProposal, loadVersion, loadWithDraft, proposalItem, versionItem } from '../../shared/proposal/proposal.store.ts'
import { namesShown, notReady } from '../../shared/proposal/readiness.ts'
import { nameOf } from '../../shared/rulebook/content.ts'
import type { Field } from '../../shared/rulebook/form.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { callFactsOf } from '../queries/call-facts.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { openCure } from '../queries/cure.ts'
import { mailsTo, type Orders, readers } from './news.ts'
import { entry, kept, parsed, type Receipt, type Saved, type submitInput } from './proposal.ts'

export const saveCureInput = z.strictObject({
  /** The draft's revision that the text was loaded with. */
  revision: z.int().min(0),
  content: z.record(z.string(), z.unknown()),
})
export interface CureInput {
  revision: number
  /** The answers, or what reads them once the open fields are known (a page's form); it may throw INVALID. */
  content: Record<string, unknown> | ((fields: readonly Field[]) => Record<string, unknown>)
}

/** Keeps answers of what the cure opens. Throws INVALID for a field that it doesn't open, STALE where one of them was saved since, CURE_CLOSED after its time. */
export async function saveCure(context: Context, id: string, { revision, content: given }: CureInput): Promise<Saved> {
  return act(context, async () => {
    const { proposal, draft, rulebook, scope } = await loadCuring(context, id, 'proposal.edit')
    const answers = typeof given === 'function' ? given(openFields(rulebook, scope)) : given
    const closed = Object.keys(answers).filter((field) => !scope.fields.includes(field))
    if (closed.length > 0) throw new Refusal('INVALID', { mistakes: closed.map((field) => ({ path: `content.${field}`, code: 'NOT_IN_CURE', zh: '这一项不在补正范围内，不能改。', en: 'This is not part of the cure and cannot be changed.' })) })
    const sections = rulebook.form.sections.filter(({ fields }) => fields.some((field) => field.id in answers)).map((section) => section.id)
    if (revision > draft.value.revision || sections.some((section) => revision < (draft.value.sections[section]?.revision ?? 0))) throw new Refusal('STALE', { facts: { revision: draft.value.revision } })
    return kept(context, rulebook, proposal, draft, { category: draft.value.category, content: parsed(rulebook, { ...draft.value.content, ...answers }) }, sections)
  })
}

/**
 * Sends what was repaired as a new version: what was sent before, with the open answers and files as the draft has them now. Reviewers look
 * again at just that. Throws CURE_CLOSED, INVALID where nothing has changed, and what sending a proposal throws.
 */
export async function sendCure(context: Context, id: string, input: z.infer<typeof submitInput>): Promise<Receipt> {
  return act(context, async () => {
    const person = personOf(context)
    const { proposal, draft, rulebook, scope, eligibility } = await loadCuring(context, id, 'proposal.submit')
    const { value } = proposal
    if (input.revision !== undefined && input.revision !== draft.value.revision) throw new Refusal('STALE', { facts: { revision: draft.value.revision } })
    const before = await loadVersion(context.table, id, value.version)
    const next = cured(before, draft.value, scope)
    const changed = changedIn(scope, before, next)
    if (changed.fields.length + changed.attachments.length === 0) throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'NOTHING_CHANGED', zh: '需要补正的内容还没有改动。', en: 'Nothing of what is to be repaired has changed yet.' }] })
    const missing = notReady(rulebook, { ...next, category: before.category, project: value.project }, await callFactsOf(context.table, rulebook, value, context.now))
    if (missing.length > 0) throw new Refusal('PROPOSAL_NOT_READY', { mistakes: missing })
    const names = input.acknowledgeNames ? [] : namesShown(rulebook, next.content, value.organisation.name)
    if (names.length > 0) throw new Refusal('NAMES_SHOWN', { mistakes: names })
    const version = value.version + 1
    const title = nameOf(rulebook.form, next.content)
    const sent: Proposal = { ...value, state: 'submitted', version, title, cure: null }
    return {
      writes: [
        proposalItem.put(sent, proposal.version),
        versionItem.put({ ...before, ...next, number: version, title, submittedAt: context.now, submittedBy: { id: person.id, name: person.name } }, 'none'),
        eligibilityItem.put(cureEnded(eligibility.value, rulebook.eligibility.reviewers, 'sent', version, context.now), eligibility.version),
        { check: draft.key, expect: draft.version },
      ],
      trail: [entry(sent, 'proposal.submit', { zh: `提交了《${title}》的补正（第 ${version} 版）`, en: `sent "${title}" as cured (version ${version})` }, { from: 'curing', to: 'submitted' })],
      answer: { number: proposalNumber(value.id), submittedAt: context.now, version },
    }
  })
}

async function loadCuring(context: Context, id: string, action: 'proposal.edit' | 'proposal.submit') {
  const { proposal, draft } = await loadWithDraft(context.table, id)
  authorise(context, action, { organisation: proposal.value.organisation.id })
  const { value: competition } = await loadCompetition(context.table, proposal.value.competition)
  const rulebook = await loadRulebook(context.table, competition)
  const open = await openCure(context.table, proposal.value, competition, rulebook, context.now)
  if (open === null) throw new Refusal('CURE_CLOSED', proposal.value.cure === null ? {} : { facts: { closedAt: proposal.value.cure.until, now: context.now } })
  return { proposal, draft, rulebook, ...open }
}

/** Closes a cure whose time is over: the proposal is for a decision again. Done already, it changes nothing. */
export async function lapseCure(context: Context, id: string): Promise<void> {
  await act<undefined>(context, async () => {
    const proposal = await loadProposal(context.table, id)
    const { value } = proposal
    const [{ value: competition }, eligibility] = await Promise.all([loadCompetition(context.table, value.competition), context.table.get(eligibilityItem, keys.eligibility(value.competition, id))])
    const cure = eligibility === undefined ? null : cureUnderWay(eligibility.value)
    if (value.state !== 'curing' || eligibility === undefined || cure === null || cure.until > context.now) return { writes: [], trail: [], answer: undefined }
    const { eligibility: { reviewers } } = await loadRulebook(context.table, competition)
    const lapsed = lapsedNow(eligibility.value, value, reviewers, context.now)
    return {
      writes: [proposalItem.put(lapsed.proposal, proposal.version), eligibilityItem.put(lapsed.eligibility, eligibility.version)],
      trail: [lapsed.trail], orders: await tellApplicant(context, value, competition, `lapsed ${cure.number}`, (about, to, key) => mailOrder('cureLapsed', about, to, key, context.now)), answer: undefined,
    }
  })
}

/** The record after its cure's time has passed unused, for whoever comes first: the machine or a reviewer. */
export function lapsedNow(eligibility: Eligibility, proposal: Proposal, reviewers: 1 | 2, now: Instant) {
  const open: Proposal = { ...proposal, state: 'submitted', cure: null }
  return {
    eligibility: cureEnded(eligibility, reviewers, 'lapsed', proposal.version, now), proposal: open,
    trail: entry(open, 'proposal.cure', { zh: `《${proposal.title}》补正期满，没有收到补正`, en: `"${proposal.title}" was not cured in time` }, { from: 'curing', to: 'submitted' }),
  }
}

/** Mail to the members of the applicant about its proposal's eligibility. `occasion` tells one mail from the next; `path` is where below the proposal it leads. */
export async function tellApplicant(
  context: Context, proposal: Proposal, competition: Competition, occasion: string,
  write: (about: { project: string; competition: string; url: string }, to: { email: string; language: Language }, key: string) => Orders, path = '',
): Promise<Orders[]> {
  const url = `${context.environment.XIUYUAN_BASE_URL}/proposals/${proposal.id}${path}`
  const people = await readers(context, [{ organisation: proposal.organisation.id }])
  return mailsTo(context, people, url, (person, to) => write({ project: proposal.title, competition: say(competition.name, to.language), url }, to, `${proposal.id}/${occasion}/${person.id}`))
}

/** The last day of a window, as mails and pages name it. */
export const lastDayOf = (until: Instant): string => shanghaiDate(plusSeconds(until, -1))
