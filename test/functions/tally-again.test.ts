import { afterAll, beforeAll, expect, test } from 'vitest'
import { handler as settleTies } from '../../functions/tasks/settle-ties.lambda.ts'
import { handler as tally } from '../../functions/tasks/tally.lambda.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { ok } from '../support/contest.ts'
import { scoreAll, scoring, setRound } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('a round that is counted again after people decided its tie keeps what they chose', async () => {
  const made = await scoring(platform, { proposals: 3, judges: 4, change: (book) => ({ ...book, tieBreaks: [], rounds: book.rounds.map((round, i) => (i === 0 ? { ...round, advance: { rule: 'top', count: 1, within: 'all' }, advanceTie: 'decide' } : round)) }) })
  await scoreAll(made)
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now(), unscoredSettled: true })
  const input = { competition: made.competition, index: 0 }
  expect(await tally(input)).toEqual({ outcome: 'tied' })
  const chosen = made.proposals.slice(1, 2).map(({ id }) => id)
  ok(await made.administrator.api('POST', `${made.at}/ties`, { chosen, reason: '现场抽签' }))
  await settleTies(input)
  const settled = (await loadRound(platform.table, made.competition, 0)).value
  // As a machine does that is started again from the record.
  expect(await tally(input)).toEqual({ outcome: 'closed' })
  const { standing, ties } = (await loadRound(platform.table, made.competition, 0)).value
  expect([standing, ties]).toEqual([settled.standing, settled.ties])
  expect(ties?.chosen).toEqual(chosen)
})
