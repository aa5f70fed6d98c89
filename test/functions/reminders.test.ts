import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handler as sweep } from '../../functions/tasks/sweep.lambda.ts'
import { nextDigest } from '../../shared/inbox/mail-choice.ts'
import { shanghaiDate, startOfShanghaiDay } from '../../shared/kernel/calendar.ts'
import { type Instant, milliseconds, plusDays } from '../../shared/kernel/instant.ts'
import { newPersonId, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import type { Mail } from '../../shared/mail/mail.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { administratorItem, personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok, poll } from '../support/contest.ts'
import { timesOf, tomorrowAt } from '../support/hours.ts'
import { type Roles, type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { fullAnswers, projectIn, setProject } from '../support/projects.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let organisation: OrganisationId
let member: Somebody
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  tomorrowAt(platform, '08:00')
  organisation = await admittedOrganisation(platform, '示例机构甲')
  member = await reachable('社工 01', { member: [organisation] })
  administrator = await reachable('管理员 01', { administrator: DISTRICT })
  ok(await administrator.api('PUT', '/inbox/mail', { choice: 'each' }))
})
afterAll(async () => { await platform.close() })

/** Somebody whom mail reaches, and who stands in the lists that mail goes by. */
async function reachable(name: string, roles: Roles): Promise<Somebody> {
  const somebody = await platform.person(name, roles)
  const found = await platform.table.get(personItem, keys.person(somebody.id))
  if (found === undefined) throw new Error('no such person')
  await platform.table.transact([
    personItem.put({ ...found.value, email: `${somebody.id}@example.cn` }, found.version),
    ...(roles.administrator === undefined ? [] : [administratorItem.put({ district: DISTRICT, person: somebody.id }, 'none')]),
    ...(roles.member ?? []).map((one) => memberItem.put({ organisation: one as OrganisationId, person: somebody.id, since: platform.clock.now(), removedAt: null }, 'none')),
  ])
  return somebody
}

const mails = async (who: Somebody, project: ProjectId | '' = ''): Promise<Mail[]> => {
  await platform.platform.streams.caughtUp()
  return (await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value).filter(({ to, text }) => to === `${who.id}@example.cn` && text.includes(project))
}
const subjects = async (who: Somebody, project: ProjectId) => (await mails(who, project)).map(({ subject }) => subject)
const got = (who: Somebody, project: ProjectId, subject: string | RegExp) =>
  poll(platform, async () => (await subjects(who, project)).some((one) => (typeof subject === 'string' ? one.includes(subject) : subject.test(one))), () => `${who.name} was not told: ${subject}`)
const story = async (project: ProjectId): Promise<string[]> => ok(await administrator.api('GET', `/projects/${project}/story`)).entries.map(({ sentence }: { sentence: { zh: string } }) => sentence.zh)
const step = (project: ProjectId, name: string) => poll(platform, async () => ok(await administrator.api('GET', `/projects/${project}/progress`)).now?.step === name, () => `the machine of ${project} is not at ${name}`)
const named = (name: string, stage: Parameters<typeof projectIn>[1] = 'implementation', change: Parameters<typeof projectIn>[3] = {}) => projectIn(platform, stage, { id: organisation }, change, fullAnswers({ name }))
const inDays = (days: number) => plusDays(platform.clock.now(), days)

describe('while an extension waits for its answer', () => {
  test('dates stand: reports are reminded of and escalated, week after week, beside the question itself', async () => {
    const project = await named('等延期的项目')
    await step(project, 'work')
    ok(await member.api('POST', `/projects/${project}/extension`, { to: shanghaiDate(inDays(400)), reason: '人手不够' }))
    await step(project, 'extension')
    platform.clock.forward({ days: 3 })
    await got(administrator, project, '延期申请在等管理员答复')
    const { reports } = ok(await member.api('GET', `/projects/${project}`)).project.current
    platform.clock.forward({ milliseconds: Date.parse(reports[0].dueAt) - milliseconds(platform.clock.now()) - 2 * 86_400_000 })
    await got(member, project, '第 1 期报告快要到期')
    platform.clock.forward({ days: 3 })
    await got(member, project, '第 1 期报告已超期')
    await got(administrator, project, '第 1 期报告已超期')
    platform.clock.forward({ days: 7 })
    await poll(platform, async () => (await subjects(administrator, project)).filter((one) => one.startsWith('第 1 期报告已超期')).length === 2, () => 'not told again')
    expect(await story(project)).toContainEqual(expect.stringContaining('提醒了项目单位并报告管理员：第 1 期报告已超期'))
    await step(project, 'extension')
    // Answered, what was told is not told again.
    const before = (await subjects(member, project)).filter((one) => one.includes('已超期')).length
    ok(await administrator.api('POST', `/projects/${project}/extension/answer`, { grant: false, reason: '请按期' }))
    await step(project, 'work')
    expect((await subjects(member, project)).filter((one) => one.includes('已超期'))).toHaveLength(before)
  })
})

describe('an activity’s record', () => {
  test('is reminded of before the tenth working day has passed, then late ones are told together; reported, it is told no more', async () => {
    const project = await named('有活动的项目', 'implementation', { createdAt: inDays(-60) })
    await step(project, 'work')
    const at = (days: number) => timesOf(inDays(days), plusDays(inDays(days), 1 / 24))
    const plan = async (title: string, days: number): Promise<string> => ok(await member.api('POST', `/projects/${project}/activities`, { title, place: '社区', ...at(days) })).activities[0]
    const reading = await plan('读书会', 1)
    await plan('义诊', 2)
    platform.clock.forward({ days: 2 })
    expect(await subjects(member, project)).toEqual([])
    const until = (at: Instant) => ({ milliseconds: milliseconds(at) - milliseconds(platform.clock.now()) })
    const dueAt = startOfShanghaiDay(ok(await member.api('GET', `/projects/${project}/activities/${reading}`)).lateFrom)
    platform.clock.forward(until(plusDays(dueAt, -2)))
    await got(member, project, /记录.*快要到期/)
    expect((await subjects(administrator, project)).filter((one) => one.includes('记录'))).toEqual([])
    platform.clock.forward(until(plusDays(dueAt, 6)))
    await got(administrator, project, /活动“.+”的记录.*已超期/)
    await got(member, project, /活动“.+”的记录.*已超期/)
    ok(await member.api('POST', `/projects/${project}/activities/${reading}/report`, { what: '读了三本书', beneficiaries: 3, attendances: 3 }))
    platform.clock.forward({ days: 7 })
    await poll(platform, async () => (await subjects(administrator, project)).filter((one) => one.startsWith('活动“义诊”的记录已超期')).length > 0, () => 'not told of the one that is left')
  })
})

describe('what waits for an administrator', () => {
  test('is nudged every two days: a mentor asked for, a change asked for, a report sent', async () => {
    const project = await named('等管理员的项目')
    await step(project, 'work')
    const at = platform.clock.now()
    await setProject(platform, project, (one) => ({ ...one, openChange: { number: 1, at }, current: { ...one.current, reports: one.current.reports.map((report) => (report.number === 1 ? { ...report, state: 'submitted', sentAt: at } : report)) } }))
    ok(await member.api('POST', `/projects/${project}/mentor/request`))
    platform.clock.forward({ days: 2, minutes: 1 })
    await got(administrator, project, '等 3 件')
    const [nudge] = (await mails(administrator, project)).filter(({ subject }) => subject.includes('等 3 件'))
    for (const what of ['第 1 号变更申请在等管理员答复', '第 1 期报告在等管理员审核', '项目申请督导，在等管理员指定']) expect(nudge?.text).toContain(what)
    platform.clock.forward({ days: 2 })
    await poll(platform, async () => (await subjects(administrator, project)).filter((one) => one.includes('等 3 件')).length === 2, () => 'not nudged twice')
    expect((await subjects(member, project))).toEqual([])
  })

  test('comes in one mail a day, unless an administrator wants each at once; what is news of the moment comes at once', async () => {
    const usual = await reachable('管理员 02', { administrator: DISTRICT })
    expect(ok(await usual.api('GET', '/inbox/mail')).choice).toBe('usual')
    expect(ok(await member.api('GET', '/inbox/mail')).choice).toBe('each')
    const late = await Promise.all([1, 2, 3].map((n) => named(`晚了的项目 ${n}`, 'incubation')))
    await Promise.all(late.map((one) => step(one, 'work')))
    platform.clock.forward({ days: 61 })
    for (const one of late) await got(administrator, one, '孵化阶段已超期')
    expect((await mails(usual)).filter(({ subject }) => subject.includes('晚了的项目'))).toEqual([])
    platform.clock.forward({ milliseconds: milliseconds(nextDigest(platform.clock.now())) - milliseconds(platform.clock.now()) + 60_000 })
    await sweep()
    const digest = (await mails(usual)).filter(({ text }) => text.includes('晚了的项目'))
    expect(digest.filter(({ subject }) => subject.includes('的消息，共'))).toHaveLength(1)
    for (const one of late) expect(digest[0]?.text).toContain(one)
    ok(await member.api('POST', `/projects/${late[0] ?? ''}/extension`, { to: shanghaiDate(inDays(90)), reason: '忙' }))
    await got(usual, late[0] ?? ('' as ProjectId), '延期')
  })
})

test('in the evaluation the evaluator is told what the sheet’s date is, and the story says so', async () => {
  const evaluator = await reachable('评估员 01', { evaluator: DISTRICT })
  const project = await named('等评估表的项目', 'evaluation')
  await step(project, 'work')
  ok(await administrator.api('PUT', `/projects/${project}/evaluator`, { person: evaluator.id }))
  const { dueAt } = ok(await member.api('GET', `/projects/${project}`)).project.current
  platform.clock.forward({ milliseconds: Date.parse(dueAt) - milliseconds(platform.clock.now()) - 3_600_000 })
  await got(evaluator, project, '评估表快要到期')
  platform.clock.forward({ hours: 2 })
  await got(evaluator, project, '评估表已超期')
  expect((await mails(evaluator, project)).at(-1)?.text).toContain(`/projects/${project}/evaluation/card`)
  await got(administrator, project, '已超期')
  expect(await story(project)).toContainEqual(expect.stringMatching(/提醒了项目单位和评估员并报告管理员：评估阶段、评估表已超期/))
})

test('a large team leaves no administrator out', async () => {
  const crowd = await admittedOrganisation(platform, '人很多的机构')
  await platform.table.transact(Array.from({ length: 90 }, (_, i) => memberItem.put({ organisation: crowd, person: newPersonId(), since: plusDays(platform.clock.now(), -i), removedAt: null }, 'none')))
  const project = await projectIn(platform, 'incubation', { id: crowd }, {}, fullAnswers({ name: '人多的项目' }))
  await step(project, 'work')
  platform.clock.forward({ days: 61 })
  await got(administrator, project, '孵化阶段已超期')
})
