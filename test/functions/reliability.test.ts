import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRound } from '../../shared/round/round.store.ts'
import { ok } from '../support/contest.ts'
import { counted, first } from '../support/counted.ts'
import { scoring } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

test('once a round is counted it is said at each line how sure it is, for those who run it, and nothing of the result changes', async () => {
  // Each judge gives a little less to each next proposal; the third is carried away by the fourth.
  const made = await counted(
    platform, { proposals: 6, judges: 3, change: first({ panelSize: 3, floor: 2, assignment: 'panel', grouping: { rule: 'one' }, aggregation: { rule: 'mean' }, advance: { rule: 'top', count: 3, within: 'all' } }) },
    (judge, proposal) => ({ share: judge === 2 && proposal === 3 ? 1 : 0.9 - proposal * 0.05 - judge * 0.02 }),
  )
  const before = (await loadRound(platform.table, made.competition, 0)).value.standing
  const told = ok(await made.administrator.api('GET', `${made.at}/reliability`))
  expect(told.standing).toBe(before)
  expect(told.stability.variations).toBe(5)
  expect(told.parts).toMatchObject([{ group: null, entries: 6, judges: 3, cards: 18, icc: { model: 'two-way' }, severity: { state: 'known' } }])
  expect(Object.values(told.names).toSorted()).toEqual(['评委 01', '评委 02', '评委 03'])
  const { html, status } = await made.administrator.page(`${made.at}/reliability`)
  expect(status).toBe(200)
  for (const words of ['结果有多稳', '在每条线上', '进入下一轮（3 个）', '评委看法一致吗', '评委宽严', '名次范围', '只供参考']) expect(html).toContain(words)
  const standings = await made.administrator.page(`${made.at}/standings`)
  expect(standings.html).toContain('名次范围')
  expect(standings.html).toContain(`${made.at}/reliability`)
  const english = await made.administrator.page(`${made.at}/reliability`, { language: 'en' })
  for (const words of ['At each line', 'Do judges agree?', 'How strict judges are']) expect(english.html).toContain(words)
  expect((await loadRound(platform.table, made.competition, 0)).value.standing).toBe(before)
})

test('judges who never met over a proposal: severity is refused for the round, with who belongs together, and given within each panel', async () => {
  const made = await counted(platform, { proposals: 8, judges: 6, change: first({ panelSize: 3, floor: 2, assignment: 'panel', grouping: { rule: 'even', count: 2 }, aggregation: { rule: 'mean' }, advance: { rule: 'all' } }) }, (judge, proposal) => ({ share: 0.6 + ((judge * 3 + proposal * 5) % 7) * 0.05 }))
  const { parts } = ok(await made.administrator.api('GET', `${made.at}/reliability`))
  expect(parts).toMatchObject([{ group: null, severity: { state: 'unconnected', components: [{ judges: expect.any(Array) }, { judges: expect.any(Array) }] } }, { severity: { state: 'known' } }, { severity: { state: 'known' } }])
  expect(parts[0].severity.components.map(({ judges }: { judges: string[] }) => judges.length)).toEqual([3, 3])
  const { html } = await made.administrator.page(`${made.at}/reliability`)
  expect(html).toContain('他们分成 2 拨')
  expect(html).toContain('这一轮没有要分的线')
})

test('nobody else reads it: judges, applicants, visitors; and there is none before the round is counted', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 3 })
  expect((await made.administrator.api('GET', `${made.at}/reliability`)).status).toBe(404)
  for (const person of [made.judges[0] as Somebody, await platform.person('成员 01', { member: [made.proposals[0]?.organisation ?? ''] })]) expect((await person.api('GET', `${made.at}/reliability`)).status).toBe(403)
  expect((await platform.visitor.api('GET', `${made.at}/reliability`)).status).toBe(401)
})
