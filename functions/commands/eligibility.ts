import * as z from 'zod'
import type { Competition } from '../../shared/competition/competition.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { type CheckOutcome, settleEligibility } from '../../shared/eligibility/eligibility.ts'
import { proposalId, type ProposalId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import type { Proposal } from '../../shared/proposal/proposal.ts'
import { loadProposal, proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { wake } from '../../shared/wait/wait.store.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { outcomesOf } from '../queries/eligibility.ts'

const decisions = z.enum(['admitted', 'rejected'])
export const decideInput = z.strictObject({ decision: decisions, reasons: z.string().trim().max(1000).default(''), checks: z.record(z.string(), z.boolean()).default({}) })
/** Two writes each, and a transaction holds a hundred. */
const MOST_AT_ONCE = 40
export const admitInput = z.strictObject({ proposals: z.array(proposalId).min(1).max(MOST_AT_ONCE) })

const underCheck = new Set<string>(['submitted', 'admitted', 'rejected'])

/** Admits or rejects one proposal. Can be changed until the administrator has finished the eligibility check. */
export async function decideEligibility(context: Context, id: string, input: z.infer<typeof decideInput>): Promise<{ state: 'admitted' | 'rejected' }> {
  return act(context, async () => {
    const proposal = await loadProposal(context.table, id)
    authorise(context, 'proposal.decide', { district: proposal.value.district })
    const { value: competition } = await loadCompetition(context.table, proposal.value.competition)
    requireOpenCheck(competition)
    requireSent(proposal.value)
    const outcomes = await outcomesOf(context.table, await loadRulebook(context.table, competition), proposal.value)
    const checks = settleEligibility(outcomes, input)
    return { ...decided(context, [{ proposal, checks }], input.decision, input.reasons), answer: { state: input.decision } }
  })
}

/** Admits several that nothing speaks against: all of them, or none and a mistake for each that a rule holds back. */
export async function admitSeveral(context: Context, competition: string, input: z.infer<typeof admitInput>): Promise<{ admitted: ProposalId[] }> {
  return act(context, async () => {
    const { value: found } = await loadCompetition(context.table, competition)
    authorise(context, 'proposal.decide', { district: found.district })
    requireOpenCheck(found)
    const rulebook = await loadRulebook(context.table, found)
    const wanted = await context.table.getMany(proposalItem, [...new Set(input.proposals)].map((id) => keys.proposal(id)))
    const proposals = wanted.flatMap((stored) => (stored?.value.competition === competition ? [stored] : []))
    if (proposals.length !== wanted.length) throw new Refusal('NOT_FOUND')
    const ready: { proposal: Stored<Proposal>; checks: Record<string, boolean> }[] = []
    const mistakes: Mistake[] = []
    for (const proposal of proposals) {
      requireSent(proposal.value)
      const outcomes = await outcomesOf(context.table, rulebook, proposal.value)
      const failing = outcomes.filter(({ holds }) => holds === false)
      if (failing.length > 0) mistakes.push(heldBack(proposal.value, failing))
      ready.push({ proposal, checks: Object.fromEntries(outcomes.map(({ id }) => [id, true])) })
    }
    if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
    const undecided = ready.filter(({ proposal }) => proposal.value.state !== 'admitted')
    return { ...decided(context, undecided, 'admitted', ''), answer: { admitted: undecided.map(({ proposal }) => proposal.value.id) } }
  })
}

const heldBack = (proposal: Proposal, failing: CheckOutcome[]): Mistake => ({
  path: `proposals.${proposal.id}`, code: 'CHECK_FAILS',
  zh: `《${proposal.title}》：${failing.map(({ label, found }) => `${label.zh}（${found?.zh ?? ''}）`).join('；')}。请单独决定。`,
  en: `"${proposal.title}": ${failing.map(({ label, found }) => `${label.en ?? label.zh} (${found?.en ?? found?.zh ?? ''})`).join('; ')}. Decide it on its own page.`,
})

/** Says that every admission is decided: the workflow goes on to judging. Throws PROPOSALS_UNDECIDED with how many are left. */
export async function finishEligibility(context: Context, competition: string): Promise<{ finishedAt: Instant; admitted: number; rejected: number }> {
  return act(context, async () => {
    const stored = await loadCompetition(context.table, competition)
    const { value } = stored
    authorise(context, 'proposal.decide', { district: value.district })
    requireOpenCheck(value)
    const proposals = await context.table.queryAll(proposalItem, keys.proposalsOf(competition))
    const count = (state: string) => proposals.filter((one) => one.value.state === state).length
    const open = count('submitted')
    if (open > 0) {
      throw new Refusal('PROPOSALS_UNDECIDED', { facts: { undecided: open }, mistakes: [{ path: '', code: 'PROPOSALS_UNDECIDED', zh: `还有 ${open} 份申报书没有作出决定，先逐份决定。`, en: `${open} proposals have no decision yet; decide each first.` }] })
    }
    const woken = await wake(context.table, competition, 'eligibility', 'decided', context.now)
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

function requireOpenCheck(competition: Competition): void {
  if (competition.state !== 'eligibility' || competition.eligibilityFinishedAt !== null) throw new Refusal('WRONG_STATE', { facts: { state: competition.state } })
}

function requireSent(proposal: Proposal): void {
  if (!underCheck.has(proposal.state)) throw new Refusal('WRONG_STATE', { facts: { state: proposal.state } })
}

function decided(context: Context, proposals: readonly { proposal: Stored<Proposal>; checks: Record<string, boolean> }[], decision: 'admitted' | 'rejected', reasons: string) {
  const by = personOf(context).id
  const said = decision === 'admitted' ? { zh: '通过', en: 'admitted' } : { zh: '不通过', en: 'rejected' }
  return {
    writes: proposals.map(({ proposal, checks }) => proposalItem.put({ ...proposal.value, state: decision, eligibility: { decision, reasons, checks, at: context.now, by } }, proposal.version)),
    trail: proposals.map(({ proposal: { value } }): Omit<Entry, 'id' | 'at' | 'by'> => ({
      scope: { of: 'competition', id: value.competition }, action: 'proposal.decide', about: { noun: 'proposal', id: value.id, label: value.title },
      sentence: { zh: `资格审查：《${value.title}》${said.zh}`, en: `${said.en} "${value.title}" in the eligibility check` },
      from: value.state, to: decision, ...(reasons === '' ? {} : { reason: reasons }),
    })),
  }
}
