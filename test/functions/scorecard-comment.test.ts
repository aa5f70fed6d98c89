import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { scoresOf, scoring, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('words that are sent with a saved card, without its scores, are kept; and saved ones, where scores are sent without words', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 4 })
  for (const judge of made.judges) {
    const [proposal, other] = await tasksOf(judge, made.at)
    if (other !== undefined) {
      const second = `/proposals/${other}/scorecards/0`
      ok(await judge.api('PUT', second, { scores: {}, comment: '先记一笔。' }))
      ok(await judge.api('POST', `${second}/submission`, { scores: scoresOf(made.rulebook) }))
      expect(ok(await judge.api('GET', second))).toMatchObject({ state: 'submitted', comment: '先记一笔。' })
    }
    if (proposal === undefined) continue
    const card = `/proposals/${proposal}/scorecards/0`
    ok(await judge.api('PUT', card, { scores: scoresOf(made.rulebook), comment: '' }))
    ok(await judge.api('POST', `${card}/submission`, { comment: '服务对象写得清楚，预算偏高。' }))
    expect(ok(await judge.api('GET', card))).toMatchObject({ state: 'submitted', comment: '服务对象写得清楚，预算偏高。' })
  }
})
