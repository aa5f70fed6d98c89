import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { formFields } from '../support/forms.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let elsewhere: Somebody

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  elsewhere = await platform.person('管理员 02', { administrator: '330402' })
})
afterAll(() => platform.close())

/** A published competition whose rules and dates were changed. */
async function earlier() {
  const at = Date.parse(platform.clock.now())
  const day = (days: number) => new Date(at + days * 86_400_000).toISOString()
  const year = new Date(at + 8 * 3_600_000).getUTCFullYear()
  const { id } = ok(await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: `${year} 年大赛`, en: `Contest ${year}` }, authority: { zh: '示例主办单位' }, contact: { phone: '0573-00000000', email: '' }, introduction: '面向全区。' }))
  ok(await administrator.api('PUT', `/competitions/${id}`, { proposalsEach: 7, blind: false, dates: { callClosesAt: day(20), eligibilityClosesAt: day(33), roundsCloseAt: [day(50), day(71)] } }))
  ok(await administrator.api('POST', `/competitions/${id}/publication`, { seed: 'seed' }))
  return { id, year, before: ok(await administrator.api('GET', `/competitions/${id}`)) }
}

test('a copy has the settings, the rules as they were changed, and the dates moved by the days between; nothing of what happened', async () => {
  const { id, before } = await earlier()
  platform.clock.forward({ days: 365 })
  const made = await administrator.api('POST', `/competitions/${id}/copies`, { name: { zh: '下一届' } })
  expect(made.status).toBe(201)
  const copy = ok(await administrator.api('GET', `/competitions/${made.body.id}`))
  expect(copy).toMatchObject({ state: 'draft', name: { zh: '下一届' }, authority: before.authority, contact: before.contact, introduction: '面向全区。', seed: '', publishedAt: null, rulebook: before.rulebook })
  expect(copy.rules).toEqual(before.rules)
  expect(copy.rules.applicants.proposalsEach).toBe(7)
  const later = (moment: string) => new Date(Date.parse(moment) + 365 * 86_400_000).toISOString()
  expect(copy.dates).toEqual({ callClosesAt: later(before.dates.callClosesAt), eligibilityClosesAt: later(before.dates.eligibilityClosesAt), roundsCloseAt: before.dates.roundsCloseAt.map(later) })
  // It can be published as it is, and its rules are its own.
  ok(await administrator.api('PUT', `/competitions/${copy.id}`, { proposalsEach: 2 }))
  expect(ok(await administrator.api('POST', `/competitions/${copy.id}/publication`, {})).state).toBe('call')
  expect(ok(await administrator.api('GET', `/competitions/${id}`)).rules.applicants.proposalsEach).toBe(7)
  const { entries } = ok(await administrator.api('GET', `/competitions/${copy.id}/trail`))
  expect(JSON.stringify(entries)).toContain(`照“${before.name.zh}”新建了大赛`)
})

test('the call of the copy closes when it is said to, and the other dates keep their distance; never in the past; sent twice it is one', async () => {
  const { id, before } = await earlier()
  const closes = new Date(Date.parse(platform.clock.now()) + 40 * 86_400_000).toISOString()
  const made = ok(await administrator.api('POST', `/competitions/${id}/copies`, { name: { zh: '下一届' }, callClosesAt: closes }, { key: 'copy-once-0001' }))
  expect(ok(await administrator.api('POST', `/competitions/${id}/copies`, { name: { zh: '下一届' }, callClosesAt: closes }, { key: 'copy-once-0001' })).id).toBe(made.id)
  expect(made.dates.callClosesAt).toBe(closes)
  expect(Date.parse(made.dates.roundsCloseAt[1]) - Date.parse(closes)).toBe(Date.parse(before.dates.roundsCloseAt[1]) - Date.parse(before.dates.callClosesAt))
  const past = await administrator.api('POST', `/competitions/${id}/copies`, { name: { zh: '下一届' }, callClosesAt: '2020-01-01T00:00:00Z' })
  expect(past.status).toBe(422)
  expect(past.body.errors).toMatchObject([{ path: 'callClosesAt', code: 'DATE_PAST' }])
  expect((await elsewhere.api('POST', `/competitions/${id}/copies`, { name: { zh: '下一届' } })).status).toBe(403)
  expect((await administrator.api('POST', '/competitions/c_00000000000000000000000000/copies', { name: { zh: '下一届' } })).status).toBe(404)
})

test('the page proposes this year’s name and a date, says what is wrong beside its field, and leads to the settings', async () => {
  const { id, year } = await earlier()
  platform.clock.forward({ days: 366 })
  expect((await administrator.page('/competitions/new')).html).toContain(`href="/competitions/${id}/copy"`)
  expect((await administrator.page(`/competitions/${id}`)).html).toContain(`href="/competitions/${id}/copy"`)
  const fields = formFields((await administrator.page(`/competitions/${id}/copy`)).html, `/competitions/${id}/copy`)
  expect(fields['name.zh']).toBe(`${year + 1} 年大赛`)
  const wrong = await administrator.post(`/competitions/${id}/copy`, { ...fields, 'name.zh': '', callClosesAt: '2020-01-01T17:00' })
  expect(wrong.status).toBe(422)
  expect(wrong.html).toContain('href="#f-name.zh"')
  const { status, location } = await administrator.post(`/competitions/${id}/copy`, fields)
  expect(status).toBe(303)
  expect(location).toMatch(/^\/competitions\/c_[0-9a-z]{26}\/settings$/)
  expect((await elsewhere.page(`/competitions/${id}/copy`)).status).toBe(403)
  expect((await administrator.page(`/competitions/${id}/copy`, { language: 'en' })).html).toContain('Set up another like this')
})
