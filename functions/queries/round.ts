import type { Competition } from '../../shared/competition/competition.ts'
import { closesAt } from '../../shared/competition/competition.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Conflict, Finding } from '../../shared/conflict/conflict.ts'
import type { Recusal } from '../../shared/conflict/recusal.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { isRefusal, Refusal } from '../../shared/kernel/refusal.ts'
import { type Bilingual, say } from '../../shared/kernel/text.ts'
import type { Action } from '../../shared/person/access.ts'
import { may } from '../../shared/person/access.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { type Judge, judgeItem } from '../../shared/round/judge.store.ts'
import type { Conflict as BarredPair, PlanInput } from '../../shared/round/plan.ts'
import { replacementsFor } from '../../shared/round/plan-check.ts'
import { type LoadedPlan, loadPlan, loadRound, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { refuseApplicants } from './applicant.ts'
import { rulesOf } from './assignment.ts'
import { conflictsIn } from './conflict.ts'
import type { Due } from './due.ts'

/** A round as its administrator works on it. */
export interface Room {
  competition: Stored<Competition>
  round: Stored<RoundRecord>
  rulebook: Rulebook
  rules: Round
}

/** Throws NOT_FOUND, NOT_ALLOWED. */
export async function roomOf(context: Context, action: Action, id: string, index: number): Promise<Room> {
  const competition = await loadCompetition(context.table, id)
  authorise(context, action, { district: competition.value.district, competition: id })
  const [round, rulebook] = await Promise.all([loadRound(context.table, id, index), loadRulebook(context.table, competition.value)])
  return { competition, round, rulebook, rules: rulesOf(rulebook, index) }
}

/** A judge barred from a proposal, and why. */
export type Barred = BarredPair & { reason: Bilingual }

/** What a plan of the round is made and checked with. */
export interface PlanBase {
  plan: LoadedPlan
  judges: Judge[]
  proposals: Map<string, Proposal>
  barred: Barred[]
  input: PlanInput
}

/** The plan that is being prepared or in force, and all that bears on it. `fresh`: ties found just now. Throws WRONG_STATE while the round has no groups yet. */
export async function planBase(context: Context, room: Room, fresh?: readonly Finding[]): Promise<PlanBase> {
  const { table } = context
  const { competition: { value: competition }, round: { value: round }, rules } = room
  const version = round.state === 'planning' ? (round.preparedPlan ?? round.plan) : round.plan
  if (version === null) throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
  const [plan, listed, judges, conflicts] = await Promise.all([
    loadPlan(table, competition.id, round.index, version), table.queryAll(proposalItem, keys.proposalsOf(competition.id)), judgesOf(context, competition.id), conflictsIn(table, { id: competition.id, round: round.index }, fresh),
  ])
  const groups = plan.head.groups.map(({ id, proposals }) => ({ id, entries: proposals }))
  const inRound = new Set<string>(groups.flatMap(({ entries }) => entries))
  const proposals = new Map<string, Proposal>(listed.flatMap(({ value }) => (inRound.has(value.id) ? [[value.id, value] as const] : [])))
  const barred = conflicts.flatMap((one): Barred[] => (one.bars && inRound.has(one.proposal) ? [{ judge: one.judge, entry: one.proposal, reason: barReason(one) }] : []))
  return {
    plan, judges, proposals, barred,
    input: { round: { assignment: plan.head.assignment ?? rules.assignment, panelSize: rules.panelSize, floor: rules.floor }, groups, judges: judges.map(({ person, maxLoad, expertise }) => ({ id: person, maxLoad: maxLoad ?? undefined, expertise })), conflicts: barred, categories: Object.fromEntries([...proposals].map(([id, { category }]) => [id, category])), seed: `${competition.seed}/plan/${rules.id}` },
  }
}

const barReason = ({ state, ties, ruling }: Conflict): Bilingual =>
  state === 'recused' ? { zh: '已回避', en: 'recused' }
    : ties.length === 0 ? { zh: ruling?.reason ?? '' }
    : { zh: ties.map(({ zh }) => zh).join('；'), en: ties.map(({ en }) => en).join('; ') }

/** Judges who are still with the competition, by id. */
export async function judgesOf(context: Context, competition: string): Promise<Judge[]> {
  return (await context.table.queryAll(judgeItem, keys.judges(competition))).flatMap(({ value }) => (value.removedAt === null ? [value] : []))
}

/** Cards of pairs of the plan, in its order, read from the table itself. */
export async function cardsOf(context: Context, index: number, assignments: LoadedPlan['assignments']): Promise<Map<string, Scorecard>> {
  const wanted = Object.entries(assignments).flatMap(([proposal, judges]) => judges.map((judge) => keys.scorecard(proposal, index, judge)))
  const found = await context.table.getMany(scorecardItem, wanted)
  return new Map(found.flatMap((card) => (card === undefined ? [] : [[`${card.value.proposal}#${card.value.judge}`, card.value] as const])))
}

export interface Progress {
  judges: { judge: string; name: string; assigned: number; submitted: number; draft: number; lastAt: Instant | null; late: boolean }[]
  cards: { proposal: string; title: string; judge: string; name: string; state: Scorecard['state']; total: string | null; submittedAt: Instant | null; receipt: string | null; reopened: number }[]
  assigned: number
  submitted: number
  /** Pairs of the plan that a tie bars: it came up after the judge was assigned. */
  tied: number
  /** Everything is in and nothing waits for a decision: the round can be closed before its date. */
  complete: boolean
  closesAt: Instant
}

/** How far the judges are, from the plan and the cards themselves; nobody who applied reads it. */
export async function readProgress(context: Context, id: string, index: number): Promise<{ room: Room; progress: Progress }> {
  const room = await roomOf(context, 'round.read', id, index)
  await refuseApplicants(context, id)
  const base = await planBase(context, room)
  return { room, progress: await progressOf(context, room, base) }
}

export async function progressOf(context: Context, room: Room, base: PlanBase): Promise<Progress> {
  const { assignments } = base.plan
  const index = room.round.value.index
  const [cards, recusals] = await Promise.all([cardsOf(context, index, assignments), listRecusalItems(context, room)])
  const recused = new Set(recusals.map(({ proposal, judge }) => `${proposal}#${judge}`))
  const until = closesAt(room.competition.value, `round-${index}`)
  const pairs = Object.entries(assignments).flatMap(([proposal, judges]) => judges.map((judge) => ({ proposal, judge, card: cards.get(`${proposal}#${judge}`) }))).filter(({ proposal, judge }) => !recused.has(`${proposal}#${judge}`))
  const names = new Map(base.judges.map(({ person, name }) => [person as string, name]))
  const byJudge = Map.groupBy(pairs, ({ judge }) => judge as string)
  const judges = [...byJudge].map(([judge, own]) => {
    const sent = own.filter(({ card }) => card?.state === 'submitted')
    const lastAt = own.reduce<Instant | null>((last, { card }) => (card !== undefined && (last === null || card.savedAt > last) ? card.savedAt : last), null)
    return { judge, name: names.get(judge) ?? '', assigned: own.length, submitted: sent.length, draft: own.filter(({ card }) => card?.state === 'draft').length, lastAt, late: sent.length < own.length && until <= context.now }
  })
  const submitted = judges.reduce((sum, one) => sum + one.submitted, 0)
  const floorKept = Object.entries(assignments).every(([proposal, own]) => own.filter((judge) => !recused.has(`${proposal}#${judge}`)).length >= room.rules.floor)
  const barred = new Set(base.barred.map(({ judge, entry }) => `${entry}#${judge}`))
  const tied = pairs.filter(({ proposal, judge }) => barred.has(`${proposal}#${judge}`)).length
  return {
    judges: judges.toSorted((a, b) => a.submitted / a.assigned - b.submitted / b.assigned || (a.name < b.name ? -1 : 1)),
    cards: pairs.flatMap(({ proposal, judge, card }) => (card === undefined ? [] : [{
      proposal, title: base.proposals.get(proposal)?.title ?? '', judge, name: names.get(judge) ?? '', state: card.state, total: card.total, submittedAt: card.submittedAt, receipt: card.receipt, reopened: card.reopened.length,
    }])),
    assigned: pairs.length, submitted, tied, complete: submitted === pairs.length && floorKept && tied === 0 && recusals.every(({ state }) => state !== 'asked'), closesAt: until,
  }
}

const listRecusalItems = async (context: Context, room: Room): Promise<Recusal[]> =>
  (await context.table.queryAll(recusalItem, keys.recusals(room.competition.value.id, room.round.value.index))).map(({ value }) => value)

export interface RecusalView extends Recusal {
  title: string
  /** Judges left on the proposal. */
  left: number
  /** Going on without is possible: the floor is kept. */
  mayGoOn: boolean
  /** No judge is left on the proposal: nothing happens to it until somebody decides. */
  blocked: boolean
  /** Who could stand in, least loaded first. */
  candidates: { judge: string; name: string; load: number }[]
}

/** Recusals of a round, what waits for a decision first; for nobody who applied. */
export async function readRecusals(context: Context, id: string, index: number): Promise<{ room: Room; recusals: RecusalView[] }> {
  const room = await roomOf(context, 'recusal.list', id, index)
  await refuseApplicants(context, id)
  const [recusals, base] = await Promise.all([listRecusalItems(context, room), planBase(context, room)])
  return { room, recusals: recusals.map((recusal) => recusalView(room, base, recusal)).toSorted((a, b) => Number(a.state !== 'asked') - Number(b.state !== 'asked') || (a.at < b.at ? 1 : -1)) }
}

export function recusalView(room: Room, base: PlanBase, recusal: Recusal): RecusalView {
  const { assignments } = base.plan
  const left = (assignments[recusal.proposal] ?? []).filter((judge) => judge !== recusal.judge).length
  const load = (judge: string) => Object.values(assignments).filter((judges) => judges.some((one) => one === judge)).length
  const names = new Map(base.judges.map(({ person, name }) => [person as string, name]))
  return {
    ...recusal, title: base.proposals.get(recusal.proposal)?.title ?? '', left, mayGoOn: left >= room.rules.floor, blocked: recusal.state === 'asked' && left === 0,
    candidates: replacementsFor(base.input, assignments, recusal.proposal).map((judge) => ({ judge, name: names.get(judge) ?? '', load: load(judge) })),
  }
}

export interface UnscoredView {
  proposal: string
  number: string
  title: string
  organisation: string
  /** Cards sent. */
  cards: number
  needed: number
  judges: { judge: string; name: string; submitted: boolean }[]
  candidates: { judge: string; name: string; load: number }[]
  decision: RoundRecord['unscored'][number] | null
}

/** Proposals that the closed round can't count yet, each with its number of scores. */
export async function readUnscored(context: Context, id: string, index: number): Promise<{ room: Room; unscored: UnscoredView[] }> {
  const room = await roomOf(context, 'round.read', id, index)
  const base = await planBase(context, room)
  return { room, unscored: await unscoredOf(context, room, base) }
}

export async function unscoredOf(context: Context, room: Room, base: PlanBase): Promise<UnscoredView[]> {
  const { assignments } = base.plan
  const cards = await cardsOf(context, room.round.value.index, assignments)
  const names = new Map(base.judges.map(({ person, name }) => [person as string, name]))
  const loads = new Map<string, number>()
  for (const judge of Object.values(assignments).flat()) loads.set(judge, (loads.get(judge) ?? 0) + 1)
  return Object.entries(assignments).flatMap(([proposal, judges]) => {
    const sent = judges.filter((judge) => cards.get(`${proposal}#${judge}`)?.state === 'submitted')
    if (sent.length >= room.rules.floor) return []
    const found = base.proposals.get(proposal)
    return [{
      proposal, number: found === undefined ? proposal : proposalNumber(found.id), title: found?.title ?? '', organisation: found?.organisation.name ?? '', cards: sent.length, needed: room.rules.floor,
      judges: judges.map((judge) => ({ judge, name: names.get(judge) ?? '', submitted: sent.includes(judge) })),
      candidates: replacementsFor(base.input, assignments, proposal).map((judge) => ({ judge, name: names.get(judge) ?? '', load: loads.get(judge) ?? 0 })),
      decision: room.round.value.unscored.find((one) => one.proposal === proposal) ?? null,
    }]
  })
}

/** What waits for those who run the round being judged: the plan and recusals; for those who decide, scores that are missing and ties. */
export async function dueForRounds(context: Context, competition: Competition): Promise<Due[]> {
  if (competition.state !== 'judging' || competition.round === null) return []
  const index = competition.round
  const room = await roomOf(context, 'round.read', competition.id, index).catch((error: unknown) => {
    // The competition names a round whose record is not written yet.
    if (isRefusal(error, 'NOT_FOUND')) return undefined
    throw error
  })
  if (room === undefined) return []
  const round = room.round.value
  const href = `/competitions/${competition.id}/rounds/${index}`
  const about = { zh: `${competition.name.zh} · ${room.rules.name.zh}`, en: `${say(competition.name, 'en')} · ${say(room.rules.name, 'en')}` }
  const due = (title: Bilingual, path: string, state: Due['state'] = 'wait', until: Instant | null = null): Due => ({ title, about, href: `${href}${path}`, until, state })
  const until = closesAt(competition, `round-${index}`)
  if (round.state === 'planning' && round.preparedPlan !== null) return [due({ zh: '分配评委，开始评分', en: 'Assign the judges and open the scoring' }, '/plan')]
  const decides = may(context.actor, 'round.resolve', { district: competition.district, competition: competition.id })
  if (decides && round.state === 'closed' && !round.unscoredSettled) return [due({ zh: '处理评分不够的申报书', en: 'Decide proposals with too few scores' }, '/unscored')]
  if (decides && round.state === 'tied' && round.ties?.chosen === null) return [due({ zh: '决定并列', en: 'Decide a tie across the line' }, '/ties')]
  if (round.state !== 'scoring' || round.endedAt !== null) return []
  const base = await planBase(context, room)
  const [progress, recusals] = await Promise.all([progressOf(context, room, base), listRecusalItems(context, room)])
  const asked = recusals.filter(({ state }) => state === 'asked').length
  const behind = progress.judges.filter(({ late }) => late).length
  const { tied } = progress
  return [
    ...(tied === 0 ? [] : [{ ...due({ zh: `改派：${tied} 份申报书分给了有利益关系的评委`, en: `Replace judges: ${tied} proposals are with a judge who is tied to them` }, '', 'late', until), href: `/competitions/${competition.id}/conflicts?assigned=yes` }]),
    ...(asked === 0 ? [] : [due({ zh: `处理回避（${asked} 份）`, en: `Settle recusals (${asked})` }, '/recusals', 'wait', until)]),
    ...(behind === 0 ? [] : [due({ zh: `${behind} 位评委到期没有评完`, en: `${behind} judges are past the date` }, '/progress', 'late', until)]),
    ...(progress.complete && progress.assigned > 0 ? [due({ zh: '评分表已齐，可以提前结束评分', en: 'All cards are in: the scoring can be ended' }, '/progress', 'now', until)] : []),
  ]
}
