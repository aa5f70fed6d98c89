import { afterAll, beforeAll, expect, test } from 'vitest'
import { organisationHead } from '../../infra/local/demo/register.ts'
import { withPage } from '../support/browser.ts'
import { apply, type Contest, ok, openContest, poll } from '../support/contest.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { nextCode, registered, startRegistry, xlsxOf } from '../support/registry.ts'
import { type Sight, sights } from '../support/sights.ts'
import { look } from '../support/visits.ts'

let platform: TestPlatform
let administrator: Somebody
let running: Contest
let cancelled: Contest
let [sent, drafted, paper, deleted] = ['', '', '', '']
let code = ''
beforeAll(async () => {
  const { platform: started, administrator: by, register } = await startRegistry();
  [platform, administrator] = [started, by]
  code = nextCode()
  await register.imported('organisations', await xlsxOf([organisationHead, registered('示例社区助老服务社', code), registered('示例邻里互助中心', nextCode())]))
  running = await openContest(platform, { applicants: 2, judges: 0 })
  sent = await apply(running, 0)
  drafted = await apply(running, 1)
  const at = `/competitions/${running.id}`
  ok(await administrator.api('POST', `${at}/clarifications`, { question: '两家单位可以联合申报吗？材料怎样盖章？', answer: '可以，由一家单位牵头，在申报书里写明分工；\n由牵头单位盖章、收款。' }))
  ok(await administrator.api('POST', `${at}/clarifications`, { answer: '第二轮路演改到区社会组织服务中心三楼举行，时间不变。' }))
  ok(await administrator.api('POST', `${at}/messages`, { audience: 'all', subject: '请补交登记证书', text: '还没有上传登记证书的单位，请在截止前补上。\n有问题请打咨询电话。' }))
  const { items: [entry] } = await register.list('organisations', `?q=${code}`)
  paper = ok(await administrator.api('POST', `${at}/paper-proposals`, { organisation: entry.id, category: 'children' })).proposal
  cancelled = await openContest(platform, { applicants: 1, judges: 0 })
  ok(await administrator.api('POST', `/competitions/${cancelled.id}/cancellation`, { reason: '因专项资金安排调整，本次征集停办。\n已准备的材料可用于下半年的征集。' }))
  deleted = ok(await administrator.api('POST', `${at}/copies`, { name: { zh: '建错的大赛', en: 'Set up by mistake' } })).id
  ok(await administrator.api('DELETE', `/competitions/${deleted}`))
  await poll(platform, async () => ok(await administrator.api('GET', `/competitions/${cancelled.id}/tracking`)).now?.state === 'Cancelled', () => 'the machine has not ended')
})
afterAll(() => platform.close())

sights(() => platform, (): Sight[] => {
  const member = running.applicants[0]?.person
  return [
    { name: 'call-new', path: '/competitions/new', as: administrator },
    { name: 'call-copy', path: `/competitions/${running.id}/copy`, as: administrator },
    { name: 'call-deleted', path: `/competitions?deleted=${deleted}`, as: administrator },
    { name: 'call-messages', path: `/competitions/${running.id}/messages`, as: administrator },
    { name: 'call-paper', path: `/competitions/${running.id}/proposals/paper?q=${encodeURIComponent('示例')}`, as: administrator },
    { name: 'call-paper-draft', path: `/proposals/${paper}`, as: administrator },
    { name: 'call-proposals', path: `/competitions/${running.id}/proposals`, as: administrator },
    { name: 'call-cancelled', path: `/competitions/${cancelled.id}`, as: administrator },
    { name: 'call-public', path: `/public/competitions/${running.id}` },
    { name: 'call-public-cancelled', path: `/public/competitions/${cancelled.id}` },
    { name: 'call-proposal', path: `/proposals/${sent}`, as: member },
    { name: 'call-inbox', path: '/inbox', as: member },
  ]
})

test('cancelling asks first, and says in place what is missing', async () => {
  await withPage({ baseURL: platform.url, width: 1280 }, async (page) => {
    await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
    await page.goto(`/competitions/${running.id}`)
    await page.getByRole('button', { name: '取消征集' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('理由').waitFor()
    await look(page, 'call-cancel-asks')
    await dialog.getByRole('button', { name: '取消征集' }).click()
    await page.locator('.errsum').waitFor()
    expect(await dialog.getByLabel('理由').isVisible()).toBe(true)
    await look(page, 'call-cancel-mistake')
  })
})

test('two at one answer: both texts are on the page', async () => {
  const member = running.applicants[1]?.person
  if (member === undefined) throw new Error('no member')
  const path = `/proposals/${drafted}/sections/plan`
  await withPage({ baseURL: platform.url, width: 1280, javaScript: false }, async (page) => {
    await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
    await page.goto(path)
    const { draft } = ok(await member.api('GET', `/proposals/${drafted}`))
    ok(await member.api('PUT', `/proposals/${drafted}/draft`, { revision: draft.revision, category: draft.category, content: { ...draft.content, goals: '让四十名孩子放学后有人照看，家长安心上班。' } }))
    await page.locator('[name="content.goals"]').fill('让孩子放学后有去处，也让社区里的老人有事做。')
    await page.getByRole('button', { name: '保存并继续' }).last().click()
    await page.locator('#theirs').waitFor()
    await look(page, 'call-clash')
  })
})
