import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedActivity, inventedAttendance } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import { newPersonId, newVolunteerId, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import type { StageName } from '../../shared/stage/lifecycle.ts'
import { screenshot, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let newcomer: Somebody
let view: string
let month: string

const names = ['独居老人敲门行动', '放学后的一小时', '一键找到会手语的人', '楼道微更新', '河道观察员', '人人会用 AED', '灶头画口述史', '轮椅走得到', '夜间急诊陪伴', '旧衣新生工坊', '新居民第一课', '阳台菜园互助社', '认知症友好小店', '少年法庭小记者', '社区厨房共享日', '图书漂流到工地', '小区旧书漂流', '护河童行', '方言故事会', '楼组议事会', '助浴到家', '旧物交换站', '心理热线值守与社区午后茶话会联合行动计划']
const stages: StageName[] = ['incubation', 'implementation', 'implementation', 'showcase', 'incubation', 'evaluation', 'implementation']
const classes = ['elderly', 'children', 'disability', 'community', 'environment', 'health', 'culture']

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 02', { administrator: '330411' })
  newcomer = await platform.person('管理员 03', { administrator: '330499' })
  const organisations: { id: OrganisationId; name: string }[] = []
  for (const name of ['嘉兴市秀洲区示例启航社会工作发展中心', '示例青禾社会工作服务中心', '示例社区邻里互助队']) organisations.push({ id: await admittedOrganisation(platform, name), name })
  for (const n of [1, 2]) await admittedOrganisation(platform, `示例志愿队 ${n}`, { kind: 'team', team: { size: 30, core: 5 } })
  const projects: ProjectId[] = []
  for (const [n, name] of names.entries()) {
    const mentor = n % 3 === 0 ? null : { person: newPersonId(), name: `督导 ${n % 4}`, organisation: '示例机构', since: platform.clock.now() }
    const id = await projectIn(platform, stages[n % stages.length] ?? 'incubation', organisations[n % 3] ?? { id: '' as OrganisationId }, { mentor, mentorAskedAt: n % 6 === 0 ? platform.clock.now() : null }, fullAnswers({ name, class: classes[n % 7] ?? '', street: ['示例一街道', '示例二街道', '示例三镇'][n % 3] ?? '' }))
    projects.push(id)
    const due = plusDays(platform.clock.now(), [-5, 12, 40, 3, -1, 75][n % 6] ?? 0)
    await setProject(platform, id, (project) => ({ ...project, current: n % 11 === 5 ? { ...project.current, state: 'paused', paused: { from: 'working', since: project.createdAt, until: null, reason: '场地装修' } } : { ...project.current, dueAt: due, reports: project.current.reports.map((report) => ({ ...report, dueAt: plusDays(due, 30) })) } }))
  }
  for (const n of [2, 9]) await setProject(platform, projects[n] ?? ('' as ProjectId), (project) => ({ ...project, state: n === 2 ? 'closed' : 'ended', current: { ...project.current, state: n === 2 ? 'passed' : 'ended', endedAt: platform.clock.now() } }))
  await activities(projects, organisations[0]?.id)
  platform.platform.streams.poke()
  await platform.platform.streams.caughtUp()
  view = ok(await administrator.api('POST', '/board/views', { name: '逾期的', query: 'view=table&is=late' })).id
  ok(await administrator.api('POST', '/board/views', { name: '儿童类', query: 'class=children' }))
  month = plusDays(platform.clock.now(), -40).slice(0, 7)
})
afterAll(async () => { await platform.close() })

/** A year of activities, more in some months than in others. */
async function activities(projects: readonly ProjectId[], organisation: OrganisationId | undefined): Promise<void> {
  const [project] = projects
  if (project === undefined || organisation === undefined) throw new Error('nothing to hold')
  const volunteers = Array.from({ length: 12 }, newVolunteerId)
  const now = platform.clock.now()
  for (let n = 0; n < 60; n += 1) {
    const own = projects[n % projects.length] ?? project
    const activity = inventedActivity({ id: own, district: '330411', cycle: 1 }, plusDays(now, -Math.floor((n * n) / 11)), { title: ['入户探访', '周末课堂', '河边巡护', '社区义诊'][n % 4] ?? '', served: { beneficiaries: 10 + n, attendances: 20 + n } })
    await platform.table.transact([
      activityItem.put(activity, 'none'),
      ...volunteers.slice(0, 3 + (n % 8)).map((volunteer, i) => attendanceItem.put(inventedAttendance(activity, volunteer, { organisation, minutes: 90, kind: i % 3 === 0 ? 'back-filled' : 'checked-in' }), 'none')),
    ])
  }
}

const sight = () => [
  { name: 'board', path: '/board', as: administrator },
  { name: 'board-table', path: '/board?view=table', as: administrator },
  { name: 'board-filtered', path: `/board?street=${encodeURIComponent('示例一街道')}`, as: administrator },
  { name: 'board-late', path: '/board?view=table&is=late&sort=-due', as: administrator },
  { name: 'board-nothing', path: '/board?q=nothing', as: administrator },
  { name: 'board-empty', path: '/board', as: newcomer },
  { name: 'views', path: '/board/views', as: administrator },
  { name: 'views-none', path: '/board/views', as: newcomer },
  { name: 'view', path: `/board/views/${view}`, as: administrator },
  { name: 'district', path: '/district', as: administrator },
  { name: 'district-empty', path: '/district', as: newcomer },
  { name: 'records-activities', path: `/district/records?figure=activities&month=${month}`, as: administrator },
  { name: 'records-volunteers', path: `/district/records?figure=volunteers&month=${month}`, as: administrator },
]

describe('board and figures', () => {
  sights(() => platform, sight)

  test('in English nothing scrolls sideways on a desktop, and no stage breaks within its word', () =>
    withPage({ width: 1280, language: 'en', baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      for (const path of ['/district', '/district?months=60', '/board?view=table', '/district/records?figure=volunteers&month=all']) {
        await page.goto(path)
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBe(0)
        await screenshot(page, `wide-${path.replaceAll(/\W+/g, '-')}-1280-en`)
      }
    }))

  test('an administrator filters, keeps the view, comes back to it, removes it and has it back, without script', () =>
    withPage({ width: 390, javaScript: false, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      await page.goto('/board')
      await page.getByLabel('街道、镇').selectOption('示例三镇')
      await page.getByLabel('等谁').selectOption('organisation')
      await page.getByRole('button', { name: '筛选' }).click()
      await page.getByLabel('名称').fill('三镇等项目单位')
      await page.getByRole('button', { name: '保存' }).click()
      await page.goto('/board')
      await page.getByRole('link', { name: '三镇等项目单位' }).click()
      expect(await page.getByLabel('街道、镇').inputValue()).toBe('示例三镇')
      await page.getByRole('link', { name: '管理视图' }).click()
      await page.getByRole('button', { name: '删除 三镇等项目单位' }).click()
      await screenshot(page, 'views-removed-390-zh')
      expect(await page.getByRole('link', { name: '三镇等项目单位', exact: true }).count()).toBe(0)
      await page.getByRole('button', { name: /撤销/ }).click()
      expect(await page.getByRole('link', { name: '三镇等项目单位', exact: true }).count()).toBe(1)
    }))
})
