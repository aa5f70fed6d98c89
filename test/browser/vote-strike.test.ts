import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'
import { ok } from '../support/contest.ts'
import { stuff, voting } from '../support/votes.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const as = async (somebody: Somebody, options: { width: number; javaScript?: boolean }, visit: (page: Page) => Promise<void>): Promise<void> => withPage({ ...options, baseURL: platform.url }, async (page) => {
  await page.context().addCookies([{ name: 'session', value: somebody.cookie, url: platform.url }])
  await visit(page)
})

async function seen(page: Page, name: string): Promise<void> {
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await screenshot(page, name)
}

test.each([1280, 390])('an administrator sets a burst aside and takes it back, without a script too (%i)', async (width) => {
  const made = await voting(platform, { proposals: 6, vote: { ballots: 'once', live: width === 390 } })
  for (const nth of [0, 1, 1]) ok(await (await platform.person('居民')).api('POST', `/competitions/${made.competition}/ballots`, { proposals: [made.proposals[nth]?.id] }))
  await stuff(platform, made, 34, { network: 'kQ3v-stuffing' })
  await stuff(platform, made, 5, { browser: 'Zu81-one-phone' })
  const here = `/competitions/${made.competition}/vote`
  await as(made.administrator, { width, javaScript: width === 1280 }, async (page) => {
    await page.goto(here)
    await seen(page, `vote-bursts-${width}`)
    await page.getByRole('link', { name: /^不计入….*kQ3v-stu$/ }).click()
    await seen(page, `vote-strike-${width}`)
    await page.getByRole('button', { name: '这 34 张选票不计入' }).click()
    await page.getByRole('alert').getByText('理由').waitFor()
    await seen(page, `vote-strike-mistake-${width}`)
    await page.getByLabel('理由').fill('十分钟内来自同一网络，查实为同一台电脑反复登录')
    await page.getByRole('button', { name: '这 34 张选票不计入' }).click()
    await page.getByText('已全部不计入').waitFor()
    await seen(page, `vote-struck-${width}`)
    expect(await page.getByRole('main').textContent()).toContain('十分钟内来自同一网络')
    await page.getByRole('button', { name: '撤回：同一网络 kQ3v-stu' }).click()
    await page.getByRole('link', { name: /^不计入….*kQ3v-stu$/ }).waitFor()
  })
  const supervisor = await platform.person('监督员 01', { supervisor: [made.competition] })
  await as(supervisor, { width }, async (page) => {
    await page.goto(here)
    await seen(page, `vote-supervisor-${width}`)
  })
}, 120_000)
