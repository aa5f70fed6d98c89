import { loadSupervisors } from '../../shared/competition/supervisor.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Action } from '../../shared/person/access.ts'
import { feesItem, loadPitches } from '../../shared/pitch/pitch.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { loadPlan, type PlanHead } from '../../shared/round/round.store.ts'
import type { Scorecard } from '../../shared/scorecard/scorecard.ts'
import type { EntryScore, Unscored } from '../../shared/standing/aggregate.ts'
import { countRound } from '../../shared/standing/count.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { judgeNames } from './pitch.ts'
import { recordsOfRound } from './round-records.ts'
import { cardsOf, judgesOf, type Room, roomOf } from './round.ts'

/** What a group's papers are made of: its proposals in the order of the pitch (else the plan's), its judges, and the cards that were sent. */
export interface GroupSheets {
  room: Room
  group: PlanHead['groups'][number]
  groups: PlanHead['groups']
  entries: { proposal: string; title: string; organisation: string | null }[]
  /** By name. */
  judges: { judge: string; name: string }[]
  /** Undefined where the judge has not sent one; null where the plan does not give it to them. */
  cardOf: (proposal: string, judge: string) => Scorecard | undefined | null
  /** The round's score of a proposal by the cards that are in; null below the floor. */
  scoreOf: (proposal: string) => string | null
  supervisors: string[]
}

/** Throws NOT_ALLOWED, NOT_FOUND before the round has a plan or for a group it hasn't. */
export async function readSheets(context: Context, action: Action, id: string, index: number, wanted: string | null): Promise<GroupSheets> {
  const { table } = context
  const room = await roomOf(context, action, id, index)
  const { plan } = room.round.value
  if (plan === null) throw new Refusal('NOT_FOUND')
  const [{ head, assignments }, pitches, names, supervisors] = await Promise.all([loadPlan(table, id, index, plan), loadPitches(table, id, index), judgeNames(table, id), loadSupervisors(table, id)])
  const group = wanted === null ? head.groups[0] : head.groups.find((one) => one.id === wanted)
  if (group === undefined) throw new Refusal('NOT_FOUND')
  const drawn = pitches.find((pitch) => pitch.group === group.id)?.order ?? []
  const order = drawn.length > 0 ? drawn : group.proposals
  const own = Object.fromEntries(order.map((proposal) => [proposal, assignments[proposal] ?? []]))
  const [proposals, cards, { scores }] = await Promise.all([table.getMany(proposalItem, order.map((proposal) => keys.proposal(proposal))), cardsOf(context, index, own), countGroup(context, room, order)])
  const judges = [...new Set(Object.values(own).flat())].map((judge) => ({ judge, name: names.get(judge) ?? '' })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
  const cardOf: GroupSheets['cardOf'] = (proposal, judge) => {
    if (own[proposal]?.some((one) => one === judge) !== true) return null
    const card = cards.get(`${proposal}#${judge}`)
    return card?.state === 'submitted' ? card : undefined
  }
  return {
    room, group, groups: head.groups, judges, supervisors: supervisors.map(({ name }) => name), cardOf,
    entries: proposals.flatMap((found) => (found === undefined ? [] : [{ proposal: found.value.id, title: found.value.title, organisation: room.rulebook.blind ? null : found.value.organisation.name }])),
    scoreOf: (proposal) => scores[proposal]?.score ?? null,
  }
}

/** The scores of some proposals of a round by its own rule, from the cards that are in; those with too few cards have none and are named. */
export async function countGroup(context: Context, room: Room, proposals: readonly string[]): Promise<{ scores: Record<string, EntryScore>; unscored: Unscored[] }> {
  const { records } = await recordsOfRound(context.table, room.competition.value, room.round.value)
  const among = new Set(proposals)
  const own = { ...records, entries: records.entries.filter(({ id }) => among.has(id)), cards: records.cards.filter(({ entry }) => among.has(entry)) }
  const counted = countRound(own)
  if (counted.ok) return { scores: counted.counted.result.scores, unscored: [] }
  const left = new Set(counted.unscored.map(({ entry }) => entry))
  const rest = countRound({ ...own, entries: own.entries.filter(({ id }) => !left.has(id)), cards: own.cards.filter(({ entry }) => !left.has(entry)) })
  return { scores: rest.ok ? rest.counted.result.scores : {}, unscored: counted.unscored }
}

/** What each judge of the competition is paid for the round, in fen; null where nothing was put down. */
export async function readFees(context: Context, id: string, index: number): Promise<{ room: Room; lines: { judge: string; name: string; fen: number | null }[] }> {
  const room = await roomOf(context, 'pitch.fees', id, index)
  const [judges, stored] = await Promise.all([judgesOf(context, id), context.table.get(feesItem, keys.fees(id, index))])
  return { room, lines: judges.map(({ person, name }) => ({ judge: person, name, fen: stored?.value.fees[person] ?? null })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh')) }
}
