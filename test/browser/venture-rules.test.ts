import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { type Applicant, applicant, fullContent } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let draft: string
let call: string
let writer: Applicant
let proposal: string

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const make = async (name: string) => ok(await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-venture-default', name: { zh: name, en: 'Venture competition' }, authority: { zh: '示例区民政局', en: 'Sample bureau' }, contact: { phone: '0573-00000000', email: '' } })).id
  draft = await make('示例区公益创投大赛（草稿）')
  call = await make('示例区公益创投大赛')
  ok(await administrator.api('POST', `/competitions/${call}/publication`, {}))
  writer = await applicant(platform)
  proposal = ok(await writer.member.api('POST', `/competitions/${call}/proposals`, { category: 'elderly' })).proposal
  ok(await writer.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: fullContent({ topic: 'care', requested: 1_400_000, budget: [
    { head: 'activity', activity: '课程', unitPrice: 14_000, unit: '次', quantity: '100', source: 'grant', note: '' }, { head: 'management', activity: '文具', unitPrice: 2_000, unit: '套', quantity: '100', source: 'own', note: '' },
  ] }) }))
})
afterAll(() => platform.close())

describe('pages of a venture competition\'s rules', () => {
  sights(() => platform, () => [
    { name: 'venture-settings', path: `/competitions/${draft}/settings`, as: administrator },
    { name: 'venture-call', path: `/public/competitions/${call}` },
    { name: 'venture-money', path: `/proposals/${proposal}/sections/money`, as: writer.member },
    { name: 'venture-answers', path: `/proposals/${proposal}/answers`, as: writer.member },
    { name: 'venture-rulebook', path: '/rulebooks/suzhou-2012', as: administrator },
  ])

  test('the rules follow what is typed, once the draft is kept', async () => {
    await withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: writer.member.cookie, url: platform.url }])
      await page.goto(`/proposals/${proposal}/sections/money`)
      const rules = page.locator('#call-rules')
      expect(await rules.textContent()).toContain('申请 14,000.00 元，占总预算 16,000.00 元的 87.50%')
      await page.fill('[name="content.requested"]', '60000')
      await rules.getByText('占总预算 16,000.00 元的 375.00%').waitFor()
      expect(await rules.textContent()).toContain('登记的社会组织每项最多申请 50,000.00 元')
      expect(await rules.locator('.tag', { hasText: '不符合' }).count()).toBe(4)
    })
  })
})
