import { afterAll, beforeAll, expect, test } from 'vitest'
import { addJudge, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

const draft = async (name = '要删的大赛'): Promise<string> =>
  ok(await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: name }, authority: { zh: '示例主办单位' }, contact: { phone: '0573-00000000', email: '' } })).id

test('a deleted draft is nowhere any more, and comes back as it was within ten minutes', async () => {
  const id = await draft()
  const before = ok(await administrator.api('GET', `/competitions/${id}`))
  const deleted = ok(await administrator.api('DELETE', `/competitions/${id}`))
  expect(Date.parse(deleted.undoUntil) - Date.parse(platform.clock.now())).toBeGreaterThan(590_000)
  const doors: [string, string, unknown?][] = [['GET', ''], ['PUT', '', { introduction: '改' }], ['POST', '/publication', {}], ['GET', '/preview'], ['GET', '/judges'], ['GET', '/trail'], ['POST', '/copies', { name: { zh: '照它' } }], ['POST', '/invitations', { name: '评委', email: null }], ['DELETE', '']]
  for (const [method, path, body] of doors) expect([path, (await administrator.api(method, `/competitions/${id}${path}`, body)).status]).toEqual([path, 404])
  expect(JSON.stringify(ok(await administrator.api('GET', '/competitions')))).not.toContain(id)
  expect(JSON.stringify(ok(await administrator.api('GET', '/inbox')))).not.toContain(id)
  expect((await administrator.page('/home')).html).not.toContain(id)
  platform.clock.forward({ minutes: 9 })
  expect(ok(await administrator.api('POST', `/competitions/${id}/restoration`)).state).toBe('draft')
  expect(ok(await administrator.api('GET', `/competitions/${id}`))).toEqual(before)
  expect(JSON.stringify(ok(await administrator.api('GET', '/competitions')))).toContain(id)
  // Once more changes nothing, and it can be published.
  ok(await administrator.api('POST', `/competitions/${id}/restoration`))
  expect(ok(await administrator.api('POST', `/competitions/${id}/publication`, {})).state).toBe('call')
  const sentences = ok(await administrator.api('GET', `/competitions/${id}/trail`)).entries.map(({ sentence }: { sentence: { zh: string } }) => sentence.zh)
  expect(sentences.filter((one: string) => one.includes('草稿'))).toEqual(['恢复了删除的大赛草稿', '删除了大赛草稿'])
})

test('after ten minutes it is gone for good; what is published is never deleted', async () => {
  const id = await draft()
  ok(await administrator.api('DELETE', `/competitions/${id}`))
  platform.clock.forward({ minutes: 11 })
  const late = await administrator.api('POST', `/competitions/${id}/restoration`)
  expect(late.status).toBe(409)
  expect(late.body.errors[0].code).toBe('UNDO_OVER')
  const out = await draft('已公布的')
  ok(await administrator.api('POST', `/competitions/${out}/publication`, {}))
  const refused = await administrator.api('DELETE', `/competitions/${out}`)
  expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'PUBLISHED'])
  expect((await administrator.post(`/competitions/${out}/deletion`, {})).status).toBe(409)
})

test('two at once: publishing and deleting do not both happen', async () => {
  const id = await draft()
  const [publication, deletion] = await Promise.all([administrator.api('POST', `/competitions/${id}/publication`, {}), administrator.api('DELETE', `/competitions/${id}`)])
  expect([publication.status < 300, deletion.status < 300].filter(Boolean)).toHaveLength(1)
  expect((await administrator.api('GET', `/competitions/${id}`)).status).toBe(publication.status < 300 ? 200 : 404)
})

test('on the pages: the draft’s settings delete it, the list offers to undo; a judge who had accepted finds nothing broken', async () => {
  const id = await draft('页面上删的')
  const judge = await addJudge(platform, id, '评委 01')
  expect((await administrator.page(`/competitions/${id}/settings`)).html).toContain('删除草稿')
  const { location } = await administrator.post(`/competitions/${id}/deletion`, {})
  expect(location).toBe(`/competitions?deleted=${id}`)
  const { html } = await administrator.page(location ?? '')
  expect(html).toContain('已删除“页面上删的”的草稿')
  expect(html).toContain(`action="/competitions/${id}/restoration"`)
  for (const path of ['/home', '/judging', '/account', '/competitions']) expect([path, (await judge.page(path)).status]).toEqual([path, 200])
  expect((await judge.page(`/competitions?deleted=${id}`)).html).not.toContain('页面上删的')
  expect((await administrator.post(`/competitions/${id}/restoration`, {})).location).toBe(`/competitions/${id}/settings`)
  expect((await administrator.page(`/competitions?deleted=${id}`)).html).not.toContain(`action="/competitions/${id}/restoration"`)
})
