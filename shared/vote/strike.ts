import * as z from 'zod'
import { competitionId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import type { Ballot } from './ballot.ts'

const spanSchema = z.object({
  kind: z.enum(['network', 'browser']),
  /** Of the network or the browser (trace.ts). */
  trace: z.string(),
  /** Of the first and of the last ballot. */
  since: instant,
  until: instant,
})
/** A stretch of ballots from one place: it names no voter and no proposal. */
export type Span = z.infer<typeof spanSchema>

/**
 * A burst's ballots set aside (不计入): one record, however many they are, and no ballot is touched. A ballot that comes from the same place
 * after `until` is not in it: it was not there to be judged, and shows in the burst as one that still counts.
 */
export const strikeSchema = spanSchema.extend({
  /** Made of the span: the same is not set aside twice. */
  id: z.string(),
  competition: competitionId,
  /** How many there were when it was decided. */
  ballots: z.int(),
  reason: z.string(),
  by: z.object({ person: personId, name: z.string() }),
  at: instant,
})
export type Strike = z.infer<typeof strikeSchema>

/** Whether a ballot lies in a stretch; both ends do. */
export const liesIn = (ballot: Pick<Ballot, 'network' | 'browser' | 'at'>, { kind, trace, since, until }: Span): boolean => ballot[kind] === trace && since <= ballot.at && ballot.at <= until

export const isStruck = (ballot: Pick<Ballot, 'network' | 'browser' | 'at'>, strikes: readonly Span[]): boolean => strikes.some((strike) => liesIn(ballot, strike))

/** The ballots that count: a struck one counts as if it had never been cast, though its voter has voted. */
export const counting = (ballots: readonly Ballot[], strikes: readonly Span[]): Ballot[] => (strikes.length === 0 ? [...ballots] : ballots.filter((ballot) => !isStruck(ballot, strikes)))

export const setAsideSchema = z.object({ ballots: z.int(), reasons: z.array(z.string()) })
/** What the public is told of them: how many ballots in all, each once, and why. */
export type SetAside = z.infer<typeof setAsideSchema>

export function setAsideOf(ballots: readonly Ballot[], strikes: readonly Pick<Strike, keyof Span | 'reason' | 'at'>[]): SetAside {
  const own = ballots.filter(({ shadow }) => !shadow)
  const inTime = strikes.toSorted((a: { at: Instant }, b: { at: Instant }) => (a.at < b.at ? -1 : 1))
  return { ballots: own.filter((ballot) => isStruck(ballot, strikes)).length, reasons: [...new Set(inTime.map(({ reason }) => reason))] }
}
