import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownProposalItem } from '../../shared/proposal/proposal.store.ts'
import { loadRound } from '../../shared/round/round.store.ts'
import { ok } from '../support/contest.ts'
import { counted, first, scoreEach } from '../support/counted.ts'
import { judging, scoring, setRound } from '../support/judging.ts'
import { type Roles, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

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

test('a supervisor is shown what deserves a second look, and only once no card can be changed any more', async () => {
  const made = await scoring(platform, { proposals: 4, judges: 3, change: first({ panelSize: 3, floor: 2, assignment: 'panel', grouping: { rule: 'one' }, advance: { rule: 'all' } }) })
  const supervisor = await platform.person('监督员 01', { supervisor: [made.competition] })
  await scoreEach(made, (judge, proposal) => ({ share: 0.8 - proposal * 0.05 - judge * 0.01, comment: judge < 2 ? '需求调研扎实，服务对象明确，预算合理。' : '' }))
  expect((await supervisor.api('GET', `${made.at}/radar`)).body.code).toBe('WRONG_STATE')
  expect((await supervisor.page(`${made.at}/radar`)).html).toContain('评分还没有结束')
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now() })
  const { clues, names } = ok(await supervisor.api('GET', `${made.at}/radar`))
  // Seconds passed between all cards of this test, and two judges say the same.
  expect(clues.map(({ of }: { of: string }) => of)).toEqual(['hasty', 'hasty', 'hasty', 'copied'])
  expect(clues[3].cards).toHaveLength(8)
  expect(names[made.judges[0]?.id ?? '']).toBe('评委 01')
  const { html } = await supervisor.page(`${made.at}/radar`)
  for (const words of ['复核线索', '填得很快', '8 份评分表的评语一样', '不是结论']) expect(html).toContain(words)
  expect((await supervisor.page('/supervision')).html).toContain(`${made.at}/radar`)
})

test('clues are kept from whoever judges, runs or applied to the competition, also where they administer or watch over it', async () => {
  const made = await judging(platform, { proposals: 2, judges: 3 })
  await setRound(platform, made, { state: 'closed', plan: 'groups', closedAt: platform.clock.now() })
  const applicant = made.proposals[0]
  if (applicant === undefined) throw new Error('no proposal')
  await platform.table.transact([ownProposalItem.put({ organisation: applicant.organisation, competition: made.competition, proposal: applicant.id }, 'none')])
  expect((await made.administrator.api('GET', `${made.at}/radar`)).status).toBe(200)
  const of = [made.competition]
  const cases: [Roles, number][] = [
    [{ administrator: '330411', judge: of }, 409], [{ administrator: '330411', organiser: of }, 409], [{ supervisor: of, member: [applicant.organisation] }, 409],
    [{ organiser: of }, 403], [{ judge: of }, 403], [{ member: [applicant.organisation] }, 403],
  ]
  for (const [roles, status] of cases) {
    const person = await platform.person('某人', roles)
    expect([roles, (await person.api('GET', `${made.at}/radar`)).status]).toEqual([roles, status])
  }
})
