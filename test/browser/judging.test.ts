import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StandingLine, writeStanding } from '../../shared/standing/standing.store.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { judging, type Judging, scoresOf, scoring, setRound, tasksOf } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

async function as<T>(somebody: Somebody, options: { width?: number; javaScript?: boolean; scheme?: 'light' | 'dark' }, visit: (page: Page) => Promise<T>): Promise<T> {
  return withPage({ ...options, baseURL: platform.url }, async (page) => {
    await page.context().addCookies([{ name: 'session', value: somebody.cookie, url: platform.url }])
    return visit(page)
  })
}

async function visitAll(somebody: Somebody, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await as(somebody, { width: 1280 }, async (page) => {
      expect((await page.goto(path))?.status(), path).toBe(200)
      await expectAccessible(page)
      await screenshot(page, `${name}-1280`)
    })
    await as(somebody, { width: 390, scheme: 'dark' }, async (page) => {
      await page.goto(path)
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await screenshot(page, `${name}-390`)
    })
    await as(somebody, { width: 360 }, async (page) => {
      await page.goto(path)
      await expectNoSidewaysScroll(page)
    })
  }
}

test('a judge scores by keyboard: Enter to the next, arrows by the step, kept without pressing anything, then sent', async () => {
  const made = await scoring(platform, { proposals: 2, judges: 3 })
  const judge = made.judges[0] as Somebody
  const [proposal = ''] = await tasksOf(judge, made.at)
  await as(judge, { width: 1280 }, async (page) => {
    await page.goto(`/judging/${made.competition}/0/${proposal}`)
    await page.locator('[name="scores.breadth"]').focus()
    await page.keyboard.type('24')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.keyboard.type('20')
    await page.keyboard.press('Enter')
    await page.keyboard.type('18')
    await page.locator('.is-kept[data-saved]').waitFor()
    expect(await page.locator('[data-total]').textContent()).toBe('63')
    expect(await page.locator('[data-missing]').textContent()).toBe('还差 1 项')
    expect((await judge.api('GET', `/proposals/${proposal}/scorecards/0`)).body).toMatchObject({ state: 'draft', scores: { breadth: '25', urgency: '20', benefit: '18' }, missing: 1 })
    await page.keyboard.press('Enter')
    await page.keyboard.type('16')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '交评分表' }).click()
    await page.getByRole('heading', { name: '评分表已收到' }).waitFor()
  })
  expect((await judge.api('GET', `/proposals/${proposal}/scorecards/0`)).body).toMatchObject({ state: 'submitted', total: '79' })
})

test('without a script the same card is filled in and sent', async () => {
  const made = await scoring(platform, { proposals: 1, judges: 3 })
  const judge = made.judges[0] as Somebody
  const [proposal = ''] = await tasksOf(judge, made.at)
  await as(judge, { width: 390, javaScript: false }, async (page) => {
    await page.goto(`/judging/${made.competition}/0/${proposal}`)
    for (const [leaf, score] of Object.entries(scoresOf(made.rulebook))) await page.locator(`[name="scores.${leaf}"]`).fill(score)
    await page.getByRole('button', { name: '交评分表' }).click()
    expect(await page.getByRole('heading', { name: '评分表已收到' }).isVisible()).toBe(true)
  })
})

test('a judge’s pages are accessible and fit every width', async () => {
  const made = await scoring(platform, { proposals: 4, judges: 4 })
  const judge = made.judges[0] as Somebody
  const [first, second] = await tasksOf(judge, made.at)
  await judge.api('POST', `/proposals/${first}/scorecards/0/submission`, { scores: scoresOf(made.rulebook), comment: '试点数据扎实。' })
  await judge.api('PUT', `/proposals/${second}/scorecards/0`, { scores: { breadth: '24', urgency: '20' } })
  const base = `/judging/${made.competition}/0`
  await visitAll(judge, { judging: '/judging', 'judging-list': base, scorecard: `${base}/${second}`, 'scorecard-locked': `${base}/${first}` })
})

test('an administrator’s pages of a round are accessible and fit every width', async () => {
  const made: Judging = await judging(platform, { proposals: 5, judges: 5, ties: [[0, 1], [2]] })
  const base = `/competitions/${made.competition}/rounds/0`
  await made.administrator.api('POST', `${made.at}/plan`, {})
  await visitAll(made.administrator, { 'round-plan': `${base}/plan?proposal=${made.proposals[0]?.id}` })
  await made.administrator.api('POST', `${made.at}/plan/confirmation`)
  const judge = made.judges[0] as Somebody
  const [first, second] = await tasksOf(judge, made.at)
  await judge.api('POST', `/proposals/${first}/recusals`, { reason: '我为这个项目做过辅导' })
  await judge.api('POST', `/proposals/${second}/scorecards/0/submission`, { scores: scoresOf(made.rulebook) })
  await visitAll(made.administrator, { 'round-progress': `${base}/progress`, 'round-recusals': `${base}/recusals`, 'round-cards': `${base}/cards/${second}` })
  await setRound(platform, made, { state: 'closed', closedAt: platform.clock.now() })
  await visitAll(made.administrator, { 'round-unscored': `${base}/unscored?reassign=${first}`, 'round-decide': `${base}/unscored?decide=${second}` })
  const lines = made.proposals.map(({ id, title, organisationName }, i): StandingLine => ({
    proposal: id, title, organisation: organisationName, category: 'elderly', group: null, place: i + 1, value: `${90 - i}.00`, total: '36.00', rounds: [{ round: 'review', score: `${90 - i}.00`, weighted: '36.00' }], totals: ['92', '88', '81'], criteria: {},
    tie: i === 2 ? { zh: '与另外 1 个项目分数相同；路演得分 92，由此排定。' } : null, advances: i < 2, waits: i === 2,
  }))
  const standing = await writeStanding(platform.table, { competition: made.competition, index: 0, round: 'review', madeAt: platform.clock.now(), cutLines: [{ pool: null, count: 2 }], tied: [], decided: [], lines })
  await setRound(platform, made, { state: 'tied', standing, ties: { pools: [{ pool: null, seats: 1, tied: made.proposals.slice(2, 4).map(({ id }) => id) }], chosen: null, reason: null } })
  await visitAll(made.administrator, { 'round-ties': `${base}/ties`, standings: `${base}/standings` })
})
