import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { isOver } from '../../shared/competition/steps.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Bar, barredFrom } from '../../shared/person/hats.ts'
import { besideItem } from '../../shared/standing/beside.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { countVotes } from '../../shared/vote/ballot.ts'
import { type Burst, burstsOf, shortTrace } from '../../shared/vote/burst.ts'
import { counting, liesIn, type Strike } from '../../shared/vote/strike.ts'
import { ballotsAndStrikes } from '../../shared/vote/strike.store.ts'
import { authorise, type Context } from '../context.ts'
import { guideAmong, ownAmong, wearerOf } from './hats.ts'
import { choicesOf, type VoteRoom, voteRoom } from './vote.ts'

/** A burst as it is set aside, with the number of ballots that it has now. */
export type WatchedStrike = Pick<Strike, 'id' | 'kind' | 'since' | 'until' | 'ballots' | 'reason' | 'at'> & { from: string; by: string }

export interface VoteWatch extends VoteRoom {
  /** That count. */
  ballots: number
  /** That are set aside. */
  struck: number
  /** Ballots that count by day of Shanghai, in order. */
  days: { day: string; ballots: number }[]
  bursts: (Burst & { title: string })[]
  /** The newest first. */
  strikes: WatchedStrike[]
  /** The last ranking has the votes: nothing is set aside any more, and nothing taken back. */
  fixed: boolean
  /** By votes; null while votes are secret and still come in. */
  standing: { proposal: string; title: string; votes: number }[] | null
}

/** How the vote goes, for those who watch over it: numbers of ballots and what deserves a second look; who is ahead only once that is no secret. Throws NOT_FOUND. */
export async function watchVote(context: Context, id: string): Promise<VoteWatch> {
  const { value: { district, id: competition } } = await loadCompetition(context.table, id)
  authorise(context, 'vote.watch', { district, competition })
  return readWatch(context, id)
}

async function readWatch({ table, now }: Context, id: string): Promise<VoteWatch> {
  const room = await voteRoom(table, id, now)
  const [choices, { ballots: all, strikes }, fixed] = await Promise.all([choicesOf(table, room), ballotsAndStrikes(table, id), table.get(besideItem, keys.beside(id))])
  const titles = new Map(choices.map(({ proposal, title }) => [proposal, title]))
  const own = all.filter(({ shadow }) => !shadow)
  const ballots = counting(own, strikes)
  const votes = countVotes(choices.map(({ proposal }) => proposal), ballots)
  const over = !room.open && choices.length > 0
  return {
    ...room, ballots: ballots.length, struck: own.length - ballots.length, fixed: fixed !== undefined,
    days: [...Map.groupBy(ballots, ({ at }) => shanghaiDate(at))].map(([day, some]) => ({ day, ballots: some.length })).toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    bursts: burstsOf(all, strikes).map((burst) => ({ ...burst, title: titles.get(burst.proposal) ?? burst.proposal })),
    strikes: strikes.map((strike) => ({ ...strike, from: shortTrace(strike.trace), by: strike.by.name, ballots: own.filter((ballot) => liesIn(ballot, strike)).length })).toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    standing: room.vote.live || over ? Object.entries(votes).map(([proposal, count]) => ({ proposal, title: titles.get(proposal) ?? proposal, votes: count })).toSorted((a, b) => b.votes - a.votes || (a.proposal < b.proposal ? -1 : 1)) : null,
  }
}

/** Why the asker sets no ballots aside, though the access table lets them: who is bound to a project of the vote. */
export async function strikeBar(context: Context, room: VoteRoom): Promise<Bar | null> {
  const [wearer, choices] = await Promise.all([wearerOf(context), choicesOf(context.table, room)])
  const proposals = choices.map(({ proposal }) => proposal)
  const { id } = room.competition
  return barredFrom('strike-ballots', wearer, { competitions: [id], organisations: await ownAmong(context, wearer, id, proposals), mentor: await guideAmong(context, proposals) })
}

/** The competition, for whoever may set its ballots aside. Throws NOT_FOUND, NOT_ALLOWED. */
export async function requireStrikes(context: Context, id: string): Promise<Competition> {
  const { value } = await loadCompetition(context.table, id)
  authorise(context, 'vote.strike', { district: value.district, competition: id })
  return value
}

/** Whether ballots may still be set aside, whoever asks. */
export const mayStillStrike = ({ competition, fixed }: Pick<VoteWatch, 'competition' | 'fixed'>): boolean => !fixed && !isOver(competition)

/** Which burst is meant: one that has this moment in it. */
export const burstQuery = z.object({ kind: z.enum(['network', 'browser']), from: z.string().min(1).max(43), since: instant })

/** A burst to be set aside, for whoever may do that. Throws NOT_FOUND, NOT_ALLOWED. */
export async function readBurst(context: Context, id: string, { kind, from, since }: z.infer<typeof burstQuery>): Promise<{ watch: VoteWatch; burst: VoteWatch['bursts'][number]; bar: Bar | null }> {
  await requireStrikes(context, id)
  const watch = await readWatch(context, id)
  const burst = watch.bursts.find((one) => one.kind === kind && one.from === from && one.since <= since && since <= one.until)
  if (burst === undefined) throw new Refusal('NOT_FOUND')
  return { watch, burst, bar: await strikeBar(context, watch) }
}
