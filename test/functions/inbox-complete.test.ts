import { afterAll, beforeAll, expect, test } from 'vitest'
import { shanghaiDate, startOfShanghaiDay } from '../../shared/kernel/calendar.ts'
import { milliseconds, plusDays } from '../../shared/kernel/instant.ts'
import { ok } from '../support/contest.ts'
import { around, aTeam, aVolunteer, planned, seen, type Team, timesOf, tomorrowAt } from '../support/hours.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { fullAnswers, projectIn, setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  administrator = await platform.person('管理员', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

interface Line { title: { zh: string }; about: { zh: string }; href: string; until: string | null; state: string; since?: string }
const inbox = async (who: Somebody, kind = ''): Promise<Line[]> => ok(await who.api('GET', `/inbox${kind === '' ? '' : `?kind=${kind}`}`)).due
const of = async (who: Somebody, team: Pick<Team, 'path'>): Promise<Line[]> => (await inbox(who)).filter(({ href }) => href.startsWith(team.path))

test('a project that waits for the administrator still shows its members what they have to do', async () => {
  const team = await aTeam(platform, '示例机构 01')
  const { dueAt } = ok(await team.member.api('GET', team.path)).project.current.reports[1]
  await setProject(platform, team.project, (one) => ({ ...one, current: { ...one.current, reports: one.current.reports.map((report) => (report.number === 1 ? { ...report, state: 'submitted', sentAt: platform.clock.now() } : report)) } }))
  ok(await team.member.api('POST', `${team.path}/extension`, { to: shanghaiDate(plusDays(platform.clock.now(), 500)), reason: '晚' }))
  platform.clock.forward({ milliseconds: Date.parse(dueAt) - milliseconds(platform.clock.now()) + 60_000 })
  const lines = await of(team.member, team)
  expect(lines[0]).toMatchObject({ title: { zh: '交第 2 期报告' }, href: `${team.path}/reports/1/2`, until: dueAt, state: 'late' })
  // What is the administrator's: each by itself, with its age, at its very page.
  const asked = await of(administrator, team)
  expect(asked.map(({ href }) => href).toSorted()).toEqual([`${team.path}/reports/1/1`, `${team.path}/steer`])
  for (const one of asked) expect(one).toMatchObject({ until: null, state: 'wait', since: expect.any(String) })
})

test('activities to report and doubtful records stand in it, and go when they are done', async () => {
  const team = await aTeam(platform, '示例机构 02')
  const activity = await planned(team, around(platform, 60, 60), { title: '读书会' })
  const { volunteer } = await aVolunteer(team)
  ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances/now`, { volunteer, deed: 'in' }))
  expect((await of(team.member, team)).map(({ href }) => href)).not.toContain(`${team.path}/activities/${activity}`)
  platform.clock.forward({ days: 1 })
  const lines = await of(team.member, team)
  const lateFrom = startOfShanghaiDay((await seen(team, activity)).lateFrom)
  expect(lines).toContainEqual(expect.objectContaining({ href: `${team.path}/activities/${activity}`, until: lateFrom, state: 'now' }))
  // Signed in and never out.
  expect(lines).toContainEqual(expect.objectContaining({ href: `${team.path}/doubts` }))
  ok(await team.member.api('POST', `${team.path}/activities/${activity}/attendances/${volunteer}/correction`, { effect: 'strike', reason: '没有来' }))
  ok(await team.member.api('POST', `${team.path}/activities/${activity}/report`, { what: '读了书', beneficiaries: 1, attendances: 1 }))
  const hrefs = (await of(team.member, team)).map(({ href }) => href)
  for (const href of [`${team.path}/doubts`, `${team.path}/activities/${activity}`]) expect(hrefs).not.toContain(href)
})

test('an activity whose tenth working day has passed is late, and stands first', async () => {
  const team = await aTeam(platform, '示例机构 03')
  const activity = await planned(team, timesOf(plusDays(platform.clock.now(), 1), plusDays(platform.clock.now(), 1.05)), { title: '义诊' })
  platform.clock.forward({ days: 30 })
  expect((await of(team.member, team))[0]).toMatchObject({ title: { zh: '填活动记录：义诊' }, href: `${team.path}/activities/${activity}`, state: 'late' })
})

test('while the evaluator’s sheet is missing the organisation’s survey still waits for it; the evaluator has the sheet', async () => {
  const team = await aTeam(platform, '示例机构 04')
  const evaluator = await platform.person('评估员', { evaluator: '330411' })
  const project = await projectIn(platform, 'evaluation', { id: team.organisation })
  const path = `/projects/${project}`
  ok(await administrator.api('PUT', `${path}/evaluator`, { person: evaluator.id }))
  expect((await of(team.member, { path })).map(({ href }) => href).toSorted()).toEqual([`${path}/evaluation/self`, `${path}/evaluation/survey`])
  await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, evaluation: { ...one.current.evaluation, self: platform.clock.now() } } }))
  expect((await of(team.member, { path }))).toMatchObject([{ title: { zh: '满意度调查：已收 0 / 5 份' }, href: `${path}/evaluation/survey` }])
  expect((await of(evaluator, { path }))).toMatchObject([{ title: { zh: '填评估表' }, href: `${path}/evaluation/card`, state: 'wait' }])
  // Asked for before its time.
  ok(await administrator.api('PUT', `${team.path}/evaluator`, { person: evaluator.id }))
  expect((await of(evaluator, team))).toMatchObject([{ href: `${team.path}/evaluation`, state: 'now' }])
})

test('many of a kind are one line for an administrator, with the age of the oldest, which leads to all of them', async () => {
  const team = await aTeam(platform, '示例机构 05')
  const projects = await Promise.all(Array.from({ length: 7 }, (_, n) => projectIn(platform, 'incubation', { id: team.organisation }, {}, fullAnswers({ name: `要督导的项目 ${n + 1}` }))))
  for (const project of projects) {
    ok(await team.member.api('POST', `/projects/${project}/mentor/request`))
    platform.clock.forward({ days: 1 })
  }
  const line = (await inbox(administrator)).find(({ href }) => href === '/inbox?kind=mentor')
  expect(line).toMatchObject({ title: { zh: '7 个项目在等指定督导' }, state: 'wait' })
  const all = await inbox(administrator, 'mentor')
  expect(all.map(({ href }) => href)).toEqual(projects.map((project) => `/projects/${project}/mentoring`))
  expect(all[0]?.since).toBe(line?.since)
  const { html } = await administrator.page('/inbox?kind=mentor')
  for (const project of projects) expect(html).toContain(`href="/projects/${project}/mentoring"`)
  expect(html).toContain('已等 7 天')
  expect((await administrator.page('/inbox')).html).toContain('7 个项目在等指定督导')
  expect(ok(await team.member.api('GET', '/inbox?kind=mentor')).due).toEqual([])
  await setProject(platform, projects[0] ?? team.project, (one) => ({ ...one, state: 'ended' }))
  expect(await inbox(administrator, 'mentor')).toHaveLength(6)
})
