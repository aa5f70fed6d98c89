import type { Competition } from '../../shared/competition/competition.ts'
import { closesAt } from '../../shared/competition/competition.ts'
import { competitionItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { PersonId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, type Bilingual } from '../../shared/kernel/text.ts'
import type { Target } from '../../shared/person/access.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { loadProposal, proposalItem } from '../../shared/proposal/proposal.store.ts'
import { loadRound, type PlanJudge, planJudgeItem, type RoundRecord, roundItem } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { missingOf, type Scorecard } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Table } from '../../shared/store/table.ts'
import { authorise, type Context, personOf } from '../context.ts'
import type { Due } from './due.ts'

/** A proposal never changes its competition, so a process looks it up once. */
const competitions = new Map<string, string>()

async function competitionOf(table: Table, proposal: string): Promise<string> {
  const known = competitions.get(proposal)
  if (known !== undefined) return known
  const { value } = await loadProposal(table, proposal)
  if (competitions.size > 20_000) competitions.clear()
  competitions.set(proposal, value.competition)
  return value.competition
}

/** The plan that was in force when this process last looked: read ahead by it, and read again where ROUND names another. */
const lastPlans = new Map<string, string>()

async function ownShare(table: Table, round: RoundRecord | undefined, judge: string): Promise<Stored<PlanJudge> | undefined> {
  if (round === undefined || round.plan === null) return undefined
  if (lastPlans.size > 2000) lastPlans.clear()
  lastPlans.set(`${round.competition}#${round.index}`, round.plan)
  return table.get(planJudgeItem, keys.planJudge(round.competition, round.index, round.plan, judge))
}

/** A card's place with all that a judge's request decides by. */
export interface Desk {
  competition: Competition
  round: RoundRecord
  rulebook: Rulebook
  rules: Round
  judge: PersonId
  /** The judge's own card of the proposal, if begun. */
  card: Stored<Scorecard> | undefined
  share: Stored<PlanJudge>
}

/**
 * What an assigned judge's request on one proposal works with: a handful of Gets at once, all of items that no other judge writes.
 * `guarded`: what is written has a condition on the recusal, so that it need not be read (a recusal takes the proposal out of the judge's
 * share; only a plan made before it and switched to after it names the judge still).
 * Throws NOT_SIGNED_IN, NOT_FOUND, RECUSED, NOT_ALLOWED (not assigned to it in this round).
 */
export async function deskOf(context: Context, action: 'scorecard.read' | 'scorecard.save' | 'scorecard.submit' | 'recusal.ask', proposal: string, index: number, guarded = false): Promise<Desk> {
  const judge = personOf(context).id
  const { table } = context
  const id = await competitionOf(table, proposal)
  const guess = lastPlans.get(`${id}#${index}`) ?? ''
  const [of, found, card, ahead] = await table.getEach(
    { kind: competitionItem, key: keys.competition(id) }, { kind: roundItem, key: keys.round(id, index) },
    { kind: scorecardItem, key: keys.scorecard(proposal, index, judge) }, { kind: planJudgeItem, key: keys.planJudge(id, index, guess, judge) },
  )
  if (of === undefined) throw new Refusal('NOT_FOUND')
  const competition = of.value
  const share = found?.value.plan === guess ? ahead : await ownShare(table, found?.value, judge)
  const given = share?.value.proposals.some((one) => one === proposal) === true
  // A recusal removes the judge's card: whoever has one has not recused.
  const recused = card === undefined && !(given && guarded) && (await table.get(recusalItem, keys.recusal(id, index, proposal, judge))) !== undefined
  const assigned = !recused && given
  const target: Target = { district: competition.district, competition: id, assigned: assigned || recused ? [judge] : [] }
  authorise(context, action, target)
  if (recused) throw new Refusal('RECUSED')
  if (found === undefined || share === undefined) throw new Refusal('NOT_FOUND')
  const rulebook = await loadRulebook(table, competition)
  return { competition, round: found.value, rulebook, rules: rulesOf(rulebook, index), judge, card, share }
}

/** The rulebook's round. Throws NOT_FOUND for an index it hasn't. */
export function rulesOf(rulebook: Rulebook, index: number): Round {
  const rules = rulebook.rounds[index]
  if (rules === undefined) throw new Refusal('NOT_FOUND')
  return rules
}

/** Cards are taken: the server's clock decides, to the millisecond. */
export const scoringIsOpen = (competition: Competition, round: RoundRecord, now: Instant): boolean =>
  competition.state === 'judging' && competition.round === round.index && round.state === 'scoring' && round.endedAt === null && now < closesAt(competition, `round-${round.index}`)

/** Throws ROUND_NOT_OPEN with the closing time. */
export function requireOpenScoring({ competition, round }: Pick<Desk, 'competition' | 'round'>, now: Instant): void {
  if (!scoringIsOpen(competition, round, now)) throw new Refusal('ROUND_NOT_OPEN', { facts: { state: round.state, closesAt: closesAt(competition, `round-${round.index}`), now } })
}

/**
 * Whom the access table is to know as assigned to a proposal: the asker alone, if the plan in force of this or an earlier round gives it
 * to them and they have not recused themselves. Reads only the asker's own items. Empty for whoever is no judge of the competition.
 */
export async function assignedOf(context: Context, competition: Competition, proposal: string): Promise<PersonId[]> {
  const { actor, table } = context
  if (actor.kind !== 'person' || competition.round === null) return []
  if (!actor.memberships.some((membership) => membership.role === 'judge' && membership.competition === competition.id)) return []
  const judge = actor.person.id
  for (let index = competition.round; index >= 0; index -= 1) {
    const [round, recusal] = await table.getEach({ kind: roundItem, key: keys.round(competition.id, index) }, { kind: recusalItem, key: keys.recusal(competition.id, index, proposal, judge) })
    const share = await ownShare(table, round?.value, judge)
    if (recusal !== undefined) return []
    if (share?.value.proposals.some((one) => one === proposal) === true) return [judge]
  }
  return []
}

/** One proposal on a judge's list; nothing in it tells whose it is, unless the rulebook isn't blind. */
export interface Assignment {
  proposal: Proposal['id']
  number: string
  title: string
  category: string
  categoryName: Bilingual
  organisation: string | null
  state: 'none' | 'draft' | 'submitted'
  /** Criteria without a score. */
  missing: number
  total: string | null
  submittedAt: Instant | null
  /** An administrator has opened it again and says why. */
  reopened: string | null
}

export interface Assignments {
  competition: Competition
  rulebook: Rulebook
  rules: Round
  round: RoundRecord
  open: boolean
  closesAt: Instant
  items: Assignment[]
}

/** A judge's own list of one round, in the plan's order. Reads the judge's share of the plan, the proposals in it and the judge's cards. */
export async function myAssignments(context: Context, id: string, index?: number): Promise<Assignments> {
  const judge = personOf(context).id
  const { table } = context
  const { value: competition } = await loadCompetition(table, id)
  authorise(context, 'assignment.list', { district: competition.district, competition: id })
  const at = index ?? competition.round
  if (at === null) throw new Refusal('NOT_FOUND')
  const [{ value: record }, rulebook] = await Promise.all([loadRound(table, id, at), loadRulebook(table, competition)])
  const share = await ownShare(table, record, judge)
  const given = share?.value.proposals ?? []
  const [proposals, cards, recusals] = await Promise.all([
    table.getMany(proposalItem, given.map((proposal) => keys.proposal(proposal))),
    table.getMany(scorecardItem, given.map((proposal) => keys.scorecard(proposal, at, judge))),
    table.getMany(recusalItem, given.map((proposal) => keys.recusal(id, at, proposal, judge))),
  ])
  const rules = rulesOf(rulebook, at)
  const items = proposals.flatMap((proposal, i) => (proposal === undefined || recusals[i] !== undefined ? [] : [assignment(proposal.value, cards[i]?.value, rulebook, rules)]))
  return { competition, rulebook, rules, round: record, open: scoringIsOpen(competition, record, context.now), closesAt: closesAt(competition, `round-${at}`), items }
}

function assignment(proposal: Proposal, card: Scorecard | undefined, rulebook: Rulebook, rules: Round): Assignment {
  const locked = card?.state === 'submitted'
  return {
    proposal: proposal.id,
    number: proposalNumber(proposal.id),
    title: proposal.title,
    category: proposal.category,
    categoryName: rulebook.categories.find(({ id }) => id === proposal.category)?.name ?? { zh: proposal.category },
    organisation: rulebook.blind ? null : proposal.organisation.name,
    state: card === undefined ? 'none' : card.state,
    missing: locked ? 0 : missingOf(rules, card?.scores ?? {}).length,
    total: card?.total ?? null,
    submittedAt: card?.submittedAt ?? null,
    reopened: locked ? null : (card?.reopened.at(-1)?.reason ?? null),
  }
}

/** The competitions whose judging the asker takes part in, the newest first. Throws NOT_ALLOWED for whoever judges none. */
export async function judgedCompetitions(context: Context): Promise<Competition[]> {
  const { actor, table } = context
  if (actor.kind !== 'person') throw new Refusal('NOT_SIGNED_IN')
  const judged = actor.memberships.flatMap((membership) => (membership.role === 'judge' ? [membership.competition] : []))
  if (judged.length === 0) authorise(context, 'assignment.list', {})
  for (const competition of judged) authorise(context, 'assignment.list', { competition })
  const found = await table.getMany(competitionItem, judged.map((id) => keys.competition(id)))
  return found.flatMap((one) => (one === undefined || one.value.deletedAt !== undefined ? [] : [one.value])).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

/** What waits for a judge: one line a competition in which cards are still to be sent. */
export async function dueForJudge(context: Context): Promise<Due[]> {
  const { actor } = context
  if (actor.kind !== 'person' || !actor.memberships.some(({ role }) => role === 'judge')) return []
  const competitions = (await judgedCompetitions(context)).filter(({ state, round }) => state === 'judging' && round !== null)
  const lists = await Promise.all(competitions.map(async (competition) => {
    try {
      return await myAssignments(context, competition.id)
    } catch (error) {
      // The competition says it is in a round whose record is not written yet: nothing waits for a moment.
      if (error instanceof Refusal && error.code === 'NOT_FOUND') return undefined
      throw error
    }
  }))
  return lists.flatMap((list): Due[] => {
    if (list === undefined || list.round.state !== 'scoring') return []
    const left = list.items.filter(({ state }) => state !== 'submitted').length
    if (left === 0) return []
    const done = list.items.length - left
    return [{
      title: { zh: `评审：还有 ${left} 份要评（已交 ${done} / ${list.items.length}）`, en: `Judging: ${left} to score (${done} of ${list.items.length} sent)` },
      about: { zh: `${say(list.competition.name, 'zh')} · ${list.rules.name.zh}`, en: `${say(list.competition.name, 'en')} · ${say(list.rules.name, 'en')}` },
      href: `/judging/${list.competition.id}/${list.round.index}`,
      until: list.closesAt,
      state: list.open ? 'wait' : 'late',
    }]
  })
}

/** What comes after a proposal on the judge's list: the next that is not sent, from the start again behind the last; null when all are. */
export function nextAfter(items: readonly Assignment[], proposal: string | null): Assignment | null {
  const here = items.findIndex((item) => item.proposal === proposal)
  const order = [...items.slice(here + 1), ...items.slice(0, Math.max(0, here))]
  return order.find(({ state }) => state !== 'submitted') ?? null
}
