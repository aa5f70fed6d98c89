import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { admitAll, apply, type Contest, openContest, openScoring, score, oneRound, passWindow, until } from '../support/contest.ts'
import { defaultRulebook } from '../support/proposals.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let administrator: Somebody
let judged: Contest
let called: Contest
let draft: string

beforeAll(async () => {
  platform = await startTestPlatform()
  const [, pitch] = defaultRulebook().rounds
  if (pitch === undefined) throw new Error('no pitch')
  judged = await openContest(platform, { judges: 4, applicants: 3, rulebook: oneRound((rulebook) => ({ ...rulebook, rounds: [...rulebook.rounds.map((round) => ({ ...round, weight: 40 })), { ...pitch, weight: 60 }] })) })
  administrator = judged.administrator
  const proposals = []
  for (let n = 0; n < 6; n += 1) proposals.push(await apply(judged, n))
  await passWindow(platform, 10)
  await until(platform, judged, 'eligibility')
  await admitAll(platform, judged)
  await openScoring(platform, judged)
  const [first] = judged.judges
  const items = (await first?.api('GET', `/competitions/${judged.id}/rounds/0/assignments`))?.body.items ?? []
  for (const { proposal } of items.slice(0, 3)) if (first !== undefined) await score(judged, first, proposal, 80)
  platform.clock.forward({ days: 9 })
  called = await openContest(platform, { judges: 0, applicants: 2 })
  await apply(called, 0)
  draft = (await administrator.api('POST', '/competitions', { rulebook: 'qingdao-2018', name: { zh: '2026 年示例区志愿服务项目大赛', en: 'Volunteer contest 2026' }, authority: { zh: '示例区社会工作部' } })).body.id
  await platform.platform.streams.caughtUp()
})
afterAll(() => platform.close())

const pages = () => [
  { name: 'home', path: '/home' },
  { name: 'competitions', path: '/competitions' },
  { name: 'competitions-new', path: '/competitions/new' },
  { name: 'settings', path: `/competitions/${draft}/settings` },
  { name: 'preview', path: `/competitions/${draft}/preview?proposals=422&judges=50` },
  { name: 'judges', path: `/competitions/${judged.id}/judges` },
  { name: 'progress', path: `/competitions/${judged.id}` },
  { name: 'progress-call', path: `/competitions/${called.id}` },
  { name: 'dates', path: `/competitions/${called.id}/dates` },
  { name: 'trail', path: `/competitions/${judged.id}/trail` },
  { name: 'district-trail', path: '/trail' },
  { name: 'rulebooks', path: '/rulebooks' },
  { name: 'rulebook', path: '/rulebooks/qingdao-2018' },
  { name: 'rulebook-import', path: '/rulebooks/import' },
  { name: 'competition-rulebook', path: `/competitions/${judged.id}/rulebook` },
]

describe('competition pages in a browser', () => {
  test.each([{ width: 1280 }, { width: 390 }])('axe finds nothing at $width, nothing scrolls sideways', async ({ width }) => {
    await withPage({ width, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      for (const { name, path } of pages()) {
        const answer = await page.goto(path)
        expect(answer?.status(), path).toBe(200)
        await screenshot(page, `competition-${name}-${width}`)
        await expectNoSidewaysScroll(page)
        await expectAccessible(page)
      }
    })
  }, 180_000)

  test('at 360 and in English nothing scrolls sideways either', async () => {
    await withPage({ width: 360, language: 'en', baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      for (const { name, path } of pages()) {
        await page.goto(path)
        await screenshot(page, `competition-${name}-en-360`)
        await expectNoSidewaysScroll(page)
      }
    })
  })
})
