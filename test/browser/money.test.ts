import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { reportRef } from '../../shared/report/form.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { aVolunteer } from '../support/hours.ts'
import { aFile, anEntry, mailedAdministrator, reportContent, spend, underWay, type UnderWay } from '../support/money.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let made: UnderWay
let fresh: UnderWay
let reviewed: UnderWay
let moved: UnderWay
let entry: string
let struck: string

const budget = (materials: number, meals: number) => [
  { head: 'materials', activity: '文具', unitPrice: materials * 100, unit: '项', quantity: '1', source: 'grant', note: '' }, { head: 'meals', activity: '课间餐', unitPrice: meals * 100, unit: '项', quantity: '1', source: 'grant', note: '' },
  { head: 'insurance', activity: '意外险', unitPrice: 5_000, unit: '人', quantity: '100', source: 'own', note: '' },
]

async function withPapers(of: UnderWay, change: Record<string, unknown>): Promise<string> {
  const id = await spend(platform, of, change)
  await aFile(platform, of.project, 'receipt', id, of.member.id)
  return id
}

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await mailedAdministrator(platform)
  made = await underWay(platform)
  fresh = await underWay(platform)
  reviewed = await underWay(platform)
  moved = await underWay(platform)
  const { day } = anEntry(platform)
  const { number: volunteer } = await aVolunteer(made, { name: '志愿者七' })
  await withPapers(made, { amount: 3_260_50, what: '课桌用文具和练习本' })
  entry = await spend(platform, made, { head: 'labour', amount: 150_00, what: '晚班志愿者补贴', paidTo: '志愿者 07', volunteerDay: { kind: 'subsidy', volunteer, day } })
  await withPapers(made, { head: 'transport', amount: 12_00, what: '志愿者交通', paidTo: '志愿者 07', volunteerDay: { kind: 'transport', volunteer, day } })
  await withPapers(made, { head: 'insurance', source: 'own', amount: 5_600_00, what: '意外伤害保险', paidTo: '示例保险公司' })
  struck = await withPapers(made, { amount: 88_00, what: '重复的一张' })
  ok(await made.member.api('POST', `/projects/${made.project}/spending/${struck}/strike`, { reason: '同一张发票记了两次' }))
  ok(await made.member.api('PUT', `/projects/${made.project}/reports/1/1/draft`, { revision: 0, content: reportContent({ next: '' }) }))

  await withPapers(reviewed, { amount: 860_00 })
  await aFile(platform, reviewed.project, 'photo', reportRef(1, 1), reviewed.member.id)
  await aFile(platform, reviewed.project, 'report', reportRef(1, 1), reviewed.member.id)
  const report = `/projects/${reviewed.project}/reports/1/1`
  ok(await reviewed.member.api('PUT', `${report}/draft`, { revision: 0, content: reportContent() }))
  ok(await reviewed.member.api('POST', `${report}/submission`, {}))
  ok(await administrator.api('POST', `${report}/review`, { version: 1, decision: 'return', reasons: '人次和签到表对不上。', fields: { attendances: '请按签到表核对后填写' } }))
  ok(await reviewed.member.api('PUT', `${report}/draft`, { revision: 1, content: reportContent({ attendances: 58 }) }))
  ok(await reviewed.member.api('POST', `${report}/submission`, {}))
  const returned = `/projects/${moved.project}/reports/1/1`
  ok(await moved.member.api('PUT', `${returned}/draft`, { revision: 0, content: reportContent() }))
  ok(await moved.member.api('POST', `${returned}/submission`, {}))
  ok(await administrator.api('POST', `${returned}/review`, { version: 1, decision: 'return', reasons: '请补充受益人的变化。', fields: { results: '写明怎么知道孩子们有进步' } }))
  const { dueAt } = (await loadProject(platform.table, moved.project)).value.current
  ok(await moved.member.api('POST', `/projects/${moved.project}/changes`, { kind: 'dates', dueDay: shanghaiDate(plusDays(dueAt, 30)), endDate: '2099-03-31', reasons: '雨季推迟了两场活动。' }))
  ok(await administrator.api('POST', `/projects/${moved.project}/changes/1/decision`, { decision: 'refuse', reasons: '推迟的两场可以在原期限内补上。' }))
  ok(await moved.member.api('POST', `/projects/${moved.project}/changes`, { kind: 'budget', content: { budget: budget(7_000, 3_000) }, words: '家长提出延长到六点半，需要课间餐。', reasons: '文具有捐赠，结余用于课间餐。' }))
})
afterAll(async () => { await platform.close() })

const sight = () => [
  { name: 'spending', path: `/projects/${made.project}/spending`, as: made.member },
  { name: 'spending-none', path: `/projects/${fresh.project}/spending`, as: fresh.member },
  { name: 'spending-new', path: `/projects/${made.project}/spending/new`, as: made.member },
  { name: 'spending-entry', path: `/projects/${made.project}/spending/${entry}`, as: made.member },
  { name: 'spending-struck', path: `/projects/${made.project}/spending/${struck}`, as: made.member },
  { name: 'spending-administrator', path: `/projects/${made.project}/spending/${entry}`, as: administrator },
  { name: 'reports', path: `/projects/${moved.project}/reports`, as: moved.member },
  { name: 'report-write', path: `/projects/${made.project}/reports/1/1`, as: made.member },
  { name: 'report-returned', path: `/projects/${moved.project}/reports/1/1`, as: moved.member },
  { name: 'report-check', path: `/projects/${made.project}/reports/1/1/check`, as: made.member },
  { name: 'report-ready', path: `/projects/${moved.project}/reports/1/1/check`, as: moved.member },
  { name: 'report-review', path: `/projects/${reviewed.project}/reports/1/1`, as: administrator },
  { name: 'report-sent', path: `/projects/${reviewed.project}/reports/1/1`, as: reviewed.member },
  { name: 'report-version', path: `/projects/${reviewed.project}/reports/1/1/versions/1`, as: administrator },
  { name: 'changes', path: `/projects/${moved.project}/changes`, as: moved.member },
  { name: 'changes-none', path: `/projects/${fresh.project}/changes`, as: fresh.member },
  { name: 'change-new', path: `/projects/${fresh.project}/changes/new`, as: fresh.member },
  { name: 'change-dates', path: `/projects/${fresh.project}/changes/new?kind=dates`, as: fresh.member },
  { name: 'change-budget', path: `/projects/${fresh.project}/changes/new?kind=budget`, as: fresh.member },
  { name: 'change-scope', path: `/projects/${fresh.project}/changes/new?kind=scope`, as: fresh.member },
  { name: 'change-decide', path: `/projects/${moved.project}/changes/2`, as: administrator },
  { name: 'change-refused', path: `/projects/${moved.project}/changes/1`, as: moved.member },
]

describe('pages of spending, reports and changes', () => {
  sights(() => platform, sight)

  test('an entry that names a forbidden purpose asks for its reason, and keeps what was typed', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: made.member.cookie, url: platform.url }])
      await page.goto(`/projects/${made.project}/spending/new`)
      await page.getByLabel('用途').first().fill('给独居老人的慰问品')
      await page.getByLabel('金额').fill('320')
      await page.getByLabel('费用类别').selectOption({ label: '活动物资' })
      await page.getByLabel('收款方').fill('示例超市')
      await page.getByRole('button', { name: '保存' }).click()
      await page.waitForSelector('.errsum')
      await screenshot(page, 'spending-forbidden-390-zh')
      expect(await page.getByLabel('金额').inputValue()).toBe('320')
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await page.getByLabel('向服务对象发放现金或慰问品').check()
      await page.getByLabel('理由').first().fill('主办单位书面同意')
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText('主办单位书面同意').first().waitFor()
      expect(new URL(page.url()).pathname).not.toMatch(/\/new$/)
    }))

  test('a report keeps itself while it is written, and is sent from the page that checks it', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: fresh.member.cookie, url: platform.url }])
      const at = `/projects/${fresh.project}/reports/1/1`
      await page.goto(at)
      for (const [label, text] of [['做了什么', '办了两次。'], ['成效', '有进步。'], ['困难', '无'], ['下一步', '继续。'], ['受益人数', '12'], ['服务人次', '24']] as const) await page.getByLabel(label, { exact: false }).first().fill(text)
      await page.waitForSelector('[data-saved].is-kept')
      await page.getByRole('button', { name: '保存并核对' }).click()
      await page.waitForURL(`**${at}/check`)
      await page.getByRole('button', { name: '提交报告' }).click()
      await page.waitForURL(`**${at}`)
      expect(await page.locator('.head .tag').textContent()).toContain('待审核')
    }))
})
