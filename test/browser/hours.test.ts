import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { aPhone, aPlan, around, aTeam, aVolunteer, codeOf, planned, type Team, tomorrowAt } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { postFile } from '../support/proposals.ts'
import { setProject } from '../support/projects.ts'
import { png } from '../support/showcase.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let team: Team
let administrator: Somebody
let running: string
let over: string
let series: string
let dropped: { path: string; activity: string; member: Somebody }

beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  team = await aTeam(platform, '示例青禾社会工作服务中心')
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const { member, path } = team
  const day = shanghaiDate(plusDays(platform.clock.now(), -2))
  for (const name of ['陈一', '林二']) {
    const { volunteer } = await aVolunteer(team, { name })
    for (const [title, from, to] of [['第一次入户', '08:00', '14:00'], ['社区义诊与搬运', '14:30', '17:00']] as const) {
      ok(await member.api('POST', `${path}/activities/${await planned(team, { day, from, to }, { title })}/attendances`, { volunteers: [volunteer], rating: 'good' }))
    }
  }
  running = await planned(team, around(platform, 20, 100), { title: '陪伴独居老人' })
  over = await planned(team, around(platform, 180, -60), { title: '理发便民服务' })
  for (const [nth, colour] of [[1, [200, 120, 90]], [2, [90, 140, 120]]] as const) {
    const [bytes, name] = [png(240, 160, colour), `现场照片 ${nth}.png`]
    const announced = ok(await member.api('POST', `${path}/files`, { kind: 'photo', of: over, name, bytes: bytes.length }))
    await postFile(announced, name, bytes)
    ok(await member.api('POST', `${path}/files/${announced.file}/check`))
  }
  series = ok(await member.api('POST', `${path}/activities`, { ...aPlan({ day: shanghaiDate(plusDays(platform.clock.now(), 5)), from: '09:00', to: '11:00' }, { title: '社区四点半课堂' }), repeat: 'weekly', until: shanghaiDate(plusDays(platform.clock.now(), 60)) })).activities[1]
  const other = await aTeam(platform, '示例机构乙')
  const activity = await planned(other, around(platform, -60, 180), { title: '没有办成的活动' })
  await setProject(platform, other.project, (project) => ({ ...project, state: 'ended', current: { ...project.current, state: 'ended', endedAt: platform.clock.now(), outcome: '停办' } }))
  dropped = { path: other.path, activity, member: other.member }
})
afterAll(async () => { await platform.close() })

describe('pages of hours', () => {
  sights(() => platform, () => [
    { name: 'hours-home', path: '/home', as: administrator },
    { name: 'hours-waiting', path: '/hours/waiting', as: administrator },
    { name: 'hours-photos', path: `${team.path}/activities/${over}`, as: team.member },
    { name: 'hours-series', path: `${team.path}/activities/${series}`, as: team.member },
    { name: 'hours-ahead', path: team.path, as: team.member },
    { name: 'hours-list', path: `${team.path}/activities/${over}/list`, as: team.member },
    { name: 'hours-dropped', path: `${dropped.path}/activities/${dropped.activity}`, as: dropped.member },
    { name: 'hours-dropped-code', path: `${dropped.path}/activities/${dropped.activity}/code`, as: dropped.member },
  ])

  test('in English on a desktop no date runs out of its card', () =>
    withPage({ width: 1280, language: 'en', baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: team.member.cookie, url: platform.url }])
      for (const [name, path] of [['overview', team.path], ['activity', `${team.path}/activities/${series}`]] as const) {
        await page.goto(path)
        await screenshot(page, `hours-${name}-1280-en`)
        const out = await page.locator('.panel time').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > (one.closest('.panel')?.getBoundingClientRect().right ?? 0) - 8).map((one) => one.textContent))
        expect(out, path).toEqual([])
      }
    }))

  test('several are decided with one yes, and the dialog of a series asks which', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: team.member.cookie, url: platform.url }])
      await page.goto(`${team.path}/activities/${series}`)
      await page.getByRole('button', { name: '取消活动' }).first().click()
      await screenshot(page, 'hours-series-dialog-390-zh')
      await expectAccessible(page)
      await page.getByLabel('这一场和以后各场').check()
      await page.goto(`${team.path}/activities/${over}`)
      await page.getByRole('button', { name: '移除' }).first().click()
      await screenshot(page, 'hours-photo-dialog-390-zh')
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      await page.goto('/hours/waiting')
      for (const tick of await page.getByRole('checkbox').all()) await tick.check()
      await page.getByRole('button', { name: '选中的都同意计入' }).click()
      await page.waitForSelector('text=没有等待同意的时长')
      await expectNoSidewaysScroll(page)
    }))

  test('a code that can no longer be replaced says so, and no longer once it can', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: team.member.cookie, url: platform.url }])
      await page.clock.install()
      await page.goto(`${team.path}/activities/${running}/code`)
      const warning = page.getByText('网络中断，签到码可能已失效')
      await page.clock.runFor(3000)
      expect(await warning.isVisible()).toBe(false)
      // As where the network is down: no answer comes.
      await page.route('**/code/snapshot', (route) => route.abort('internetdisconnected'))
      for (let i = 0; i < 16 && !(await warning.isVisible()); i += 1) await page.clock.runFor(5000)
      expect(await warning.isVisible()).toBe(true)
      await screenshot(page, 'hours-code-old-1280-zh')
      await expectAccessible(page)
      await page.unroute('**/code/snapshot')
      for (let i = 0; i < 5 && (await warning.isVisible()); i += 1) {
        await page.clock.runFor(5000)
        await page.waitForTimeout(300)
      }
      expect(await warning.isVisible()).toBe(false)
    }))

  test('the form of somebody new names the activity and who keeps the data', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.goto(`/v/${running}/${await codeOf(team, running)}`)
      await page.getByLabel('手机号或志愿者编号').fill(aPhone())
      await page.getByRole('button', { name: '签到' }).click()
      await page.getByText('示例青禾社会工作服务中心').first().waitFor()
      await screenshot(page, 'hours-newcomer-390-zh')
      await expectAccessible(page)
    }))
})
