import { newPersonId } from '../../shared/kernel/ids.ts'
import { plusSeconds } from '../../shared/kernel/instant.ts'
import { loadRound, roundItem } from '../../shared/round/round.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import type { Vote } from '../../shared/rulebook/vote.ts'
import { type Ballot, ballotSchema } from '../../shared/vote/ballot.ts'
import { ballotItem } from '../../shared/vote/ballot.store.ts'
import { burstsOf } from '../../shared/vote/burst.ts'
import { judging, type Judging } from './judging.ts'
import type { TestPlatform } from './platform.ts'

/** A competition of one round whose public votes while it is scored. */
export const voteRules = (vote: Partial<Vote> = {}) => (rulebook: Rulebook): Rulebook => {
  const [first] = rulebook.rounds
  if (first === undefined) throw new Error('no round')
  return {
    ...rulebook, rounds: [{ ...first, weight: 80, advance: { rule: 'all' } }], tieBreaks: [{ rule: 'lot' }],
    vote: { weight: 20, mostWeight: 20, during: first.id, ballots: 'daily', choices: 2, score: 'share-of-most', live: false, shows: [], ...vote },
  }
}

/** The same while scores and votes are taken. */
export async function voting(platform: TestPlatform, options: { vote?: Partial<Vote>; proposals?: number; judges?: number } = {}): Promise<Judging> {
  const { vote, ...rest } = options
  const made = await judging(platform, { ...rest, change: voteRules(vote) })
  const { value, version } = await loadRound(platform.table, made.competition, 0)
  await platform.table.transact([roundItem.put({ ...value, state: 'scoring', scoringOpenedAt: platform.clock.now() }, version)])
  return made
}

/** What the round is when scores and votes are no longer taken. */
export async function closeVote(platform: TestPlatform, made: Judging): Promise<void> {
  const { value, version } = await loadRound(platform.table, made.competition, 0)
  await platform.table.transact([roundItem.put({ ...value, state: 'closed', closedAt: platform.clock.now() }, version)])
}

/** So many ballots of strangers for the first project, a second apart and the last one just now, from one place. */
export async function stuff(platform: TestPlatform, { competition, proposals: [first] }: { competition: string; proposals: readonly { id: string }[] }, n: number, from: Partial<Pick<Ballot, 'network' | 'browser'>>): Promise<Ballot[]> {
  const now = platform.clock.now()
  const ballots = Array.from({ length: n }, (_, i) => ballotSchema.parse({
    competition, voter: `person:${newPersonId()}`, day: 'once', proposals: [first?.id], at: plusSeconds(now, i + 1 - n), network: null, browser: null, shadow: false, ...from,
  }))
  for (let start = 0; start < n; start += 90) await platform.table.transact(ballots.slice(start, start + 90).map((ballot) => ballotItem.put(ballot, 'none')))
  return ballots
}

/** What the watch shows of them, for a decision. */
export function shownBurst(ballots: readonly Ballot[]) {
  const [burst] = burstsOf(ballots)
  if (burst === undefined) throw new Error('these are no burst')
  const { kind, from, since, until, ballots: count } = burst
  return { kind, from, since, until, ballots: count }
}
