import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { aPhone, around, aTeam, aVolunteer, codeOf, planned, type Team, tomorrowAt } from '../support/hours.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let team: Team
let other: Team
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例机构甲')
  other = await aTeam(platform, '示例机构乙')
})
afterAll(async () => { await platform.close() })

/** A phone's browser, which keeps its cookies. */
function aBrowser() {
  let cookie = ''
  const kept = async (response: Response) => {
    const given = response.headers.getSetCookie().find((one) => one.startsWith('volunteer='))
    if (given !== undefined) cookie = given.split(';')[0] ?? ''
    return { status: response.status, html: await response.text() }
  }
  const headers = () => ({ cookie, 'accept-language': 'zh' })
  return {
    get: async (path: string) => kept(await fetch(platform.url + path, { redirect: 'manual', headers: headers() })),
    post: async (path: string, fields: Record<string, string>) => kept(await fetch(platform.url + path, { method: 'POST', redirect: 'manual', headers: { ...headers(), origin: platform.url }, body: new URLSearchParams(fields) })),
  }
}
const ticketIn = (html: string) => /name="pass" value="([^"]+)"/.exec(html)?.[1] ?? ''
const scan = async (browser: ReturnType<typeof aBrowser>, of: Team, activity: string) => ticketIn((await browser.get(`/v/${activity}/${await codeOf(of, activity)}`)).html)
const newcomer = (phone: string) => ({ deed: 'in', known: 'no', who: phone, name: '新来的人', adult: 'yes', guardianName: '', guardianPhone: '', agree: 'true' })

describe('signing in on a phone', () => {
  test('every step names the activity and who keeps the data, the consent above all', async () => {
    const activity = await planned(team, around(platform, 10, 60), { title: '社区义诊' })
    const [browser, phone] = [aBrowser(), aPhone()]
    const pass = await scan(browser, team, activity)
    const consent = await browser.post(`/v/${activity}`, { pass, deed: 'in', who: phone })
    const mistaken = await browser.post(`/v/${activity}`, { ...newcomer(phone), pass, agree: '' })
    const after = await browser.post(`/v/${activity}`, { ...newcomer(phone), pass })
    for (const { html } of [consent, mistaken, after]) {
      expect(html).toMatch(/<h1[^>]*>社区义诊/)
      expect(html).toContain('示例机构甲')
    }
    expect(consent.html).toContain('您的资料由这个单位记录和保存')
    expect([consent.status, mistaken.status, after.status]).toEqual([200, 422, 200])
  })

  test('before the beginning it says from when the time counts', async () => {
    const activity = await planned(team, around(platform, -30, 90))
    const browser = aBrowser()
    const { phone } = await aVolunteer(team)
    expect((await browser.post(`/v/${activity}`, { pass: await scan(browser, team, activity), deed: 'in', who: phone })).html).toContain('起算')
  })

  test('signed in elsewhere, the phone of the person themselves is told where, and one tap is enough afterwards', async () => {
    const [here, there] = [await planned(team, around(platform, 10, 90), { title: '社区义诊' }), await planned(other, around(platform, 10, 90))]
    const [browser, phone] = [aBrowser(), aPhone()]
    ok(await other.member.api('GET', `${other.path}/activities/${there}`))
    await browser.post(`/v/${here}`, { ...newcomer(phone), pass: await scan(browser, team, here) })
    const refused = await browser.post(`/v/${there}`, { pass: await scan(browser, other, there), deed: 'in' })
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('“社区义诊”')
    expect(refused.html).toContain('新**，您好')
    expect(refused.html).not.toContain('name="who"')
  })

  test('whoever types another’s phone learns the time at most, not where; and it is remembered for signing in', async () => {
    const [here, there] = [await planned(team, around(platform, 10, 90), { title: '社区义诊' }), await planned(other, around(platform, 10, 90))]
    const { phone } = await aVolunteer(team, { name: '老志愿者' })
    ok(await platform.visitor.api('POST', `/activities/${here}/sign-in`, { pass: await codeOf(team, here), who: phone }))
    const browser = aBrowser()
    const refused = await browser.post(`/v/${there}`, { pass: await scan(browser, other, there), deed: 'in', who: phone })
    expect(refused.html).not.toContain('社区义诊')
    expect(refused.html).toContain('另一场活动')
    expect(refused.html).toContain('老**，您好')
    expect((await browser.get(`/v/${there}/${await codeOf(other, there)}`)).html).toContain('老**，您好')
    expect((await browser.post(`/v/${there}`, { pass: await scan(browser, other, there), deed: 'in' })).html).not.toContain('社区义诊')
    expect((await browser.get('/my-hours')).html).not.toContain('社区义诊')
  })
})
