import { afterAll, beforeAll, expect, test } from 'vitest'
import { codes, ok } from '../support/contest.ts'
import { scoresOf } from '../support/judging.ts'
import { desk, drawnDesk, pitched, pitching } from '../support/pitches.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

test('while a card is open for one judge alone nothing is read out: it would not be what counts', async () => {
  const made = await pitching(platform, { proposals: 2 })
  const order = await drawnDesk(made)
  for (const turn of [1, 2]) await pitched(made, turn)
  const [late, ...others] = made.judges
  const [first = ''] = order
  if (late === undefined) throw new Error('no judge')
  const send = (judge: typeof late, proposal: string) => judge.api('POST', `/proposals/${proposal}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 8) })
  for (const proposal of order) for (const judge of others) ok(await send(judge, proposal))
  ok(await send(late, order[1] ?? ''))
  for (const proposal of order) await desk(made, { do: 'lock', proposal })
  await desk(made, { do: 'late', proposal: first, judge: late.id })
  platform.clock.forward({ minutes: 2 })
  const reveal = () => made.administrator.api('POST', `${made.at}/desk/g01`, { do: 'reveal' })
  const refused = await reveal()
  expect([refused.status, codes(refused), JSON.stringify(refused.body)]).toEqual([409, ['LATE_OPEN'], expect.stringContaining(late.name)])
  // Taken back, what may be on its way has its minute.
  await desk(made, { do: 'close-late', proposal: first, judge: late.id })
  expect(codes(await reveal())).toEqual(['REVEAL_WAITS'])
  await desk(made, { do: 'late', proposal: first, judge: late.id })
  ok(await send(late, first))
  platform.clock.forward({ minutes: 2 })
  expect(ok(await reveal())).toMatchObject({ state: 'revealed' })
})
