import type { Competition } from '../../shared/competition/competition.ts'
import { closesAt } from '../../shared/competition/competition.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Recusal } from '../../shared/conflict/recusal.ts'
import { recusalItem } from '../../shared/conflict/recusal.store.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Action } from '../../shared/person/access.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { type Proposal, proposalNumber } from '../../shared/proposal/proposal.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { type Judge, judgeItem } from '../../shared/round/judge.store.ts'
import { type Conflict, conflictTest, makePlan, type PlanInput, type Shortfall } from '../../shared/round/plan.ts'
import { checkPlan, replacementsFor } from '../../shared/round/plan-check.ts'
import { type LoadedPlan, loadPlan, loadRound, type PlanHead, type RoundRecord } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { rulesOf } from './assignment.ts'

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
export type Barred = Conflict & { reason: Bilingual }

/** What a plan of the round is made and checked with. */
export interface PlanBase {
  plan: LoadedPlan
  judges: Judge[]
  proposals: Map<string, Proposal>
  barred: Barred[]
  input: PlanInput
}

/** The plan that is being prepared or in force, and all that bears on it. Throws WRONG_STATE while the round has no groups yet. */
export async function planBase(context: Context, room: Room): Promise<PlanBase> {
  const { table } = context
  const { competition: { value: competition }, round: { value: round }, rules } = room
  const version = round.state === 'planning' ? (round.preparedPlan ?? round.plan) : round.plan
  if (version === null) throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
  const [plan, listed, judges, recusals] = await Promise.all([
    loadPlan(table, competition.id, round.index, version), table.queryAll(proposalItem, keys.proposalsOf(competition.id)), judgesOf(context, competition.id), recusalsUpTo(context, competition.id, round.index),
  ])
  const groups = plan.head.groups.map(({ id, proposals }) => ({ id, entries: proposals }))
  const inRound = new Set<string>(groups.flatMap(({ entries }) => entries))
  const proposals = new Map<string, Proposal>(listed.flatMap(({ value }) => (inRound.has(value.id) ? [[value.id, value] as const] : [])))
  const barred = [...await tiesOf(context, judges, proposals), ...recusals.filter(({ proposal }) => inRound.has(proposal)).map(({ judge, proposal }) => ({ judge, entry: proposal, reason: { zh: '已回避', en: 'recused' } }))]
  return {
    plan, judges, proposals, barred,
    input: { round: { assignment: plan.head.assignment ?? rules.assignment, panelSize: rules.panelSize, floor: rules.floor }, groups, judges: judges.map(({ person }) => ({ id: person })), conflicts: barred, seed: `${competition.seed}/plan/${rules.id}` },
  }
}

/** Judges who are still with the competition, by id. */
export async function judgesOf(context: Context, competition: string): Promise<Judge[]> {
  return (await context.table.queryAll(judgeItem, keys.judges(competition))).flatMap(({ value }) => (value.removedAt === null ? [value] : []))
}

/** Who recused themselves in an earlier round stays away in the later ones. */
async function recusalsUpTo(context: Context, competition: string, index: number): Promise<Recusal[]> {
  const rounds = await Promise.all(Array.from({ length: index + 1 }, (_, i) => context.table.queryAll(recusalItem, keys.recusals(competition, i))))
  return rounds.flat().map(({ value }) => value)
}

/** Declared ties, and memberships of the applicant that nobody needs to declare. */
async function tiesOf(context: Context, judges: readonly Judge[], proposals: ReadonlyMap<string, Proposal>): Promise<Barred[]> {
  const byOrganisation = Map.groupBy(proposals.values(), ({ organisation }) => organisation.id as string)
  const memberships = await Promise.all(judges.map(({ person }) => context.table.queryAll(membershipItem, keys.memberships(person))))
  return judges.flatMap((judge, i) => {
    const own = (memberships[i] ?? []).flatMap(({ value }) => (value.role === 'member' ? [{ organisation: value.organisation as string, reason: { zh: '是申报单位的成员', en: 'is a member of the applicant' } }] : []))
    const declared = judge.ties.map(({ organisation, reason }) => ({ organisation: organisation as string, reason: { zh: reason || '已申明利益关系' } }))
    const reasons = new Map([...own, ...declared].map(({ organisation, reason }) => [organisation, reason]))
    return [...reasons].flatMap(([organisation, reason]) => (byOrganisation.get(organisation) ?? []).map((proposal) => ({ judge: judge.person, entry: proposal.id, reason })))
  })
}

export interface PlanView {
  version: string
  previous: string | null
  state: RoundRecord['state']
  assignment: 'panel' | 'spread'
  panelSize: number
  floor: number
  /** Judges have been dealt in this version; before that there are only groups. */
  made: boolean
  /** It can be confirmed; otherwise `missing` says why not. */
  ready: boolean
  missing: Mistake[]
  groups: { id: string; name: Bilingual; category: string | null; panel: string[]; proposals: { proposal: string; number: string; title: string; organisation: string; category: string; judges: string[] }[] }[]
  judges: { id: string; name: string; load: number }[]
  barred: { judge: string; proposal: string; reason: Bilingual }[]
  shortfalls: Shortfall[]
}

/** The plan of a round with what it leads to. */
export async function readPlan(context: Context, id: string, index: number): Promise<{ room: Room; view: PlanView }> {
  const room = await roomOf(context, 'round.read', id, index)
  return { room, view: planView(room, await planBase(context, room)) }
}

export function planView(room: Room, base: PlanBase, plan: Pick<LoadedPlan, 'head' | 'assignments'> = base.plan): PlanView {
  const { head, assignments } = plan
  const missing = missingIn(base, assignments)
  const loads = new Map<string, number>()
  for (const judge of Object.values(assignments).flat()) loads.set(judge, (loads.get(judge) ?? 0) + 1)
  return {
    version: head.version, previous: head.previous ?? null, state: room.round.value.state, assignment: head.assignment ?? room.rules.assignment, panelSize: room.rules.panelSize, floor: room.rules.floor,
    made: loads.size > 0, ready: missing.length === 0, missing,
    groups: head.groups.map((group) => ({
      id: group.id, name: group.name, category: group.category, panel: group.panel,
      proposals: group.proposals.map((proposal) => {
        const found = base.proposals.get(proposal)
        return { proposal, number: proposalNumber(proposal), title: found?.title ?? '', organisation: found?.organisation.name ?? '', category: found?.category ?? '', judges: (assignments[proposal] ?? []).toSorted() }
      }),
    })),
    judges: base.judges.map(({ person, name }) => ({ id: person, name, load: loads.get(person) ?? 0 })),
    barred: base.barred.map(({ judge, entry, reason }) => ({ judge, proposal: entry, reason })),
    shortfalls: shortfallsOf(base, assignments),
  }
}

/** Why the plan can't be confirmed, each with the proposal's name. */
export function missingIn(base: PlanBase, assignments: LoadedPlan['assignments']): Mistake[] {
  if (base.judges.length === 0) return [{ path: 'judges', code: 'NO_JUDGES', zh: '还没有评委接受邀请。', en: 'No judge has accepted an invitation yet.' }]
  return checkPlan(base.input, assignments).map((mistake) => named(base, mistake))
}

/** The mistake with its proposal's title in front, and judges by name. */
function named(base: PlanBase, mistake: Mistake): Mistake {
  const title = base.proposals.get(mistake.path.replace('assignments.', ''))?.title
  return title === undefined ? mistake : { ...mistake, zh: `《${title}》：${mistake.zh}`, en: `"${title}": ${mistake.en}` }
}

/** Whom the rulebook's number of judges falls short for, with makePlan's reasons where it is still its own deal. */
function shortfallsOf({ input, barred, judges }: PlanBase, assignments: LoadedPlan['assignments']): Shortfall[] {
  const inConflict = conflictTest(barred)
  return input.groups.flatMap(({ entries }) => entries).flatMap((entry) => {
    const found = assignments[entry]?.length ?? 0
    const needed = input.round.panelSize
    if (found >= needed) return []
    const away = judges.filter(({ person }) => inConflict(person, entry)).length
    const reason = judges.length - away < needed
      ? { zh: `评委 ${judges.length} 位，其中 ${away} 位须回避，不够 ${needed} 位。`, en: `Of ${judges.length} judges ${away} are barred: fewer than ${needed} are left.` }
      : { zh: `有 ${found} 位评委，章程要 ${needed} 位。`, en: `It has ${found} judges; the rulebook asks for ${needed}.` }
    return [{ entry, needed, found, blocks: found < input.round.floor, reason }]
  })
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
  /** Everything is in and nothing waits for a decision: the round can be closed before its date. */
  complete: boolean
  closesAt: Instant
}

/** How far the judges are, from the plan and the cards themselves. */
export async function readProgress(context: Context, id: string, index: number): Promise<{ room: Room; progress: Progress }> {
  const room = await roomOf(context, 'round.read', id, index)
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
  return {
    judges: judges.toSorted((a, b) => a.submitted / a.assigned - b.submitted / b.assigned || (a.name < b.name ? -1 : 1)),
    cards: pairs.flatMap(({ proposal, judge, card }) => (card === undefined ? [] : [{
      proposal, title: base.proposals.get(proposal)?.title ?? '', judge, name: names.get(judge) ?? '', state: card.state, total: card.total, submittedAt: card.submittedAt, receipt: card.receipt, reopened: card.reopened.length,
    }])),
    assigned: pairs.length, submitted, complete: submitted === pairs.length && floorKept && recusals.every(({ state }) => state !== 'asked'), closesAt: until,
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

/** Recusals of a round, what waits for a decision first. */
export async function readRecusals(context: Context, id: string, index: number): Promise<{ room: Room; recusals: RecusalView[] }> {
  const room = await roomOf(context, 'recusal.list', id, index)
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

/** A new deal of the round's judges, not written anywhere. */
export function deal(base: PlanBase, assignment: 'panel' | 'spread'): { assignments: LoadedPlan['assignments']; panels: Record<string, string[]>; shortfalls: PlanHead['shortfalls'] } {
  const plan = makePlan({ ...base.input, round: { ...base.input.round, assignment } })
  const people = new Map(base.judges.map(({ person }) => [person as string, person]))
  return {
    assignments: Object.fromEntries(Object.entries(plan.assignments).map(([entry, judges]) => [entry, judges.flatMap((judge) => people.get(judge) ?? [])])),
    panels: plan.panels,
    shortfalls: plan.shortfalls.flatMap(({ entry, needed, found }) => {
      const proposal = base.proposals.get(entry)?.id
      return proposal === undefined ? [] : [{ proposal, needed, found }]
    }),
  }
}
