import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { OrganisationId } from '../../shared/kernel/ids.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { loadNotice } from '../../shared/notice/notice.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import type { PaymentOrder } from '../../shared/payment/order.ts'
import { type Visitor, withPage } from '../support/browser.ts'
import { ok, passWindow, poll } from '../support/contest.ts'
import { accountOf, returnFile } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation, pdf } from '../support/proposals.ts'
import { answered, judgedVenture, type Venture } from '../support/venture.ts'
import { choose, confirm, fill, follow, look, press, told, visitOf } from '../support/visits.ts'

vi.setConfig({ testTimeout: 180_000 })

// One story from the judged proposals to the first money and the evaluation, told in the browser by each of those in it. The parts build on each other.

let platform: TestPlatform
let venture: Venture
let [finance, evaluator, member]: Somebody[] = []
let grant = ''
/** Milliseconds in which a page has to answer on a busy machine. */
const PATIENCE = 30_000
const phone: Visitor = { width: 390 }
const title = '示例项目 04'
const sums = [50, 42, 38, 30, 20, 18.6, 12]

beforeAll(async () => {
  platform = await startTestPlatform()
  const organisation = await admittedOrganisation(platform, '示例机构 04', { street: '示例街道 1' })
  finance = await platform.person('财务 01', { finance: '330411' })
  evaluator = await platform.person('评估员 01', { evaluator: '330411' })
  member = await platform.person('社工 01', { member: [organisation] })
  await platform.table.transact([memberItem.put({ organisation, person: member.id, since: platform.clock.now(), removedAt: null }, 'none')])
  const own = (i: number): { organisation?: OrganisationId } => (i === 3 ? { organisation } : {})
  venture = await judgedVenture(platform, sums.map((thousands, i) => ({ total: (92.4 - i * 2.35).toFixed(2), asked: Math.round(thousands * 1000) * 100, ...own(i) })))
  await answered(platform, venture)
})
afterAll(() => platform.close())

const as = (who: Somebody | undefined, visitor: Visitor, story: (page: Page) => Promise<void>) => withPage({ ...visitor, baseURL: platform.url }, async (page) => {
  page.setDefaultTimeout(PATIENCE)
  await page.context().addCookies([{ name: 'session', value: who?.cookie ?? '', url: platform.url }])
  await story(page)
})
const at = (rest = '') => `/competitions/${venture.id}${rest}`
const state = async () => ok(await venture.administrator.api('GET', at())).state as string
const reach = (wanted: string) => poll(platform, async () => (await state()) === wanted, () => `the competition does not come to ${wanted}`)

test('the organiser proposes another portfolio than the rank order, with its reason and the minutes', () => as(venture.organiser, {}, async (page) => {
  await page.goto(at('/decision'))
  await look(page, 'venture-decision')
  await follow(page, '用组合')
  await press(page, '提交方案')
  // The difference from the rank order asks for its reason; the amounts stay.
  expect(await page.locator('.errsum').innerText()).toContain('理由')
  expect(await page.getByLabel(`《${title}》资助金额`).inputValue()).toBe('30,000.00')
  await fill(page, { 理由: '同样的资金多资助三个项目，总分更高。' })
  await press(page, '提交方案')
  await page.locator('input[type=file]').setInputFiles({ name: '会议纪要.pdf', mimeType: 'application/pdf', buffer: pdf })
  await press(page, '上传')
  expect(await told(page)).toContain('会议纪要.pdf')
  expect(await told(page)).toContain('由没有参与拟定的管理员决定')
}))

test('an administrator decides so, and puts the list under notice', () => as(venture.other, {}, async (page) => {
  await page.goto('/home')
  await follow(page, '决定')
  await confirm(page, '就这样决定')
  await look(page, 'venture-decided')
  await reach('result')
  await page.goto(at('/result'))
  await follow(page, '准备公示')
  await look(page, 'venture-notice-form')
  await confirm(page, '发布公示')
  await reach('notice')
}))

test('a resident reads on a phone who is to be given how much, and that anybody may object', () => visitOf(platform, phone, async (page) => {
  await page.goto(`/public/competitions/${venture.id}/notice`)
  const text = await told(page)
  expect(text).toContain('拟资助项目')
  expect(text).toContain('30,000.00')
  expect(text).not.toContain('奖')
  await look(page, 'venture-notice-390')
  await follow(page, '提出异议')
  await look(page, 'venture-objection-390')
}))

test('when the notice is over the administrator publishes the grants, and draws up and signs an agreement', async () => {
  const { endsAt } = await loadNotice(platform.table, venture.id, 1)
  await passWindow(platform, Math.ceil((Date.parse(endsAt) - Date.parse(platform.clock.now())) / 86_400_000))
  await reach('award')
  await as(venture.administrator, {}, async (page) => {
    await page.goto('/home')
    await follow(page, '公布资助名单')
    await look(page, 'venture-result')
    await confirm(page, '公布资助名单')
    await reach('funding')
    await page.goto(at('/grants'))
    await look(page, 'venture-grants')
    await follow(page, title)
    grant = new URL(page.url()).pathname
    await follow(page, '拟定资助协议')
    const today = shanghaiDate(platform.clock.now())
    await fill(page, { 执行期第一天: today, 执行期最后一天: addDays(today, 29) })
    await press(page, '生成协议')
    await sign(page, '代表主办单位签字', '社会组织科科长')
    await look(page, 'venture-agreement')
  })
})

test('a member signs it on a phone, and gives the account', () => as(member, phone, async (page) => {
  await page.goto('/home')
  await follow(page, '签订资助协议')
  await look(page, 'venture-agreement-390')
  await sign(page, '代表本单位签字', '法定代表人')
  expect(await told(page)).toContain('双方已签，协议生效')
  await follow(page, '拨款')
  const { holder = '', bank = '', branch = '', lineNumber = '', number = '', province = '', city = '' } = await accountOf(platform, grant.split('/').at(-1) ?? '')
  await fill(page, { 户名: '别的单位', 开户银行: bank, 开户支行: branch, 联行号: lineNumber, 账号: number, 开户省: province, 开户市: city })
  await press(page, '保存账户')
  // Money goes to the payee only; what was typed stays.
  expect(await page.locator('.errsum').innerText()).toContain('户名')
  await fill(page, { 户名: holder })
  await press(page, '保存账户')
  await look(page, 'venture-account-390')
}))

test('finance confirms the account, approves what the administrator asks for, exports the order and imports the bank’s return', async () => {
  await as(finance, {}, async (page) => {
    await page.goto('/home')
    await follow(page, '确认收款账户')
    await press(page, '确认这个账户')
  })
  await as(venture.administrator, {}, async (page) => {
    await page.goto(`${grant}/money`)
    await press(page, '提请拨付 15,000.00 元')
    // Who asks for it is not offered the approval.
    expect(await page.getByRole('button', { name: /批准拨付/ }).count()).toBe(0)
  })
  await as(finance, {}, async (page) => {
    await page.goto('/home')
    await look(page, 'venture-home-finance')
    await page.goto(`${grant}/money`)
    await look(page, 'venture-money')
    await press(page, '批准拨付 15,000.00 元')
    await page.goto('/home')
    await follow(page, '导出付款清单')
    await confirm(page, '导出付款清单')
    await look(page, 'venture-order')
    const { lines } = ok(await finance?.api('GET', at('/payments/1')) ?? { status: 500, body: null, headers: new Headers() }) as PaymentOrder
    const rows = (sum: (fen: number) => number) => lines.map(({ reference, amount }) => [reference, formatYuan(sum(amount)).replaceAll(',', ''), '成功', shanghaiDate(platform.clock.now()), ''])
    await bring(page, rows((fen) => fen + 1))
    expect(await told(page)).toContain('有 1 处不对，什么都没有记')
    await follow(page, '回到清单')
    await bring(page, rows((fen) => fen))
    await look(page, 'venture-return')
    await press(page, /^记下/)
    expect(await told(page)).toContain('已记下')
    await page.goto(`${grant}/money`)
    await look(page, 'venture-paid')
    expect(await told(page)).toContain('已到账')
  })
})

test('at the end of delivery the member evaluates the work, an evaluator scores it, and everybody reads what came of it', async () => {
  await passWindow(platform, 31)
  await as(member, phone, async (page) => {
    await page.goto('/home')
    await follow(page, '末期评估：提交自评')
    await follow(page, '写自评')
    await fill(page, { 完成情况: '手机课 12 次，入户 30 户。', 成效: '61 位老人能自己用手机挂号。', 资金使用: '讲师补贴和教材。', 困难和变化: '无' })
    await look(page, 'venture-self-390')
    // Sent while the answer to a draft is still on its way: the form waits for it, and nobody is told that somebody else was faster.
    const kept = Promise.withResolvers<void>()
    await page.route('**/self/autosave', async (route) => {
      const response = await route.fetch()
      kept.resolve()
      await sleep(1000)
      await route.fulfill({ response })
    })
    await fill(page, { 困难和变化: '暑期场地停用三周。' })
    await kept.promise
    await press(page, '交自评')
    expect(await told(page)).toContain('待评估')
  })
  await as(venture.administrator, {}, async (page) => {
    await page.goto(`${grant}/evaluation`)
    await page.getByText('指定评估员').click()
    await choose(page, '评估员', '评估员 01')
    await press(page, '提交')
  })
  await as(evaluator, {}, async (page) => {
    await page.goto('/evaluations')
    await follow(page, title)
    await follow(page, '填评估表')
    await page.locator('[name="scores.done"]').fill('88')
    await fill(page, { 评估意见: '课程开得扎实。' })
    await look(page, 'venture-card')
    await press(page, '交评估表')
    expect(await told(page)).toContain('88 分')
  })
  await as(venture.administrator, {}, async (page) => {
    await page.goto(grant)
    await look(page, 'venture-grant')
    await page.goto(`/ledger?competition=${venture.id}`)
    await look(page, 'venture-ledger')
  })
  await visitOf(platform, phone, async (page) => {
    await page.goto(`/public/competitions/${venture.id}`)
    await follow(page, '看资助进展')
    expect(await told(page)).toContain(title)
    await look(page, 'venture-funded-390')
  })
})

/** Opens the question, says in which office one signs, and signs. */
async function sign(page: Page, label: string, office: string): Promise<void> {
  await page.getByRole('button', { name: label }).first().click()
  await page.locator('dialog[open]').getByLabel('您的职务').fill(office)
  await Promise.all([page.waitForEvent('framenavigated'), page.locator('dialog[open]').getByRole('button', { name: label }).click()])
  await page.waitForLoadState()
}

/** Brings the bank's answer. */
async function bring(page: Page, rows: readonly (readonly string[])[]): Promise<void> {
  const { name, content } = returnFile(rows)
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content, 'base64') })
  await press(page, '读取并核对')
}
