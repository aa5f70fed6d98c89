import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellOfCancellation } from '../../functions/commands/competition-cancellation.ts'
import { workflowContext } from '../../functions/context.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { apply, type Contest, ok, openContest, passWindow, poll, until } from '../support/contest.ts'
import { giveMail, mailed, mailsOf } from '../support/mailed.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn } from '../support/projects.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const REASON = '资金安排有变，另行通知。'

/** One that sent, one with a draft, one that withdrew; a judge. */
async function underWay(): Promise<{ contest: Contest; people: Somebody[]; judge: Somebody; sent: string; draft: string }> {
  const contest = await openContest(platform, { judges: 1 })
  const people = await Promise.all(contest.applicants.map(({ person, organisation }) => giveMail(platform, person, [organisation])))
  const [judge] = contest.judges
  const [, second, third] = people
  if (judge === undefined || second === undefined || third === undefined) throw new Error('no people')
  await giveMail(platform, judge)
  const sent = await apply(contest, 0)
  const draft = ok(await second.api('POST', `/competitions/${contest.id}/proposals`, { category: 'children' })).proposal
  ok(await third.api('POST', `/proposals/${await apply(contest, 2)}/withdrawal`))
  return { contest, people, judge, sent, draft }
}

test('a cancelled call: the workflow ends, the public reads why, who takes part is told once, and what was written can be read but not changed', async () => {
  const { contest, people, judge, sent, draft } = await underWay()
  const { id, administrator } = contest
  const [first, second, third] = people as [Somebody, Somebody, Somebody]
  await poll(platform, async () => ok(await administrator.api('GET', `/competitions/${id}/tracking`)).now?.state === 'AwaitCall', () => 'the machine does not wait')
  const cancelled = ok(await administrator.api('POST', `/competitions/${id}/cancellation`, { reason: REASON }))
  expect(cancelled).toMatchObject({ state: 'cancelled', endedBecause: { zh: REASON } })
  expect(cancelled.cancelledAt).not.toBeNull()
  // Once more changes nothing.
  expect(ok(await administrator.api('POST', `/competitions/${id}/cancellation`, { reason: '另一个理由' }))).toEqual(cancelled)

  await poll(platform, async () => ok(await administrator.api('GET', `/competitions/${id}/tracking`)).now?.state === 'Cancelled', () => 'the machine has not ended')
  const tracked = ok(await administrator.api('GET', `/competitions/${id}/tracking`))
  expect(tracked.failed).toBeNull()
  expect(tracked.now).toMatchObject({ asked: null, next: null, late: false })

  for (const told of [first, second, judge]) await mailed(platform, told, '征集已取消')
  expect((await mailsOf(platform, first, '征集已取消'))[0]?.text).toContain(REASON)
  expect(await mailsOf(platform, third, '征集已取消')).toEqual([])
  // The stream may hand the same change over again.
  await tellOfCancellation(workflowContext(), (await loadCompetition(platform.table, id)).value)
  expect(await mailsOf(platform, first, '征集已取消')).toHaveLength(1)

  const open = ok(await platform.visitor.api('GET', `/public/competitions/${id}`))
  expect(open).toMatchObject({ state: 'cancelled', endedBecause: { zh: REASON } })
  expect(open.cancelledBy).toBeUndefined()
  const { html } = await platform.visitor.page(`/public/competitions/${id}`)
  for (const words of ['征集取消公告', REASON, '示例主办单位', '已取消']) expect(html).toContain(words)
  expect(html).not.toContain('/proposals/new/')
  expect(ok(await platform.visitor.api('GET', '/public/competitions?kind=calls')).competitions.map((one: { id: string }) => one.id)).not.toContain(id)

  const { revision } = ok(await second.api('GET', `/proposals/${draft}`)).draft
  const refused: [Somebody, string, string, unknown?][] = [
    [second, 'PUT', `/proposals/${draft}/draft`, { revision, category: 'children', content: {} }], [second, 'POST', `/proposals/${draft}/submission`, {}], [first, 'POST', `/proposals/${sent}/withdrawal`],
    [first, 'POST', `/competitions/${id}/proposals`, { category: 'children' }], [first, 'POST', `/proposals/${sent}/attachments`, { kind: 'supporting', name: 'a.pdf', bytes: 10 }],
    [administrator, 'PUT', `/competitions/${id}`, { introduction: '改一改' }], [administrator, 'POST', `/competitions/${id}/dates`, { window: 'call', to: '2031-01-01T00:00:00Z', reason: '改' }],
    [administrator, 'POST', `/competitions/${id}/invitations`, { name: '评委', email: null }], [administrator, 'DELETE', `/competitions/${id}/judges/${judge.id}`, { reason: '不再需要' }], [administrator, 'POST', `/competitions/${id}/eligibility/finish`],
  ]
  for (const [who, method, path, body] of refused) expect([path, (await who.api(method, path, body)).status]).toEqual([path, 409])
  expect((await second.api('POST', `/proposals/${draft}/submission`, {})).body.code).toBe('CALL_CANCELLED')
  for (const [who, proposal] of [[first, sent], [second, draft]] as const) {
    const page = await who.page(`/proposals/${proposal}`)
    expect(page.html).toContain(REASON)
    expect(page.html).not.toContain('/withdrawal"')
    expect((await who.page(`/proposals/${proposal}/print`)).status).toBe(200)
  }
  expect((await administrator.page(`/competitions/${id}`)).html).toContain('征集已取消')
  expect((await administrator.page(`/competitions/${id}`, { language: 'en' })).html).toContain('The call was cancelled')
  expect(JSON.stringify(ok(await administrator.api('GET', `/competitions/${id}/trail`)).entries)).toContain('取消了征集')
  for (const path of ['/competitions', '/home', '/competitions?state=cancelled']) expect((await administrator.page(path)).status).toBe(200)
  expect((await administrator.page('/competitions?state=running')).html).not.toContain(id)
})

test('only an open call can be cancelled, with a reason, by its own administrators', async () => {
  const contest = await openContest(platform, { applicants: 1, judges: 0 })
  const { administrator, id } = contest
  const path = `/competitions/${id}`
  for (const reason of ['', '   ', 'x'.repeat(1001)]) expect((await administrator.api('POST', `${path}/cancellation`, { reason })).status).toBe(422)
  const form = await administrator.post(`${path}/cancellation`, { reason: '' })
  expect(form.status).toBe(422)
  expect(form.html).toContain('<details class="ask" open')
  expect((await contest.applicants[0]?.person.api('POST', `${path}/cancellation`, { reason: REASON }))?.status).toBe(403)
  await apply(contest, 0)
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  const late = await administrator.api('POST', `${path}/cancellation`, { reason: REASON })
  expect([late.status, late.body.errors[0].code]).toEqual([409, 'NOT_IN_CALL'])
  expect((await administrator.page(path)).html).not.toContain('/cancellation"')
})

test('cancelled in the minute after its end, before what came in is read: it stays cancelled and the workflow ends', async () => {
  const contest = await openContest(platform, { applicants: 1, judges: 0 })
  await apply(contest, 0)
  await platform.platform.streams.caughtUp()
  platform.clock.forward({ days: 10, seconds: 5 })
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/cancellation`, { reason: REASON }))
  platform.clock.forward({ minutes: 2 })
  await poll(platform, async () => ok(await contest.administrator.api('GET', `/competitions/${contest.id}/tracking`)).now?.state === 'Cancelled', () => 'the machine has not ended')
  expect(ok(await contest.administrator.api('GET', `/competitions/${contest.id}`)).state).toBe('cancelled')
})

test('the project that had entered tells it in its story', async () => {
  const contest = await openContest(platform, { applicants: 1, judges: 0 })
  const [applicant] = contest.applicants
  if (applicant === undefined) throw new Error('no applicant')
  const project = await projectIn(platform, 'implementation', { id: applicant.organisation }, {}, fullAnswers({ name: '已报名的项目' }))
  ok(await applicant.person.api('POST', `/projects/${project}/entries`, { competition: contest.id, category: 'children' }))
  ok(await contest.administrator.api('POST', `/competitions/${contest.id}/cancellation`, { reason: REASON }))
  await platform.platform.streams.caughtUp()
  const { entries } = ok(await applicant.person.api('GET', `/projects/${project}/story`))
  expect(entries.filter(({ action }: { action: string }) => action === 'proposal.cancelled').map(({ sentence }: { sentence: { zh: string } }) => sentence.zh)).toEqual(['“示例志愿服务项目大赛”的征集已取消'])
})
