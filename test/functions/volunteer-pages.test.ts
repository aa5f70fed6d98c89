import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { ok } from '../support/contest.ts'
import { aPhone, around, aTeam, aVolunteer, codeOf, planned, seen, type Team, tomorrowAt } from '../support/hours.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let team: Team
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例机构甲')
})
afterAll(async () => { await platform.close() })

/** A phone with a browser: keeps the cookie that it is given, as phones do. */
function aBrowser() {
  let cookie = ''
  const keep = (response: Response) => {
    for (const set of response.headers.getSetCookie()) if (set.startsWith('volunteer=')) cookie = set.split(';')[0]?.endsWith('=') === true ? '' : (set.split(';')[0] ?? '')
    return response
  }
  const headers = () => ({ 'accept-language': 'zh', ...(cookie === '' ? {} : { cookie }) })
  return {
    cookie: () => cookie,
    page: async (path: string) => {
      const response = keep(await fetch(platform.url + path, { redirect: 'manual', headers: headers() }))
      return { status: response.status, html: await response.text(), headers: response.headers }
    },
    post: async (path: string, fields: Record<string, string>) => {
      const response = keep(await fetch(platform.url + path, { method: 'POST', redirect: 'manual', headers: { ...headers(), origin: platform.url, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields).toString() }))
      return { status: response.status, html: await response.text(), headers: response.headers, location: response.headers.get('location') }
    },
  }
}
const ticketIn = (html: string): string => /name="pass" value="([^"]+)"/.exec(html)?.[1] ?? ''

describe('a volunteer’s phone', () => {
  test('is asked once, remembered, and then one tap is enough', async () => {
    const phone = aBrowser()
    const activity = await planned(team, around(platform, 5, 60))
    const first = await phone.page(`/v/${activity}/${await codeOf(team, activity)}`)
    expect(first.html).toContain('手机号或志愿者编号')
    const number = aPhone()
    const asked = await phone.post(`/v/${activity}`, { pass: ticketIn(first.html), deed: 'in', who: number })
    expect(asked.html).toContain('第一次来，请登记')
    const wrong = await phone.post(`/v/${activity}`, { pass: ticketIn(asked.html), deed: 'in', known: 'no', who: number, name: '', adult: 'yes' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain(number)
    const done = await phone.post(`/v/${activity}`, { pass: ticketIn(asked.html), deed: 'in', known: 'no', who: number, name: '王小禾', adult: 'yes', agree: 'true' })
    expect(done.html).toContain('您的志愿者编号')
    expect(done.headers.getSetCookie().find((one) => one.startsWith('volunteer='))).toMatch(/HttpOnly; SameSite=Lax/)
    platform.clock.forward({ minutes: 30 })
    const again = await phone.page(`/v/${activity}/${await codeOf(team, activity)}`)
    expect(again.html).toContain('王**，您好')
    expect(again.html).not.toContain('王小禾')
    const out = await phone.post(`/v/${activity}`, { pass: ticketIn(again.html), deed: 'out' })
    expect(out.html).toContain('0.5 小时')
    const next = await planned(team, around(platform, 5, 60))
    const tap = await phone.page(`/v/${next}/${await codeOf(team, next)}`)
    expect((await phone.post(`/v/${next}`, { pass: ticketIn(tap.html), deed: 'in' })).html).toContain('已签到')
    expect((await seen(team, next)).attendances).toMatchObject([{ name: '王小禾', state: 'open', via: 'code' }])
  })

  test('with an old code says to scan again, and a form kept too long as well', async () => {
    const phone = aBrowser()
    const activity = await planned(team, around(platform, 5, 60))
    const code = await codeOf(team, activity)
    const page = await phone.page(`/v/${activity}/${code}`)
    platform.clock.forward({ minutes: 3 })
    expect((await phone.page(`/v/${activity}/${code}`)).html).toContain('请再扫一次')
    const { phone: known } = await aVolunteer(team)
    // Who came by a good code has ten minutes to type.
    expect((await phone.post(`/v/${activity}`, { pass: ticketIn(page.html), deed: 'in', who: known })).html).toContain('已签到')
    platform.clock.forward({ minutes: 10 })
    expect((await phone.post(`/v/${activity}`, { pass: ticketIn(page.html), deed: 'out', who: known })).html).toContain('请再扫一次')
  })

  test('that only typed a phone number signs in, and does not see that volunteer’s record', async () => {
    const activity = await planned(team, around(platform, 5, 60))
    const { phone: number, name } = await aVolunteer(team, { name: '别人的名字' })
    const stranger = aBrowser()
    const page = await stranger.page(`/v/${activity}/${await codeOf(team, activity)}`)
    await stranger.post(`/v/${activity}`, { pass: ticketIn(page.html), deed: 'in', who: number })
    expect(stranger.cookie()).not.toBe('')
    const own = await stranger.page('/my-hours')
    expect(own.html).toContain('9 位数字')
    expect(own.html).not.toContain(name)
    expect((await stranger.page('/my-hours/export')).status).toBe(303)
  })
})

describe('the own record', () => {
  test('opens for phone and number, exports as one file, asks for a correction, makes a certificate, and forgets the phone', async () => {
    const { phone: number, number: own, volunteer, name } = await aVolunteer(team, { name: '李禾苗' })
    const activity = await planned(team, around(platform, 120, -60))
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances`, { volunteers: [volunteer], rating: 'good' }))
    const phone = aBrowser()
    expect((await phone.post('/my-hours', { phone: aPhone(), number: own })).html).toContain('对不上')
    expect((await phone.post('/my-hours', { phone: number, number: own })).location).toBe('/my-hours')
    const page = await phone.page('/my-hours')
    expect(page.html).toContain(name)
    expect(page.html).toContain('补录时长')
    expect(page.html).not.toContain(number)
    const file = await phone.page('/my-hours/export')
    expect(file.headers.get('content-type')).toContain('text/plain')
    for (const part of [name, own, number, '陪伴独居老人', '1.0 小时', '记录服务时长']) expect(file.html).toContain(part)
    await phone.post('/my-hours/corrections', { activity, text: '多记了十分钟' })
    expect((await seen(team, activity)).attendances[0].asked).toMatchObject({ text: '多记了十分钟' })
    const waits = async () => ok(await team.member.api('GET', '/inbox')).due.filter(({ href }: { href: string }) => href.includes(`/activities/${activity}/hours/`))
    expect(await waits()).toMatchObject([{ state: 'wait', since: expect.any(String) }])
    ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances/${volunteer}/correction`, { effect: 'keep', reason: '和签到表一致' }))
    const [record] = (await seen(team, activity)).attendances
    expect(record).toMatchObject({ asked: null, minutes: 60, state: 'counted', kind: 'back-filled', corrections: [{ reason: '和签到表一致' }] })
    expect(await waits()).toEqual([])
    const today = shanghaiDate(platform.clock.now())
    await phone.post('/my-hours/certificates', { organisation: team.organisation, from: shanghaiDate(plusDays(platform.clock.now(), -3)), to: today })
    const certificate = /\/my-hours\/certificates\/(x_\w+)/.exec((await phone.page('/my-hours')).html)?.[1] ?? ''
    const paper = await phone.page(`/my-hours/certificates/${certificate}`)
    for (const part of [name, '示例机构甲', '签到时长', '补录时长', '（盖章）', '陪伴独居老人']) expect(paper.html).toContain(part)
    const checked = await aBrowser().page(`/hours-certificates/${certificate}`)
    expect(checked.html).toContain('李**')
    for (const secret of [name, number, own]) expect(checked.html).not.toContain(secret)
    expect((await aBrowser().page(`/my-hours/certificates/${certificate}`)).status).toBe(303)
    const kept = phone.cookie()
    await phone.post('/my-hours/forget', { all: 'true' })
    expect(phone.cookie()).toBe('')
    expect(await (await fetch(`${platform.url}/my-hours`, { headers: { cookie: kept } })).text()).not.toContain(name)
  })

  test('a consent that is taken back stops recording, and can be given again', async () => {
    const { phone: number, number: own } = await aVolunteer(team)
    const phone = aBrowser()
    await phone.post('/my-hours', { phone: number, number: own })
    await phone.post('/my-hours/consents', { purpose: 'hours', given: 'no' })
    const activity = await planned(team, around(platform, 5, 60))
    const signIn = async () => platform.visitor.api('POST', `/activities/${activity}/sign-in`, { pass: await codeOf(team, activity), who: number })
    expect((await signIn()).status).toBe(422)
    await phone.post('/my-hours/consents', { purpose: 'hours', given: 'yes' })
    expect(ok(await signIn()).state).toBe('open')
  })

  test('guessing numbers is stopped', async () => {
    const phone = aBrowser()
    const answers = []
    for (let i = 0; i < 20; i += 1) answers.push(await phone.post('/my-hours', { phone: '13912345678', number: '123456782' }))
    expect(answers.some(({ html }) => html.includes('太多'))).toBe(true)
  })
})

describe('the leader’s screen', () => {
  test('shows a code that changes each minute; its snapshot is asked for by ETag', async () => {
    const activity = await planned(team, around(platform, 5, 60))
    const path = `${team.path}/activities/${activity}/code`
    const { html } = await team.member.page(path)
    expect(html).toContain('qr-screen')
    const ask = (etag?: string) => fetch(`${platform.url}${path}/snapshot`, { headers: { cookie: `session=${team.member.cookie}`, ...(etag === undefined ? {} : { 'if-none-match': etag }) } })
    const first = await ask()
    const etag = first.headers.get('etag') ?? ''
    const { svg } = await first.json() as { svg: string }
    platform.clock.forward({ seconds: 61 })
    const second = await ask(etag)
    expect(second.status).toBe(200)
    expect((await second.json() as { svg: string }).svg).not.toBe(svg)
    expect((await fetch(`${platform.url}${path}/snapshot`, { redirect: 'manual' })).status).toBe(303)
  })

  test('a pasted list on the page says what became of each line, and keeps what was typed where a line cannot be read', async () => {
    const activity = await planned(team, around(platform, 120, -60))
    const path = `${team.path}/activities/${activity}/list`
    const typed = `甲甲,${aPhone()}\n没有号码`
    const wrong = await team.member.post(path, { list: typed, rating: 'good', consent: 'true', adults: 'true', from: '', to: '' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('第 2 行看不懂')
    const { from, to } = around(platform, 120, -60)
    const done = await team.member.post(path, { list: `甲甲,${aPhone()}\n乙乙,${aPhone()}`, rating: 'good', consent: 'true', adults: 'true', from, to })
    expect(done.html).toContain('2 人中补录了 2 人')
  })
})
