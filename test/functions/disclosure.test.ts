import { afterAll, beforeAll, expect, test } from 'vitest'
import { formFields } from '../support/forms.ts'
import { mistakes, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

/** A draft of two rounds, whose rulebook publishes totals alone. */
async function drafted(): Promise<{ id: string; api: string; settings: string }> {
  const { id } = ok(await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '示例大赛' }, authority: { zh: '示例主办单位' }, contact: { phone: '0573-00000000', email: '' } }))
  const { rules } = ok(await administrator.api('GET', `/competitions/${id}`))
  ok(await administrator.api('PUT', `/competitions/${id}`, { rounds: rules.rounds.map((round: { id: string }) => ({ id: round.id, disclosure: 'totals' })) }))
  return { id, api: `/competitions/${id}`, settings: `/competitions/${id}/settings` }
}
const shown = async (api: string): Promise<string[]> => ok(await administrator.api('GET', api)).rules.rounds.map(({ disclosure }: { disclosure: string }) => disclosure)
const invited = async (api: string): Promise<string> => `${ok(await administrator.api('POST', `${api}/invitations`, { name: '评委', email: null })).link}`.split('/').at(-1) ?? ''

test('what is published of the scores is chosen on the settings page, and stands in the public rules', async () => {
  const { id, api, settings } = await drafted()
  const { html } = await administrator.page(settings)
  expect(html).toContain('每张评分表的分数都不公开，申报单位也看不到')
  const fields = formFields(html, settings)
  expect([0, 1].map((i) => fields[`rounds.${i}.disclosure`])).toEqual(['totals', 'totals'])
  expect((await administrator.post(settings, { ...fields, 'rounds.0.disclosure': 'own', 'rounds.1.disclosure': 'scores' })).status).toBe(303)
  expect(await shown(api)).toEqual(['own', 'scores'])
  const wrong = await administrator.post(settings, { ...fields, 'rounds.1.disclosure': 'everything' })
  expect(wrong.status).toBe(422)
  expect(wrong.html).toContain('href="#f-rounds.1.disclosure"')
  ok(await administrator.api('POST', `${api}/publication`, {}))
  const rules = (await platform.visitor.page(`/public/competitions/${id}`)).html
  for (const words of ['申报单位还能看到自己项目每张评分表的分数', '公示时公开评分表的封存码和每张评分表的分数']) expect(rules).toContain(words)
  expect((await administrator.page(settings)).html).not.toContain('name="rounds.1.disclosure"')
  expect(mistakes(await administrator.api('PUT', api, { rounds: [{ id: 'review', disclosure: 'scores' }] }))).toEqual(['rounds FIXED'])
})

test('once a judge has accepted on it, less may be published than was said, never more', async () => {
  const { api, settings } = await drafted()
  const [first, last] = ok(await administrator.api('GET', api)).rules.rounds.map((round: { id: string }) => round.id)
  ok(await administrator.api('PUT', api, { rounds: [{ id: last, disclosure: 'own' }] }))
  const secret = await invited(api)
  const judge = await platform.person('评委 01')
  expect(ok(await judge.api('GET', `/invitations/${secret}`)).disclosure).toBe('own')
  expect((await judge.page(`/invitation/${secret}`)).html).toContain('接受邀请，就是同意这样公开')
  ok(await judge.api('POST', `/invitations/${secret}/acceptance`, { ties: [], disclosure: 'own' }))
  expect((await judge.page(`/ties/${api.split('/').at(-1)}`)).html).toContain('申报单位还能看到自己项目每张评分表的各项分数')
  expect(mistakes(await administrator.api('PUT', api, { rounds: [{ id: last, disclosure: 'scores' }] }))).toEqual(['rounds.0.disclosure JUDGES_AGREED_TO_LESS'])
  const { rules } = ok(await administrator.api('GET', api))
  const whole = { ...rules, rounds: rules.rounds.map((round: { id: string }) => (round.id === first ? { ...round, disclosure: 'scores' } : round)) }
  expect(mistakes(await administrator.api('PUT', api, { rulebook: whole }))).toEqual(['rulebook.rounds.0.disclosure JUDGES_AGREED_TO_LESS'])
  const refused = await administrator.post(settings, { ...formFields((await administrator.page(settings)).html, settings), 'rounds.1.disclosure': 'scores', introduction: '面向全区。' })
  expect(refused.html).toMatch(/href="#f-rounds\.1\.disclosure">评分公开多少 [^<]*已有评委按原来的规定接受了邀请/)
  expect(refused.html).toContain('面向全区。')
  // Another round as much as was agreed to for one: judges were told the most of all rounds. And less.
  ok(await administrator.api('PUT', api, { rounds: [{ id: first, disclosure: 'own' }] }))
  ok(await administrator.api('PUT', api, { rounds: [{ id: last, disclosure: 'totals' }] }))
  ok(await administrator.api('DELETE', `${api}/judges/${judge.id}`, { reason: '规则要改' }))
  ok(await administrator.api('PUT', api, { rounds: [{ id: last, disclosure: 'scores' }] }))
  expect(await shown(api)).toEqual(['own', 'scores'])
})

test('who accepts agrees to what the page said, not to what was changed meanwhile', async () => {
  const { api } = await drafted()
  const [first] = ok(await administrator.api('GET', api)).rules.rounds.map((round: { id: string }) => round.id)
  const secret = await invited(api)
  const judge = await platform.person('评委 02')
  const path = `/invitation/${secret}`
  const fields = formFields((await judge.page(path)).html, path)
  expect(fields.disclosure).toBe('totals')
  ok(await administrator.api('PUT', api, { rounds: [{ id: first, disclosure: 'scores' }] }))
  const stale = await judge.post(path, { ...fields, employer: '示例大学' })
  expect(stale.status).toBe(422)
  expect(stale.html).toContain('评分公开多少刚刚改过')
  expect(stale.html).toContain('公示时公开每张评分表的各项分数')
  expect(stale.html).toContain('value="示例大学"')
  expect((await judge.post(path, formFields(stale.html, path))).status).toBe(303)
})

test('of a judge who accepts and a draft that is to show more, at the same moment, one comes first and the other knows it', async () => {
  const { api } = await drafted()
  const [first] = ok(await administrator.api('GET', api)).rules.rounds.map((round: { id: string }) => round.id)
  for (let n = 0; n < 5; n += 1) {
    ok(await administrator.api('PUT', api, { rounds: [{ id: first, disclosure: 'totals' }] }))
    const [judge, secret] = [await platform.person(`评委 ${10 + n}`), await invited(api)]
    const [accepted, changed] = await Promise.all([
      judge.api('POST', `/invitations/${secret}/acceptance`, { ties: [], disclosure: 'totals' }),
      administrator.api('PUT', api, { rounds: [{ id: first, disclosure: 'scores' }] }),
    ])
    expect([accepted.status, changed.status].filter((status) => status < 300)).toHaveLength(1)
    if (accepted.status < 300) ok(await administrator.api('DELETE', `${api}/judges/${judge.id}`, { reason: '试验' }))
  }
})
