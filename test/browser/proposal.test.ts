import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProposalId } from '../../shared/kernel/ids.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visitor, withPage } from '../support/browser.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { type Applicant, applicant, fullDraft, openCompetition, pdf, sentProposal, setState, upload } from '../support/proposals.ts'

let platform: TestPlatform
let by: Applicant
let administrator: Somebody
let [draft, fresh, sent, checked, other] = ['', '', '', '', ''] as ProposalId[]
let [call, check] = ['', '']
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  by = await applicant(platform, '示例机构 07')
  const competition = await openCompetition(platform)
  draft = await fullDraft(competition, by, { requested: 26_000_000, risks: '', summary: '示例机构 07 为双职工家庭的孩子提供放学后的托管。', steps: [{ stepDate: '2027-03-10', stepName: '开班', stepPlace: '社区活动室', stepAttendances: 40 }, { stepDate: '2028-01-01', stepName: '结班' }] })
  await upload(by.member, draft, 'supporting', '示例机构 07 项目方案.pdf', pdf)
  sent = await sentProposal(competition, by)
  call = await openCompetition(platform)
  fresh = (await by.member.api('POST', `/competitions/${call}/proposals`, { category: 'children' })).body.proposal
  const closed = await openCompetition(platform)
  for (let i = 0; i < 5; i += 1) checked = await sentProposal(closed, await applicant(platform, `示例机构 ${20 + i}`), { name: `示例项目 ${i}：社区里的一小时` })
  other = await sentProposal(closed, by)
  await setState(platform, closed, { state: 'eligibility' })
  check = closed
})
afterAll(() => platform.close())

const as = (who: Somebody, visitor: Visitor, visit: (page: Page) => Promise<void>) =>
  withPage({ baseURL: platform.url, ...visitor }, async (page) => {
    await page.context().addCookies([{ name: 'session', value: who.cookie, url: platform.url }])
    await visit(page)
  })

const pages: [name: string, path: () => string, who: () => Somebody][] = [
  ['proposals', () => '/proposals', () => by.member],
  ['proposal-new', () => `/proposals/new/${call}`, () => by.member],
  ['proposal-tasks', () => `/proposals/${draft}`, () => by.member],
  ['proposal-section', () => `/proposals/${draft}/sections/applicant`, () => by.member],
  ['proposal-rows', () => `/proposals/${draft}/sections/team`, () => by.member],
  ['proposal-plan', () => `/proposals/${draft}/sections/plan`, () => by.member],
  ['proposal-budget', () => `/proposals/${draft}/sections/money`, () => by.member],
  ['proposal-attachments', () => `/proposals/${draft}/attachments`, () => by.member],
  ['proposal-answers', () => `/proposals/${draft}/answers`, () => by.member],
  ['proposal-answers-fresh', () => `/proposals/${fresh}/answers`, () => by.member],
  ['proposal-receipt', () => `/proposals/${sent}`, () => by.member],
  ['proposal-status', () => `/proposals/${other}`, () => by.member],
  ['proposal-print', () => `/proposals/${sent}/print`, () => by.member],
  ['proposal-version', () => `/proposals/${sent}/versions/1`, () => by.member],
  ['administrator-proposals', () => `/competitions/${check}/proposals`, () => administrator],
  ['administrator-eligibility', () => `/proposals/${checked}/eligibility`, () => administrator],
]

describe('proposal pages', () => {
  test.each(pages)('%s: accessible, and no sideways scroll', async (name, path, who) => {
    for (const width of [1280, 390, 360]) {
      await as(who(), { width }, async (page) => {
        expect((await page.goto(path()))?.status()).toBe(200)
        await expectNoSidewaysScroll(page)
        if (width !== 360) {
          await screenshot(page, `${name}-${width}`)
          await expectAccessible(page)
        }
      })
    }
  })
})

describe('in a browser', () => {
  test('a section keeps itself while it is typed, rows and all, and stands there after a reload', async () => {
    await as(by.member, {}, async (page) => {
      await page.goto(`/proposals/${fresh}/sections/team`)
      await page.getByRole('button', { name: '加一行' }).click()
      await page.getByLabel('第 2 行 姓名').fill('组员乙 2')
      await page.locator('[data-saved].is-kept').waitFor()
      await page.reload()
      expect(await page.getByLabel('第 1 行 姓名').inputValue()).toBe('组员乙 2')
    })
  })

  test('two tabs on one answer: the second is told, its text stays on the page, and saving shows both', async () => {
    await as(by.member, {}, async (first) => {
      const second = await first.context().newPage()
      await Promise.all([first.goto(`/proposals/${fresh}/sections/need`), second.goto(`${platform.url}/proposals/${fresh}/sections/need`)])
      await first.getByLabel('必要性与需求分析').fill('第一个标签页')
      await first.locator('[data-saved].is-kept').waitFor()
      await second.getByLabel('必要性与需求分析').fill('第二个标签页')
      await second.locator('[data-saved].late').waitFor()
      expect(await second.locator('[data-saved]').textContent()).toContain('别人也改了同一处')
      expect(await second.getByLabel('必要性与需求分析').inputValue()).toBe('第二个标签页')
      await second.getByRole('button', { name: '保存并继续' }).last().click()
      await second.getByRole('heading', { name: '示例机构 07成员保存的是这样' }).waitFor()
      expect(await second.getByLabel('必要性与需求分析').inputValue()).toBe('第二个标签页')
      expect(await second.textContent('main')).toContain('第一个标签页')
    })
    expect((await by.member.api('GET', `/proposals/${fresh}`)).body.draft.content.need).toBe('第一个标签页')
  })

  test('two tabs on one section, each at another answer: both keep themselves, again and again', async () => {
    await as(by.member, {}, async (first) => {
      const second = await first.context().newPage()
      await Promise.all([first.goto(`/proposals/${fresh}/sections/people`), second.goto(`${platform.url}/proposals/${fresh}/sections/people`)])
      const fill = async (page: typeof first, label: string, text: string) => {
        await page.getByLabel(label, { exact: false }).first().fill(text)
        await page.locator('[data-saved].is-kept').waitFor()
        await page.waitForTimeout(100)
      }
      await fill(first, '直接受益人数', '41')
      await fill(second, '服务人次', '2001')
      await fill(first, '直接受益人数', '42')
      await fill(second, '服务人次', '2002')
      await expect.poll(async () => (await by.member.api('GET', `/proposals/${fresh}`)).body.draft.content, { timeout: 60_000, interval: 200 }).toMatchObject({ directPeople: 42, attendances: 2002 })
      expect(await second.locator('[data-saved]').textContent()).toContain('同事刚改了')
    })
  })

  test.each([true, false])('a file is uploaded and checked (scripts: %s)', async (javaScript) => {
    await as(by.member, { javaScript }, async (page) => {
      await page.goto(`/proposals/${fresh}/attachments`)
      const panel = page.locator('section', { has: page.getByRole('heading', { name: '其他佐证材料' }) })
      await panel.locator('input[type=file]').setInputFiles({ name: `佐证 ${javaScript}.pdf`, mimeType: 'application/pdf', buffer: pdf })
      await panel.getByRole('button', { name: '上传' }).click()
      await page.waitForURL(/attachments#k-supporting$/)
      expect(await panel.textContent()).toContain(`佐证 ${javaScript}.pdf`)
      const saved = page.waitForEvent('download')
      await panel.getByRole('link', { name: `佐证 ${javaScript}.pdf` }).click()
      expect((await saved).suggestedFilename()).toBe(`佐证 ${javaScript}.pdf`)
    })
  })
})
