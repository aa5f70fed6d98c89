import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { aPhone, around, aTeam, aVolunteer, planned, seen, type Team, tomorrowAt } from '../support/hours.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let team: Team
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例机构甲')
})
afterAll(async () => { await platform.close() })

const over = (more: Record<string, unknown> = {}) => planned(team, around(platform, 120, -60), more)
const danger = { dangerous: true, insurance: 'PA-2027-001', agreement: '全员已签' }
const fill = (activity: string, list: string, more: Record<string, unknown> = {}) => team.member.api('POST', `${team.path}/activities/${activity}/attendances`, { list, rating: 'good', consent: true, ...more })
const told = (answer: { body: { errors?: { code: string; path: string; detail: string }[] } }) => (answer.body.errors ?? []).map(({ path, code, detail }) => [path, code, detail.split(' 行')[0]])

describe('a pasted list of who came', () => {
  test('lets nobody of unknown age, and no minor, into a dangerous activity, and says which lines', async () => {
    const activity = await over(danger)
    expect(told(await fill(activity, '小朋友八岁，13911110009', { adults: true }))).toEqual([['list', 'AGE_UNREAD', '第 1']])
    expect(told(await fill(activity, `甲甲,${aPhone()}\n乙乙,${aPhone()},成年\n丙丙,${aPhone()},8,丁丁,${aPhone()}`, { adults: true }))).toEqual([['list', 'ADULTS_ONLY', '第 3'], ['list', 'AGE_MISSING', '第 1']])
    expect((await seen(team, activity)).attendances).toEqual([])
    const known = await aVolunteer(team, { name: '登记过的人' })
    expect(ok(await fill(activity, `乙乙,${aPhone()},成年\n登记过的人,${known.phone}`)).rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['added', 'added'])
  })

  test('takes a minor only with the guardian’s name and phone, and keeps them', async () => {
    const activity = await over()
    const [phone, guardianPhone] = [aPhone(), aPhone()]
    expect(told(await fill(activity, `小明,${phone},15`, { adults: true }))).toEqual([['list', 'GUARDIAN_MISSING', '第 1']])
    ok(await fill(activity, `小明,${phone},15,王大明,${guardianPhone}`))
    const { attendances: [record] } = await seen(team, activity)
    expect(record).toMatchObject({ minor: true, name: '小*' })
    const path = `/organisations/${team.organisation}/volunteers/${record.volunteer}`
    ok(await team.member.api('POST', `${path}/looks`, { reason: '核对监护人' }))
    expect(ok(await team.member.api('GET', path)).volunteer).toMatchObject({ minor: true, guardian: { name: '王大明', phone: guardianPhone }, consents: [{ purpose: 'hours', given: true, by: 'guardian' }] })
    // Once on record, the record says it: no later list makes an adult of them.
    const dangerous = await over(danger)
    expect(ok(await fill(dangerous, `小明,${phone},成年`)).rows).toMatchObject([{ outcome: 'refused', mistakes: [{ code: 'ADULTS_ONLY' }] }])
  })

  test('asks the leader to confirm that those without an age are of age, and keeps what was typed', async () => {
    const activity = await over()
    const list = `甲甲,${aPhone()}\n乙乙,${aPhone()},30`
    const page = await team.member.post(`${team.path}/activities/${activity}/list`, { list, rating: 'good', consent: 'true' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('第 1 行没有写年龄')
    expect(page.html).toContain(list.split('\n')[0])
    expect(ok(await fill(activity, list, { adults: true })).rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['added', 'added'])
  })

  test('a line that calls somebody a minor who is on record as an adult is not recorded', async () => {
    const { phone } = await aVolunteer(team, { name: '登记成年' })
    expect(ok(await fill(await over(), `登记成年,${phone},16`)).rows).toMatchObject([{ outcome: 'refused', mistakes: [{ code: 'AGE_DIFFERS' }] }])
  })
})

test('a pasted list of volunteers asks the same', async () => {
  const add = (list: string, more = {}) => team.member.api('POST', `/organisations/${team.organisation}/volunteers/list`, { list, consent: true, ...more })
  expect(told(await add(`甲甲,${aPhone()}\n乙乙,${aPhone()},12`))).toEqual([['list', 'GUARDIAN_MISSING', '第 2'], ['adults', 'AGE_MISSING', '第 1']])
  const phone = aPhone()
  expect(ok(await add(`甲甲,${aPhone()}\n丙丙,${phone},12,丁丁,${aPhone()}`, { adults: true })).rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['added', 'added'])
  const items = ok(await team.member.api('GET', `/organisations/${team.organisation}/volunteers`)).items as { name: string; minor: boolean }[]
  expect(items.filter(({ name }) => name === '丙*')).toMatchObject([{ minor: true }])
})
