import { shanghaiDate } from '../kernel/calendar.ts'
import { type Instant, milliseconds } from '../kernel/instant.ts'
import type { Ballot } from './ballot.ts'
import { isStruck, type Span, type Strike } from './strike.ts'

/** Something about ballots that deserves a second look; none of it acts by itself. */
export interface Burst extends Span {
  /** The trace, shortened: enough to tell two apart. */
  from: string
  ballots: number
  /** Of its ballots, those that are set aside already. */
  struck: number
  /** The proposal that most of them name, and how many do. */
  proposal: string
  naming: number
}

/** Milliseconds within which many ballots of one network that name the same proposal are a burst. */
const WINDOW = 600_000
const FEW = 20
/** Of a burst's ballots, in percent, that name the same proposal. */
const SAME = 90
/** Ballots of several people on one browser: a family may share a phone. */
const SHARED = 4

export const shortTrace = (trace: string): string => trace.slice(0, 8)

function named(ballots: readonly Ballot[]): { proposal: string; naming: number } {
  const counts = new Map<string, number>()
  for (const proposal of ballots.flatMap(({ proposals }) => proposals)) counts.set(proposal, (counts.get(proposal) ?? 0) + 1)
  const [first = ['', 0] as const] = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return { proposal: first[0], naming: first[1] }
}

const alike = (ballots: readonly Ballot[]): boolean => ballots.length >= FEW && named(ballots).naming * 100 >= ballots.length * SAME

/** One network's ballots in order of time, cut into the stretches that are alike: every ten minutes that are, those that overlap together. */
function stretches(ballots: readonly Ballot[]): Ballot[][] {
  const found: { from: number; to: number }[] = []
  let to = 0
  for (const [from, { at }] of ballots.entries()) {
    const within = (other: Ballot | undefined) => other !== undefined && milliseconds(other.at) - milliseconds(at) < WINDOW
    while (within(ballots[to])) to += 1
    if (!alike(ballots.slice(from, to))) continue
    const last = found.at(-1)
    if (last !== undefined && from < last.to) last.to = to
    else found.push({ from, to })
  }
  return found.map((one) => ballots.slice(one.from, one.to))
}

/** Twenty ballots or more of one network within any ten minutes of which nine in ten name the same proposal, and four voters or more on one browser a day of Shanghai. Latest first. */
export function burstsOf(all: readonly Ballot[], strikes: readonly Strike[] = []): Burst[] {
  const ballots = all.filter(({ shadow }) => !shadow).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const burst = (kind: Burst['kind'], trace: string, some: readonly Ballot[]): Burst[] => {
    const [since, until]: (Instant | undefined)[] = [some[0]?.at, some.at(-1)?.at]
    return since === undefined || until === undefined ? [] : [{ kind, trace, from: shortTrace(trace), since, until, ballots: some.length, struck: some.filter((one) => isStruck(one, strikes)).length, ...named(some) }]
  }
  const of = (kind: Burst['kind'], part: (ballot: Ballot) => string) => {
    const traced = ballots.flatMap((ballot) => (ballot[kind] === null ? [] : [{ trace: ballot[kind], ballot }]))
    return [...Map.groupBy(traced, ({ trace, ballot }) => `${trace} ${part(ballot)}`).values()].map((some) => ({ trace: some[0]?.trace ?? '', some: some.map(({ ballot }) => ballot) }))
  }
  return [
    ...of('network', () => '').flatMap(({ trace, some }) => stretches(some).flatMap((stretch) => burst('network', trace, stretch))),
    ...of('browser', ({ at }) => shanghaiDate(at)).flatMap(({ trace, some }) => (new Set(some.map(({ voter }) => voter)).size >= SHARED ? burst('browser', trace, some) : [])),
  ].toSorted((a, b) => (a.until < b.until ? 1 : -1))
}
