import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { newSecret } from '../../shared/kernel/ids.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { ok } from '../support/contest.ts'
import { passTo, readOn, shortRules, signInAsNewcomer, uploadTo } from '../support/project-visits.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { defaultDefinition, fullAnswers, projectIn } from '../support/projects.ts'
import { pdf } from '../support/proposals.ts'
import { png } from '../support/showcase.ts'
import { confirm, choose, fill, follow, look, press, told, visitAs, visitOf } from '../support/visits.ts'

vi.setConfig({ testTimeout: 180_000 })

// One project from the beginning of its work to its next cycle, in the browser of each of those in it. The parts build on each other and run in
// order; how it came this far is the story of project-idea.test.ts.

let platform: TestPlatform
let project = ''
let activity = ''
let survey = ''
beforeAll(async () => {
  platform = await startTestPlatform({ people: true })
  const district = await platform.person('管理员', { administrator: '330411' })
  ok(await district.api('POST', '/stage-definitions', { definition: shortRules() }))
  const [team] = ok(await district.api('GET', '/organisations?kind=team')).items
  project = await projectIn(platform, 'implementation', team, {}, fullAnswers({ startDate: day(0), endDate: day(200) }), shortRules())
  await platform.platform.streams.caughtUp()
})
afterAll(async () => { await platform.close() })

const member = (story: (page: Page) => Promise<void>, width = 1280) => visitAs(platform, 'volunteer-01', { width }, story)
const administrator = (story: (page: Page) => Promise<void>, account = 'administrator-01') => visitAs(platform, account, {}, story)
const day = (days: number) => addDays(shanghaiDate(platform.clock.now()), days)
const at = (path = '') => `/projects/${project}${path}`

test('a pause stops the dates; an extension is asked for and granted', async () => {
  await administrator(async (page) => {
    await page.goto(at())
    await follow(page, '暂停、延期、移交')
    await look(page, 'journey-steer')
    const pause = page.getByRole('region', { name: '暂停项目' })
    await pause.getByLabel('理由').fill('活动室装修')
    await press(page, '暂停项目')
    expect(await told(page)).toContain('项目已暂停')
    await look(page, 'journey-paused')
  })
  await passTo(platform, `${day(5)}T09:00:00+08:00`)
  await administrator(async (page) => {
    await page.goto(at('/steer'))
    await press(page, '恢复项目')
    expect(await told(page)).not.toContain('项目已暂停')
  })
  await member(async (page) => {
    await page.goto(at())
    await follow(page, '申请延期')
    await fill(page, { 新的期限: day(100), 理由: '开班晚了两周' })
    await press(page, '申请延期')
    expect(await told(page)).toContain('已申请延期到')
  })
  await administrator(async (page) => {
    await page.goto(at())
    await follow(page, '暂停、延期、移交')
    await page.getByLabel('同意', { exact: true }).check()
    await look(page, 'journey-extension')
    await press(page, '答复延期申请')
    expect(await told(page)).not.toContain('已申请延期到')
  })
})

test('an activity: planned, signed in to on a phone, signed out by the leader, and reported', async () => {
  await member(async (page) => {
    await page.goto(at())
    await follow(page, '已完成的活动')
    await follow(page, '安排活动')
    await fill(page, { 活动名称: '开班', 地点: '社区活动室', 日期: day(1), 开始: '16:30', 结束: '18:00' })
    await press(page, '保存')
    activity = new URL(page.url()).pathname
    expect(await told(page)).toContain('16:30')
  })
  await passTo(platform, `${day(1)}T16:20:00+08:00`)
  let code = ''
  await member(async (page) => {
    await page.goto(activity)
    await follow(page, '签到码')
    await look(page, 'journey-code')
    // What the phone's camera reads from the picture.
    code = ((await (await page.request.get(`/api${activity}/code`)).json()) as { url: string }).url
  }, 390)
  await visitOf(platform, { width: 390 }, async (page) => {
    await page.goto(code)
    await signInAsNewcomer(page, { name: '志愿者甲', phone: '13900000021' })
    expect(await told(page)).toContain('16:20 已签到')
    await look(page, 'journey-signed-in')
  })
  await passTo(platform, `${day(0)}T18:05:00+08:00`)
  await member(async (page) => {
    await page.goto(activity)
    await press(page, '签退 志愿者甲')
    await press(page, '评价')
    await uploadTo(page, '照片', '开班.png', 'image/png', png(8, 8))
    await fill(page, { 做了什么: '第一次开班，写作业、读书。', 受益人数: '38', 受益人次: '38' })
    await look(page, 'journey-activity')
    await press(page, '填报')
    expect(await told(page)).toContain('第一次开班，写作业、读书。')
  })
})

test('spending is recorded with its receipt, the report sent and accepted', async () => {
  await member(async (page) => {
    await page.goto(at('/spending'))
    await follow(page, '记一笔支出')
    await choose(page, '费用类别', '活动物资')
    await fill(page, { 用途: '练习本', 金额: '320', 收款方: '示例文具店' })
    await press(page, '保存')
    await uploadTo(page, '凭证', '发票.pdf', 'application/pdf', pdf)
    await page.goto(at())
    await follow(page, '定期报告都已通过')
    await follow(page, '第 1 期报告')
    await uploadTo(page, '附件', '签到表.pdf', 'application/pdf', pdf)
    await fill(page, { 做了什么: '开班。', 成效: '孩子有人接。', 困难: '无', 下一步: '继续。', 受益人数: '38', 服务人次: '38' })
    await press(page, '保存并核对')
    await look(page, 'journey-report-check')
    await press(page, '提交报告')
    expect(await told(page)).toContain('已提交，在等管理员审核')
  })
  await administrator(async (page) => {
    await page.goto(at('/reports'))
    await follow(page, '第 1 期报告')
    await press(page, '通过')
    expect(await told(page)).toContain('已通过')
  })
  await member(async (page) => {
    await page.goto(at())
    await press(page, '提请关口审核')
  })
  for (const account of ['administrator-01', 'administrator-02']) {
    await administrator(async (page) => {
      await page.goto(at())
      await look(page, `journey-two-${account}`)
      await press(page, /同意通过/)
      expect(await told(page)).toContain(account === 'administrator-01' ? '审批 1 / 2' : '关口：评估')
    }, account)
  }
})

test('the evaluation: by itself, by those it served and by the evaluator', async () => {
  await administrator(async (page) => {
    await page.goto(at('/evaluation'))
    await choose(page, '指定评估员', '评估员 01')
    await press(page, '指定')
    expect(await told(page)).toContain('评估员 01')
  })
  await member(async (page) => {
    await page.goto(at())
    await follow(page, '自评')
    await page.getByRole('region', { name: '进展' }).getByRole('link', { name: '自评' }).click()
    await page.waitForURL('**/self')
    await look(page, 'journey-self')
    for (const [name, value] of Object.entries({ achievedSteps: '1', achievedPeople: '38', achievedAttendances: '38', spent: '320', difference: '无', results: '孩子有人接。', lessons: '早点排班。', next: '继续。' })) await page.fill(`[name="content.${name}"]`, value)
    await press(page, '交自评')
    expect(await told(page)).toContain('自评已收到')
    await page.goto(at('/evaluation/survey'))
    await press(page, '打开调查')
    survey = new URL(await page.getByLabel(/贴出来/).inputValue()).pathname
  })
  await visitOf(platform, { width: 360 }, async (page) => {
    await page.goto(survey)
    for (const { text } of defaultDefinition().survey.questions) await page.getByRole('group', { name: text.zh }).getByLabel('非常同意').check()
    await press(page, '交上去')
    expect(await told(page)).toContain('谢谢，已收到')
  })
  // Four more from other phones.
  const scores = Object.fromEntries(defaultDefinition().survey.questions.map(({ id }) => [id, 5]))
  for (let n = 0; n < 4; n += 1) expect((await platform.visitor.api('POST', `/surveys/${survey.split('/').at(-1)}/answers`, { scores, text: '', device: newSecret() })).status).toBeLessThan(300)
  await member(async (page) => {
    await page.goto(at('/evaluation/survey'))
    await confirm(page, '结束调查')
  })
  await visitAs(platform, 'evaluator-01', {}, async (page) => {
    await follow(page, '填评估表')
    for (const { id, max } of leavesOf(defaultDefinition().rubric.criteria)) await page.fill(`[name="scores.${id}"]`, String(max - 1))
    await fill(page, { 评估意见: '做得扎实。' })
    await press(page, '交评估表')
    expect(await told(page)).toContain('评估表已收到')
  })
})

test('the last gate begins the next cycle; the page tells the whole story', async () => {
  await member(async (page) => {
    await page.goto(at())
    await look(page, 'journey-ready')
    expect(await page.locator('.flow-wide .f-name').allTextContents()).toEqual(['孵化', '展示', '实施', '评估'])
    await press(page, '提请关口审核')
  })
  for (const account of ['administrator-01', 'administrator-02']) {
    await administrator(async (page) => {
      await page.goto(at())
      await page.getByLabel('进入下一周期').check()
      await look(page, `journey-last-${account}`)
      await press(page, /同意通过/)
    }, account)
  }
  await member(async (page) => {
    await page.goto(at())
    const text = await told(page)
    expect(text).toContain('第 2 周期')
    await look(page, 'journey-next-cycle')
    // The picture is of the present cycle; what was before stands in the story.
    expect(await page.locator('.flow-wide .f-name').allTextContents()).toEqual(['实施', '评估'])
    await follow(page, '看全部动态')
    await look(page, 'journey-story')
    const story = await readOn(page)
    for (const deed of ['暂停', '恢复', '延期', '报告', '评估', '第 2 周期']) expect(story).toContain(deed)
  })
})
