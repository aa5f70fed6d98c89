import { Refusal } from '../../shared/kernel/refusal.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { type Clue, radarOf } from '../../shared/reliability/radar.ts'
import { ratingsOf } from '../../shared/reliability/rating.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Context } from '../context.ts'
import { conflictsIn } from './conflict.ts'
import { entriesOf } from './entries.ts'
import { ownAmong, wearerOf } from './hats.ts'
import { type Room, roomOf } from './round.ts'
import { cardsOfRound } from './round-cards.ts'

export interface RadarView {
  room: Room
  clues: Clue[]
  /** Of judges, and of proposals. */
  names: Map<string, string>
  titles: Map<string, string>
}

/**
 * What deserves a second look in a round whose scoring is over. Before that there is none: a judge's open scores are the judge's own. Throws CONFLICTED for
 * an administrator or supervisor who applied, judges or runs it, WRONG_STATE while cards are open.
 */
export async function readRadar(context: Context, id: string, index: number): Promise<RadarView> {
  const room = await roomOf(context, 'radar.read', id, index)
  const { competition: { value: competition }, round: { value: round }, rules } = room
  const { table } = context
  const [wearer, proposals] = await Promise.all([wearerOf(context), entriesOf(table, competition.id, index)])
  requireUnbarred('read-radar', wearer, { competitions: [id], organisations: await ownAmong(context, wearer, id, proposals.map((one) => one.id)) })
  if (round.state === 'planning' || round.state === 'scoring') throw new Refusal('WRONG_STATE', { facts: { state: round.state } })
  const [{ cards: byProposal }, judges, found] = await Promise.all([cardsOfRound(table, competition, round), table.queryAll(judgeItem, keys.judges(id)), conflictsIn(table, competition)])
  const cards = [...byProposal.values()].flat()
  const memberships = await Promise.all(judges.map(({ value: { person } }) => table.queryAll(membershipItem, keys.memberships(person))))
  const applicantOf = new Map<string, string>(proposals.map((one) => [one.id, one.organisation.id]))
  // A tie that was lifted is still one. Whose organisation competes in the same category is against the others, not bound to them.
  const known = found.filter(({ ties: all, ruling }) => ruling !== null || all.some(({ kind }) => kind !== 'competes'))
  const ties: { judge: string; organisation: string }[] = [
    ...known.map(({ judge, proposal }) => ({ judge, organisation: applicantOf.get(proposal) ?? '' })),
    ...judges.flatMap(({ value: judge }, i) => [...judge.ties, ...(memberships[i] ?? []).flatMap(({ value: held }) => (held.role === 'member' ? [held] : []))].map(({ organisation }) => ({ judge: judge.person, organisation }))),
  ]
  return {
    room, names: new Map(judges.map(({ value: { person, name } }) => [person, name])), titles: new Map(proposals.map((one) => [one.id, one.title])),
    clues: radarOf({
      ratings: ratingsOf(rules, cards.map(({ proposal, judge, scores }) => ({ entry: proposal, judge, scores }))), ties, heard: rules.mode === 'pitch',
      cards: cards.map(({ proposal, judge, comment, begunAt, submittedAt, savedAt }) => ({ entry: proposal, judge, comment, begunAt, submittedAt: submittedAt ?? savedAt })),
      applicantOf,
    }),
  }
}
