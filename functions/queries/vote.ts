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
import { ballotItem } from '../../shared/vote/ballot.store.ts'
import { counting } from '../../shared/vote/strike.ts'
import { ballotsAndStrikes } from '../../shared/vote/strike.store.ts'
import { authorise, type Context } from '../context.ts'
import { scoringIsOpen } from './assignment.ts'
import { entriesOf } from './entries.ts'
import { votersOf } from './voter.ts'

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
  const votes = ballotsAndStrikes(table, room.competition.id).then(({ ballots, strikes }) => countVotes(choices.map(({ proposal }) => proposal), counting(ballots, strikes)))
  counts.set(room.competition.id, { at: Date.now(), votes })
  votes.catch(() => counts.delete(room.competition.id))
  return votes
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
  /** The ballot of today (or the only one), where it is cast; without proposals where it was cast under another name of the voter's. */
  ballot: Pick<Ballot, 'proposals' | 'at'> | null
}

/** The vote for whoever opens its page; `visitor` decides the order that they see. Throws NOT_FOUND. */
export async function readVote(context: Context, id: string, cookie: string | undefined, visitor: string): Promise<VotePage> {
  authorise(context, 'vote.read', {})
  const room = await voteRoom(context.table, id, context.now)
  const [choices, { shown }] = await Promise.all([choicesOf(context.table, room), votersOf(context, cookie)])
  const day = ballotDay(room.vote, context.now)
  // Never those of a name that only the records say is theirs: what somebody chose is shown to who cast it.
  const cast = (await context.table.getMany(ballotItem, shown.map((voter) => keys.ballot(room.competition.id, voter, day)))).flatMap((one) => (one === undefined ? [] : [one.value]))
  const own = cast.find(({ shadow }) => !shadow) ?? cast[0]
  return {
    ...room,
    choices: choices.map((choice) => ({ choice, at: lot(visitor, choice.proposal) })).toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ choice }) => choice),
    votes: room.vote.live ? await liveVotes(context.table, room, choices) : null,
    voter: judgesHere(context, room.competition.id) ? 'judge' : shown.length === 0 ? 'unknown' : 'known',
    ballot: own === undefined ? null : { proposals: own.proposals, at: own.at },
  }
}
