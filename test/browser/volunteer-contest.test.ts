import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DEMO_PASSWORD } from '../../infra/local/people.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { poll } from '../support/contest.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullContent } from '../support/proposals.ts'

vi.setConfig({ testTimeout: 180_000 })

// One story, told in the browser by each of those in it. The parts build on each other and run in order.

let platform: TestPlatform
let contest = ''
const judgeLinks: string[] = []
const judges = ['评委 01', '评委 02', '评委 03']
let certificate = ''
beforeAll(async () => { platform = await startTestPlatform({ people: true }) })
afterAll(async () => { await platform.close() })

type Visit = { width?: number; javaScript?: boolean; language?: 'zh' | 'en' }
const as = (account: string, visit: Visit, story: (page: Page) => Promise<void>) => withPage({ ...visit, baseURL: platform.url }, async (page) => {
  page.setDefaultTimeout(30_000)
  await page.goto('/sign-in?to=/home')
  await signIn(page, account)
  await page.waitForURL('**/home*')
  await story(page)
})
const visitor = (visit: Visit, story: (page: Page) => Promise<void>) => withPage({ ...visit, baseURL: platform.url }, async (page) => {
  page.setDefaultTimeout(30_000)
  await story(page)
})

async function signIn(page: Page, account: string): Promise<void> {
  await page.selectOption('select[name=account]', account)
  await page.fill('input[type=password]', DEMO_PASSWORD)
  await page.keyboard.press('Enter')
}

const heading = (page: Page) => page.locator('h1').innerText()
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()

/** Clicks and waits for the page that it leads to. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), button(page, name).click()])
  await page.waitForLoadState()
}

/** Opens the question that stands before what can't be undone, and says yes. */
async function confirm(page: Page, label: string | RegExp): Promise<void> {
  await button(page, label).click()
  await Promise.all([page.waitForEvent('framenavigated'), page.locator('dialog[open] button[type=submit]').first().click()])
  await page.waitForLoadState()
}

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await screenshot(page, name)
}

const fullDay = (days: number) => new Date(Date.parse(platform.clock.now()) + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16)
const state = async () => (await (await fetch(`${platform.url}/api/public/competitions/${contest}`)).json()).state as string
const reach = (wanted: string) => poll(platform, async () => (await state()) === wanted, () => `the contest does not come to ${wanted}`)

async function pass(days: number): Promise<void> {
  await platform.platform.streams.caughtUp()
  platform.clock.forward({ days, minutes: 2 })
  await platform.platform.streams.caughtUp()
}

test('an administrator sets a contest up, previews its rules, invites a judge and publishes the call', async () => {
  await as('administrator-01', {}, async (page) => {
    await look(page, 'story-home')
    await page.goto('/competitions/new?rulebook=jiaxing-default')
    await page.fill('[name="name.zh"]', '示例志愿服务项目大赛')
    await press(page, '新建并继续设置')
    // What is missing is said beside its field, and what was typed stays.
    expect(await page.locator('.errsum').innerText()).toContain('要改')
    expect(await page.inputValue('[name="name.zh"]')).toBe('示例志愿服务项目大赛')
    await page.fill('[name="authority.zh"]', '示例主办单位')
    await press(page, '新建并继续设置')
    contest = /competitions\/(c_\w+)/.exec(page.url())?.[1] ?? ''
    await page.fill('[name="contact.phone"]', '0573-0000 0000')
    await page.fill('[name="dates.callClosesAt"]', fullDay(10))
    await page.fill('[name="dates.eligibilityClosesAt"]', fullDay(15))
    await page.fill('[name="dates.roundsCloseAt.0"]', fullDay(25))
    await page.fill('[name="dates.roundsCloseAt.1"]', fullDay(35))
    for (const [round, judges] of [[0, '1'], [1, '3']] as const) {
      await page.fill(`[name="rounds.${round}.panelSize"]`, judges)
      await page.fill(`[name="rounds.${round}.floor"]`, judges)
    }
    await look(page, 'story-settings')
    await press(page, '保存并预览')
    await look(page, 'story-preview')
    await page.goto(`/competitions/${contest}/judges`)
    for (const name of judges) {
      await page.fill('form [name="name"]', name)
      await press(page, '生成邀请链接')
      judgeLinks.push(/https?:\/\/\S+\/invitation\/\w+/.exec(await page.locator('main').innerText())?.[0] ?? '')
      expect(judgeLinks.at(-1)).toContain('/invitation/')
    }
    await look(page, 'story-judges')
    await page.goto(`/competitions/${contest}/preview`)
    await confirm(page, '公布征集')
    await reach('call')
  })
})

test.each([0, 1, 2])('judge %i accepts the invitation on a phone', async (nth) => {
  await visitor({ width: 390 }, async (page) => {
    await page.goto(judgeLinks[nth] ?? '')
    await look(page, 'story-invitation')
    await page.getByRole('link', { name: /登录/ }).last().click()
    await page.waitForURL('**/oidc/**')
    await signIn(page, `judge-0${nth + 1}`)
    await page.waitForURL('**/invitation/**')
    await press(page, /接受/)
    await look(page, 'story-accepted')
  })
})

test.each([['worker-01', '示例社工服务中心', '独居老人敲门行动', true], ['volunteer-01', '示例志愿队', '放学后的一小时', false]] as const)('%s of %s writes and sends a proposal', async (account, organisation, title, javaScript) => {
  await as(account, { width: javaScript ? 1280 : 390, javaScript }, async (page) => {
    await page.goto(`/public/competitions/${contest}`)
    await look(page, `story-call-${account}`)
    await page.getByRole('link', { name: '去申报' }).first().click()
    await page.waitForURL('**/proposals/new/**')
    await page.locator('[name="category"]').first().check()
    await press(page, '开始填写')
    const proposal = /proposals\/(r_\w+)/.exec(page.url())?.[1] ?? ''
    await look(page, `story-tasks-${account}`)
    const content = fullContent({ name: title, applicantName: organisation })
    for (const section of await sections(page, proposal)) {
      await page.goto(section)
      await fillSection(page, content)
      await press(page, /保存并继续|保存，下一节|保存/)
    }
    await page.goto(`/proposals/${proposal}/attachments`)
    await page.locator('input[type=file]').first().setInputFiles({ name: '登记证书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n') })
    await Promise.all([page.waitForURL(/\/proposals\/r_\w+\/attachments/), page.getByRole('button', { name: /上传/ }).first().click()])
    await page.waitForLoadState()
    expect(await page.locator('main').innerText()).toContain('登记证书.pdf')
    await page.goto(`/proposals/${proposal}/answers`)
    await look(page, `story-answers-${account}`)
    await press(page, /提交|确认/)
    const text = await page.locator('main').innerText()
    expect(text).toContain('XY-')
    await look(page, `story-receipt-${account}`)
    await page.goto(`/proposals/${proposal}/print`)
    expect(await page.locator('main').innerText()).toContain(title)
  })
})

async function sections(page: Page, proposal: string): Promise<string[]> {
  const links = await page.locator(`main a[href*="/proposals/${proposal}/sections/"]`).evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))
  return [...new Set(links)]
}

/** Fills each field of a section from the content by its name; rows are added as they are needed. */
async function fillSection(page: Page, content: Record<string, unknown>): Promise<void> {
  for (const [name, value] of Object.entries(content)) {
    if (Array.isArray(value)) {
      for (const [n, row] of value.entries()) {
        const rowFields = page.locator(`[name^="content.${name}.${n}."]`)
        if (await rowFields.count() === 0) {
          const add = page.locator(`button[name="add"][value="content.${name}"]`)
          if (await add.count() === 0) break
          await add.click()
          await rowFields.first().waitFor()
        }
        for (const [column, cell] of Object.entries(row as Record<string, unknown>)) await fillField(page, `${name}.${n}.${column}`, cell)
      }
    } else await fillField(page, name, value)
  }
}

const inYuan = /^(totalBudget|requested|ownFunds|inKind)$|unitPrice$/

async function fillField(page: Page, name: string, value: unknown): Promise<void> {
  const field = page.locator(`[name="content.${name}"]`).first()
  if (await field.count() === 0) return
  const text = inYuan.test(name) ? (Number(value) / 100).toFixed(2) : String(value)
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(text)
  else await field.fill(text)
}

test('the administrator admits both, and assigns the judge', async () => {
  await pass(10)
  await reach('eligibility')
  await as('administrator-01', {}, async (page) => {
    await page.goto(`/competitions/${contest}/proposals`)
    await look(page, 'story-proposals')
    for (const box of await page.locator('main table input[type=checkbox]').all()) if (await box.isEnabled()) await box.check()
    await press(page, '选中的通过')
    await page.goto(`/competitions/${contest}/proposals`)
    await confirm(page, /资格审查/)
    await reach('judging')
    await assign(page, 0)
  })
})

async function assign(page: Page, round: number): Promise<void> {
  const at = `/competitions/${contest}/rounds/${round}`
  await poll(platform, async () => {
    await page.goto(at)
    return (await page.getByRole('button', { name: '按规则分配' }).count()) > 0
  }, () => `round ${round} cannot be assigned`)
  await press(page, '按规则分配')
  await look(page, `story-plan-${round}`)
  await press(page, /确认方案/)
}

test.each([[0, 'first'], [1, 'pitch']] as const)('the judges score round %i by keyboard on a phone', async (round, name) => {
  if (round === 1) {
    await pass(15)
    await as('administrator-01', {}, (page) => assign(page, 1))
  }
  let cards = 0
  for (let nth = 1; nth <= 3; nth += 1) {
    await as(`judge-0${nth}`, { width: 390 }, async (page) => {
      if (nth === 1) await look(page, `story-judge-${name}`)
      for (;;) {
        await page.goto('/judging')
        const next = page.locator('main a.btn[href*="/r_"]').first()
        if (await next.count() === 0) break
        await next.click()
        await page.waitForURL(/\/judging\/c_\w+\/\d+\/r_/)
        expect(await page.locator('main').innerText()).not.toMatch(/示例社工服务中心|示例志愿队/)
        const well = (await heading(page)).includes('敲门')
        for (const field of await page.locator('input[name^="scores."]').all()) {
          await field.focus()
          const most = Number(await field.evaluate((element) => element.closest('[data-max]')?.getAttribute('data-max')))
          await page.keyboard.type(String(Math.floor(most * (well ? 0.9 : 0.7))))
          await page.keyboard.press('Enter')
        }
        if (cards === 0) await look(page, `story-scorecard-${name}`)
        await press(page, /交评分表/)
        expect(await page.locator('main').innerText()).toMatch(/回执/)
        cards += 1
      }
    })
  }
  expect(cards).toBe(round === 0 ? 2 : 3)
})

test('the administrator publishes the notice, rules on an objection made in the open, and publishes the awards', async () => {
  await pass(12)
  await reach('result')
  await as('administrator-01', {}, async (page) => {
    await page.goto(`/competitions/${contest}/result/notice`)
    await page.fill('[name="basis"]', '示例章程第十条')
    await page.fill('[name="process"]', '资格审查、书面评审、路演')
    await look(page, 'story-notice-preparation')
    await confirm(page, /发布/)
    await reach('notice')
  })
  await visitor({ width: 360 }, async (page) => {
    await page.goto(`/public/competitions/${contest}/notice`)
    await look(page, 'story-notice')
    await page.goto(`/public/competitions/${contest}/objection`)
    await page.fill('[name="name"]', '示例居民')
    await page.fill('[name="contact"]', 'resident@example.cn')
    await page.fill('[name="facts"]', '公示的项目与我们小区去年做的很像，请核实。')
    await press(page, '提出异议')
    await look(page, 'story-objection-receipt')
  })
  await as('administrator-01', {}, async (page) => {
    await page.goto(`/competitions/${contest}/result/objections`)
    await page.locator(`main a[href*="/result/objections/b_"]`).first().click()
    await page.waitForLoadState()
    await page.locator('[name="effect"][value="none"]').check()
    await page.fill('[name="reasons"]', '经核查，两个项目服务的人群不同。')
    await look(page, 'story-ruling')
    await press(page, '作出决定')
    await pass(14)
    await reach('award')
    await page.goto(`/competitions/${contest}/result`)
    await confirm(page, /公布/)
    await reach('completed')
    await page.goto(`/competitions/${contest}`)
    await look(page, 'story-tracking-completed')
    await page.goto(`/competitions/${contest}/trail`)
    await look(page, 'story-trail')
  })
})

test('anybody sees the awards and verifies the certificate; the winner prints it', async () => {
  await visitor({ width: 360 }, async (page) => {
    await page.goto(`/public/competitions/${contest}/awards`)
    await look(page, 'story-awards')
    certificate = (await page.locator('main a[href^="/certificates/"]').first().getAttribute('href')) ?? ''
    await page.goto(certificate)
    await look(page, 'story-certificate-check')
    expect(await heading(page)).toMatch(/证书/)
  })
  await as('worker-01', {}, async (page) => {
    await page.goto(`${certificate}/print`)
    await screenshot(page, 'story-certificate')
    expect(await page.locator('body').innerText()).toContain('示例主办单位')
  })
})
