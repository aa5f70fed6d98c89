import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditCodes } from '../../infra/local/demo/register.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, withPage } from '../support/browser.ts'
import { DEMO_PASSWORD } from '../../infra/local/people.ts'
import { aTeam, anAgency, joined } from '../support/organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let member: Somebody
let newcomer: Somebody
let judge: Somebody
let asked: string
let memberLink: string
let judgeLink: string
const code = creditCodes(500)

beforeAll(async () => {
  platform = await startTestPlatform({ people: true })
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  newcomer = await platform.person('新来的人')
  judge = await platform.person('评委 01')
  const first = await joined(platform, { ...anAgency(code()), name: '示例社工服务中心' })
  member = first.member
  await administrator.api('POST', `/organisations/${first.id}/admission`, { decision: 'admit' })
  const second = await platform.person('社工 02')
  const invite = async () => (await member.api('POST', `/organisations/${first.id}/invitations`, { name: '林小禾' })).body.link.replace(platform.url, '')
  await second.api('POST', `/invitations/${(await invite()).split('/').at(-1)}/acceptance`, {})
  await member.api('POST', '/organisations', { ...aTeam(), name: '示例志愿队' })
  await member.post('/organisation/choose', { organisation: first.id })
  await member.api('POST', '/me/tokens', { name: '月报导出程序' })
  memberLink = await invite()
  for (const name of ['示例社区邻里互助队', '示例“夕阳红”老年关爱志愿服务队', '示例环保志愿服务总队']) asked = (await joined(platform, { ...aTeam(), name })).id
  await administrator.api('POST', `/organisations/${asked}/admission`, { decision: 'return', reasons: '挂靠单位名称与证书不符，请核对后重新提交。' })
  asked = (await joined(platform, { ...anAgency(code()), name: '示例青禾社会工作发展中心' })).id
  const contest = (await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '2026 年示例区志愿服务项目大赛', en: 'Volunteer contest 2026' }, authority: { zh: '示例主办单位' } })).body
  judgeLink = (await administrator.api('POST', `/competitions/${contest.competition?.id ?? contest.id}/invitations`, { name: '评委 01' })).body.link.replace(platform.url, '')
})
afterAll(async () => { await platform.close() })

const sight = () => [
  { name: 'account', path: '/account', as: member },
  { name: 'account-new', path: '/account', as: newcomer },
  { name: 'join', path: '/join', as: newcomer },
  { name: 'join-agency', path: '/join/agency', as: newcomer },
  { name: 'join-team', path: '/join/team', as: newcomer },
  { name: 'organisation', path: '/organisation', as: member },
  { name: 'organisation-none', path: '/organisation', as: newcomer },
  { name: 'organisation-contact', path: '/organisation/contact', as: member },
  { name: 'organisations', path: '/organisations', as: administrator },
  { name: 'organisations-none', path: '/organisations?q=nobody', as: administrator },
  { name: 'organisations-one', path: `/organisations/${asked}`, as: administrator },
  { name: 'invitation-visitor', path: memberLink, as: undefined },
  { name: 'invitation-member', path: memberLink, as: newcomer },
  { name: 'invitation-judge', path: judgeLink, as: judge },
]

describe('pages of people and organisations', () => {
  sights(() => platform, sight)

  test('a form to join tells each mistake beside its field, and keeps what was typed', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: newcomer.cookie, url: platform.url }])
      await page.goto('/join/agency')
      await page.getByLabel('机构名称').fill('示例青苗社工中心')
      await page.getByRole('textbox', { name: '统一社会信用代码' }).fill('5233O411MJ9900020C')
      await page.getByLabel('邮箱').fill('nobody')
      await page.getByRole('button', { name: '提交入驻申请' }).click()
      await page.waitForSelector('.errsum')
      await screenshot(page, 'join-mistakes-390-zh')
      expect(await page.getByLabel('机构名称').inputValue()).toBe('示例青苗社工中心')
      expect(await page.getByRole('textbox', { name: '统一社会信用代码' }).getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator('.errsum li').allTextContents()).toHaveLength(5)
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
    }))

  test('a link is made, scanned or copied; a removal can be undone on the spot', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      await page.goto('/organisation')
      await page.getByLabel('姓名').fill('陈一')
      await page.getByRole('button', { name: '生成邀请链接' }).click()
      await page.waitForSelector('.qr')
      await screenshot(page, 'invitation-link-1280-zh')
      await expectAccessible(page)
      await page.goto('/organisation')
      await page.getByRole('button', { name: '移除社工 02' }).click()
      await page.waitForSelector('.undo')
      await screenshot(page, 'organisation-undo-1280-zh')
      await page.getByRole('button', { name: /撤销/ }).click()
      await page.waitForSelector('.undo', { state: 'detached' })
      expect(await page.getByRole('rowheader', { name: '社工 02' }).count()).toBe(1)
    }))

  test('somebody picks a demo account, mistypes the password, and is in', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.goto('/join')
      await page.waitForURL('**/oidc/interaction/**')
      await screenshot(page, 'login-390-zh')
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await page.getByLabel('账号', { exact: true }).selectOption({ label: '社工 03（机构成员）' })
      await page.getByLabel('密码').fill('wrong')
      await page.getByRole('button', { name: '登录' }).click()
      await page.waitForSelector('.errsum')
      await screenshot(page, 'login-wrong-390-zh')
      await expectAccessible(page)
      await page.getByLabel('密码').fill(DEMO_PASSWORD)
      await page.getByRole('button', { name: '登录' }).click()
      await page.waitForURL('**/join')
      expect(await page.locator('.menu summary').textContent()).toBe('社工 03')
    }))

  test('an administrator decides, in a form that wants a reason', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      await page.goto(`/organisations/${asked}`)
      await page.getByLabel('退回补充').check()
      await page.getByRole('button', { name: '确认决定' }).click()
      await page.waitForSelector('.errsum')
      expect(await page.getByLabel('退回补充').isChecked()).toBe(true)
      await page.getByRole('textbox', { name: '理由' }).fill('请补充登记证书上的全称。')
      await page.getByRole('button', { name: '确认决定' }).click()
      await page.waitForSelector('.note')
      expect(await page.locator('.head .tag').textContent()).toContain('退回补充')
    }))
})
