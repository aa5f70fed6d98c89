import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { midTerm } from '../support/appraisals.ts'
import { withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { setGrant } from '../support/grants.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { pdf, postFile } from '../support/proposals.ts'
import { uploadTo } from '../support/project-visits.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let begun: Awaited<ReturnType<typeof midTerm>>
let evaluator: Somebody
let finance: Somebody

const attach = async (who: Somebody, kind: string, of: string, name: string) => {
  const announced = ok(await who.api('POST', `/grants/${begun.id}/files/${kind}`, { of, name, bytes: pdf.length })) as { file: string; url: string; fields: Record<string, string> }
  await postFile(announced, name, pdf)
  ok(await who.api('POST', `/grants/${begun.id}/files/${kind}/${announced.file}/check`))
}

beforeAll(async () => {
  platform = await startTestPlatform()
  evaluator = await platform.person('评估员 01', { evaluator: '330411' })
  finance = await platform.person('财务 01', { finance: '330411' })
  begun = await midTerm(platform)
})
afterAll(() => platform.close())

const attached = (page: Page) => page.locator('a[href*="/files/f_"]')

describe('papers of a grant', () => {
  test('are added on the page that they belong to, and taken off again; what is no such file is said', { timeout: 240_000 }, async () => {
    const { id, member, administrator, at } = begun
    await withPage({ width: 390, language: 'zh', scheme: 'light', javaScript: true, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      await page.goto(`/grants/${id}/evaluation/mid-term/self`)
      await uploadTo(page, '自评附件', '签到表.pdf', 'application/pdf', Buffer.from('no such thing'))
      await page.getByText('签到表.pdf').first().waitFor()
      expect(await attached(page).count()).toBe(0)
      for (const name of ['现场照片.pdf', '误传.pdf']) {
        await uploadTo(page, '自评附件', name, 'application/pdf', pdf)
        await attached(page).filter({ hasText: name }).waitFor()
      }
      await page.getByRole('button', { name: '移除“误传.pdf”' }).click()
      await attached(page).filter({ hasText: '误传.pdf' }).waitFor({ state: 'detached' })
      expect(await attached(page).allInnerTexts()).toEqual(['现场照片.pdf'])
    })
    ok(await member.api('PUT', `${at}/self`, { content: { activities: 12, people: 83, attendances: 246, spent: 486_050, done: '开展十二次课。', results: '老人会用手机挂号。', money: '按预算花。', difficulties: '无' } }))
    ok(await member.api('POST', `${at}/self/submission`))
    ok(await administrator.api('PUT', `${at}/evaluator`, { person: evaluator.id }))
    await attach(evaluator, 'desk', 'mid-term', '走访记录.pdf')
    await setGrant(platform, id, (grant) => ({ ...grant, tranches: grant.tranches.map((one, i) => (i === 0 ? { ...one, state: 'paid', paidOn: '2026-01-01' } : one)) }))
    await attach(finance, 'payment', 'first', '银行回单.pdf')
  })

  sights(() => platform, () => [
    { name: 'grant-papers-card', path: `/grants/${begun.id}/evaluation/mid-term/card`, as: evaluator },
    { name: 'grant-papers-evaluation', path: `/grants/${begun.id}/evaluation`, as: begun.administrator },
    { name: 'grant-papers-money', path: `/grants/${begun.id}/money`, as: finance },
    { name: 'grant-story', path: `/grants/${begun.id}/story`, as: begun.member },
  ])
})
