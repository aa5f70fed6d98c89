import type { Instant } from '../kernel/instant.ts'
import type { Ballot } from './ballot.ts'

/** Something about ballots that deserves a second look; none of it acts by itself. */
export interface Burst {
  kind: 'network' | 'browser'
  /** Digest of the network or browser, shortened: enough to tell two apart. */
  from: string
  since: Instant
  until: Instant
  ballots: number
  /** The proposal that most of them name, and how many do. */
  proposal: string
  naming: number
}

/** Minutes within which many ballots of one network that name the same proposal are a burst. */
const WINDOW = 10
const FEW = 20
/** Of a burst's ballots, in percent, that name the same proposal. */
const SAME = 90
/** Ballots of several people on one browser: a family may share a phone. */
const SHARED = 4

const minutes = (at: Instant): number => Math.floor(Date.parse(at) / 60_000)

function named(ballots: readonly Ballot[]): { proposal: string; naming: number } {
  const counts = new Map<string, number>()
  for (const proposal of ballots.flatMap(({ proposals }) => proposals)) counts.set(proposal, (counts.get(proposal) ?? 0) + 1)
  const [first = ['', 0] as const] = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return { proposal: first[0], naming: first[1] }
}

function burst(kind: Burst['kind'], from: string, ballots: readonly Ballot[]): Burst[] {
  const times = ballots.map(({ at }) => at).toSorted()
  const [since, until] = [times[0], times.at(-1)]
  return since === undefined || until === undefined ? [] : [{ kind, from: from.slice(0, 8), since, until, ballots: ballots.length, ...named(ballots) }]
}

/** Twenty ballots or more of one network within ten minutes of which nine in ten name the same proposal, and four voters or more on one browser a day. Latest first. */
export function burstsOf(all: readonly Ballot[]): Burst[] {
  const ballots = all.filter(({ shadow }) => !shadow)
  const networks = [...Map.groupBy(ballots.filter(({ network }) => network !== null), ({ network, at }) => `${network} ${Math.floor(minutes(at) / WINDOW)}`)]
  const browsers = [...Map.groupBy(ballots.filter(({ browser }) => browser !== null), ({ browser, at }) => `${browser} ${at.slice(0, 10)}`)]
  return [
    ...networks.flatMap(([, some]) => (some.length >= FEW && named(some).naming * 100 >= some.length * SAME ? burst('network', some[0]?.network ?? '', some) : [])),
    ...browsers.flatMap(([, some]) => (new Set(some.map(({ voter }) => voter)).size >= SHARED ? burst('browser', some[0]?.browser ?? '', some) : [])),
  ].toSorted((a, b) => (a.until < b.until ? 1 : -1))
}
