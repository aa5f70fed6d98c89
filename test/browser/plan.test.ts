import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { judging } from '../support/judging.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(async () => { await platform.close() })

const spread = (panelSize: number) => (rulebook: Rulebook): Rulebook => ({ ...rulebook, rounds: rulebook.rounds.map((round, i) => (i === 0 ? { ...round, assignment: 'spread', panelSize, floor: 1 } : round)) })

async function looked(somebody: Somebody, name: string, visit: (page: Page) => Promise<void>): Promise<void> {
  for (const width of [1280, 390]) {
    await withPage({ width, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: somebody.cookie, url: platform.url }])
      await visit(page)
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await screenshot(page, `${name}-${width}`)
    })
  }
}

test('a judge says what they know well; a drop-out is replanned on sight; what blocks is said', async () => {
  const made = await judging(platform, { proposals: 8, judges: 5, change: spread(2) })
  const [judge, gone] = made.judges
  if (judge === undefined || gone === undefined) throw new Error('no judges')
  await looked(judge, 'ties', async (page) => {
    await page.goto(`/ties/${made.competition}`)
    await page.locator('select[name^="expertise."]').first().selectOption('2')
    await page.locator('[name="maxLoad"]').fill('4')
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForURL('**/judging')
    await page.goto(`/ties/${made.competition}`)
    expect(await page.locator('[name="maxLoad"]').inputValue()).toBe('4')
  })
  await made.administrator.api('POST', `${made.at}/plan`, {})
  const path = `/competitions/${made.competition}/rounds/0/plan`
  await looked(made.administrator, 'plan', async (page) => { await page.goto(path) })
  await looked(made.administrator, 'replanning', async (page) => {
    await page.goto(path)
    await page.getByText('评委退出，少量调整').click()
    await page.locator('[name="without"]').selectOption(gone.id)
    await page.getByRole('button', { name: '看看会怎样' }).click()
    await page.getByRole('button', { name: '就这样调整' }).waitFor()
  })
  const blocked = await judging(platform, { proposals: 4, judges: 4, ties: [[], [], [0, 1], [0, 1]], change: spread(3) })
  await blocked.administrator.api('POST', `${blocked.at}/plan`, {})
  await looked(blocked.administrator, 'blocked', async (page) => {
    await page.goto(`/competitions/${blocked.competition}/rounds/0/plan`)
    await page.getByText('需要 6 个').waitFor()
  })
})
