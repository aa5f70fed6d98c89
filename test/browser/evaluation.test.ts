import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedActivity } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { newSecret, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { keys } from '../../shared/store/keys.ts'
import { expectAccessible, screenshot, withPage } from '../support/browser.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { defaultDefinition, fullAnswers, projectIn } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { sights } from '../support/sights.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let administrator: Somebody
let member: Somebody
let evaluator: Somebody
let mentor: Somebody
let visitor: Somebody
let agency: OrganisationId
let fresh: ProjectId
let scored: ProjectId
let guided: ProjectId
let open: string
let over: string

const ticks = (n: number) => Object.fromEntries(defaultDefinition().survey.questions.map(({ id }) => [id, n]))
const scores = Object.fromEntries(leavesOf(defaultDefinition().rubric.criteria).map(({ id, max }) => [id, String(max - 1.5)]))
const self = {
  achievedSteps: 12, achievedPeople: 43, achievedAttendances: 1960, spent: 1_372_500, difference: '暑期多开了两周，秋季少了四次。', results: '43 个孩子放学后有了去处。家长回访 38 户，36 户说不用再请假接孩子。\n老师说作业完成率从六成升到九成。',
  lessons: '晚班志愿者要提前两周排班，临时找人最容易断档。', next: '想再做一年，把报名改到开学前。',
}

async function evaluated(title: string): Promise<ProjectId> {
  const id = await projectIn(platform, 'evaluation', { id: owner, name: '示例青禾社会工作发展中心' }, {}, fullAnswers({ name: title, steps: Array.from({ length: 12 }, (_, i) => ({ stepDate: `2027-03-${10 + i}`, stepName: '开班', stepPlace: '社区活动室', stepAttendances: 40 })) }))
  ok(await administrator.api('PUT', `/projects/${id}/mentor`, { person: mentor.id, organisation: agency }))
  ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: evaluator.id }))
  const from = platform.clock.now()
  const of = { id, district: DISTRICT, organisation: { id: owner, name: '' }, cycle: 1 }
  const held = Array.from({ length: 12 }, (_, n) => inventedActivity(of, plusDays(from, -n), { served: { beneficiaries: n === 0 ? 41 : 0, attendances: n === 0 ? 1894 : 0 } }))
  await platform.table.transact(held.map((one) => activityItem.put(one, 'none')))
  return id
}

let owner: OrganisationId
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
  owner = await admittedOrganisation(platform, '示例青禾社会工作发展中心', { kind: 'agency' })
  agency = await admittedOrganisation(platform, '示例社工服务中心', { kind: 'agency' })
  member = await platform.person('社工 01', { member: [owner] })
  mentor = await platform.person('督导 01', { member: [agency], evaluator: DISTRICT })
  evaluator = await platform.person('评估员 01', { evaluator: DISTRICT })
  visitor = platform.visitor
  await platform.table.transact(([[owner, member], [agency, mentor]] as const).map(([organisation, { id: person }]) => memberItem.put({ organisation, person, since: platform.clock.now(), removedAt: null }, 'none')))
  await platform.person('评估员 02', { evaluator: DISTRICT })
  ok(await administrator.api('POST', `/districts/${DISTRICT}/invitations`, { name: '林小禾' }))

  fresh = await evaluated('放学后的一小时')
  open = ok(await member.api('POST', `/projects/${fresh}/evaluation/survey`)).secret
  for (const n of [5, 4]) ok(await visitor.api('POST', `/surveys/${open}/answers`, { scores: ticks(n), device: newSecret() }))
  ok(await member.api('PUT', `/projects/${fresh}/evaluation/self`, { content: { ...self, lessons: '', next: '' } }))

  scored = await evaluated('独居老人敲门行动')
  over = ok(await member.api('POST', `/projects/${scored}/evaluation/survey`)).secret
  for (const [n, text] of [[5, '社工每次都来，老人盼着。'], [5, ''], [4, '时间可以再早一点'], [5, ''], [3, '']] as const) ok(await visitor.api('POST', `/surveys/${over}/answers`, { scores: ticks(n), text, device: newSecret() }))
  ok(await member.api('POST', `/projects/${scored}/evaluation/survey/paper`, { scores: ticks(4) }))
  ok(await member.api('DELETE', `/projects/${scored}/evaluation/survey`))
  ok(await member.api('PUT', `/projects/${scored}/evaluation/self`, { content: self }))
  ok(await member.api('POST', `/projects/${scored}/evaluation/self/submission`))
  ok(await evaluator.api('POST', `/projects/${scored}/evaluation/card/submission`, { scores, comment: '按计划完成，受益人满意。志愿者排班建议写成制度。' }))

  guided = await projectIn(platform, 'incubation', { id: owner, name: '示例青禾社会工作发展中心' }, {}, fullAnswers({ name: '楼道微更新' }))
  ok(await administrator.api('PUT', `/projects/${guided}/mentor`, { person: mentor.id, organisation: agency }))
  const day = platform.clock.now().slice(0, 10)
  ok(await mentor.api('POST', `/projects/${guided}/mentoring/sessions`, { kind: 'session', day, minutes: 90, text: '一起走了三栋楼，和楼组长谈了堆物的由来。', advice: '先选一栋愿意的做，做成了再推开。' }))
  ok(await mentor.api('POST', `/projects/${guided}/mentoring/sessions`, { kind: 'comment', day, text: '预算里材料费偏高，请附两家报价。' }))
  const found = await platform.table.get(personItem, keys.person(member.id))
  if (found !== undefined) await platform.table.transact([personItem.put({ ...found.value, email: 'shegong01@example.cn' }, found.version)])
})
afterAll(async () => { await platform.close() })

const sight = () => {
  const at = (id: string) => `/projects/${id}/evaluation`
  return [
    { name: 'overview-administrator', path: at(fresh), as: administrator },
    { name: 'overview-member', path: at(scored), as: member },
    { name: 'self-writing', path: `${at(fresh)}/self`, as: member },
    { name: 'self-sent', path: `${at(scored)}/self`, as: member },
    { name: 'survey-open', path: `${at(fresh)}/survey`, as: member },
    { name: 'survey-results', path: `${at(scored)}/survey`, as: member },
    { name: 'card-scoring', path: `${at(fresh)}/card`, as: evaluator },
    { name: 'card-sent', path: `${at(scored)}/card`, as: administrator },
    { name: 'survey-public', path: `/survey/${open}`, as: undefined },
    { name: 'survey-over', path: `/survey/${over}`, as: undefined },
    { name: 'evaluations', path: '/evaluations', as: evaluator },
    { name: 'evaluators', path: '/evaluators', as: administrator },
    { name: 'mentoring-list', path: '/mentoring', as: mentor },
    { name: 'mentoring-mentor', path: `/projects/${guided}/mentoring`, as: mentor },
    { name: 'mentoring-administrator', path: `/projects/${guided}/mentoring?agency=${agency}`, as: administrator },
    { name: 'inbox', path: '/inbox', as: member },
    { name: 'inbox-mail', path: '/inbox/mail', as: member },
  ]
}

describe('pages of evaluation, mentoring and the inbox', () => {
  sights(() => platform, sight)

  test('somebody answers on a phone, forgets a question, and is thanked', () =>
    withPage({ width: 390, baseURL: platform.url }, async (page) => {
      await page.goto(`/survey/${open}`)
      for (const { text } of defaultDefinition().survey.questions.slice(1)) await page.getByRole('group', { name: text.zh }).getByLabel('非常同意').check()
      await page.getByRole('button', { name: '交上去' }).click()
      await page.waitForSelector('.errsum')
      await screenshot(page, 'survey-mistake-390-zh')
      await expectAccessible(page)
      await page.getByRole('group', { name: defaultDefinition().survey.questions[0]?.text.zh ?? '' }).getByLabel('同意', { exact: true }).check()
      await page.getByRole('button', { name: '交上去' }).click()
      await page.getByText('谢谢，已收到').waitFor()
      await screenshot(page, 'survey-thanks-390-zh')
      await expectAccessible(page)
    }))

  test('an evaluator scores by keyboard, sees the total, sends, and the project has its grade', () =>
    withPage({ width: 1280, baseURL: platform.url }, async (page) => {
      // The sheet waits for the survey: answered by five, and closed.
      for (const n of [5, 4]) ok(await visitor.api('POST', `/surveys/${open}/answers`, { scores: ticks(n), device: newSecret() }))
      ok(await member.api('DELETE', `/projects/${fresh}/evaluation/survey`))
      await page.context().addCookies([{ name: 'session', value: evaluator.cookie, url: platform.url }])
      await page.goto(`/projects/${fresh}/evaluation/card`)
      for (const { id, max } of leavesOf(defaultDefinition().rubric.criteria)) await page.locator(`[name="scores.${id}"]`).fill(String(max))
      await page.locator('[name="scores.plan"]').press('ArrowDown')
      expect(await page.locator('[data-total]').first().textContent()).toBe('99.5')
      await page.getByRole('textbox', { name: '评估意见' }).fill('完成得很好。')
      await page.getByRole('button', { name: '交评估表' }).click()
      await page.getByText('评估表已收到').waitFor()
      await screenshot(page, 'card-receipt-1280-zh')
      await expectAccessible(page)
      expect((await loadProject(platform.table, fresh)).value.grade).toBe('excellent')
    }))
})
