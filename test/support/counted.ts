import { expect, vi } from 'vitest'
import { handler as tally } from '../../functions/tasks/tally.lambda.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { ok } from './contest.ts'
import { type Judging, scoring, setRound, tasksOf } from './judging.ts'
import type { TestPlatform } from './platform.ts'

/** Changes the first round of a rulebook. */
export const first = (change: Partial<Rulebook['rounds'][number]>) => (rulebook: Rulebook): Rulebook => ({ ...rulebook, rounds: rulebook.rounds.map((round, i) => (i === 0 ? { ...round, ...change } : round)) })

/** A card's share of each leaf's most, 0 to 1, and what is said to the applicant; by judge and by the proposal's place among those made. */
export type Scoring = (judge: number, proposal: number) => { share: number; comment?: string }

/** Every card sent, each leaf with the same share of its most in whole points and what is left over on the first one. */
export async function scoreEach(made: Judging, scoringOf: Scoring): Promise<void> {
  const leaves = leavesOf(made.rulebook.rounds[0]?.criteria ?? [])
  const nth = new Map<string, number>(made.proposals.map(({ id }, i) => [id, i]))
  for (const [n, judge] of made.judges.entries()) {
    for (const proposal of await tasksOf(judge, made.at)) {
      const { share, comment = '' } = scoringOf(n, nth.get(proposal) ?? 0)
      const scores = leaves.map(({ max }) => Math.floor(max * share))
      const rest = Math.round(leaves.reduce((sum, { max }) => sum + max, 0) * share) - scores.reduce((sum, one) => sum + one, 0)
      ok(await judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: Object.fromEntries(leaves.map(({ id, max }, i) => [id, String(i === 0 ? Math.min(max, (scores[i] ?? 0) + rest) : scores[i])])), comment }))
    }
  }
}

/** Scored by everybody, closed and counted, with what the stream made of it. */
export async function counted(platform: TestPlatform, options: Parameters<typeof scoring>[1], scoringOf: Scoring): Promise<Judging> {
  const made = await scoring(platform, options)
  await scoreEach(made, scoringOf)
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now(), unscoredSettled: true })
  await tally({ competition: made.competition, index: 0 })
  await vi.waitFor(async () => expect((await made.administrator.api('GET', `${made.at}/reliability`)).status).toBe(200), { timeout: 60_000, interval: 100 })
  return made
}
