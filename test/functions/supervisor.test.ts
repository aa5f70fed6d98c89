import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { scoring, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { openCompetition } from '../support/proposals.ts'
import { judgedContest } from '../support/result.ts'
import { noticeBody, objectionBody, secretOf } from '../support/world.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

const accept = (who: Somebody, link: string) => who.api('POST', `/invitations/${secretOf(link)}/acceptance`, {})

test('a supervisor is invited, accepts, stands among the roles, and can be removed', async () => {
  const at = `/competitions/${await openCompetition(platform)}`
  const { link } = ok(await administrator.api('POST', `${at}/supervisors/invitations`, { name: '小严' }))
  const newcomer = await platform.person('监督员 01')
  expect((await newcomer.page(`/invitation/${secretOf(link)}`)).html).toContain('邀请您担任监督员')
  expect((await newcomer.post(`/invitation/${secretOf(link)}`, {})).location).toBe('/supervision')
  expect(ok(await administrator.api('GET', `${at}/roles`)).supervisors).toMatchObject([{ person: newcomer.id, name: '监督员 01' }])
  expect((await newcomer.page('/supervision')).html).toContain('示例志愿服务项目大赛')
  expect((await newcomer.page(`${at}/roles`)).html).toContain('监督员 01')
  expect((await newcomer.api('POST', `${at}/supervisors/invitations`, { name: '小吴' })).status).toBe(403)

  ok(await administrator.api('POST', `${at}/supervisors/${newcomer.id}/removal`, { reason: '换人' }))
  expect((await newcomer.page('/supervision')).status).toBe(403)
  const form = await administrator.post(`${at}/supervisors`, { 'supervisor.name': '小严', 'supervisor.email': '' })
  expect(form.html).toContain('邀请链接已生成')
  expect((await administrator.page(`${at}/roles`)).html).toContain('等对方接受 1 个')
})

test('nobody watches over their own judging, whichever role came first', async () => {
  const made = await scoring(platform)
  const [judge] = made.judges
  if (judge === undefined) throw new Error('no judge')
  const at = `/competitions/${made.competition}`
  const { link } = ok(await made.administrator.api('POST', `${at}/supervisors/invitations`, { name: '小严' }))
  expect(await accept(judge, link)).toMatchObject({ status: 409, body: { code: 'CONFLICTED' } })
  const supervisor = await platform.person('监督员 02', { supervisor: [made.competition] })
  const toJudge = ok(await made.administrator.api('POST', `${at}/invitations`, { name: '小严' }))
  expect(await accept(supervisor, toJudge.link)).toMatchObject({ status: 409, body: { code: 'CONFLICTED' } })
})

test('a supervisor reads recusals and decides none, and sees no scores', async () => {
  const made = await scoring(platform)
  const supervisor = await platform.person('监督员 03', { supervisor: [made.competition] })
  const [judge] = made.judges
  if (judge === undefined) throw new Error('no judge')
  const [proposal] = await tasksOf(judge, made.at)
  ok(await judge.api('POST', `/proposals/${proposal}/recusals`, { reason: '曾任该机构顾问' }))
  const { html, status } = await supervisor.page(`${made.at}/recusals`)
  expect(status).toBe(200)
  expect(html).toContain('曾任该机构顾问')
  expect(html).not.toContain('改派给这位评委')
  expect(html).not.toContain('href="/competitions/' + made.competition + '/rounds/0/progress"')
  for (const path of ['progress', 'plan']) expect((await supervisor.page(`${made.at}/${path}`)).status, path).toBe(403)
  expect((await supervisor.api('POST', `${made.at}/recusals/${proposal}/${judge.id}`, { decision: 'without', reason: '够' })).status).toBe(403)
})

test('a supervisor reads objections without whose they are, and rules on none', async () => {
  const { id } = await judgedContest(platform.table)
  const supervisor = await platform.person('监督员 04', { supervisor: [id] })
  ok(await administrator.api('POST', `/competitions/${id}/notice`, noticeBody))
  ok(await platform.visitor.api('POST', `/competitions/${id}/objections`, { ...objectionBody, name: '示例居民', contact: 'resident@example.cn' }))
  const { objections } = ok(await supervisor.api('GET', `/competitions/${id}/objections`))
  expect(objections).toMatchObject([{ name: '', contact: '', files: [] }])
  expect(objections[0].facts).toContain('不符')
  const page = await supervisor.page(`/competitions/${id}/result/objections/${objections[0].id}`)
  expect(page.html).not.toContain('示例居民')
  expect(page.html).not.toContain('作出决定')
  expect((await administrator.page(`/competitions/${id}/result/objections/${objections[0].id}`)).html).toContain('示例居民')
})
