import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitAll, apply, type Contest, ok, openContest, openScoring, passWindow, poll, scoreAll, until, untilRound } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const notice = { basis: '示例章程第十条', process: '资格审查、书面评审', contact: { phone: '0573-00000000', email: 'a@example.cn' } }
const publishNotice = (contest: Contest, more = {}) => contest.administrator.api('POST', `/competitions/${contest.id}/notice`, { ...notice, ...more })
const awardsOf = async (contest: Contest) => ok(await platform.visitor.api('GET', `/competitions/${contest.id}/awards`)).awards as { award: string; title: string; place: number; certificate: string }[]

test('a contest from the call to the certificate', async () => {
  const contest = await openContest(platform, { applicants: 4, judges: 4 })
  const { administrator } = contest
  const proposals = [await apply(contest, 0), await apply(contest, 1), await apply(contest, 2), await apply(contest, 3)]
  const titleOf = new Map(proposals.map((id, n) => [id, `示例项目 ${n + 1}`]))

  // An extension reaches the waiting execution at once: the old date passes and the call is still open.
  const later = new Date(Date.parse(platform.clock.now()) + 12 * 86_400_000).toISOString()
  ok(await administrator.api('POST', `/competitions/${contest.id}/dates`, { window: 'call', to: later, reason: '节日顺延' }))
  await passWindow(platform, 10)
  expect(ok(await administrator.api('GET', `/competitions/${contest.id}`)).state).toBe('call')
  await apply(contest, 0, '延期后提交的项目')
  await passWindow(platform, 2)
  await until(platform, contest, 'eligibility')
  expect((await contest.applicants[0]?.person.api('POST', `/competitions/${contest.id}/proposals`, { category: contest.rulebook.categories[0]?.id }))?.body.code).toBe('CALL_CLOSED')

  await admitAll(platform, contest)
  await openScoring(platform, contest)
  const quality = new Map(proposals.map((id, n) => [id, 60 + n * 10]))
  await scoreAll(contest, (proposal) => quality.get(proposal) ?? 40)
  ok(await administrator.api('POST', `/competitions/${contest.id}/rounds/0/closing`))
  await passWindow(platform, 0)
  await until(platform, contest, 'result')

  const { status, body: preview } = await administrator.api('GET', `/competitions/${contest.id}/notice/preview`)
  expect(status, JSON.stringify(preview)).toBe(200)
  ok(await publishNotice(contest))
  await until(platform, contest, 'notice')
  const objection = ok(await platform.visitor.api('POST', `/competitions/${contest.id}/objections`, { kind: 'person', name: '示例居民', contact: 'resident@example.cn', facts: '这个项目的受益人数与我们看到的不符。' }))
  expect((await administrator.api('POST', `/competitions/${contest.id}/awards`)).status).toBe(409)
  await passWindow(platform, 12)
  await until(platform, contest, 'ruling')
  expect((await administrator.api('POST', `/competitions/${contest.id}/awards`)).status).toBe(409)
  ok(await administrator.api('POST', `/competitions/${contest.id}/objections/${objection.id}/ruling`, { reasons: '经核查，人数属实。', effect: 'none' }))
  await until(platform, contest, 'award')
  ok(await administrator.api('POST', `/competitions/${contest.id}/awards`))
  await until(platform, contest, 'completed')

  const awards = await awardsOf(contest)
  expect(awards.map(({ award, title }) => [award, title])).toEqual([['first', titleOf.get(proposals[3] ?? '')], ['second', titleOf.get(proposals[2] ?? '')], ['second', titleOf.get(proposals[1] ?? '')]])
  const certificate = ok(await platform.visitor.api('GET', `/certificates/${awards[0]?.certificate}`))
  expect(certificate.title).toBe('示例项目 4')

  await poll(platform, async () => ok(await administrator.api('GET', `/competitions/${contest.id}/trail?limit=100`)).entries.some(({ action }: { action: string }) => action === 'complete'), () => 'the trail does not tell of the end')
  await platform.platform.sweep()
  const tracking = ok(await administrator.api('GET', `/competitions/${contest.id}/tracking`))
  expect(tracking.path.flatMap(({ visits }: { visits: { state: string }[] }) => visits.map(({ state }) => state))).toContain('Complete')
})

test('a contest that nobody applies to ends, and says so', async () => {
  const contest = await openContest(platform, { applicants: 1, judges: 0 })
  await passWindow(platform, 10)
  await until(platform, contest, 'ended')
  expect(ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}`)).endedBecause.zh).toContain('没有收到申报书')
})

test('a contest whose proposals are all withdrawn ends, and says so', async () => {
  const contest = await openContest(platform, { applicants: 2, judges: 0 })
  for (const n of [0, 1]) ok(await contest.applicants[n]?.person.api('POST', `/proposals/${await apply(contest, n)}/withdrawal`, {}) ?? { status: 500, body: undefined, headers: new Headers() })
  await passWindow(platform, 10)
  await until(platform, contest, 'ended')
  expect(ok(await platform.visitor.api('GET', `/public/competitions/${contest.id}`)).endedBecause.zh).toContain('撤回')
})

test('a contest with one proposal gives one award and says that the others are not filled', async () => {
  const contest = await openContest(platform, { applicants: 1, judges: 3 })
  await apply(contest, 0)
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  await scoreAll(contest, () => 80)
  await passWindow(platform, 20)
  await until(platform, contest, 'result')
  const page = await contest.administrator.page(`/competitions/${contest.id}/result`)
  expect(page.html).toContain('可评的项目不足')
  ok(await publishNotice(contest))
  await passWindow(platform, 14)
  await until(platform, contest, 'award')
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards`))
  expect((await awardsOf(contest)).map(({ award }) => award)).toEqual(['first'])
})

test('a judge who never answers: what is unscored blocks the tally until an administrator decides, and never drops out', async () => {
  const contest = await openContest(platform, { applicants: 3, judges: 3 })
  for (const n of [0, 1, 2]) await apply(contest, n)
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  // One of three judges scores: one card each, and the floor is two.
  await scoreAll({ ...contest, judges: contest.judges.slice(0, 1) }, () => 70)
  await passWindow(platform, 20)
  await untilRound(platform, contest, 0, 'closed')
  const at = `/competitions/${contest.id}/rounds/0`
  const { items } = ok(await contest.administrator.api('GET', `${at}/unscored`))
  expect(items).toHaveLength(3)
  await passWindow(platform, 1)
  expect(ok(await contest.administrator.api('GET', `/competitions/${contest.id}`)).state).toBe('judging')
  // Two are taken with what they have; the third is given more time with another judge.
  const [first, second, third] = items as { proposal: string; judges?: unknown }[]
  const extra = contest.judges[1]
  const closesAt = new Date(Date.parse(platform.clock.now()) + 3 * 86_400_000).toISOString()
  ok(await contest.administrator.api('POST', `${at}/unscored/reassignment`, { closesAt, reason: '评委未答复', proposals: { [third?.proposal ?? '']: [contest.judges[0]?.id, extra?.id] } }))
  await untilRound(platform, contest, 0, 'scoring')
  if (extra === undefined) throw new Error('no judge')
  await scoreAll({ ...contest, judges: [extra] }, () => 90)
  await passWindow(platform, 4)
  await poll(platform, async () => ['closed', 'finished'].includes(ok(await contest.administrator.api('GET', at)).state), () => 'the round did not close again')
  const again = ok(await contest.administrator.api('GET', `${at}/unscored`)).items as { proposal: string }[]
  for (const { proposal } of again) ok(await contest.administrator.api('POST', `${at}/unscored/decisions`, { decisions: [{ proposal, decision: proposal === second?.proposal ? 'exclude' : 'accept-fewer', reason: '评委未答复' }] }))
  await until(platform, contest, 'result')
  const { items: lines } = ok(await contest.administrator.api('GET', `${at}/standings`))
  expect(lines.map(({ proposal }: { proposal: string }) => proposal)).toContain(first?.proposal)
})

test('every judge recused from one proposal: it stands as unscored until it is decided', async () => {
  const contest = await openContest(platform, { applicants: 3, judges: 3 })
  const proposals = [await apply(contest, 0), await apply(contest, 1)]
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  for (const judge of contest.judges) ok(await judge.api('POST', `/proposals/${proposals[0]}/recusals`, { reason: '曾任该机构顾问' }))
  await scoreAll(contest, () => 75)
  await passWindow(platform, 20)
  await untilRound(platform, contest, 0, 'closed')
  const { items } = ok(await contest.administrator.api('GET', `/competitions/${contest.id}/rounds/0/unscored`))
  expect(items.map(({ proposal }: { proposal: string }) => proposal)).toEqual([proposals[0]])
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/rounds/0/unscored/decisions`, { decisions: [{ proposal: proposals[0], decision: 'exclude', reason: '全体评委回避' }] }))
  await until(platform, contest, 'result')
})

test('a tie across the award line waits for a decision with a reason, and the notice waits for it', async () => {
  const contest = await openContest(platform, { applicants: 3, judges: 3 })
  const proposals = [await apply(contest, 0), await apply(contest, 1)]
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  await admitAll(platform, contest)
  await openScoring(platform, contest)
  await scoreAll(contest, () => 80)
  await passWindow(platform, 20)
  await until(platform, contest, 'result')
  expect((await publishNotice(contest)).body.code).toBe('TIES_UNDECIDED')
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/awards/ties`, { award: 'first', category: null, chosen: [proposals[1]], reason: '评审小组当场抽签' }))
  ok(await publishNotice(contest))
  await until(platform, contest, 'notice')
  const { lines } = ok(await platform.visitor.api('GET', `/competitions/${contest.id}/notice`))
  expect(lines.map(({ award, title }: { award: string; title: string }) => [award, title])).toEqual([['first', '示例项目 2'], ['second', '示例项目 1']])
})
