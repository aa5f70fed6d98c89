import { afterAll, beforeAll, expect, test } from 'vitest'
import { tellOfClarification } from '../../functions/commands/clarification.ts'
import { workflowContext } from '../../functions/context.ts'
import { loadClarifications } from '../../shared/clarification/clarification.store.ts'
import { apply, ok, openContest } from '../support/contest.ts'
import { giveMail, mailed, mailsOf } from '../support/mailed.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

test('clarifications are numbered and dated on the call’s page, cannot be changed, and are mailed to applicants once', async () => {
  const contest = await openContest(platform, { applicants: 3, judges: 0 })
  const { id, administrator } = contest
  const people = await Promise.all(contest.applicants.map(({ person, organisation }) => giveMail(platform, person, [organisation])))
  const [sender, drafter, outsider] = people as [Somebody, Somebody, Somebody]
  const proposal = await apply(contest, 0)
  ok(await drafter.api('POST', `/competitions/${id}/proposals`, { category: 'children' }))
  expect(ok(await platform.visitor.api('GET', `/competitions/${id}/clarifications`)).clarifications).toEqual([])
  expect((await platform.visitor.page(`/public/competitions/${id}`)).html).not.toContain('澄清与答疑')

  // Two at the same moment get two numbers.
  const [one, two] = await Promise.all([
    administrator.api('POST', `/competitions/${id}/clarifications`, { question: '可以两家联合申报吗？', answer: '可以，由一家牵头。\n牵头单位收款。' }),
    administrator.api('POST', `/competitions/${id}/clarifications`, { answer: '第二轮改在线上举行。' }),
  ])
  expect([one.status, two.status]).toEqual([201, 201])
  expect([one.body.number, two.body.number].toSorted()).toEqual([1, 2])
  const { clarifications } = ok(await platform.visitor.api('GET', `/competitions/${id}/clarifications`))
  expect(clarifications.map(({ number }: { number: number }) => number)).toEqual([2, 1])
  expect(Object.keys(clarifications[0]).toSorted()).toEqual(['answer', 'at', 'number', 'question'])
  const { html } = await platform.visitor.page(`/public/competitions/${id}`)
  for (const words of ['澄清与答疑', '第 1 号', '第 2 号', '可以两家联合申报吗？', '牵头单位收款。', 'id="clarification-2"']) expect(html).toContain(words)
  expect(html).not.toContain(administrator.name)

  for (const who of [sender, drafter]) await mailed(platform, who, '号澄清', 2)
  expect((await mailsOf(platform, sender, '号澄清')).map(({ text }) => text).join('')).toContain('可以两家联合申报吗？')
  expect(await mailsOf(platform, outsider, '号澄清')).toEqual([])
  for (const clarification of await loadClarifications(platform.table, id)) await tellOfClarification(workflowContext(), clarification)
  expect(await mailsOf(platform, sender, '号澄清')).toHaveLength(2)
  expect((await sender.page(`/proposals/${proposal}`)).html).toContain('征集页上的澄清与答疑，共 2 条')
  expect(JSON.stringify(ok(await administrator.api('GET', `/competitions/${id}/trail`)).entries)).toContain('发布了第 2 号澄清')
  expect((await administrator.api('PUT', `/competitions/${id}/clarifications`, { answer: '改' })).status).toBe(405)
})

test('not before the call is out, nor once it is over; by its administrators; what is wrong stands beside its field', async () => {
  const contest = await openContest(platform, { applicants: 1, judges: 0 })
  const { id, administrator } = contest
  const draft = ok(await administrator.api('POST', `/competitions/${id}/copies`, { name: { zh: '草稿' } })).id
  expect((await administrator.api('POST', `/competitions/${draft}/clarifications`, { answer: '早了' })).status).toBe(409)
  expect((await platform.visitor.api('GET', `/competitions/${draft}/clarifications`)).status).toBe(404)
  expect((await contest.applicants[0]?.person.api('POST', `/competitions/${id}/clarifications`, { answer: '我说' }))?.status).toBe(403)
  const wrong = await administrator.post(`/competitions/${id}/clarifications`, { 'clarify.question': '问'.repeat(501), 'clarify.answer': '' })
  expect(wrong.status).toBe(422)
  for (const field of ['clarify.question', 'clarify.answer']) expect(wrong.html).toContain(`href="#f-${field}"`)
  expect(wrong.html).toContain('问'.repeat(501))
  expect((await administrator.post(`/competitions/${id}/clarifications`, { 'clarify.question': '', 'clarify.answer': '报名表见附件。' })).location).toBe(`/competitions/${id}/messages?sent=clarification`)
  expect((await administrator.page(`/competitions/${id}/messages`, { language: 'en' })).html).toContain('Publish a clarification')
  ok(await administrator.api('POST', `/competitions/${id}/cancellation`, { reason: '停办' }))
  expect((await administrator.api('POST', `/competitions/${id}/clarifications`, { answer: '晚了' })).status).toBe(409)
  expect((await administrator.page(`/competitions/${id}/messages`)).html).not.toContain('clarify.answer')
})
