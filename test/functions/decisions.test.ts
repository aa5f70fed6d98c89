import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { newSecret } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { type Project, waitsFor } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { readTrail } from '../../shared/trail/trail.store.ts'
import { ok } from '../support/contest.ts'
import { reportContent, underWay } from '../support/money.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { defaultDefinition, projectIn, setProject } from '../support/projects.ts'
import { surveyDone } from '../support/survey.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let first: Somebody
let second: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  first = await platform.person('管理员 01', { administrator: DISTRICT })
  second = await platform.person('管理员 02', { administrator: DISTRICT })
})
afterAll(() => platform.close())

async function inEvaluation() {
  const organisation = await admittedOrganisation(platform, '示例机构')
  const member = await platform.person('成员', { member: [organisation] })
  const evaluator = await platform.person('评估员 01', { evaluator: DISTRICT })
  const project = await projectIn(platform, 'evaluation', { id: organisation })
  ok(await first.api('PUT', `/projects/${project}/evaluator`, { person: evaluator.id }))
  return { project, member, evaluator, at: `/projects/${project}` }
}
const codes = (answer: { body: { errors?: { code: string }[] } }) => (answer.body.errors ?? []).map(({ code }) => code)

describe('the last gate', () => {
  async function underReview() {
    const made = await inEvaluation()
    await setProject(platform, made.project, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by: { person: made.member.id, name: '成员' }, at: platform.clock.now(), note: '' } } }))
    return made
  }

  test('all who approve want the same ending; each approval keeps its own and shows it', async () => {
    const { project, at } = await underReview()
    ok(await first.api('POST', `${at}/gate/approvals`, { ending: 'close' }))
    expect((await second.page(at)).html).toContain('管理员 01同意：结项')
    const other = await second.post(`${at}/gate/approval`, { ending: 'continue', note: '再做一年' })
    expect([other.status, other.html.includes('管理员 01同意的是“结项”。请先商量一致'), other.html.includes('再做一年')]).toEqual([422, true, true])
    expect((await loadProject(platform.table, project)).value).toMatchObject({ state: 'active', cycle: 1, current: { approvals: [{ ending: 'close' }] } })
    ok(await second.api('POST', `${at}/gate/approvals`, { ending: 'close' }))
    expect((await loadProject(platform.table, project)).value).toMatchObject({ state: 'closed', current: { approvals: [{ ending: 'close' }, { ending: 'close' }] } })
  })

  test('after needs-changes they may agree on the other', async () => {
    const { project, at } = await underReview()
    ok(await first.api('POST', `${at}/gate/approvals`, { ending: 'close' }))
    ok(await second.api('POST', `${at}/gate/changes`, { reasons: '想再做一年', parts: ['spending'] }))
    await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, state: 'review' } }))
    for (const administrator of [second, first]) ok(await administrator.api('POST', `${at}/gate/approvals`, { ending: 'continue' }))
    expect((await loadProject(platform.table, project)).value).toMatchObject({ state: 'active', cycle: 2 })
  })
})

test('a report is written all the time and sent from the last day of its period', async () => {
  const made = await underWay(platform)
  const at = `/projects/${made.project}/reports/1/1`
  const to = shanghaiDate(plusDays(platform.clock.now(), 1))
  await setProject(platform, made.project, (one) => ({ ...one, current: { ...one.current, reports: one.current.reports.map((report) => (report.number === 1 ? { ...report, to } : report)) } }))
  ok(await made.member.api('PUT', `${at}/draft`, { revision: 0, content: reportContent() }))
  const early = await made.member.api('POST', `${at}/submission`, {})
  expect([early.status, codes(early)]).toEqual([422, ['PERIOD_RUNNING']])
  expect(JSON.stringify(early.body)).toContain(to)
  const check = (await made.member.page(`${at}/check`)).html
  expect([check.includes('可以提交的日子'), check.includes('提交报告')]).toEqual([true, false])
  await setProject(platform, made.project, (one) => ({ ...one, current: { ...one.current, reports: one.current.reports.map((report) => (report.number === 1 ? { ...report, to: shanghaiDate(platform.clock.now()) } : report)) } }))
  expect((await made.member.page(`${at}/check`)).html).toContain('提交报告')
  expect(ok(await made.member.api('POST', `${at}/submission`, {}))).toMatchObject({ version: 1 })
})

test('the last report of a stage may be sent early and then ends with that day: who is done need not wait for the stage’s date', async () => {
  const made = await underWay(platform)
  const today = shanghaiDate(platform.clock.now())
  const only = (one: Project) => ({ ...one, current: { ...one.current, reports: one.current.reports.slice(0, 1).map((report) => ({ ...report, to: shanghaiDate(one.current.dueAt) })) } })
  await setProject(platform, made.project, only)
  const at = `/projects/${made.project}/reports/1/1`
  ok(await made.member.api('PUT', `${at}/draft`, { revision: 0, content: reportContent() }))
  expect((await made.member.page(`${at}/check`)).html).toContain('这是最后一期')
  ok(await made.member.api('POST', `${at}/submission`, {}))
  const { value } = await loadProject(platform.table, made.project)
  expect(value.current.reports).toMatchObject([{ state: 'submitted', to: today }])
})

describe('the survey before the sheet', () => {
  const scores = Object.fromEntries(leavesOf(defaultDefinition().rubric.criteria).map(({ id, max }) => [id, String(max)]))
  const ticks = Object.fromEntries(defaultDefinition().survey.questions.map(({ id }) => [id, 5]))

  test('the sheet waits for the survey to be opened, answered and closed; it says so beforehand, and for whom it waits', async () => {
    const { project, member, evaluator, at } = await inEvaluation()
    await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, evaluation: { ...one.current.evaluation, self: platform.clock.now() } } }))
    const send = () => evaluator.api('POST', `${at}/evaluation/card/submission`, { scores, comment: '好' })
    expect(codes(await send())).toEqual(['SURVEY_NOT_OPENED'])
    const { secret } = ok(await member.api('POST', `${at}/evaluation/survey`))
    expect(codes(await send())).toEqual(['SURVEY_OPEN'])
    expect((await evaluator.page(`${at}/evaluation/card`)).html).toContain('可以先填着，还不能交')
    expect((await member.page(at)).html).toContain('由项目单位或管理员结束')
    expect(waitsFor((await loadProject(platform.table, project)).value)).toBe('organisation')
    for (let n = 0; n < 3; n += 1) ok(await platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: ticks, text: '', device: newSecret() }))
    expect((await evaluator.post(`${at}/evaluation/survey/closing`, {})).status).toBe(403)
    expect((await first.page(`${at}/evaluation/survey`)).html).toContain('结束调查')
    expect((await first.post(`${at}/evaluation/survey/closing`, {})).status).toBe(303)
    expect(codes(await send())).toEqual(['SURVEY_TOO_FEW'])
    expect(ok(await member.api('GET', `${at}/gate`)).lines.find(({ evidence }: { evidence: { rule: string } }) => evidence.rule === 'satisfaction')).toMatchObject({ met: false, has: 3 })
    ok(await member.api('POST', `${at}/evaluation/survey`))
    for (let n = 0; n < 2; n += 1) ok(await platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: ticks, text: '', device: newSecret() }))
    ok(await member.api('DELETE', `${at}/evaluation/survey`))
    expect(waitsFor((await loadProject(platform.table, project)).value)).toBe('evaluator')
    ok(await send())
  })
})

describe('an evaluator of the district', () => {
  const remove = (person: string, reason = '离职') => first.api('POST', `/districts/${DISTRICT}/evaluators/${person}/removal`, { reason })

  test('is removed with a reason, which the trail keeps, and comes back for a few minutes', async () => {
    const { id } = await platform.person('评估员 07', { evaluator: DISTRICT })
    expect((await remove(id, ' ')).status).toBe(422)
    ok(await remove(id))
    expect(await platform.table.get(membershipItem, keys.membership(id, `EVALUATOR#${DISTRICT}`))).toBeUndefined()
    expect(ok(await first.api('GET', `/districts/${DISTRICT}/evaluators`)).items.map(({ person }: { person: string }) => person)).not.toContain(id)
    const { project } = await inEvaluation()
    expect((await first.api('PUT', `/projects/${project}/evaluator`, { person: id })).status).toBe(404)
    expect((await readTrail(platform.table, { of: 'district', id: DISTRICT }, { limit: 50 })).items.some(({ value }) => value.action === 'evaluator.remove' && value.reason === '离职')).toBe(true)
    expect((await first.page('/evaluators')).html).toContain('已移除评估员评估员 07')
    expect((await first.post(`/evaluators/${id}/restoration`, {})).status).toBe(303)
    ok(await first.api('PUT', `/projects/${project}/evaluator`, { person: id }))
    ok(await first.api('PUT', `/projects/${project}/evaluator`, { person: (await platform.person('评估员 08', { evaluator: DISTRICT })).id }))
    ok(await remove(id))
    platform.clock.forward({ hours: 2 })
    expect((await first.api('DELETE', `/districts/${DISTRICT}/evaluators/${id}/removal`)).body.code).toBe('WRONG_STATE')
  })

  test('is not removed while they are to evaluate a project, which is named with the way to it', async () => {
    const { project, member, evaluator } = await inEvaluation()
    await surveyDone(platform, member, project)
    expect(await remove(evaluator.id)).toMatchObject({ status: 409, body: { code: 'WRONG_STATE', errors: [{ code: 'STILL_NAMED' }] } })
    expect((await first.page('/evaluators')).html).toContain(`href="/projects/${project}/evaluation"`)
    expect((await member.api('POST', `/districts/${DISTRICT}/evaluators/${evaluator.id}/removal`, { reason: '不要' })).status).toBe(403)
  })
})

test('a hand-over is asked about first, with what will happen', async () => {
  const { at } = await inEvaluation()
  const { html } = await first.page(`${at}/steer`)
  expect(html).toContain('移交后不能撤销')
  expect(html).toContain('从移交那一刻起看不到也改不了这个项目')
})
