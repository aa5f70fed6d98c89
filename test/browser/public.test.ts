import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeNotice, DISTRICT, judgedContest } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
/** Addresses of the pages, by the name their pictures get. */
const pages: Record<string, string> = {}
const administrators: Record<string, string> = {}

const notice = { basis: '《区级志愿服务项目大赛章程》和本次大赛的征集公告。', process: '本次大赛收到 22 个项目，经资格审查、书面评审和路演，按总分提出以下获奖名单，现予公示，听取意见。', contact: { phone: '0573-0000 0000', email: 'contest@example.cn' } }

beforeAll(async () => {
  platform = await startTestPlatform()
  const { table } = platform
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
  const call = await judgedContest(table, { name: '示例志愿服务项目大赛（夏季）' })
  const open = await loadCompetition(table, call.id)
  await table.transact([competitionItem.put({ ...open.value, state: 'call', round: null, dates: { ...open.value.dates, callClosesAt: plusDays(platform.clock.now(), 12) } }, open.version)])
  const running = await judgedContest(table, { name: '示例志愿服务项目大赛（春季）' })
  await administrator.api('POST', `/competitions/${running.id}/notice`, notice)
  const made = await platform.visitor.api('POST', `/competitions/${running.id}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '该项目的服务次数与事实不符：3 月以来小区里没有开展过活动，附近居民可以作证。' })
  const tied = await judgedContest(table, { name: '示例志愿服务项目大赛（秋季）', totals: [95, 94, 93, 93, 93] })
  const prepared = await judgedContest(table, { name: '示例志愿服务项目大赛（冬季）' })
  const finished = await judgedContest(table, { name: '示例志愿服务项目大赛（去年）' })
  await administrator.api('POST', `/competitions/${finished.id}/notice`, notice)
  await closeNotice(table, finished.id, 'award')
  await administrator.api('POST', `/competitions/${finished.id}/awards`)
  const { body } = await platform.visitor.api('GET', `/competitions/${finished.id}/awards`)
  const certificate = body.awards[0].certificate
  Object.assign(pages, {
    home: '/', list: '/public', call: `/public/competitions/${call.id}`, notice: `/public/competitions/${running.id}/notice`, objection: `/public/competitions/${running.id}/objection`,
    receipt: `/public/competitions/${running.id}/objection/${made.body.id}`, awards: `/public/competitions/${finished.id}/awards`, certificate: `/certificates/${certificate}`, paper: `/certificates/${certificate}/print`, 'no-certificate': `/certificates/${certificate.slice(0, -1)}0`,
  })
  Object.assign(administrators, {
    'result-tied': `/competitions/${tied.id}/result`, result: `/competitions/${running.id}/result`, 'result-finished': `/competitions/${finished.id}/result`, 'notice-form': `/competitions/${prepared.id}/result/notice`,
    objections: `/competitions/${running.id}/result/objections`, 'one-objection': `/competitions/${running.id}/result/objections/${made.body.id}`, calendar: '/calendar',
  })
})
afterAll(() => platform.close())

const visitors = [
  { width: 1280, language: 'zh', scheme: 'light', javaScript: true },
  { width: 390, language: 'zh', scheme: 'light', javaScript: false },
  { width: 360, language: 'en', scheme: 'dark', javaScript: true },
] as const

for (const visitor of visitors) {
  describe(`${visitor.width} px, ${visitor.language}, ${visitor.scheme}, script ${visitor.javaScript ? 'on' : 'off'}`, () => {
    for (const who of ['anybody', 'the administrator'] as const) {
      it(`every page for ${who} is accessible and never wider than the window`, async () => {
        await withPage({ ...visitor, baseURL: platform.url }, async (page) => {
          if (who === 'the administrator') await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
          for (const [name, path] of Object.entries(who === 'anybody' ? pages : administrators)) {
            const response = await page.goto(path)
            expect(response?.status(), path).toBe(name === 'no-certificate' ? 404 : 200)
            await screenshot(page, `${name}-${visitor.width}-${visitor.language}`)
            await expectNoSidewaysScroll(page)
            await expectAccessible(page)
          }
        })
      })
    }
  })
}

describe('on paper', () => {
  it('a notice prints its dates instead of a count-down, a certificate fills one page', async () => {
    await withPage({ width: 794, language: 'zh', baseURL: platform.url }, async (page) => {
      await page.emulateMedia({ media: 'print' })
      await page.goto(pages.notice ?? '')
      await screenshot(page, 'notice-print')
      expect(await page.getByText('公示期：').isVisible()).toBe(true)
      expect(await page.getByRole('link', { name: '提出异议' }).isVisible()).toBe(false)
      await page.goto(pages.paper ?? '')
      await screenshot(page, 'paper-print')
      const sheets = await page.pdf({ preferCSSPageSize: true })
      expect(sheets.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    })
  })
})
