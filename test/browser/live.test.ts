import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proposalNumber } from '../../shared/proposal/proposal.ts'
import { browser, expectAccessible, expectNoSidewaysScroll, screenshot } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { type Judging, scoresOf } from '../support/judging.ts'
import { desk, pitched, pitching } from '../support/pitches.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

/** Each looks through a browser of their own. */
async function window(somebody: Somebody | null, width: number, height = 844): Promise<{ context: BrowserContext; page: Page }> {
  const context = await (await browser()).newContext({ viewport: { width, height }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', hasTouch: width < 640, baseURL: platform.url })
  if (somebody !== null) await context.addCookies([{ name: 'session', value: somebody.cookie, url: platform.url }])
  return { context, page: await context.newPage() }
}

const card = (page: Page, proposal: string | undefined) => page.locator(`[data-card="${proposal}"]`)
async function fillIn(made: Judging, page: Page, proposal: string | undefined, tenths: number): Promise<void> {
  for (const [leaf, score] of Object.entries(scoresOf(made.rulebook, tenths))) await card(page, proposal).locator(`[name="${proposal}.scores.${leaf}"]`).fill(score)
}
const stateOf = (page: Page, proposal: string | undefined, state: string) => card(page, proposal).locator(`summary [data-state="${state}"]:not([hidden])`)
const own = async (judge: Somebody, proposal: string | undefined) => ok(await judge.api('GET', `/proposals/${proposal}/scorecards/0`))

test('a pitch from the draw to the scores, on a screen, a viewer’s phone and two judges’ phones of which one loses the network', async () => {
  const made = await pitching(platform, { proposals: 3, judges: 3, pitch: { scoringStartsAfter: 1 } })
  const [first, second, third] = made.judges
  if (first === undefined || second === undefined || third === undefined) throw new Error('three judges')
  const live = `/live/${made.competition}/0`
  const [host, screen, viewer, near, far] = [await window(made.administrator, 1280, 900), await window(null, 1600, 900), await window(null, 390), await window(first, 390), await window(second, 390)]
  await viewer.page.goto(live)
  await screen.page.goto(`${live}/screen`)
  await screen.page.getByText('路演还没有开始').waitFor()

  await host.page.goto(`${made.at}/desk`)
  await host.page.getByRole('button', { name: '启用主持台' }).click()
  await screen.page.getByText('现场抽签定顺序').waitFor()
  await screenshot(screen.page, 'live-screen-draw')
  await host.page.getByLabel('观众喊出的话').fill('春暖花开 42')
  await host.page.getByLabel('在场的监督员').fill('监督员 01')
  await screenshot(host.page, 'live-desk-draw-1280')
  await host.page.getByRole('button', { name: '抽签' }).click()
  await host.page.getByText('顺序与评分表').waitFor()
  const { order } = await desk(made, { do: 'set-up' })
  const titles = order.map((id: string) => made.proposals.find((one) => one.id === id)?.title ?? '')
  await screen.page.getByText(titles[2]).waitFor()
  await screenshot(screen.page, 'live-screen-order')

  for (const { page } of [near, far]) {
    await page.goto(`/judging/${made.competition}/0/live`)
    await stateOf(page, order[0], 'waiting').waitFor()
  }
  await host.page.getByRole('button', { name: `请第 1 号上台：${titles[0]}` }).click()
  await host.page.getByRole('button', { name: '开始路演' }).click()
  for (const { page } of [screen, viewer]) {
    await page.locator('.live-title', { hasText: titles[0] }).waitFor()
    await page.locator('[data-part="clock"]', { hasText: /4:5\d/ }).waitFor()
  }
  await screenshot(screen.page, 'live-screen-talk')
  await screenshot(viewer.page, 'live-viewer-390')
  // Whoever watches can repeat the draw.
  await viewer.page.getByText('上台顺序', { exact: true }).click()
  for (const proposal of order) await viewer.page.getByText(proposalNumber(proposal)).waitFor()
  await screenshot(viewer.page, 'live-viewer-order-390')
  await screenshot(host.page, 'live-desk-talk-1280')
  for (const { page } of [host, screen, viewer, near]) {
    await expectAccessible(page)
    await expectNoSidewaysScroll(page)
  }
  await host.page.getByRole('button', { name: '开始答辩' }).click()
  await host.page.getByRole('button', { name: '讲完了' }).click()

  // The card opens on the phone by itself; one judge sends it.
  await stateOf(near.page, order[0], 'open').waitFor()
  await fillIn(made, near.page, order[0], 9)
  await screenshot(near.page, 'live-judge-390')
  await card(near.page, order[0]).getByRole('button', { name: '交评分表' }).click()
  await stateOf(near.page, order[0], 'sent').waitFor()
  expect(await own(first, order[0])).toMatchObject({ state: 'submitted', scores: scoresOf(made.rulebook, 9) })

  // The other loses the network, goes on scoring two projects, and closes the page.
  await stateOf(far.page, order[0], 'open').waitFor()
  await far.context.setOffline(true)
  await far.page.getByText(/没有连上网/).first().waitFor()
  await fillIn(made, far.page, order[0], 7)
  await card(far.page, order[0]).getByRole('button', { name: '交评分表' }).click()
  await stateOf(far.page, order[0], 'going').waitFor()
  await card(far.page, order[1]).locator('summary').click()
  await fillIn(made, far.page, order[1], 6)
  await screenshot(far.page, 'live-judge-offline-390')
  expect(await own(second, order[0])).toMatchObject({ state: 'none' })

  // Meanwhile the hall goes on; the first card is locked without them.
  await desk(made, { do: 'lock', proposal: order[0] })
  await pitched(made, 2)
  await host.page.reload()
  await host.page.getByText('还差：评委 02、评委 03').first().waitFor()
  await screenshot(host.page, 'live-desk-1280')
  await far.context.setOffline(false)
  await card(far.page, order[0]).getByText(/主持人已经锁定这份评分表/).waitFor()
  await far.page.waitForFunction((id) => document.querySelector(`[data-card="${id}"] summary [data-state="waits"]:not([hidden])`) !== null, order[0])
  await screenshot(far.page, 'live-judge-taken-390')
  expect(await own(second, order[0])).toMatchObject({ state: 'none' })

  // The host lets them send it; nothing has to be typed again, and nothing arrives twice.
  await host.page.locator('.desk-row', { hasText: titles[0] }).locator('summary').click()
  await host.page.locator('.desk-row', { hasText: titles[0] }).getByRole('button', { name: '单独重开' }).click()
  await stateOf(far.page, order[0], 'sent').waitFor()
  expect(await own(second, order[0])).toMatchObject({ state: 'submitted', scores: scoresOf(made.rulebook, 7), revision: 1 })
  await expect.poll(async () => (await own(second, order[1])).scores).toEqual(scoresOf(made.rulebook, 6))
  await far.page.getByText('都已存好').waitFor()

  // What was begun stands there again on a phone that was closed meanwhile.
  await far.page.reload()
  expect(await card(far.page, order[1]).locator(`[name="${order[1]}.scores.${Object.keys(scoresOf(made.rulebook))[0]}"]`).inputValue()).toBe(Object.values(scoresOf(made.rulebook, 6))[0])

  await pitched(made, 3)
  for (const judge of made.judges) for (const id of order.slice(1)) if ((await own(judge, id)).state !== 'submitted') ok(await judge.api('POST', `/proposals/${id}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 8) }))
  for (const id of [order[1], order[2]]) await desk(made, { do: 'lock', proposal: id })
  platform.clock.forward({ minutes: 2 })
  await host.page.reload()
  await host.page.getByRole('button', { name: '公布本组得分' }).click()
  await screen.page.getByText('得分').waitFor()
  await screen.page.locator('strong.score').nth(2).waitFor()
  await viewer.page.locator('strong.score').nth(2).waitFor()
  await screenshot(screen.page, 'live-screen-scores')
  for (const { context } of [host, screen, viewer, near, far]) await context.close()
})

test('the desk on a phone, the papers and the supervisor’s page are accessible and fit every width', async () => {
  const made = await pitching(platform, { proposals: 3, judges: 3 })
  await desk(made, { do: 'set-up' })
  const { order } = await desk(made, { do: 'draw', said: '春暖花开 42', supervisor: '监督员 01' })
  for (const turn of [1, 2]) await pitched(made, turn)
  for (const judge of made.judges) ok(await judge.api('POST', `/proposals/${order[0]}/scorecards/0/submission`, { scores: scoresOf(made.rulebook, 8) }))
  await desk(made, { do: 'lock', proposal: order[0] })
  ok(await made.administrator.api('PUT', `${made.at}/fees`, { fees: Object.fromEntries(made.judges.map(({ id }) => [id, 80_000])) }))
  const supervisor = await platform.person('监督员 01', { supervisor: [made.competition] })
  const visits: [string, Somebody, string][] = [
    ['desk', made.administrator, `${made.at}/desk/g01`], ['sheets', made.administrator, `${made.at}/print/sheets`], ['summary', made.administrator, `${made.at}/print/summary`], ['draw', supervisor, `${made.at}/desk/g01/draw`],
    ['fees', made.administrator, `${made.at}/fees`], ['supervision', supervisor, '/supervision'], ['roles', made.administrator, `/competitions/${made.competition}/roles`],
  ]
  for (const [name, who, path] of visits) {
    for (const width of [1280, 390, 360]) {
      const { context, page } = await window(who, width)
      expect((await page.goto(path))?.status(), path).toBe(200)
      if (width !== 360) await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      if (width !== 360) await screenshot(page, `live-${name}-${width}`)
      await context.close()
    }
  }
})
