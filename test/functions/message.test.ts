import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailMessage } from '../../functions/commands/message.ts'
import { workflowContext } from '../../functions/context.ts'
import { loadMessages } from '../../shared/message/message.store.ts'
import { apply, type Contest, ok, openContest, passWindow, poll, until } from '../support/contest.ts'
import { giveMail, mailed, mailsOf } from '../support/mailed.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

async function audience(): Promise<{ contest: Contest; people: [Somebody, Somebody, Somebody, Somebody]; sent: string }> {
  const contest = await openContest(platform, { applicants: 4, judges: 0 })
  const people = await Promise.all(contest.applicants.map(({ person, organisation }) => giveMail(platform, person, [organisation])))
  const sent = await apply(contest, 0)
  ok(await contest.applicants[1]?.person.api('POST', `/competitions/${contest.id}/proposals`, { category: 'children' }) ?? { status: 0, body: null, headers: new Headers() })
  ok(await contest.applicants[2]?.person.api('POST', `/proposals/${await apply(contest, 2)}/withdrawal`) ?? { status: 0, body: null, headers: new Headers() })
  return { contest, people: people as [Somebody, Somebody, Somebody, Somebody], sent }
}

test('a message reaches just those it is meant for: by mail, in the inbox, beside the proposal; it is kept and listed', async () => {
  const { contest, people: [sender, drafter, withdrawn, outsider], sent } = await audience()
  const { id, administrator } = contest
  const write = async (to: string, subject: string) => ok(await administrator.api('POST', `/competitions/${id}/messages`, { audience: to, subject, text: `${subject}的内容。\n第二行。` }))
  await poll(platform, async () => ok(await administrator.api('GET', `/competitions/${id}/messages`)).sizes.drafts === 1, () => 'the counts lag')
  expect(ok(await administrator.api('GET', `/competitions/${id}/messages`)).sizes).toEqual({ all: 2, drafts: 1, sent: 1, admitted: 0 })
  expect((await write('all', '致全体')).proposals).toHaveLength(2)
  await write('drafts', '致草稿')
  await write('sent', '致已交')
  await mailed(platform, sender, '致已交')
  await mailed(platform, drafter, '致草稿')
  for (const who of [sender, drafter]) await mailed(platform, who, '致全体')
  expect(await mailsOf(platform, sender, '致草稿')).toEqual([])
  for (const who of [withdrawn, outsider]) expect(await mailsOf(platform, who, '致')).toEqual([])
  for (const message of await loadMessages(platform.table, id)) await mailMessage(workflowContext(), message)
  expect(await mailsOf(platform, sender, '致')).toHaveLength(2)

  const subjects = (body: { messages: { subject: string }[] }) => body.messages.map(({ subject }) => subject)
  expect(subjects(ok(await sender.api('GET', '/inbox')))).toEqual(['致已交', '致全体'])
  expect(subjects(ok(await drafter.api('GET', '/inbox')))).toEqual(['致草稿', '致全体'])
  for (const who of [withdrawn, outsider, administrator]) expect(subjects(ok(await who.api('GET', '/inbox')))).toEqual([])
  expect(subjects(ok(await sender.api('GET', `/proposals/${sent}/messages`)))).toEqual(['致已交', '致全体'])
  expect((await outsider.api('GET', `/proposals/${sent}/messages`)).status).toBe(403)
  const inbox = (await sender.page('/inbox')).html
  for (const words of ['id="messages"', '致已交的内容。', '第二行。', '示例志愿服务项目大赛']) expect(inbox).toContain(words)
  expect((await sender.page(`/proposals/${sent}`)).html).toContain('致全体的内容。')
  const listed = ok(await administrator.api('GET', `/competitions/${id}/messages`))
  expect(listed.messages.map(({ number, audience: to, by }: { number: number; audience: string; by: { name: string } }) => [number, to, by.name])).toEqual([[3, 'sent', administrator.name], [2, 'drafts', administrator.name], [1, 'all', administrator.name]])
  expect(JSON.stringify(ok(await administrator.api('GET', `/competitions/${id}/trail`)).entries)).toContain('给 2 份申报书的单位发了消息：致全体')
  expect((await outsider.api('GET', `/competitions/${id}/messages`)).status).toBe(403)

  // Whoever joins later was not written to; whoever is admitted can be chosen.
  await passWindow(platform, 10)
  await until(platform, contest, 'eligibility')
  expect((await administrator.api('POST', `/competitions/${id}/messages`, { audience: 'admitted', subject: '致入围', text: '还没有' })).body.errors[0]).toMatchObject({ path: 'audience', code: 'NOBODY' })
  const { proposals } = ok(await administrator.api('GET', `/competitions/${id}/proposals?state=submitted`))
  for (const { id: proposal } of proposals) ok(await administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted' }))
  expect((await write('admitted', '致入围')).proposals).toEqual([sent])
  platform.clock.forward({ days: 61 })
  expect(subjects(ok(await sender.api('GET', '/inbox')))).toEqual([])
})

test('the page sends it, says what is wrong beside its field and loses nothing typed', async () => {
  const { contest: { id, administrator } } = await audience()
  const empty = await administrator.post(`/competitions/${id}/messages`, { 'message.audience': 'all', 'message.subject': '', 'message.text': '写了很多' })
  expect(empty.status).toBe(422)
  expect(empty.html).toContain('href="#f-message.subject"')
  expect(empty.html).toContain('写了很多')
  const nobody = await administrator.post(`/competitions/${id}/messages`, { 'message.audience': 'admitted', 'message.subject': '致入围', 'message.text': '写了很多' })
  expect(nobody.status).toBe(422)
  expect(nobody.html).toContain('消息没有发出')
  expect((await administrator.post(`/competitions/${id}/messages`, { 'message.audience': 'all', 'message.subject': '致全体', 'message.text': '写了很多' })).location).toBe(`/competitions/${id}/messages?sent=message`)
  const { html } = await administrator.page(`/competitions/${id}/messages?sent=message`)
  for (const words of ['消息已发出', '致全体', '2 份申报书']) expect(html).toContain(words)
})
