import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrganisationId } from '../../shared/kernel/ids.ts'
import { expectAccessible, screenshot, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { addPicture, anOffer, memberOf, onShow, png, withDraft, words } from '../support/showcase.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let member: Somebody
let main: string
let draft: string
let wrong: string
let down: string
let empty: string
let offer: string
let offerLink: string
let event: string
let newEvent: string
let unplaced: string

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const organisation = newOrganisationId()
  member = await memberOf(platform, organisation, 'member@example.cn')
  const publish = async (project: string) => { ok(await member.api('POST', `/projects/${project}/showcase/publication`, {})) }

  main = (await withDraft(platform, { organisation, name: '示例社工服务中心', answers: { need: '社区里有许多孩子放学后没有人照看。学校托管到四点半，家长多半六点以后才下班。\n这一个半小时，孩子们大多一个人在家，或在小区里闲逛。' }, draft: { soFar: '去年秋天起办了两期，每周五天，共 180 次。\n孩子们做完作业，跟志愿者读书、下棋、种菜。家长说，最放心的是知道孩子在哪里。' } })).project
  for (const [alt, colour] of [['孩子们围着桌子读书', [176, 128, 92]], ['志愿者教孩子们种菜', [92, 148, 104]], ['活动室的门口', [104, 128, 160]]] as const) await addPicture({ member, project: main }, alt, png(480, 320, colour))
  await publish(main)
  unplaced = await addPicture({ member, project: main }, '新的一张', png(480, 320, [150, 110, 150]))
  for (const [name, kind, contact, what] of [['示例居民甲', 'people', 'jia@example.cn', '每周三、周五晚上可以来两个小时，辅导过初中数学。'], ['示例商户', 'things', '13912345678', '可以送一批课外书和两张书桌。'], ['示例居民丙', 'place', '0573-0000 1111', '有一间 20 平方米的屋子，工作日晚上可以借用。']] as const) {
    ok(await platform.visitor.api('POST', `/public/showcases/${main}/offers`, { ...anOffer, name, kind, contact, what }))
  }
  const { offers } = ok(await member.api('GET', `/projects/${main}/offers`))
  offer = offers.find(({ name }: { name: string }) => name === '示例居民甲').id
  ok(await member.api('POST', `/projects/${main}/offers/${offers.find(({ name }: { name: string }) => name === '示例商户').id}/answer`, { state: 'declined', words: '书桌已经有了，谢谢您！', told: true }))

  const others = [['一口暖心饭', 'elderly', '示例镇', '独居老人的一顿热饭'], ['河边捡拾队', 'environment', '示例街道', '每月第一个周六，一起捡垃圾'], ['邻里调解室', 'community', '示例新区', '有话好好说，有人听您说']] as const
  const projects: string[] = []
  for (const [name, kind, street, headline] of others) {
    platform.clock.forward({ minutes: 1 })
    projects.push((await onShow(platform, { organisation, name: '示例志愿服务队', answers: { name, class: kind, street, summary: `${headline}。`, directPeople: name === '邻里调解室' ? 3 : 60 }, draft: { headline } })).project)
  }
  draft = (await withDraft(platform, { organisation, answers: { name: '还在写的项目' }, draft: { soFar: '今年帮助了 3 名困境儿童。' } })).project
  wrong = (await withDraft(platform, { organisation, answers: { name: '写了电话的项目', need: '详情请打 138 1234 5678。' }, draft: { headline: '', help: '加微信 13912345678，或写信到 hello@example.cn' } })).project
  down = (await onShow(platform, { organisation, answers: { name: '撤下的项目' } })).project
  ok(await member.api('DELETE', `/projects/${down}/showcase/publication`))
  empty = (await onShow(platform, { organisation, answers: { name: '没有意向的项目' } })).project

  const sent = ok(await platform.visitor.api('POST', `/public/showcases/${main}/offers`, { ...anOffer, contact: 'ding@example.cn' }))
  ok(await member.api('POST', `/projects/${main}/offers/${sent.offer}/answer`, { state: 'talking', words: '谢谢您！周三晚上六点，来活动室看看好吗？' }))
  offerLink = `/showcase/${main}/offers/${sent.offer}/${sent.secret}`

  event = ok(await administrator.api('POST', '/events', { name: '秋季项目展示日', day: platform.clock.now().slice(0, 10).replace(/^\d{4}/, (year) => String(Number(year) + 1)), place: '示例文化广场' })).event
  for (const project of [main, ...projects]) ok(await administrator.api('POST', `/events/${event}/projects`, { project, deed: 'add' }))
  ok(await administrator.api('POST', `/events/${event}/publication`))
  newEvent = ok(await administrator.api('POST', '/events', { name: '冬季项目展示日', day: '2027-12-18', place: '示例社区礼堂' })).event
})
afterAll(async () => { await platform.close() })

const sight = () => [
  { name: 'showcase-list', path: '/showcase' },
  { name: 'showcase-list-nothing', path: '/showcase?text=没有这样的项目' },
  { name: 'showcase', path: `/showcase/${main}` },
  { name: 'showcase-offer', path: `/showcase/${main}/offer` },
  { name: 'offer-own', path: offerLink },
  { name: 'desk', path: `/projects/${main}/showcase`, as: member },
  { name: 'desk-draft', path: `/projects/${draft}/showcase`, as: member },
  { name: 'desk-wrong', path: `/projects/${wrong}/showcase`, as: member },
  { name: 'desk-down', path: `/projects/${down}/showcase`, as: member },
  { name: 'desk-administrator', path: `/projects/${main}/showcase`, as: administrator },
  { name: 'preview', path: `/projects/${draft}/showcase/preview`, as: member },
  { name: 'picture', path: `/projects/${main}/showcase/pictures/${unplaced}`, as: member },
  { name: 'offers', path: `/projects/${main}/offers`, as: member },
  { name: 'offers-none', path: `/projects/${empty}/offers`, as: member },
  { name: 'offer', path: `/projects/${main}/offers/${offer}`, as: member },
  { name: 'events', path: '/events' },
  { name: 'events-administrator', path: '/events', as: administrator },
  { name: 'event', path: `/events/${event}` },
  { name: 'arrangement', path: `/events/${event}/arrangement`, as: administrator },
  { name: 'arrangement-new', path: `/events/${newEvent}/arrangement`, as: administrator },
]

describe('pages of the showcase', () => {
  sights(() => platform, sight)

  test('a visitor’s browser draws the pictures of a public page', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.goto(`/showcase/${main}`)
      for (const picture of await page.locator('.pics img').all()) await picture.scrollIntoViewIfNeeded()
      await page.waitForFunction(() => [...document.querySelectorAll('img')].every((picture) => picture.complete && picture.naturalWidth > 0))
      expect(await page.locator('.pics img').count()).toBe(3)
    }))

  test('from words to a public page to an answered offer', async () => {
    await withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      await page.goto(`/projects/${draft}/showcase`)
      await page.locator('input[type=file]').setInputFiles({ name: '合影.png', mimeType: 'image/png', buffer: png(60, 40) })
      await page.getByRole('button', { name: '上传' }).click()
      await page.waitForURL('**/showcase/pictures/f_*')
      await page.getByRole('button', { name: '放上页面' }).click()
      await page.waitForSelector('.errsum')
      expect(await page.locator('.errsum li').count()).toBe(3)
      await expectAccessible(page)
      await page.getByRole('textbox', { name: '画面内容' }).fill('活动室里的合影')
      await page.getByLabel('没有能认出来的人', { exact: true }).check()
      await page.getByRole('checkbox').check()
      await page.getByRole('button', { name: '放上页面' }).click()
      await page.waitForURL('**/showcase#pictures')
      await page.getByRole('link', { name: '预览', exact: true }).last().click()
      await page.getByRole('button', { name: '公开展示页' }).click()
      await screenshot(page, 'preview-publish-1280-zh')
      await expectAccessible(page)
      await page.getByRole('dialog').getByLabel('为什么认不出是谁').fill('全区汇总的数字，没有写是哪个社区、哪一天')
      await page.getByRole('dialog').getByRole('button', { name: '公开展示页' }).click()
      await page.waitForURL(`**/showcase/${draft}`)
      expect(await page.getByAltText('活动室里的合影').count()).toBe(1)
    })
    await withPage({ width: 390, baseURL: platform.url, javaScript: false }, async (page) => {
      await page.goto(`/showcase/${draft}`)
      await page.getByRole('link', { name: '我要支持' }).click()
      await page.getByRole('button', { name: '提交' }).click()
      await page.waitForSelector('.errsum')
      await screenshot(page, 'showcase-offer-mistakes-390-zh')
      await page.getByLabel('志愿者').check()
      await page.getByRole('textbox', { name: '具体说说' }).fill('每周三晚上可以来')
      await page.getByRole('textbox', { name: '怎么称呼您' }).fill('示例居民戊')
      await page.getByRole('textbox', { name: '联系电话或邮箱' }).fill('13812345678')
      await page.getByLabel('我同意项目方为这件事与我联系').check()
      await page.getByRole('button', { name: '提交' }).click()
      await page.waitForURL('**/offers/h_*/*')
      expect(await page.getByText('支持意向已收到').count()).toBe(1)
      await page.locator('summary', { hasText: '撤回并删除我的信息' }).click()
      await page.getByRole('button', { name: '撤回并删除我的信息' }).click()
      await page.getByText('已撤回，您的信息已删除。').waitFor()
    })
  })

  test('saying nothing beyond the words, the desk keeps what was typed when somebody was faster', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: member.cookie, url: platform.url }])
      await page.goto(`/projects/${empty}/showcase`)
      ok(await member.api('PUT', `/projects/${empty}/showcase`, { ...words, revision: 1 }))
      await page.getByRole('textbox', { name: '一句话介绍' }).fill('我打的字还在')
      await page.getByRole('button', { name: '保存' }).click()
      await page.waitForSelector('.errsum')
      expect(await page.getByRole('textbox', { name: '一句话介绍' }).inputValue()).toBe('我打的字还在')
    }))
})
