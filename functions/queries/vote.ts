import { closesAt, type Competition } from '../../shared/competition/competition.ts'
import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { lot } from '../../shared/kernel/draw.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { versionItem } from '../../shared/proposal/proposal.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { fieldsOf } from '../../shared/rulebook/content.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { Vote } from '../../shared/rulebook/vote.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { countVotes, type Ballot } from '../../shared/vote/ballot.ts'
import { ballotItem, ballotsOf } from '../../shared/vote/ballot.store.ts'
import { type Burst, burstsOf } from '../../shared/vote/burst.ts'
import { authorise, type Context } from '../context.ts'
import { scoringIsOpen } from './assignment.ts'
import { deviceOf } from './device.ts'
import { entriesOf } from './entries.ts'

/** A project as a voter sees it: never who applies. */
export interface Choice {
  proposal: string
  title: string
  category: string
  shown: { label: Bilingual; text: string }[]
}

/** A competition's vote, and whether ballots are taken: as long as the round's scores are. */
export interface VoteRoom {
  competition: Competition
  rulebook: Rulebook
  vote: Vote
  /** Of the round during which one may vote. */
  index: number
  open: boolean
  closesAt: Instant
}

/** Throws NOT_FOUND where the rulebook has no vote, or the call is not out. */
export async function voteRoom(table: Table, id: string, now: Instant): Promise<VoteRoom> {
  const { value: competition } = await loadCompetition(table, id)
  const rulebook = await loadRulebook(table, competition)
  const { vote } = rulebook
  if (vote === null || competition.state === 'draft') throw new Refusal('NOT_FOUND')
  const index = rulebook.rounds.findIndex((round) => round.id === vote.during)
  const round = await table.get(roundItem, keys.round(id, index))
  return { competition, rulebook, vote, index, open: round !== undefined && scoringIsOpen(competition, round.value, now), closesAt: closesAt(competition, `round-${index}`) }
}

/** The projects of a round change with its competition's rounds alone: what all visitors read is made once a process. */
const known = new Map<string, Promise<Choice[]>>()

/** What may be voted for; empty before the round has begun. */
export async function choicesOf(table: Table, { competition, rulebook, vote, index }: VoteRoom): Promise<Choice[]> {
  if (competition.round === null || competition.round < index) return []
  const key = `${competition.id}#${index}`
  const kept = known.get(key)
  if (kept !== undefined) return kept
  if (known.size > 50) known.clear()
  const made = readChoices(table, competition, rulebook, vote, index)
  known.set(key, made)
  made.catch(() => known.delete(key))
  return made
}

async function readChoices(table: Table, competition: Competition, rulebook: Rulebook, vote: Vote, index: number): Promise<Choice[]> {
  const entries = await entriesOf(table, competition.id, index)
  const versions = await table.getMany(versionItem, entries.map(({ id, version }) => keys.version(id, version)))
  const fields = fieldsOf(rulebook.form).filter(({ id }) => vote.shows.includes(id))
  return entries.map(({ id, title, category }, i) => ({
    proposal: id, title, category,
    shown: fields.flatMap(({ id: field, label }) => {
      const text = versions[i]?.value.content[field]
      return typeof text === 'string' && text.trim() !== '' && text !== title ? [{ label, text }] : []
    }),
  }))
}

/** Counted at most once a minute for everybody. */
const counts = new Map<string, { at: number; votes: Promise<Record<string, number>> }>()

async function liveVotes(table: Table, room: VoteRoom, choices: readonly Choice[]): Promise<Record<string, number>> {
  const kept = counts.get(room.competition.id)
  if (kept !== undefined && Date.now() - kept.at < 60_000) return kept.votes
  if (counts.size > 50) counts.clear()
  const votes = ballotsOf(table, room.competition.id).then((ballots) => countVotes(choices.map(({ proposal }) => proposal), ballots))
  counts.set(room.competition.id, { at: Date.now(), votes })
  votes.catch(() => counts.delete(room.competition.id))
  return votes
}

/** Under which names somebody votes: as a person who is signed in, as the volunteer whose phone is proved, or both. */
export async function votersOf(context: Context, cookie: string | undefined): Promise<string[]> {
  const device = await deviceOf(context, cookie)
  return [
    ...(context.actor.kind === 'person' ? [`person:${context.actor.person.id}`] : []),
    ...(device?.proved === true ? [`volunteer:${device.volunteer}`] : []),
  ]
}

/** A judge of the competition has a card, and no ballot. */
export const judgesHere = ({ actor }: Context, competition: string): boolean => actor.kind === 'person' && actor.memberships.some((one) => one.role === 'judge' && one.competition === competition)

/** The day that a ballot is of. */
export const ballotDay = ({ ballots }: Pick<Vote, 'ballots'>, now: Instant): string => (ballots === 'daily' ? shanghaiDate(now) : 'once')

export interface VotePage extends VoteRoom {
  /** In an order of the visitor's own, so that nobody stands first for everybody. */
  choices: Choice[]
  /** Only where the rulebook shows them. */
  votes: Record<string, number> | null
  /** 'unknown': has to sign in first. */
  voter: 'known' | 'unknown' | 'judge'
  /** The ballot of today (or the only one), where it is cast. */
  ballot: Pick<Ballot, 'proposals' | 'at'> | null
}

/** The vote for whoever opens its page; `visitor` decides the order that they see. Throws NOT_FOUND. */
export async function readVote(context: Context, id: string, cookie: string | undefined, visitor: string): Promise<VotePage> {
  authorise(context, 'vote.read', {})
  const room = await voteRoom(context.table, id, context.now)
  const [choices, voters] = await Promise.all([choicesOf(context.table, room), votersOf(context, cookie)])
  const day = ballotDay(room.vote, context.now)
  const cast = await context.table.getMany(ballotItem, voters.map((voter) => keys.ballot(room.competition.id, voter, day)))
  const own = cast.flatMap((one) => (one === undefined ? [] : [one.value]))[0]
  return {
    ...room,
    choices: choices.map((choice) => ({ choice, at: lot(visitor, choice.proposal) })).toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ choice }) => choice),
    votes: room.vote.live ? await liveVotes(context.table, room, choices) : null,
    voter: judgesHere(context, room.competition.id) ? 'judge' : voters.length === 0 ? 'unknown' : 'known',
    ballot: own === undefined ? null : { proposals: own.proposals, at: own.at },
  }
}

export interface VoteWatch extends VoteRoom {
  ballots: number
  /** Ballots by day of Shanghai, in order. */
  days: { day: string; ballots: number }[]
  bursts: (Burst & { title: string })[]
  /** By votes; null while votes are secret and still come in. */
  standing: { proposal: string; title: string; votes: number }[] | null
}

/** How the vote goes, for those who watch over it: numbers of ballots and what deserves a second look; who is ahead only once that is no secret. Throws NOT_FOUND. */
export async function watchVote(context: Context, id: string): Promise<VoteWatch> {
  const { value: { district, id: competition } } = await loadCompetition(context.table, id)
  authorise(context, 'vote.watch', { district, competition })
  const room = await voteRoom(context.table, id, context.now)
  const [choices, all] = await Promise.all([choicesOf(context.table, room), ballotsOf(context.table, id)])
  const titles = new Map(choices.map(({ proposal, title }) => [proposal, title]))
  const ballots = all.filter(({ shadow }) => !shadow)
  const votes = countVotes(choices.map(({ proposal }) => proposal), all)
  const over = !room.open && choices.length > 0
  return {
    ...room, ballots: ballots.length,
    days: [...Map.groupBy(ballots, ({ at }) => shanghaiDate(at))].map(([day, some]) => ({ day, ballots: some.length })).toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    bursts: burstsOf(all).map((burst) => ({ ...burst, title: titles.get(burst.proposal) ?? burst.proposal })),
    standing: room.vote.live || over ? Object.entries(votes).map(([proposal, count]) => ({ proposal, title: titles.get(proposal) ?? proposal, votes: count })).toSorted((a, b) => b.votes - a.votes || (a.proposal < b.proposal ? -1 : 1)) : null,
  }
}
