import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { OrganisationId, ProjectId } from '../../shared/kernel/ids.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { administratorItem } from '../../shared/person/person.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok, poll } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { defaultDefinition, fullAnswers, projectIn, setProject } from '../support/projects.ts'

let platform: TestPlatform
let organisation: OrganisationId
let member: Somebody
let first: Somebody
let second: Somebody

/** Somebody who gets mail, and stands in the lists that mail goes by. */
async function reachable(somebody: Somebody, place: { administers: true } | { organisation: OrganisationId }): Promise<Somebody> {
  const found = await platform.table.get(personItem, keys.person(somebody.id))
  if (found === undefined) throw new Error('no such person')
  await platform.table.transact([
    personItem.put({ ...found.value, email: `${somebody.id}@example.cn` }, found.version),
    'administers' in place ? administratorItem.put({ district: '330411', person: somebody.id }, 'none') : memberItem.put({ organisation: place.organisation, person: somebody.id, since: platform.clock.now(), removedAt: null }, 'none'),
  ])
  return somebody
}

beforeAll(async () => {
  platform = await startTestPlatform()
  organisation = await admittedOrganisation(platform, '示例机构甲')
  member = await reachable(await platform.person('社工 01', { member: [organisation] }), { organisation })
  first = await reachable(await platform.person('管理员 01', { administrator: '330411' }), { administers: true })
  second = await reachable(await platform.person('管理员 02', { administrator: '330411' }), { administers: true })
})
afterAll(async () => { await platform.close() })

const read = async (project: ProjectId) => ok(await member.api('GET', `/projects/${project}`)).project
const mailsTo = async (somebody: Somebody, project?: string) => {
  await platform.platform.streams.caughtUp()
  const all = await platform.table.queryAll(mailItem, keys.mailbox)
  return all.map(({ value }) => value).filter(({ to, text }) => to === `${somebody.id}@example.cn` && (project === undefined || text.includes(project)))
}
const day = (days: number) => addDays(shanghaiDate(platform.clock.now()), days)
/** Where the machine of the present stage waits, as the page tells it. */
const waiting = async (project: ProjectId) => ok(await member.api('GET', `/projects/${project}/progress`)).now?.step as string | undefined
const until = (project: ProjectId, step: string) => poll(platform, async () => (await waiting(project)) === step, () => `the machine of ${project} is not at ${step}`)

/** A project that has all that the first gate asks for. */
async function readyIdea(): Promise<ProjectId> {
  // The showcase's gate asks for no record of another kind once the page is public.
  const id = await projectIn(platform, 'showcase', { id: organisation })
  await setProject(platform, id, (project) => ({ ...project, shownAt: platform.clock.now() }))
  return id
}

describe('an idea', () => {
  test('is begun, written part by part, and keeps what is too long until it is asked for', async () => {
    const { project } = ok(await member.api('POST', '/projects', { name: '放学后的一小时' }))
    const long = '需'.repeat(900)
    const { revision } = ok(await member.api('PUT', `/projects/${project}/parts/need`, { revision: 1, content: { need: long } }))
    expect(revision).toBe(2)
    const { answers, project: record } = ok(await member.api('GET', `/projects/${project}`))
    expect(answers.need).toBe(long)
    expect([record.current.name, record.current.state, record.waitsFor]).toEqual(['incubation', 'working', 'organisation'])
    const gate = ok(await member.api('GET', `/projects/${project}/gate`))
    const need = gate.lines.find((line: { evidence: { id: string } }) => line.evidence.id === 'need')
    expect(need.met).toBe(false)
    expect(need.mistakes[0].zh).toContain('限 800 字')
    const refused = await member.api('POST', `/projects/${project}/gate`, {})
    expect([refused.status, refused.body.code]).toEqual([422, 'GATE_NOT_READY'])
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['evidence.need', 'evidence.mentor', 'evidence.sessions']))
  })

  test('tells the second of two tabs that write the same part, and lets two parts be written at once', async () => {
    const { project } = ok(await member.api('POST', '/projects', { name: '两人一起写' }))
    ok(await member.api('PUT', `/projects/${project}/parts/need`, { revision: 1, content: { need: '甲写的' } }))
    ok(await member.api('PUT', `/projects/${project}/parts/others`, { revision: 1, content: { others: '乙写的' } }))
    const stale = await member.api('PUT', `/projects/${project}/parts/need`, { revision: 1, content: { need: '乙也写了' } })
    expect([stale.status, stale.body.code]).toEqual([409, 'STALE'])
    expect(ok(await member.api('GET', `/projects/${project}`)).answers).toMatchObject({ need: '甲写的', others: '乙写的' })
  })

  test('of an organisation that is not admitted is not begun', async () => {
    const waiting = await admittedOrganisation(platform, '还没入驻', { state: 'asked' })
    const newcomer = await platform.person('新人', { member: [waiting] })
    expect((await newcomer.api('POST', '/projects', { name: '早了一点' })).body.code).toBe('ORGANISATION_NOT_ADMITTED')
  })

  test('shows earlier projects that say nearly the same, and no others', async () => {
    const other = await admittedOrganisation(platform, '示例机构乙')
    const neighbour = await platform.person('社工 乙', { member: [other] })
    const write = async (who: Somebody, name: string, need: string) => {
      const { project } = ok(await who.api('POST', '/projects', { name }))
      ok(await who.api('PUT', `/projects/${project}/parts/need`, { revision: 1, content: { need } }))
      return project as ProjectId
    }
    const need = '入户走访了三百二十户，三成独居老人一周里没有和人说过十分钟的话；现有的电话问候每月一次，接通率不到三分之二，跌倒后常常两小时以上才被发现。'
    const earlier = await write(neighbour, '独居老人敲门行动', need)
    await write(neighbour, '河道观察员', '穿过社区的三条小河没有居民日常观察的记录，问题往往等到有气味才有人报，孩子们也不知道水从哪里来。')
    const mine = await write(member, '敲敲门', need.replace('三百二十户', '两百户').replace('每月一次', '每两周一次'))
    const { items } = ok(await member.api('GET', `/projects/${mine}/similar`))
    expect(items.map(({ project }: { project: string }) => project)).toEqual([earlier])
    expect(items[0]).toMatchObject({ title: '独居老人敲门行动', organisation: '示例机构乙' })
    expect(items[0].likeness).toBeGreaterThan(0.5)
    expect((await neighbour.api('GET', `/projects/${mine}/similar`)).status).toBe(403)
  })
})

describe('a gate', () => {
  test('locks what was written, and one approval begins the next stage with a machine of its own', async () => {
    const project = await readyIdea()
    ok(await member.api('POST', `/projects/${project}/gate`, { note: '请审' }))
    expect((await read(project)).waitsFor).toBe('administrator')
    expect((await member.api('PUT', `/projects/${project}/parts/resources`, { revision: 1, content: {} })).body.code).toBe('WRONG_STATE')
    await until(project, 'gate')
    ok(await first.api('POST', `/projects/${project}/gate/approvals`, { note: '可以实施' }))
    const after = await read(project)
    expect([after.current.name, after.current.number, after.current.state]).toEqual(['implementation', 2, 'working'])
    expect(after.current.reports.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3])
    await until(project, 'work')
    const { past } = ok(await member.api('GET', `/projects/${project}`))
    expect(past.map(({ name, state, outcome }: { name: string; state: string; outcome: string }) => [name, state, outcome])).toEqual([['showcase', 'passed', '可以实施']])
    expect((await mailsTo(first, project)).map(({ subject }) => subject)).toContain('展示关口等您审核：放学后的一小时')
    expect((await mailsTo(member, project)).map(({ subject }) => subject)).toContain('展示阶段已通过，进入实施阶段：放学后的一小时')
  })

  test('wants two different administrators where the rules say so; the same one twice is one', async () => {
    const project = await projectIn(platform, 'implementation', { id: organisation })
    await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by: { person: member.id, name: member.name }, at: platform.clock.now(), note: '' } } }))
    ok(await first.api('POST', `/projects/${project}/gate/approvals`, {}))
    ok(await first.api('POST', `/projects/${project}/gate/approvals`, {}))
    expect((await read(project)).current).toMatchObject({ name: 'implementation', approvals: [{ by: { person: first.id } }] })
    ok(await second.api('POST', `/projects/${project}/gate/approvals`, {}))
    expect((await read(project)).current.name).toBe('evaluation')
  })

  test("'needs changes' voids approvals and opens just the parts named", async () => {
    const project = await projectIn(platform, 'incubation', { id: organisation })
    await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by: { person: member.id, name: member.name }, at: platform.clock.now(), note: '' }, approvals: [{ by: { person: second.id, name: second.name }, at: platform.clock.now(), note: '', ending: null }] } }))
    ok(await first.api('POST', `/projects/${project}/gate/changes`, { reasons: '需求要写清楚怎么知道的', parts: ['need'] }))
    const { current } = await read(project)
    expect(current).toMatchObject({ state: 'working', approvals: [], reopened: ['need'] })
    expect((await member.api('PUT', `/projects/${project}/parts/plan`, { revision: 1, content: {} })).body.code).toBe('WRONG_STATE')
    ok(await member.api('PUT', `/projects/${project}/parts/need`, { revision: 1, content: { need: '走访了三百户' } }))
    expect((await mailsTo(member, project)).some(({ text }) => text.includes('需求要写清楚怎么知道的'))).toBe(true)
    const unnamed = await first.api('POST', `/projects/${project}/gate/changes`, { reasons: 'x', parts: ['activities'] })
    expect(unnamed.status).toBe(409)
  })

  test('is taken back while nobody has approved, and not afterwards', async () => {
    const project = await readyIdea()
    ok(await member.api('POST', `/projects/${project}/gate`, {}))
    ok(await member.api('DELETE', `/projects/${project}/gate`))
    expect((await read(project)).current.state).toBe('working')
    expect((await member.api('DELETE', `/projects/${project}/gate`)).body.code).toBe('WRONG_STATE')
  })

  test('the same request sent twice is carried out once', async () => {
    const project = await readyIdea()
    const answers = await Promise.all([1, 2].map(() => member.api('POST', `/projects/${project}/gate`, {}, { key: `gate-${project}` })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const { entries } = ok(await member.api('GET', `/projects/${project}/story`))
    expect(entries.filter(({ action }: { action: string }) => action === 'project.ask')).toHaveLength(1)
  })

  test('of the evaluation closes the project, or begins a next cycle that keeps the history', async () => {
    const inReview = async () => {
      const project = await projectIn(platform, 'evaluation', { id: organisation })
      await setProject(platform, project, (one) => ({ ...one, current: { ...one.current, state: 'review', asked: { by: { person: member.id, name: member.name }, at: platform.clock.now(), note: '' } } }))
      return project
    }
    const [closing, going] = [await inReview(), await inReview()]
    for (const who of [first, second]) {
      ok(await who.api('POST', `/projects/${closing}/gate/approvals`, { ending: 'close' }))
      ok(await who.api('POST', `/projects/${going}/gate/approvals`, { ending: 'continue' }))
    }
    expect(await read(closing)).toMatchObject({ state: 'closed', due: null, waitsFor: 'nobody', current: { state: 'passed' } })
    expect(await read(going)).toMatchObject({ state: 'active', cycle: 2, current: { name: 'implementation', number: 2, cycle: 2 } })
    const { steps } = ok(await member.api('GET', `/projects/${going}/progress`))
    expect(steps.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([['implementation', 'now'], ['evaluation', 'next']])
    expect((await first.api('POST', `/projects/${closing}/pause`, { reason: '晚了' })).body.code).toBe('WRONG_STATE')
  })
})

describe('steering', () => {
  test('a pause stops the dates, and resuming moves them by its length', async () => {
    const project = await projectIn(platform, 'incubation', { id: organisation })
    await until(project, 'work')
    const before = (await read(project)).current.dueAt
    ok(await first.api('POST', `/projects/${project}/pause`, { reason: '活动室装修', until: day(20) }))
    expect(await read(project)).toMatchObject({ waitsFor: 'administrator', due: null })
    await until(project, 'pause')
    platform.clock.forward({ days: 10 })
    ok(await first.api('POST', `/projects/${project}/resumption`))
    const after = await read(project)
    expect(Math.round((Date.parse(after.current.dueAt) - Date.parse(before)) / 86_400_000)).toBe(10)
    await until(project, 'work')
  })

  test('an extension is asked for and granted; the waiting execution follows at once', async () => {
    const project = await projectIn(platform, 'incubation', { id: organisation })
    await until(project, 'work')
    const to = day(120)
    ok(await member.api('POST', `/projects/${project}/extension`, { to, reason: '走访还没有做完' }))
    await until(project, 'extension')
    ok(await first.api('POST', `/projects/${project}/extension/answer`, { grant: true }))
    expect(shanghaiDate((await read(project)).current.dueAt)).toBe(to)
    await until(project, 'work')
    const refused = await first.api('POST', `/projects/${project}/extension/answer`, { grant: true })
    expect(refused.body.code).toBe('WRONG_STATE')
    const early = await member.api('POST', `/projects/${project}/extension`, { to: day(30), reason: '往前' })
    expect(early.body.errors[0]).toMatchObject({ path: 'to', code: 'NOT_LATER' })
  })

  test('handed over, the project is seen by the new organisation and no longer by the old one', async () => {
    const project = await projectIn(platform, 'incubation', { id: organisation })
    const agency = await admittedOrganisation(platform, '示例接手机构', { kind: 'agency' })
    const taker = await reachable(await platform.person('社工 接手', { member: [agency] }), { organisation: agency })
    await setProject(platform, project, (one) => ({ ...one, mentor: { person: taker.id, name: taker.name, organisation: '示例接手机构', since: platform.clock.now() } }))
    ok(await first.api('POST', `/projects/${project}/organisation`, { organisation: agency, reason: '原单位人手不够' }))
    expect((await member.api('GET', `/projects/${project}`)).status).toBe(403)
    const { project: seen } = ok(await taker.api('GET', `/projects/${project}`))
    // Who delivers a project does not guide it.
    expect(seen).toMatchObject({ organisation: { id: agency }, mentor: null })
    expect(ok(await taker.api('GET', '/projects')).items.map(({ id }: { id: string }) => id)).toEqual([project])
    expect((await mailsTo(taker, project)).some(({ subject }) => subject.startsWith('项目由示例接手机构承担'))).toBe(true)
  })

  test('ended early with a reason, it is over for good and its machine too', async () => {
    const project = await projectIn(platform, 'incubation', { id: organisation })
    await until(project, 'work')
    const without = await first.api('POST', `/projects/${project}/end`, { reason: ' ' })
    expect(without.body.errors[0].path).toBe('reason')
    ok(await first.api('POST', `/projects/${project}/end`, { reason: '需求没有了' }))
    expect(await read(project)).toMatchObject({ state: 'ended', current: { state: 'ended', outcome: '需求没有了' } })
    await poll(platform, async () => {
      const { steps } = ok(await member.api('GET', `/projects/${project}/progress`))
      return steps[0].state === 'failed'
    }, () => 'not drawn as ended')
    expect((await member.api('PUT', `/projects/${project}/parts/need`, { revision: 1, content: {} })).body.code).toBe('WRONG_STATE')
  })

  test('a newer version of the rules is previewed, and only then applied', async () => {
    const project = await projectIn(platform, 'implementation', { id: organisation })
    const definition = defaultDefinition()
    const newer = { ...definition, version: 2, stages: { ...definition.stages, implementation: { ...definition.stages.implementation, days: 300, approvals: 1, evidence: definition.stages.implementation.evidence.slice(1) } } }
    ok(await first.api('POST', '/stage-definitions', { definition: newer }))
    const changes = ok(await first.api('GET', `/projects/${project}/definition?id=district-default&version=2`))
    expect(changes).toMatchObject({ approvals: { from: 2, to: 1 }, reports: { from: 3, to: 4 }, evidence: { added: [], dropped: ['activities'] } })
    expect((await read(project)).current.definition.version).toBe(1)
    ok(await first.api('POST', `/projects/${project}/definition`, { id: 'district-default', version: 2 }))
    const { current } = await read(project)
    expect([current.definition.version, current.dueAt]).toEqual([2, changes.dueAt.to])
    // A new project starts with the newest version; nothing else that runs has moved.
    const { project: fresh } = ok(await member.api('POST', '/projects', { name: '新规则下的项目' }))
    expect((await read(fresh)).current.definition.version).toBe(2)
    expect((await first.api('POST', '/stage-definitions', { definition: { ...newer, nextCycle: 'incubation' } })).body.errors[0].code).toBe('VERSION_OLD')
    expect((await first.api('GET', `/projects/${project}/definition?id=district-default&version=9`)).status).toBe(404)
  })
})

test('before a date the organisation is reminded, after it the administrators are told, every week, each once', async () => {
  const project = await projectIn(platform, 'incubation', { id: organisation }, {}, fullAnswers({ name: '要按时的项目' }))
  ok(await first.api('PUT', '/inbox/mail', { choice: 'each' }))
  await until(project, 'work')
  const subjects = async (who: Somebody) => (await mailsTo(who, project)).map(({ subject }) => subject)
  platform.clock.forward({ days: 47 })
  await poll(platform, async () => (await subjects(member)).length === 1, () => 'no reminder')
  expect(await subjects(member)).toEqual(['孵化阶段快要到期：要按时的项目'])
  expect(await subjects(first)).toEqual([])
  platform.clock.forward({ days: 15 })
  await poll(platform, async () => (await subjects(first)).length === 1, () => 'nobody told')
  expect(await subjects(first)).toEqual(['孵化阶段已超期：要按时的项目'])
  platform.clock.forward({ days: 7 })
  await poll(platform, async () => (await subjects(first)).length === 2, () => 'not told again')
  await until(project, 'work')
  expect((await read(project)).current.state).toBe('working')
})
