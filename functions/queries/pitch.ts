import { competitionItem, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { loadSupervisors } from '../../shared/competition/supervisor.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Action } from '../../shared/person/access.ts'
import { type Gate, gateOf, type Pitch, requireGate } from '../../shared/pitch/pitch.ts'
import { loadPitches, pitchItem } from '../../shared/pitch/pitch.store.ts'
import { type Snapshot, snapshotOf } from '../../shared/pitch/snapshot.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { type LoadedPlan, loadPlan, loadRound } from '../../shared/round/round.store.ts'
import type { Round } from '../../shared/rulebook/round.ts'
import { computedScores, type Measures, measuresOf } from '../../shared/rulebook/sheet.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import { scorecardItem } from '../../shared/scorecard/scorecard.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Table } from '../../shared/store/table.ts'
import { authorise, type Context } from '../context.ts'
import { type Assignment, type Assignments, type Desk, myAssignments, rulesOf } from './assignment.ts'
import { measuredInForm } from './measured.ts'
import { cardsOf, type Room, roomOf } from './round.ts'

/** The desk of the group that a proposal pitches in; undefined where the round is no live pitch or nobody has set a desk up. */
export async function pitchOf(table: Table, competition: string, rules: Round, index: number, proposal: string): Promise<Pitch | undefined> {
  if (rules.mode !== 'pitch') return undefined
  return (await loadPitches(table, competition, index)).find(({ entries }) => entries.some((entry) => entry.proposal === proposal))
}

/** Throws CARD_NOT_OPEN while the host of a live pitch keeps the card from this judge. A round without a desk has no host. */
export async function requireHostsLeave(context: Context, { competition, rules, round, judge, card }: Desk, proposal: string): Promise<void> {
  // A card that was sent is locked by that, whatever the host does.
  if (card?.value.state === 'submitted') return
  const pitch = await pitchOf(context.table, competition.id, rules, round.index, proposal)
  if (pitch !== undefined) requireGate(pitch, proposal, judge)
}

/** A live round as its host runs it. */
export interface PitchRoom {
  room: Room
  plan: LoadedPlan
  pitches: Pitch[]
}

/** Throws NOT_ALLOWED, NOT_FOUND for a round that is no pitch or has no plan yet. */
export async function pitchRoom(context: Context, action: Action, id: string, index: number): Promise<PitchRoom> {
  const room = await roomOf(context, action, id, index)
  const { plan } = room.round.value
  if (room.rules.mode !== 'pitch' || plan === null) throw new Refusal('NOT_FOUND')
  const [loaded, pitches] = await Promise.all([loadPlan(context.table, id, index, plan), loadPitches(context.table, id, index)])
  return { room, plan: loaded, pitches }
}

/** One group's desk: who is to send which card, and has not; for the host's eyes only. */
export interface DeskView extends PitchRoom {
  group: LoadedPlan['head']['groups'][number]
  pitch: Pitch | undefined
  /** The group after it in the plan; undefined for the last. */
  next: LoadedPlan['head']['groups'][number] | undefined
  /** By proposal: the judges whom the plan gives it. */
  cards: Record<string, { judge: string; name: string; state: 'none' | Scorecard['state'] }[]>
  /** Names of the competition's supervisors. */
  supervisors: string[]
}

/** Throws what pitchRoom throws, NOT_FOUND for a group that the plan hasn't. */
export async function readDesk(context: Context, action: Action, id: string, index: number, groupId: string): Promise<DeskView> {
  const found = await pitchRoom(context, action, id, index)
  const { groups } = found.plan.head
  const at = groups.findIndex((group) => group.id === groupId)
  const group = groups[at]
  if (group === undefined) throw new Refusal('NOT_FOUND')
  const assignments = Object.fromEntries(group.proposals.map((proposal) => [proposal, found.plan.assignments[proposal] ?? []]))
  const [cards, names, supervisors] = await Promise.all([cardsOf(context, index, assignments), judgeNames(context.table, id), loadSupervisors(context.table, id)])
  return {
    ...found, group, pitch: found.pitches.find((one) => one.group === groupId), next: groups[at + 1], supervisors: supervisors.map(({ name }) => name),
    cards: Object.fromEntries(Object.entries(assignments).map(([proposal, judges]) => [proposal, judges.map((judge) => ({ judge, name: names.get(judge) ?? '', state: cards.get(`${proposal}#${judge}`)?.state ?? 'none' as const })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))])),
  }
}

export async function judgeNames(table: Table, competition: string): Promise<Map<string, string>> {
  return new Map((await table.queryAll(judgeItem, keys.judges(competition))).map(({ value }) => [value.person, value.name]))
}

/** The record of a group's draw, for those who run the competition and those who watch over it. Throws NOT_FOUND before it was drawn. */
export async function readDraw(context: Context, id: string, index: number, group: string): Promise<{ room: Room; pitch: Pitch; draw: NonNullable<Pitch['draw']> }> {
  const room = await roomOf(context, 'pitch.record', id, index)
  const found = await context.table.get(pitchItem, keys.pitch(id, index, group))
  if (found === undefined || found.value.draw === null) throw new Refusal('NOT_FOUND')
  return { room, pitch: found.value, draw: found.value.draw }
}

export interface LiveCard extends Assignment {
  gate: Gate
  /** In the order, from 1; null before the draw. */
  place: number | null
  /** The judge's own, if begun. */
  card: Scorecard | undefined
  /** What is scored so far, with the points that nobody types. */
  scores: Record<string, string>
  /** What these follow from. */
  measured: Measures
}

/** A judge's live page: their cards in the order of the pitch, with what the host lets them do. */
export interface LiveCards extends Assignments {
  groups: { pitch: Pitch; cards: LiveCard[] }[]
}

/** Throws what myAssignments throws; no groups where no desk is set up. */
export async function myLive(context: Context, id: string, index: number): Promise<LiveCards> {
  const list = await myAssignments(context, id, index)
  const judge = context.actor.kind === 'person' ? context.actor.person.id : ''
  const { criteria } = list.rules
  const [pitches, own, numbers] = await Promise.all([
    list.rules.mode === 'pitch' ? loadPitches(context.table, id, index) : [],
    context.table.getMany(scorecardItem, list.items.map(({ proposal }) => keys.scorecard(proposal, index, judge))),
    Promise.all(list.items.map(({ proposal }) => measuredInForm(context.table, criteria, proposal))),
  ])
  const cards = list.items.map((item, i) => {
    const card = own[i]?.value
    const measured = numbers[i] ?? { planned: {}, actual: {} }
    return { ...item, card, scores: card?.state === 'submitted' ? card.scores : { ...card?.scores, ...computedScores(criteria, measured) }, measured: measuresOf(criteria, measured) }
  })
  const groups = pitches.map((pitch) => ({
    pitch,
    cards: cards.map((card): LiveCard => ({ ...card, gate: gateOf(pitch, card.proposal, judge), place: pitch.order.length === 0 ? null : pitch.order.indexOf(card.proposal) + 1 }))
      .filter(({ proposal }) => pitch.entries.some((entry) => entry.proposal === proposal))
      .toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0)),
  }))
  return { ...list, groups: groups.filter(({ cards }) => cards.length > 0) }
}

/** What anybody may watch: the live round of a competition whose call is out. */
export interface Watched {
  competition: Competition
  rules: Round
  pitches: Pitch[]
}

/** Milliseconds of the real clock for which one process answers everybody with what it has read: 300 viewers cost ten reads a second. */
const MEMORY = 100
const remembered = new Map<string, { until: number; read: Promise<Watched> }>()

/** Throws NOT_FOUND for a draft, a round that is no pitch or has not begun. No session is needed. */
export async function watchPitch(context: Context, id: string, index: number): Promise<Watched> {
  authorise(context, 'pitch.watch', {})
  const key = `${id}#${index}`
  const known = remembered.get(key)
  if (known !== undefined && known.until > Date.now()) return known.read
  const read = readWatched(context.table, id, index)
  if (remembered.size > 100) remembered.clear()
  remembered.set(key, { until: Date.now() + MEMORY, read })
  return read
}

/** After a write of this process, so that whoever asks here next sees it. */
export const forgetPitch = (id: string, index: number): boolean => remembered.delete(`${id}#${index}`)

async function readWatched(table: Table, id: string, index: number): Promise<Watched> {
  const [found, pitches]: [Stored<Competition> | undefined, Pitch[]] = await Promise.all([table.get(competitionItem, keys.competition(id)), loadPitches(table, id, index)])
  if (found === undefined || found.value.state === 'draft') throw new Refusal('NOT_FOUND')
  const rules = rulesOf(await loadRulebook(table, found.value), index)
  if (rules.mode !== 'pitch') throw new Refusal('NOT_FOUND')
  await loadRound(table, id, index)
  return { competition: found.value, rules, pitches }
}

/** The one small snapshot that viewers, screens and judges ask for. */
export const readSnapshot = async (context: Context, id: string, index: number): Promise<Snapshot> => snapshotOf((await watchPitch(context, id, index)).pitches, context.now)
