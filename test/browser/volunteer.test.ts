import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { aPhone, aPlan, around, aTeam, aVolunteer, codeOf, planned, type Team, tomorrowAt } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let team: Team
let administrator: Somebody
let running: string
let over: string
let closed: string
let person: { volunteer: string; number: string; phone: string }
let minor: string
let certificate: string

beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例青禾社会工作服务中心')
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  platform.clock.forward({ milliseconds: Date.parse(`${shanghaiDate(plusDays(platform.clock.now(), 1))}T19:00:00+08:00`) - Date.parse(platform.clock.now()) })
  const { member, path, organisation } = team
  person = await aVolunteer(team, { name: '王小禾', skills: '急救、理发', gender: 'female', birthDate: '1988-02-29', checkedOn: shanghaiDate(platform.clock.now()) })
  minor = (await aVolunteer(team, { name: '李禾苗', minor: true, guardian: { name: '李大禾', phone: aPhone() } })).volunteer
  for (const name of ['陈一', '林二', '周小三', '吴四']) await aVolunteer(team, { name })
  const day = shanghaiDate(plusDays(platform.clock.now(), 5))
  ok(await member.api('POST', `${path}/activities`, { ...aPlan({ day, from: '09:00', to: '11:00' }, { title: '社区四点半课堂', what: '辅导作业，一起读书。' }), repeat: 'weekly', until: shanghaiDate(plusDays(platform.clock.now(), 40)) }))
  over = await planned(team, around(platform, 11 * 60, -60), { title: '防汛值守与物资搬运', breakMinutes: 60, leader: { name: '陈一', phone: '13800000000' } })
  ok(await member.api('POST', `${path}/activities/${over}/attendances`, { volunteers: [person.volunteer, minor], list: `赵五,${aPhone()}\n孙六,${aPhone()},9:00,12:30`, consent: true, adults: true, rating: 'good' }))
  const other = await planned(team, around(platform, 4 * 60, -2 * 60), { title: '理发便民服务' })
  ok(await member.api('POST', `${path}/activities/${other}/attendances`, { volunteers: [person.volunteer], rating: 'excellent' }))
  ok(await member.api('POST', `${path}/activities/${other}/attendances/${person.volunteer}/correction`, { effect: 'times', breakMinutes: 10, reason: '中间去取工具，不算服务。' }))
  ok(await member.api('POST', `${path}/activities/${other}/report`, { what: '给十八位老人理发。', beneficiaries: 18, attendances: 18 }))
  const earlier = await planned(team, { day: shanghaiDate(plusDays(platform.clock.now(), -3)), from: '09:00', to: '11:30' }, { title: '环保宣传' })
  ok(await member.api('POST', `${path}/activities/${earlier}/attendances`, { volunteers: [person.volunteer], rating: 'good' }))
  running = await planned(team, around(platform, 20, 100), { title: '陪伴独居老人', capacity: 6, expected: 12, what: '聊天、量血压、打扫。' })
  closed = await planned(team, around(platform, -30, 120), { title: '水上救援演练', dangerous: true })
  const pass = await codeOf(team, running)
  for (const name of ['钱七', '郑八']) ok(await platform.visitor.api('POST', `/activities/${running}/sign-in`, { pass, who: aPhone(), name, adult: 'yes', agree: true }))
  certificate = ok(await member.api('POST', `/organisations/${organisation}/volunteers/${person.volunteer}/certificates`, { from: shanghaiDate(plusDays(platform.clock.now(), -9)), to: shanghaiDate(platform.clock.now()) })).certificate
})
afterAll(async () => { await platform.close() })

const sight = async () => [
  // First: its code is good for two minutes at most.
  { name: 'sign-in', path: `/v/${running}/${await codeOf(team, running)}`, as: undefined },
  { name: 'activities', path: `${team.path}/activities`, as: team.member },
  { name: 'activities-none', path: `${team.path}/activities?standing=late`, as: team.member },
  { name: 'activity-new', path: `${team.path}/activities/new`, as: team.member },
  { name: 'activity-running', path: `${team.path}/activities/${running}`, as: team.member },
  { name: 'activity-over', path: `${team.path}/activities/${over}`, as: team.member },
  { name: 'activity-closed', path: `${team.path}/activities/${closed}`, as: team.member },
  { name: 'activity-code', path: `${team.path}/activities/${running}/code`, as: team.member },
  { name: 'activity-list', path: `${team.path}/activities/${over}/list`, as: team.member },
  { name: 'activity-correction', path: `${team.path}/activities/${over}/hours/${person.volunteer}`, as: team.member },
  { name: 'doubts', path: `${team.path}/doubts`, as: team.member },
  { name: 'waiting', path: '/hours/waiting', as: administrator },
  { name: 'volunteers', path: '/volunteers', as: team.member },
  { name: 'volunteer-new', path: '/volunteers/new', as: team.member },
  { name: 'volunteer-paste', path: '/volunteers/list', as: team.member },
  { name: 'volunteer', path: `/volunteers/${person.volunteer}`, as: team.member },
  { name: 'volunteer-minor', path: `/volunteers/${minor}`, as: team.member },
  { name: 'certificate-paper', path: `/volunteers/${person.volunteer}/certificates/${certificate}`, as: team.member },
  { name: 'certificate-check', path: `/hours-certificates/${certificate}`, as: undefined },
  { name: 'my-hours-ask', path: '/my-hours', as: undefined },
]

describe('pages of activities and volunteers', () => {
  sights(() => platform, sight)

  test('somebody new scans, registers, signs in, and out with one tap; then sees their own hours', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.goto(`/v/${running}/${await codeOf(team, running)}`)
      await page.getByLabel('手机号或志愿者编号').fill('13988887777')
      await page.getByRole('button', { name: '签到' }).click()
      await page.getByLabel('姓名', { exact: true }).fill('冯九')
      await screenshot(page, 'sign-in-newcomer-390-zh')
      await page.getByRole('button', { name: '签到' }).click()
      await page.waitForSelector('.errsum')
      await expectAccessible(page)
      await page.getByLabel('已满 18 周岁').check()
      await page.getByLabel(/同意记录我的姓名/).check()
      await page.getByRole('button', { name: '签到' }).click()
      await page.waitForSelector('.facts')
      await screenshot(page, 'signed-in-390-zh')
      await expectAccessible(page)
      platform.clock.forward({ minutes: 6 })
      await page.getByRole('button', { name: '签退' }).click()
      await page.getByRole('link', { name: '看我的服务时长' }).click()
      await page.waitForSelector('.figs')
      await screenshot(page, 'my-hours-390-zh')
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }))

  test('the code on the screen is replaced without loading the page', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: team.member.cookie, url: platform.url }])
      await page.goto(`${team.path}/activities/${running}/code`)
      const drawn = () => page.locator('.qr-screen path').last().getAttribute('d')
      const before = await drawn()
      await page.evaluate(() => document.body.setAttribute('data-same', 'yes'))
      platform.clock.forward({ seconds: 61 })
      await page.waitForFunction((old) => document.querySelector('.qr-screen path:last-of-type')?.getAttribute('d') !== old, before, { timeout: 60_000 })
      expect(await page.locator('body').getAttribute('data-same')).toBe('yes')
      await expectAccessible(page)
    }))
})
