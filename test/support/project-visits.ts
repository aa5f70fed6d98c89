import type { Page } from 'playwright-core'
import type { Definition } from '../../shared/stage/definition.ts'
import type { TestPlatform } from './platform.ts'
import { defaultDefinition } from './projects.ts'
import { choose, fill, follow, look, press, told } from './visits.ts'

/** A district's rules under which the work takes sixty days and one report. */
export function shortRules(): Definition {
  const definition = defaultDefinition()
  const { implementation } = definition.stages
  return { ...definition, version: 2, stages: { ...definition.stages, implementation: { ...implementation, days: 60, reports: { everyMonths: 6, dueDays: 10, reminderDays: [7] } } } }
}

/** Moves the platform's time to that moment; what is due on the way has happened when it returns. */
export async function passTo(platform: TestPlatform, moment: string): Promise<void> {
  await platform.platform.streams.caughtUp()
  platform.clock.forward({ milliseconds: Date.parse(moment) - Date.parse(platform.clock.now()) })
  await platform.platform.streams.caughtUp()
}

/** Writes all eight parts of a project's text, one after the other, from the first. `day` gives the day so many days from now. */
export async function writeProject(page: Page, day: (days: number) => string): Promise<void> {
  await choose(page, '项目类别', '儿童关爱')
  await fill(page, { '所在街道、镇': '示例街道', 项目简介: '为双职工家庭的孩子提供放学后的托管。' })
  await look(page, 'journey-part-basics')
  await press(page, '保存并继续')
  await fill(page, { 要回应的需求: '孩子放学后没有人照看。' })
  await press(page, '保存并继续')
  await fill(page, { 服务谁: '双职工家庭的小学生', 直接受益人数: '40', 服务人次: '2000' })
  await press(page, '保存并继续')
  await fill(page, { 同类服务现状: '学校有到四点半的托管，本项目从四点半到六点。' })
  await press(page, '保存并继续')
  await fill(page, { 项目目标: '让孩子放学后有去处。', 开始日期: day(0), 结束日期: day(200), 实施地点: '社区活动室', '第 1 行 日期': day(1), '第 1 行 做什么': '开班', 风险与预案: '接送登记，家长签字。' })
  await look(page, 'journey-part-plan')
  await press(page, '保存并继续')
  await choose(page, '第 1 行 种类', '志愿者')
  await fill(page, { '第 1 行 具体需要': '每周两位晚班志愿者' })
  await press(page, '保存并继续')
  await choose(page, '第 1 行 费用类别', '活动物资')
  await choose(page, '第 1 行 资金来源', '申请资助')
  await fill(page, { '第 1 行 用于': '文具', '第 1 行 单价': '100', '第 1 行 数量': '50', '第 1 行 单位': '套' })
  await look(page, 'journey-part-budget')
  await press(page, '保存并继续')
  await fill(page, { 联系人: '联系人甲', 联系电话: '13900000000' })
  await press(page, '保存并继续')
}

/** Sends a file by the field of the panel of this name; the page comes back with the file in its list. */
export async function uploadTo(page: Page, panel: string, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const place = page.getByRole('region', { name: panel })
  await place.locator('input[type=file]').setInputFiles({ name, mimeType, buffer })
  await Promise.all([page.waitForURL((url) => /^\/(projects|grants)\//.test(url.pathname)), place.getByRole('button', { name: '上传' }).click()])
  await page.getByText(name).first().waitFor()
}

/** What a volunteer of age whom nobody knows yet fills in after scanning the code. */
export async function signInAsNewcomer(page: Page, { name, phone }: { name: string; phone: string }): Promise<void> {
  await fill(page, { 手机号或志愿者编号: phone })
  await press(page, '签到')
  await fill(page, { 姓名: name })
  await page.getByLabel('已满 18 周岁').check()
  await page.getByLabel(/同意记录我的姓名/).check()
  await press(page, '签到')
}

/** All pages of a list, from its first to its last. */
export async function readOn(page: Page): Promise<string> {
  const read: string[] = []
  for (;;) {
    read.push(await told(page))
    const more = page.getByRole('link', { name: '下一页' })
    if (await more.count() === 0) return read.join('\n')
    await follow(page, '下一页')
  }
}
