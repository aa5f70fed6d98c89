import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { scoresOf, scoring, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('words that are sent with a saved card, without its scores, are kept', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 4 })
  for (const judge of made.judges) {
    const [proposal] = await tasksOf(judge, made.at)
    if (proposal === undefined) continue
    const card = `/proposals/${proposal}/scorecards/0`
    ok(await judge.api('PUT', card, { scores: scoresOf(made.rulebook), comment: '' }))
    ok(await judge.api('POST', `${card}/submission`, { comment: '服务对象写得清楚，预算偏高。' }))
    expect(ok(await judge.api('GET', card))).toMatchObject({ state: 'submitted', comment: '服务对象写得清楚，预算偏高。' })
  }
})
