import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedActivity } from '../../infra/local/demo/records.ts'
import { activityHeadItem, activityItem } from '../../shared/activity/activity.store.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { ok } from '../support/contest.ts'
import { aFile, mailedAdministrator, spend, underWay } from '../support/money.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await mailedAdministrator(platform)
})
afterAll(() => platform.close())

/** Two activities of one project with the very same photo. */
async function samePhoto() {
  const made = await underWay(platform)
  const activities = [-2, -1].map((days) => inventedActivity({ id: made.project, district: '330411', cycle: 1 }, plusDays(platform.clock.now(), days), { title: `活动 ${days + 3}` }))
  await platform.table.transact(activities.flatMap((one) => [activityItem.put(one, 'none'), activityHeadItem.put({ activity: one.id, project: made.project, secret: '0' }, 'none')]))
  for (const { id } of activities) await aFile(platform, made.project, 'photo', id, made.member.id, 'same')
  const [first, second] = activities
  if (first === undefined || second === undefined) throw new Error('no activities')
  return { ...made, first, second }
}

test('a doubt about a photo names the other activity and leads to it; explained, it stands with its sentence and is counted no more', async () => {
  const { project, member, first, second } = await samePhoto()
  const page = async (by = administrator) => (await by.page(`/projects/${project}/activities/${second.id}`)).html
  expect(await page()).toContain(`href="/projects/${project}/activities/${first.id}"`)
  expect(await page()).toContain('活动 1')
  const doubt = /activities\/a_\w+\/doubts\/(\w+)"/.exec(await page(member))?.[1] ?? ''
  const at = `/projects/${project}/activities/${second.id}/doubts/${doubt}`
  expect((await member.post(at, { [`doubt-${doubt}.sentence`]: ' ' })).status).toBe(422)
  expect((await member.post(at, { [`doubt-${doubt}.sentence`]: '两次用了同一张海报照' })).location).toContain('#doubts')
  expect(await page()).toContain('两次用了同一张海报照')
  expect((await administrator.api('GET', `/projects/${project}/doubts`)).body.items[0].doubts[0]).toMatchObject({ kind: 'same-photo', explained: { sentence: '两次用了同一张海报照', by: { name: member.name } } })
  expect((await administrator.page(`/projects/${project}/doubts`)).html).toContain('已说明')
})

test('doubts about spending stand where the gate and the report are decided; either side explains; another organisation does not', async () => {
  const made = await underWay(platform)
  const [first, second] = [await spend(platform, made), await spend(platform, made)]
  for (const [i, id] of [first, second].entries()) await aFile(platform, made.project, 'receipt', id, made.member.id, `r${i}`)
  await setProject(platform, made.project, (project) => ({ ...project, current: { ...project.current, state: 'review', reports: project.current.reports.map((one) => (one.number === 1 ? { ...one, state: 'submitted' } : one)) } }))
  expect((await administrator.page(`/projects/${made.project}`)).html).toContain('存疑还没有说明，请先看过再决定')
  const { entries } = ok(await administrator.api('GET', `/projects/${made.project}/spending`))
  const [doubt] = entries[0].doubts
  expect(doubt).toMatchObject({ code: 'PAID_TWICE', explained: null })
  // One doubt, the same at both entries.
  expect(entries[1].doubts[0].id).toBe(doubt.id)
  const at = `/projects/${made.project}/spending/${first}/doubts/${doubt.id}`
  const stranger = await underWay(platform)
  expect((await stranger.member.api('POST', at, { sentence: '没事' })).status).toBe(403)
  expect((await administrator.api('POST', `/projects/${made.project}/spending/${first}/doubts/nothing`, { sentence: '没事' })).status).toBe(404)
  ok(await administrator.api('POST', at, { sentence: '分两次付的尾款' }))
  expect(ok(await made.member.api('GET', `/projects/${made.project}/spending`)).entries.map((entry: { doubts: { explained: { sentence: string } }[] }) => entry.doubts[0]?.explained.sentence)).toEqual(['分两次付的尾款', '分两次付的尾款'])
  expect((await administrator.page(`/projects/${made.project}`)).html).not.toContain('请先看过再决定')
  expect((await made.member.page(`/projects/${made.project}/spending/${first}`)).html).toContain(`/spending/${second}"`)
})

test('a payment that no report covers is pointed out, and the gate asks for its receipt by name', async () => {
  const made = await underWay(platform)
  const id = await spend(platform, made, { day: '2020-01-01', what: '旧账' })
  const gate = async () => ok(await made.member.api('GET', `/projects/${made.project}/gate`)).lines.find(({ evidence }: { evidence: { rule: string } }) => evidence.rule === 'receipts-complete')
  expect(await gate()).toMatchObject({ met: false, mistakes: [{ path: `spending.${id}`, code: 'RECEIPT_MISSING' }] })
  expect((await made.member.page(`/projects/${made.project}`)).html).toContain('缺凭证：2020-01-01 旧账')
  expect((await made.member.page(`/projects/${made.project}/spending/${id}`)).html).toContain('不在任何一期报告之内')
  await aFile(platform, made.project, 'receipt', id, made.member.id)
  expect(await gate()).toMatchObject({ met: true })
})

test('the grant spent beyond what was granted is named on the spending page, the gate and the report', async () => {
  const made = await underWay(platform)
  await spend(platform, made, { amount: 10_000_01 })
  const sentence = '申请资助：预算 10,000.00 元，已支出 10,000.01 元，超出 0.01 元'
  for (const path of ['', '/spending', '/reports/1/1']) expect((await made.member.page(`/projects/${made.project}${path}`)).html, path).toContain(sentence)
})
