import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { judging } from '../support/judging.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const spread = (rulebook: Rulebook): Rulebook => ({ ...rulebook, rounds: rulebook.rounds.map((round, i) => (i === 0 ? { ...round, assignment: 'spread', panelSize: 3, floor: 1 } : round)) })

test('a plan that is short of judges says so where it could be confirmed, and is not confirmed while it is changed', async () => {
  const made = await judging(platform, { proposals: 4, judges: 4, ties: [[], [], [0, 1], [0, 1]], change: spread })
  const path = `${made.at}/plan`
  await made.administrator.api('POST', path, {})
  const whole = await made.administrator.page(path)
  expect(whole.html).toContain('可以确认，但有 2 份申报书的评委没有排满')
  expect(whole.html).toContain(`action="${path}/confirmation"`)
  // What mends it stands before what deals everything afresh.
  expect(whole.html.indexOf('怎样补上')).toBeLessThan(whole.html.indexOf('怎么分配'))
  const changing = await made.administrator.page(`${path}?proposal=${made.proposals[2]?.id}`)
  expect(changing.html).toContain('改成这样')
  expect(changing.html).not.toContain(`action="${path}/confirmation"`)
})
