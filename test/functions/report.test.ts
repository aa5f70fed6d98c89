import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedActivity, inventedAttendance } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import { dueForReports } from '../../functions/queries/report.ts'
import { makeContext } from '../../functions/context.ts'
import { newVolunteerId } from '../../shared/kernel/ids.ts'
import { instant, plusDays } from '../../shared/kernel/instant.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { reportRef } from '../../shared/report/form.ts'
import { dueAfter } from '../../shared/stage/begin.ts'
import { keys } from '../../shared/store/keys.ts'
import { waitItem } from '../../shared/wait/wait.store.ts'
import { ok, poll } from '../support/contest.ts'
import { aFile, mailedAdministrator, mailTo, reportContent, spend, underWay, type UnderWay } from '../support/money.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { setProject } from '../support/projects.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await mailedAdministrator(platform)
})
afterAll(() => platform.close())

const at = ({ project }: UnderWay, number = 1) => `/projects/${project}/reports/1/${number}`
const standing = async ({ project }: UnderWay, number = 1) => (await loadProject(platform.table, project)).value.current.reports.find((one) => one.number === number)
const codes = (body: { errors?: { path: string; code: string }[] }) => (body.errors ?? []).map(({ path, code }) => `${path} ${code}`)
/** Writes and sends a report; returns the receipt. */
async function sent(made: UnderWay, change: Record<string, unknown> = {}, number = 1) {
  const { report } = ok(await made.member.api('GET', at(made, number)))
  ok(await made.member.api('PUT', `${at(made, number)}/draft`, { revision: report?.revision ?? 0, content: reportContent(change) }))
  return ok(await made.member.api('POST', `${at(made, number)}/submission`, {}))
}
const review = (made: UnderWay, body: Record<string, unknown>) => administrator.api('POST', `${at(made)}/review`, { version: 1, ...body })

/** The wait of the stage's machine, once it has a token. */
async function waiting({ project }: UnderWay) {
  await poll(platform, async () => (await platform.table.get(waitItem, keys.wait(project, 'work-1')))?.value.token !== null && (await platform.table.get(waitItem, keys.wait(project, 'work-1'))) !== undefined, () => 'the stage’s machine does not wait')
  const wait = (await platform.table.get(waitItem, keys.wait(project, 'work-1')))?.value
  return { token: wait?.token, until: wait?.until }
}

describe('a periodic report', () => {
  test('stands with its period and due date; its draft is its organisation’s own paper and is saved as it is typed', async () => {
    const made = await underWay(platform)
    const { reports } = ok(await made.member.api('GET', `/projects/${made.project}/reports`))
    expect(reports.map(({ number, state }: { number: number; state: string }) => [number, state])).toEqual([[1, 'open'], [2, 'open'], [3, 'open']])
    expect((await made.member.api('POST', `${at(made)}/draft`, { revision: 0, fields: { 'content.done': '办了', 'content.beneficiaries': '12 0' } })).body).toMatchObject({ revision: 1 })
    expect((await made.member.api('PUT', `${at(made)}/draft`, { revision: 0, content: { done: '别处' } })).body).toMatchObject({ code: 'STALE', facts: { revision: 1 } })
    expect((await made.member.api('PUT', `${at(made)}/draft`, { revision: 1, content: { nonsense: 1 } })).body.errors).toMatchObject([{ path: 'content.nonsense', code: 'FIELD_UNKNOWN' }])
    expect((await made.member.api('GET', at(made))).body.report.draft).toMatchObject({ done: '办了', beneficiaries: 120 })
    expect((await administrator.api('GET', at(made))).body.report.draft).toEqual({})
    expect((await made.member.api('GET', at(made, 9))).status).toBe(404)
  })

  test('is sent, and the administrators are told; every figure but two comes from the records', async () => {
    const made = await underWay(platform)
    await spendWithPaper(made, { amount: 30_00 })
    await spendWithPaper(made, { amount: 1_23, head: 'meals', source: 'own' })
    const receipt = await sent(made)
    expect(receipt).toMatchObject({ version: 1, late: false })
    const { versions } = ok(await administrator.api('GET', at(made)))
    expect(versions).toMatchObject([{ version: 1, answers: reportContent(), figures: { activities: 0, spending: { total: 31_23, entries: 2, bySource: { grant: 30_00, own: 1_23, 'in-kind': 0 }, byHead: { materials: 30_00, meals: 1_23 } } } }])
    expect((await standing(made))?.state).toBe('submitted')
    expect((await mailTo(platform, 'administrator@example.cn')).filter((mail) => mail.includes(`${at(made)}`))).toMatchObject([expect.stringContaining('第 1 期报告已提交，在等审核')])
    expect((await made.member.api('PUT', `${at(made)}/draft`, { revision: 1, content: reportContent() })).body.code).toBe('WRONG_STATE')
  })

  test('counts activities and hours of its period from their own records: checked in and back-filled apart, people and attendances apart', async () => {
    const made = await underWay(platform)
    const activity = inventedActivity({ id: made.project, district: '330411', cycle: 1 }, platform.clock.now(), { served: { beneficiaries: 20, attendances: 55 } })
    await platform.table.transact([
      activityItem.put(activity, 'none'),
      ...(['checked-in', 'back-filled'] as const).map((kind, i) => attendanceItem.put(inventedAttendance(activity, newVolunteerId(), { organisation: made.organisation, kind, minutes: 90 + i }), 'none')),
    ])
    expect((await made.member.api('GET', at(made))).body.figures).toMatchObject({ activities: 1, attendances: 55, volunteers: 2, checkedIn: 90, backFilled: 91 })
    expect((await made.member.api('GET', at(made, 2))).body.figures).toMatchObject({ activities: 0, attendances: 0, volunteers: 0 })
  })

  test('incomplete it is not sent, and all that is missing is listed', async () => {
    const made = await underWay(platform)
    ok(await made.member.api('PUT', `${at(made)}/draft`, { revision: 0, content: { done: null, beneficiaries: null } }))
    const empty = await made.member.api('POST', `${at(made)}/submission`, {})
    expect(codes(empty.body)).toEqual(['content.done REQUIRED', 'content.results REQUIRED', 'content.difficulties REQUIRED', 'content.next REQUIRED', 'content.beneficiaries REQUIRED', 'content.attendances REQUIRED'])
    ok(await made.member.api('PUT', `${at(made)}/draft`, { revision: 1, content: reportContent({ beneficiaries: 61, done: '长'.repeat(501) }) }))
    expect(codes((await made.member.api('POST', `${at(made)}/submission`, {})).body)).toEqual(['content.done TOO_LONG', 'content.attendances TOO_SMALL'])
    expect((await standing(made))?.state).toBe('open')
  })

  test('consequence 5: no evidence set, no report: each entry its receipt, a photo, and sign-ins where people were served', async () => {
    const made = await underWay(platform)
    const [first, second] = [await spend(platform, made), await spend(platform, made, { amount: 5_00 })]
    await aFile(platform, made.project, 'receipt', second, made.member.id)
    ok(await made.member.api('PUT', `${at(made)}/draft`, { revision: 0, content: reportContent() }))
    const send = async () => codes((await made.member.api('POST', `${at(made)}/submission`, {})).body)
    expect(await send()).toEqual([`spending.${first} RECEIPT_MISSING`, 'photo PHOTO_MISSING', 'paper SIGN_IN_MISSING'])
    await aFile(platform, made.project, 'receipt', first, made.member.id)
    await aFile(platform, made.project, 'photo', reportRef(1, 1), made.member.id)
    expect(await send()).toEqual(['paper SIGN_IN_MISSING'])
    const paper = await aFile(platform, made.project, 'report', reportRef(1, 1), made.member.id)
    expect(ok(await made.member.api('POST', `${at(made)}/submission`, {})).version).toBe(1)
    expect((await made.member.api('GET', at(made))).body.versions[0].files).toHaveLength(2)
    expect((await made.member.api('DELETE', `${at(made)}/files/${paper}`)).body.code).toBe('WRONG_STATE')
  })

  test('a struck entry asks for no receipt; without spending there is nothing to show for it', async () => {
    const made = await underWay(platform)
    const id = await spend(platform, made)
    ok(await made.member.api('POST', `/projects/${made.project}/spending/${id}/strike`, { reason: '记错' }))
    expect((await sent(made)).version).toBe(1)
  })

  test('is returned with reasons for its fields and a date of its own, corrected, sent again and accepted: every version can be opened, mails say so', async () => {
    const made = await underWay(platform)
    await sent(made)
    expect(codes((await review(made, { decision: 'return' })).body)).toEqual(['reasons REQUIRED'])
    expect(codes((await review(made, { decision: 'return', fields: { nonsense: 'x' } })).body)).toEqual(['fields.nonsense FIELD_UNKNOWN'])
    const now = platform.clock.now()
    const returned = ok(await review(made, { decision: 'return', reasons: '人次和签到对不上', fields: { attendances: '请按签到表核对' } }))
    expect(returned).toEqual({ state: 'returned', dueAt: dueAfter(now, 10) })
    expect((await mailTo(platform, made.address)).join('\n')).toContain('第 1 期报告被退回更正')
    expect((await mailTo(platform, made.address)).join('\n')).toContain('服务人次：请按签到表核对')
    const { html } = await made.member.page(at(made))
    expect(html).toContain('请按签到表核对')
    await sent(made, { attendances: 58 })
    expect((await review(made, { decision: 'accept' })).body).toMatchObject({ code: 'STALE', facts: { version: 2 } })
    ok(await review(made, { decision: 'accept', version: 2 }))
    expect((await mailTo(platform, made.address)).join('\n')).toContain('第 1 期报告已通过')
    const { versions, report } = ok(await made.member.api('GET', at(made)))
    expect(versions.map(({ version, answers }: { version: number; answers: { attendances: number } }) => [version, answers.attendances])).toEqual([[2, 58], [1, 60]])
    expect(report.reviews.map(({ decision }: { decision: string }) => decision)).toEqual(['returned', 'accepted'])
    for (const [version, attendances] of [[1, '60 人次'], [2, '58 人次']] as const) expect((await administrator.page(`${at(made)}/versions/${version}`)).html).toContain(attendances)
    expect((await review(made, { decision: 'return', version: 2, reasons: '再改' })).body.code).toBe('WRONG_STATE')
    expect((await made.member.api('POST', `${at(made)}/submission`, {})).body.code).toBe('WRONG_STATE')
  })

  test('late is late, and taken', async () => {
    const made = await underWay(platform)
    await setProject(platform, made.project, (project) => ({ ...project, current: { ...project.current, reports: project.current.reports.map((one) => ({ ...one, dueAt: plusDays(platform.clock.now(), -3) })) } }))
    expect(await sent(made)).toMatchObject({ version: 1, late: true })
    expect((await administrator.page(at(made))).html).toContain('超期提交')
  })

  test('a changed state wakes the stage’s machine, which comes back to waiting for what is due next', async () => {
    const made = await underWay(platform)
    const before = await waiting(made)
    await sent(made)
    await poll(platform, async () => (await waiting(made)).token !== before.token, () => 'the machine did not wake up')
    const submitted = await waiting(made)
    ok(await review(made, { decision: 'return', reasons: '请更正' }))
    await poll(platform, async () => (await waiting(made)).token !== submitted.token, () => 'the machine did not wake up')
    const due = (await standing(made))?.dueAt ?? instant.parse(platform.clock.now())
    expect((await waiting(made)).until).toBe(plusDays(due, -7))
  })

  test('sent twice at the same moment it is one version; nobody but its organisation writes it, nobody but an administrator decides it', async () => {
    const made = await underWay(platform)
    ok(await made.member.api('PUT', `${at(made)}/draft`, { revision: 0, content: reportContent() }))
    const answers = await Promise.all([1, 2, 3].map(() => made.member.api('POST', `${at(made)}/submission`, {})))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    const other = await underWay(platform)
    expect((await other.member.api('PUT', `${at(made)}/draft`, { revision: 1, content: {} })).status).toBe(403)
    expect((await made.member.api('POST', `${at(made)}/review`, { version: 1, decision: 'accept' })).status).toBe(403)
    expect((await other.member.api('GET', at(made))).status).toBe(403)
  })

  test('stands among what is due for its members, never among an administrator’s', async () => {
    const made = await underWay(platform)
    const due = async (somebody: Somebody) => {
      const person = await platform.table.get(personItem, keys.person(somebody.id))
      if (person === undefined) throw new Error('nobody')
      const memberships = (await platform.table.queryAll(membershipItem, keys.memberships(somebody.id))).map(({ value }) => value)
      return dueForReports(makeContext({ kind: 'person', person: person.value, memberships, organisation: made.organisation, session: null }))
    }
    expect(await due(made.member)).toEqual([])
    await sent(made)
    ok(await review(made, { decision: 'return', reasons: '请更正' }))
    expect(await due(made.member)).toMatchObject([{ title: { zh: '更正第 1 期报告' }, href: at(made), state: 'wait' }])
    expect(await due(administrator)).toEqual([])
  })
})

async function spendWithPaper(made: UnderWay, change: Record<string, unknown>): Promise<void> {
  const id = await spend(platform, made, change)
  await aFile(platform, made.project, 'receipt', id, made.member.id)
  await aFile(platform, made.project, 'photo', reportRef(1, 1), made.member.id)
  await aFile(platform, made.project, 'report', reportRef(1, 1), made.member.id)
}

describe('its pages', () => {
  test('write, check, send and review, without a script', async () => {
    const made = await underWay(platform)
    const content = Object.fromEntries(Object.entries(reportContent()).map(([id, value]) => [`content.${id}`, String(value)]))
    const wrong = await made.member.post(at(made), { ...content, 'content.beneficiaries': '很多', revision: '0' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('请只填整数')
    const saved = await made.member.post(at(made), { ...content, revision: '0' })
    expect(saved.location).toBe(`${at(made)}/check`)
    const check = await made.member.page(`${at(made)}/check`)
    expect(check.html).toContain('提交报告')
    expect((await made.member.post(`${at(made)}/submission`, { revision: '1' })).location).toBe(at(made))
    expect((await made.member.page(at(made))).html).toContain('已提交，在等管理员审核')
    const refused = await administrator.post(`${at(made)}/review`, { decision: 'return', version: '1', reasons: '' })
    expect(refused.html).toContain('退回时请写明要改什么')
    expect((await administrator.post(`${at(made)}/review`, { decision: 'return', version: '1', reasons: '', 'fields.done': '写明日期' })).location).toBe(at(made))
    expect((await made.member.page(at(made))).html).toContain('写明日期')
  })

  test('an administrator sees where spending changed after a report was sent', async () => {
    const made = await underWay(platform)
    await spendWithPaper(made, { amount: 30_00 })
    await sent(made)
    await spend(platform, made, { amount: 1 })
    expect((await administrator.page(at(made))).html).toContain('提交时 30.00 元，现在 30.01 元')
  })
})
