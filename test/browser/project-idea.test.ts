import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { readOn, shortRules, writeProject } from '../support/project-visits.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { choose, confirm, fill, follow, look, press, told, visitAs, visitOf } from '../support/visits.ts'

vi.setConfig({ testTimeout: 180_000 })

// One project from an idea to the beginning of its work, in the browser of each of those in it. The parts build on each other and run in order.

let platform: TestPlatform
let project = ''
let offer = ''
beforeAll(async () => { platform = await startTestPlatform({ people: true }) })
afterAll(async () => { await platform.close() })

const member = (story: (page: Page) => Promise<void>) => visitAs(platform, 'volunteer-01', {}, story)
const administrator = (story: (page: Page) => Promise<void>) => visitAs(platform, 'administrator-01', {}, story)
const day = (days: number) => addDays(shanghaiDate(platform.clock.now()), days)
const at = () => `/projects/${project}`

test('an administrator gives the district rules of its own; running projects keep theirs', () => administrator(async (page) => {
  await page.goto('/stage-rules')
  await follow(page, '导入新的一版')
  await page.fill('[name=json]', JSON.stringify(shortRules()))
  await press(page, '导入新的一版')
  expect(await told(page)).toContain('第 2 版')
}))

test('a member begins a project, writes it part by part and asks for a mentor', () => member(async (page) => {
  await page.goto('/projects')
  expect(await told(page)).toContain('还没有项目')
  await follow(page, '立一个项目')
  await fill(page, { 项目名称: '放学后的一小时' })
  await press(page, '开始写')
  project = /projects\/(j_\w+)/.exec(page.url())?.[1] ?? ''
  await look(page, 'journey-begun')
  expect(await told(page)).toContain('还缺 8 项')

  await follow(page, '项目概况')
  await writeProject(page, day)
  expect(await told(page)).toContain('还缺 2 项')

  await follow(page, '已有督导')
  await press(page, '申请督导')
  expect(await told(page)).toContain('已申请')
}))

test('the administrator finds the request on the board and at home, and names a mentor of an agency', () => administrator(async (page) => {
  await platform.platform.streams.caughtUp()
  await page.goto('/board')
  expect(await told(page)).toContain('1 个等管理员处理')
  await look(page, 'journey-board')
  await page.goto('/home')
  await follow(page, '项目申请督导，在等管理员指定')
  await choose(page, '机构', '示例培力社工中心')
  await press(page, '看成员')
  await choose(page, '督导', '督导 01')
  await press(page, '指定督导')
  expect(await told(page)).toContain('督导 01')
}))

test('the mentor records a first session', () => visitAs(platform, 'mentor-01', {}, async (page) => {
  await platform.platform.streams.caughtUp()
  await page.goto('/home')
  await follow(page, '请您督导：约第一次面谈')
  await fill(page, { '时长（选填）': '60', 内容: '一起看了需求调查的结果。', '建议（选填）': '把受益人写得更具体。' })
  await press(page, '记下')
  expect(await told(page)).toContain('一起看了需求调查的结果。')
  await look(page, 'journey-mentor')
}))

test('the gate: asked for, sent back with the parts that have to change, asked for again and passed', async () => {
  await member(async (page) => {
    await page.goto(at())
    expect(await told(page)).toContain('8 / 8 项已有')
    await press(page, '提请关口审核')
    expect(await told(page)).toContain('撤回，继续修改')
  })
  await administrator(async (page) => {
    await page.goto(at())
    const changes = page.getByRole('region', { name: '退回修改' })
    await press(page, '退回修改')
    expect(await page.locator('.errsum').innerText()).toContain('要改')
    await changes.getByLabel('需求', { exact: true }).check()
    await changes.getByLabel('要改什么').fill('说明怎么知道没人照看。')
    await look(page, 'journey-gate')
    await press(page, '退回修改')
  })
  await member(async (page) => {
    await follow(page, /按审核意见修改/)
    expect(await told(page)).toContain('请您修改：需求')
    expect(await told(page)).toContain('说明怎么知道没人照看。')
    await look(page, 'journey-returned')
    await page.getByRole('region', { name: /关口/ }).getByRole('link', { name: '需求' }).click()
    await page.waitForURL('**/parts/need')
    await fill(page, { 要回应的需求: '走访了一百四十户，六成孩子放学后没有人照看。' })
    await press(page, '保存并继续')
    await press(page, '提请关口审核')
  })
  await administrator(async (page) => {
    await page.goto(at())
    await page.getByRole('region', { name: '同意通过' }).getByLabel('意见（选填）').fill('可以展示。')
    await press(page, '同意通过')
    expect(await told(page)).toContain('关口：展示')
  })
})

test('the member publishes the showcase; a visitor offers help and is answered', async () => {
  await member(async (page) => {
    await page.goto(at())
    await follow(page, '展示页已公开')
    await fill(page, { 一句话介绍: '四点半以后，有人陪', '做到了哪里（选填）': '走访了一百四十户家庭。', 怎样支持: '需要每周一位晚班志愿者。' })
    await press(page, '保存')
    await page.getByRole('region', { name: '预览和公开' }).getByRole('link', { name: '预览' }).click()
    await page.waitForURL('**/preview')
    await confirm(page, '公开展示页')
    expect(await told(page)).toContain('四点半以后，有人陪')
  })
  await visitOf(platform, { width: 390 }, async (page) => {
    await page.goto(`/showcase/${project}`)
    await look(page, 'journey-showcase')
    await follow(page, '我要支持')
    await page.getByLabel('志愿者', { exact: true }).check()
    await fill(page, { 具体说说: '周三晚上可以来', 怎么称呼您: '居民甲', 联系电话或邮箱: 'resident@example.cn' })
    await page.getByLabel('我同意项目方为这件事与我联系').check()
    await press(page, '提交')
    offer = page.url()
    expect(await told(page)).toContain('支持意向已收到')
  })
  await member(async (page) => {
    await page.goto(at())
    await follow(page, '支持意向都已回复')
    await follow(page, '居民甲')
    await page.getByLabel('接受', { exact: true }).check()
    await fill(page, { 写给对方的话: '谢谢您，周三见。' })
    await press(page, '回复')
    await page.goto(at())
    await press(page, '提请关口审核')
  })
  await visitOf(platform, { width: 390 }, async (page) => {
    await page.goto(offer)
    expect(await told(page)).toContain('谢谢您，周三见。')
  })
  await administrator(async (page) => {
    await page.goto(at())
    await press(page, '同意通过')
    expect(await told(page)).toContain('关口：实施')
  })
})

test('the page tells the story so far', () => member(async (page) => {
  await page.goto(at())
  await follow(page, '看全部动态')
  const story = await readOn(page)
  for (const deed of ['立了项目', '督导', '退回', '公开']) expect(story).toContain(deed)
}))
