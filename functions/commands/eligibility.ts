import * as z from 'zod'
import type { Competition } from '../../shared/competition/competition.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { type CheckOutcome, verdicts } from '../../shared/eligibility/eligibility.ts'
import { eligibilityItem } from '../../shared/eligibility/eligibility.store.ts'
import { concluded, type Conclusion, type Cure, cureOpened, cureUnderWay, type Eligibility, firstPass, passOf, reviewed } from '../../shared/eligibility/review.ts'
import { proposalId, type ProposalId } from '../../shared/kernel/ids.ts'
import { type Instant, toInstant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { mailOrder } from '../../shared/mail/templates.ts'
import { barredFrom, requireUnbarred } from '../../shared/person/hats.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { loadProposal, proposalItem } from '../../shared/proposal/proposal.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { stir, wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { outcomesOf } from '../queries/eligibility.ts'
import { wearerOf } from '../queries/hats.ts'
import { lapsedNow, lastDayOf, tellApplicant } from './cure.ts'
import type { Orders } from './news.ts'

export const decideInput = z.strictObject({ decision: z.enum(verdicts), reasons: z.string().trim().max(1000).default(''), checks: z.record(z.string(), z.boolean()).default({}) })
/** Three writes each, and a transaction holds a hundred. */
export const MOST_AT_ONCE = 30
export const admitInput = z.strictObject({ proposals: z.array(proposalId).min(1).max(MOST_AT_ONCE) })

const underCheck = new Set<string>(['submitted', 'admitted', 'rejected'])

/**
 * One reviewer's word on one proposal: admit, reject, or let what fails be cured. `state` is what stands then: `submitted` while another
 * reviewer's word is missing, or a third's. Can be changed by who gave it until the check is finished. Throws REVIEW_CLOSED where this
 * person's word is not asked for, CONFLICTED for a member of the applicant or its host.
 */
export async function decideEligibility(context: Context, id: string, input: z.infer<typeof decideInput>): Promise<{ state: Proposal['state'] }> {
  return act(context, async () => {
    const proposal = await loadProposal(context.table, id)
    authorise(context, 'proposal.decide', { district: proposal.value.district, competition: proposal.value.competition })
    requireUnbarred('decide-eligibility', await wearerOf(context), { organisations: [proposal.value.organisation.id] })
    // Before the competition: who finishes the check wakes the same wait, so that a cure can't be opened behind it.
    const stirred = input.decision === 'cure' ? await stir(context.table, proposal.value.competition, 'eligibility', 'eligibility', context.now) : null
    const { value: competition } = await loadCompetition(context.table, proposal.value.competition)
    requireOpenCheck(competition)
    const rulebook = await loadRulebook(context.table, competition)
    const found = await loadRecord(context, proposal, rulebook)
    const outcomes = await outcomesOf(context.table, rulebook, found.proposal)
    const { id: by, name } = personOf(context)
    const said = settled(context, rulebook, found, reviewed(found.eligibility, rulebook, outcomes, input, { id: by, name }, context.now))
    const orders = [...(stirred?.orders ?? []), ...(await newsFor(context, competition, said))]
    return { writes: [...said.writes, ...(stirred?.writes ?? [])], trail: [...found.trail, said.trail], orders, answer: { state: said.proposal.state } }
  })
}

/** Admits several that nothing speaks against, as one reviewer's word on each: all of them, or none and a mistake for each that is held back. `admitted` are those of which that was the last word. */
export async function admitSeveral(context: Context, competition: string, input: z.infer<typeof admitInput>): Promise<{ admitted: ProposalId[] }> {
  return act(context, async () => {
    const { value: found } = await loadCompetition(context.table, competition)
    authorise(context, 'proposal.decide', { district: found.district, competition })
    requireOpenCheck(found)
    const [rulebook, wearer] = await Promise.all([loadRulebook(context.table, found), wearerOf(context)])
    const wanted = await context.table.getMany(proposalItem, [...new Set(input.proposals)].map((id) => keys.proposal(id)))
    const proposals = wanted.flatMap((stored) => (stored?.value.competition === competition ? [stored] : []))
    if (proposals.length !== wanted.length) throw new Refusal('NOT_FOUND')
    const { id: by, name } = personOf(context)
    const mistakes: Mistake[] = []
    const all: Settled[] = []
    for (const proposal of proposals.filter(({ value }) => value.state !== 'admitted')) {
      const record = await loadRecord(context, proposal, rulebook)
      const outcomes = await outcomesOf(context.table, rulebook, record.proposal)
      const failing = outcomes.filter(({ holds }) => holds === false)
      const bar = barredFrom('decide-eligibility', wearer, { organisations: [proposal.value.organisation.id] })
      if (bar !== null) mistakes.push({ path: `proposals.${proposal.value.id}`, code: 'CONFLICTED', zh: `《${proposal.value.title}》：${bar.zh}`, en: `"${proposal.value.title}": ${bar.en}` })
      if (failing.length > 0) mistakes.push(heldBack(proposal.value, failing))
      else if (record.eligibility.cures.length > 0) mistakes.push(alone(proposal.value, 'CURED', { zh: '补正过', en: 'was cured' }))
      else if (concluded(passOf(record.eligibility), rulebook.eligibility.reviewers) === 'third') mistakes.push(alone(proposal.value, 'REVIEWS_DIFFER', { zh: '两人意见不一', en: 'two reviewers differ' }))
      else {
        const checks = Object.fromEntries(outcomes.map(({ id }) => [id, true]))
        all.push(settled(context, rulebook, record, reviewed(record.eligibility, rulebook, outcomes, { decision: 'admitted', reasons: '', checks }, { id: by, name }, context.now)))
      }
    }
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    return { writes: all.flatMap(({ writes }) => writes), trail: all.map(({ trail }) => trail), answer: { admitted: all.flatMap(({ proposal }) => (proposal.state === 'admitted' ? [proposal.id] : [])) } }
  })
}

interface UnderCheck {
  proposal: Proposal
  version: number
  eligibility: Eligibility
  stored: Stored<Eligibility> | undefined
  /** Of a cure that was over before anybody closed it. */
  trail: Omit<Entry, 'id' | 'at' | 'by'>[]
}

/** A proposal under the check with what was said of it. Throws WRONG_STATE where it was not sent, or its cure is still running. */
async function loadRecord(context: Context, { value: proposal, version }: Stored<Proposal>, rulebook: Rulebook): Promise<UnderCheck> {
  const stored = await context.table.get(eligibilityItem, keys.eligibility(proposal.competition, proposal.id))
  const eligibility = stored?.value ?? firstPass(proposal)
  if (proposal.state === 'curing' && proposal.cure !== null && proposal.cure.until <= context.now) {
    const lapsed = lapsedNow(eligibility, proposal, rulebook.eligibility.reviewers, context.now)
    return { proposal: lapsed.proposal, version, eligibility: lapsed.eligibility, stored, trail: [lapsed.trail] }
  }
  if (!underCheck.has(proposal.state)) throw new Refusal('WRONG_STATE', { facts: { state: proposal.state } })
  return { proposal, version, eligibility, stored, trail: [] }
}

interface Settled {
  proposal: Proposal
  /** What was found; null while somebody is still to be heard. */
  conclusion: Conclusion | null
  cures: number
  writes: Write[]
  trail: Omit<Entry, 'id' | 'at' | 'by'>
}

/** What a reviewer's word leads to: the decision stands, a cure begins, or the next is to be heard. */
function settled(context: Context, rulebook: Rulebook, { proposal, version, stored }: UnderCheck, heard: Eligibility): Settled {
  const { reviewers, cure: rule } = rulebook.eligibility
  const found = concluded(passOf(heard), reviewers)
  const conclusion = typeof found === 'string' ? null : found
  const opened = conclusion?.verdict === 'cure' && rule !== null ? cureOpened(heard, rulebook, conclusion, rule.days, context.now) : null
  const cure = opened === null ? null : { number: opened.cure.number, openedAt: context.now, until: opened.cure.until }
  const next: Proposal = conclusion === null || conclusion.verdict === 'cure'
    ? { ...proposal, state: cure === null ? 'submitted' : 'curing', cure, eligibility: null }
    : { ...proposal, state: conclusion.verdict, cure: null, eligibility: { decision: conclusion.verdict, reasons: conclusion.reasons, checks: conclusion.checks, at: context.now, by: personOf(context).id } }
  const eligibility = opened?.eligibility ?? heard
  return {
    proposal: next, conclusion, cures: eligibility.cures.length,
    writes: [proposalItem.put(next, version), eligibilityItem.put(eligibility, stored?.version ?? 'none')],
    trail: decisionEntry(proposal, next, typeof found === 'string' ? found : null, conclusion?.reasons ?? ''),
  }
}

const said = {
  admitted: { zh: '通过', en: 'admitted' }, rejected: { zh: '不通过', en: 'did not admit' }, curing: { zh: '要求补正', en: 'asked for a cure of' },
} as const

/** Of one of two reviews the trail says that it is in, not what it says. */
function decisionEntry(before: Proposal, { state }: Proposal, left: 'two' | 'one' | 'third' | null, reasons: string): Omit<Entry, 'id' | 'at' | 'by'> {
  const { id, title, competition } = before
  const about = { scope: { of: 'competition' as const, id: competition }, action: 'proposal.decide', about: { noun: 'proposal' as const, id, label: title } }
  if (left !== null || (state !== 'admitted' && state !== 'rejected' && state !== 'curing')) {
    const sentence = left === 'third' ? { zh: `审查了《${title}》，两人意见不一，由第三人决定`, en: `reviewed "${title}"; two differ, a third decides` } : { zh: `审查了《${title}》，等另一人审查`, en: `reviewed "${title}"; another review is to come` }
    return { ...about, sentence, from: before.state, to: state }
  }
  return { ...about, sentence: { zh: `资格审查：《${title}》${said[state].zh}`, en: `${said[state].en} "${title}" in the eligibility check` }, from: before.state, to: state, ...(reasons === '' ? {} : { reason: reasons }) }
}

/** An applicant hears by mail of a cure, and then of what came of it. */
async function newsFor(context: Context, competition: Competition, { proposal, conclusion, cures }: Settled): Promise<Orders[]> {
  const { cure, state } = proposal
  if (conclusion === null) return []
  const { reasons } = conclusion
  if (cure !== null) return tellApplicant(context, proposal, competition, `cure ${cure.number}`, (about, to, key) => mailOrder('cureOpened', { ...about, reasons, until: lastDayOf(cure.until) }, to, key, context.now), '/cure')
  return cures === 0 ? [] : tellApplicant(context, proposal, competition, `decided ${context.now}`, (about, to, key) => mailOrder('eligibilityDecided', { ...about, admitted: state === 'admitted', reasons }, to, key, context.now))
}

const heldBack = (proposal: Proposal, failing: CheckOutcome[]): Mistake => ({
  path: `proposals.${proposal.id}`, code: 'CHECK_FAILS',
  zh: `《${proposal.title}》：${failing.map(({ label, found }) => `${label.zh}（${found?.zh ?? ''}）`).join('；')}。请单独决定。`,
  en: `"${proposal.title}": ${failing.map(({ label, found }) => `${label.en ?? label.zh} (${found?.en ?? found?.zh ?? ''})`).join('; ')}. Decide it on its own page.`,
})

/** What needs a look of its own. */
const alone = ({ id, title }: Proposal, code: string, why: { zh: string; en: string }): Mistake =>
  ({ path: `proposals.${id}`, code, zh: `《${title}》：${why.zh}。请单独决定。`, en: `"${title}": ${why.en}. Decide it on its own page.` })

/** Says that every admission is decided: the workflow goes on to judging. Throws PROPOSALS_UNDECIDED with how many are left, or CURES_OPEN. */
export async function finishEligibility(context: Context, competition: string): Promise<{ finishedAt: Instant; admitted: number; rejected: number }> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, competition)
    const { value } = stored
    authorise(context, 'proposal.decide', { district: value.district, competition })
    // Before the proposals: whoever opens a cure writes this wait too.
    const woken = await wake(context.table, competition, 'eligibility', 'decided', context.now)
    requireOpenCheck(value)
    const [proposals, records] = await Promise.all([context.table.queryAll(proposalItem, keys.proposalsOf(competition)), context.table.queryAll(eligibilityItem, keys.eligibilities(competition))])
    const cures = records.flatMap((record) => cureUnderWay(record.value) ?? [])
    const running = cures.filter(({ until }) => until > context.now)
    if (running.length > 0) throw curesOpen(running)
    const count = (state: string) => proposals.filter((one) => one.value.state === state).length
    const open = Math.max(count('submitted') + count('curing'), cures.length)
    if (open > 0) {
      throw new Refusal('PROPOSALS_UNDECIDED', { facts: { undecided: open }, mistakes: [{ path: '', code: 'PROPOSALS_UNDECIDED', zh: `还有 ${open} 份申报书没有作出决定，先逐份决定。`, en: `${open} proposals have no decision yet; decide each first.` }] })
    }
    return {
      writes: [competitionItem.put({ ...value, eligibilityFinishedAt: context.now }, stored.version), ...woken.writes],
      trail: [{
        scope: { of: 'competition', id: competition }, action: 'proposal.decide', about: { noun: 'competition', id: competition, label: value.name.zh },
        sentence: { zh: `结束资格审查：通过 ${count('admitted')} 份，不通过 ${count('rejected')} 份`, en: `finished the eligibility check: ${count('admitted')} admitted, ${count('rejected')} rejected` },
      }],
      orders: woken.orders,
      answer: { finishedAt: context.now, admitted: count('admitted'), rejected: count('rejected') },
    }
  })
}

function curesOpen(running: readonly Cure[]): Refusal {
  const last = lastDayOf(running.reduce((latest, { until }) => (until > latest ? until : latest), running[0]?.until ?? toInstant(0)))
  return new Refusal('CURES_OPEN', { facts: { curing: running.length, until: last }, mistakes: [{ path: '', code: 'CURES_OPEN', zh: `还有 ${running.length} 份申报书在补正，最晚到 ${last}。补正材料审查后才能结束。`, en: `${running.length} proposals are being cured, until ${last} at the latest. The check can be finished when that is over and looked at.` }] })
}

function requireOpenCheck(competition: Competition): void {
  if (competition.state !== 'eligibility' || competition.eligibilityFinishedAt !== null) throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
}
