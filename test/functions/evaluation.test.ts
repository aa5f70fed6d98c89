import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedActivity } from '../../infra/local/demo/records.ts'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { assignmentSchema } from '../../shared/project/assignment.store.ts'
import { evaluationCardSchema } from '../../shared/evaluation/card.ts'
import { evaluationFacts, surveyDeviceSchema } from '../../shared/evaluation/evaluation.store.ts'
import { selfEvaluationSchema } from '../../shared/evaluation/self-evaluation.ts'
import { surveyAnswerSchema, surveySchema } from '../../shared/evaluation/survey.ts'
import { undeclared } from '../../shared/kernel/exposure.ts'
import { newSecret, type OrganisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { plusDays } from '../../shared/kernel/instant.ts'
import { mentorSessionSchema } from '../../shared/mentor/mentor.ts'
import { mentorFacts } from '../../shared/mentor/mentor.store.ts'
import { memberItem } from '../../shared/organisation/organisation.store.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { leavesOf } from '../../shared/rulebook/sheet.ts'
import { spendingItem } from '../../shared/spending/spending.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok } from '../support/contest.ts'
import { surveyDone } from '../support/survey.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { defaultDefinition, projectIn, setProject } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let administrator: Somebody
let owner: OrganisationId
let member: Somebody
let evaluator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员', { administrator: DISTRICT })
  owner = await admittedOrganisation(platform, '示例机构甲')
  member = await platform.person('成员', { member: [owner] })
  evaluator = await platform.person('评估员', { evaluator: DISTRICT })
})
afterAll(async () => { await platform.close() })

const inEvaluation = (change: Parameters<typeof projectIn>[3] = {}) => projectIn(platform, 'evaluation', { id: owner }, change)
const appointed = async (): Promise<ProjectId> => {
  const id = await inEvaluation()
  ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: evaluator.id }))
  await surveyDone(platform, member, id)
  return id
}
const facts = async (id: string) => evaluationFacts(platform.table, (await loadProject(platform.table, id)).value)
const codes = (answer: { body: { errors?: { path: string; code: string }[] } }) => (answer.body.errors ?? []).map(({ path, code }) => `${path} ${code}`)
const selfAnswers = { achievedSteps: 1, achievedPeople: 38, achievedAttendances: 1900, spent: 1_400_000, difference: '无', results: '孩子有人接。', lessons: '早点排班。', next: '继续。' }
const full = (share = 1): Record<string, string> => Object.fromEntries(leavesOf(defaultDefinition().rubric.criteria).map(({ id, max }) => [id, String(max * share)]))
const anAgency = (name: string) => admittedOrganisation(platform, name, { kind: 'agency' })
/** Every item of some partitions, as stored. */
const stored = async (...pks: string[]) => (await Promise.all(pks.map(async (pk) => (await platform.table.queryRaw({ pk })).items))).flat()

test('every field says who may see it', () => {
  for (const schema of [selfEvaluationSchema, evaluationCardSchema, surveySchema, surveyAnswerSchema, mentorSessionSchema, assignmentSchema]) expect(undeclared(schema)).toEqual([])
})

describe('who may evaluate', () => {
  test('an evaluator is invited by a link, accepts, and can be named; strangers cannot', async () => {
    const { link } = ok(await administrator.api('POST', `/districts/${DISTRICT}/invitations`, { name: '新评估员' }))
    const newcomer = await platform.person('新评估员')
    const id = await inEvaluation()
    expect((await administrator.api('PUT', `/projects/${id}/evaluator`, { person: newcomer.id })).status).toBe(404)
    ok(await newcomer.api('POST', `/invitations/${link.split('/').at(-1)}/acceptance`, {}))
    expect(ok(await newcomer.api('GET', '/me')).memberships).toMatchObject([{ role: 'evaluator', district: DISTRICT }])
    expect(ok(await administrator.api('GET', `/districts/${DISTRICT}/evaluators`)).items.map(({ person }: { person: string }) => person)).toContain(newcomer.id)
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: newcomer.id }))
    expect(ok(await newcomer.api('GET', '/evaluations')).items).toMatchObject([{ project: id, waits: true, card: 'none', present: true }])
    // Evaluator of the district, but of no other project.
    expect((await newcomer.api('GET', `/projects/${await inEvaluation()}/evaluation`)).status).toBe(403)
  })

  test('who is or was bound to the project is refused, and told how', async () => {
    const agency = await admittedOrganisation(platform, '示例社工机构')
    const before = await admittedOrganisation(platform, '示例机构乙')
    const guide = await platform.person('督导', { member: [agency], evaluator: DISTRICT })
    const former = await platform.person('前成员', { evaluator: DISTRICT })
    await platform.table.transact([memberItem.put({ organisation: owner, person: former.id, since: platform.clock.now(), removedAt: platform.clock.now() }, 'none')])
    const earlier = await platform.person('前承担单位的人', { member: [before], evaluator: DISTRICT })
    const colleague = await platform.person('督导的同事', { member: [agency], evaluator: DISTRICT })
    const own = await platform.person('本单位的人', { member: [owner], evaluator: DISTRICT })
    const free = await platform.person('无关的人', { evaluator: DISTRICT })
    const outside = await platform.person('督导（外）', { evaluator: DISTRICT })

    const id = await projectIn(platform, 'evaluation', { id: before })
    await setProject(platform, id, (project) => ({ ...project, organisation: { id: owner, name: '示例机构甲' }, mentor: { person: guide.id, name: '督导', organisation: agency, since: platform.clock.now() } }))
    const naming = async (who: Somebody) => {
      const answer = await administrator.api('PUT', `/projects/${id}/evaluator`, { person: who.id })
      return answer.status === 200 ? 'named' : `${answer.body.code} ${codes(answer).join()}`
    }
    expect(await naming(own)).toBe('CONFLICTED person DELIVERER')
    expect(await naming(former)).toBe('CONFLICTED person DELIVERER')
    expect(await naming(earlier)).toBe('CONFLICTED person FORMER_DELIVERER')
    expect(await naming(guide)).toBe('CONFLICTED person MENTOR')
    expect(await naming(colleague)).toBe('CONFLICTED person AGENCY')
    expect(await naming(free)).toBe('named')
    // The mentor goes, and is still who guided it.
    await setProject(platform, id, (project) => ({ ...project, mentor: { person: outside.id, name: '督导（外）', organisation: agency, since: platform.clock.now() } }))
    ok(await outside.api('POST', `/projects/${id}/mentor/withdrawal`, { reason: '调走了' }))
    expect(await naming(outside)).toBe('CONFLICTED person FORMER_MENTOR')
  })

  test('a tie that comes up later bars the sheet from being sent', async () => {
    const turncoat = await platform.person('后来入职的人', { evaluator: DISTRICT })
    const id = await inEvaluation()
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: turncoat.id }))
    await platform.table.transact([memberItem.put({ organisation: owner, person: turncoat.id, since: platform.clock.now(), removedAt: null }, 'none')])
    expect((await turncoat.api('POST', `/projects/${id}/evaluation/card/submission`, { scores: full(), comment: '好' })).body.code).toBe('CONFLICTED')
    expect((await loadProject(platform.table, id)).value.grade).toBeNull()
  })

  test('an evaluator steps down with a reason; the next begins a sheet of their own', async () => {
    const id = await appointed()
    ok(await evaluator.api('PUT', `/projects/${id}/evaluation/card`, { scores: { plan: '3' }, comment: '', revision: 0 }))
    expect((await evaluator.api('POST', `/projects/${id}/evaluator/withdrawal`, { reason: ' ' })).status).toBe(422)
    expect(ok(await evaluator.api('POST', `/projects/${id}/evaluator/withdrawal`, { reason: '近期出差' })).evaluator).toBeNull()
    const next = await platform.person('接手的评估员', { evaluator: DISTRICT })
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: next.id }))
    expect(ok(await next.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ revision: 0, scores: {} })
    expect(ok(await next.api('PUT', `/projects/${id}/evaluation/card`, { scores: { output: '9.5' }, comment: '', revision: 0 }))).toMatchObject({ total: '9.5' })
    expect((await evaluator.api('GET', `/projects/${id}/evaluation`)).status).toBe(403)
  })
})

describe('self-evaluation', () => {
  test('is kept as it is, sent whole, shows planned, said and recorded, and can be taken back', async () => {
    const id = await appointed()
    const { organisation } = ok(await member.api('GET', `/projects/${id}`)).project
    const day = plusDays(platform.clock.now(), -3)
    const [activity, other] = [1, 2].map((cycle) => inventedActivity({ id, district: DISTRICT, organisation, cycle }, day, { served: { beneficiaries: 35, attendances: 1850 } }))
    const by = { person: member.id, name: member.name }
    const spent = (amount: number, cycle: number, struck: string | null) => spendingItem.put({
      id: `s${amount}`, project: id, cycle, amount, revision: 1, day: '2027-03-01', head: 'activity', source: 'grant', what: '点心', activity: null, paidTo: '', volunteerDay: null, override: null, recordedAt: day, recordedBy: by, struck: struck === null ? null : { reason: struck, by, at: day },
    }, 'none')
    if (activity === undefined || other === undefined) throw new Error('no activity')
    await platform.table.transact([
      activityItem.put(activity, 'none'), activityItem.put(other, 'none'),
      spent(1_000_000, 1, null), spent(350_000, 1, null), spent(9_999, 1, '重复'), spent(7_777, 2, null),
    ])
    const at = `/projects/${id}/evaluation`
    expect(ok(await member.api('PUT', `${at}/self`, { revision: 0, content: { results: '长'.repeat(900), achievedPeople: 38 } }))).toMatchObject({ state: 'draft', revision: 1 })
    const early = await member.api('POST', `${at}/self/submission`)
    expect(early.status).toBe(422)
    expect(codes(early)).toContain('content.results TOO_LONG')
    expect(codes(early)).toContain('content.lessons REQUIRED')
    // A draft is nobody else's to read.
    expect(ok(await evaluator.api('GET', at)).self).toMatchObject({ state: 'draft', answers: null })
    expect((await member.api('PUT', `${at}/self`, { revision: 0, content: {} })).body.code).toBe('STALE')
    ok(await member.api('PUT', `${at}/self`, { revision: 1, content: selfAnswers }))
    ok(await member.api('POST', `${at}/self/submission`))
    const seen = ok(await evaluator.api('GET', at))
    expect(seen.self).toMatchObject({ state: 'sent', answers: { results: '孩子有人接。' } })
    expect(seen.lines).toEqual([
      { name: 'steps', planned: 1, said: 1, recorded: 1 }, { name: 'people', planned: 40, said: 38, recorded: 35 },
      { name: 'attendances', planned: 2000, said: 1900, recorded: 1850 }, { name: 'spending', planned: 1_500_000, said: 1_400_000, recorded: 1_350_000 },
    ])
    expect((await member.api('PUT', `${at}/self`, { revision: 3, content: {} })).body.code).toBe('WRONG_STATE')
    expect(await facts(id)).toEqual({ selfEvaluation: true, card: false, survey: { over: true, answers: 5 } })
    ok(await member.api('DELETE', `${at}/self/submission`))
    expect((await facts(id)).selfEvaluation).toBe(false)
  })

  test('is locked while the gate is asked, and outside the evaluation stage', async () => {
    const id = await inEvaluation()
    await setProject(platform, id, (project) => ({ ...project, current: { ...project.current, state: 'review' } }))
    expect((await member.api('PUT', `/projects/${id}/evaluation/self`, { content: {} })).body.code).toBe('WRONG_STATE')
    const early = await projectIn(platform, 'implementation', { id: owner })
    expect((await member.api('PUT', `/projects/${early}/evaluation/self`, { content: {} })).body.code).toBe('WRONG_STATE')
    expect(ok(await member.api('GET', `/projects/${early}/evaluation`))).toMatchObject({ stage: null, survey: null })
  })
})

describe('the evaluator’s sheet', () => {
  test('adds up exactly, earns its grade, gives it to the project in the same moment, and is locked', async () => {
    const id = await appointed()
    const at = `/projects/${id}/evaluation/card`
    // 14.1 + 14.2 + 9.3 + 11.1 + 7.9 + 12.2 + 9.1 + 7.1 in binary floating point is 84.99999999999999 or so; here it is 85, which is excellent.
    const scores = { plan: '14.1', output: '14.2', volunteers: '9.3', 'budget-kept': '11.1', receipts: '7.9', change: '12.2', satisfied: '9.1', files: '7.1' }
    const incomplete = await evaluator.api('POST', `${at}/submission`, { scores: { ...scores, files: '' }, comment: '' })
    expect(incomplete.body.code).toBe('CARD_INCOMPLETE')
    expect(codes(incomplete)).toEqual(['scores.files SCORE_MISSING', 'comment REQUIRED'])
    expect(codes(await evaluator.api('PUT', at, { scores: { plan: '15.5', output: '1.25', delivery: '3' }, comment: '' }))).toEqual(['scores.plan SCORE_OUT_OF_RANGE', 'scores.output SCORE_TOO_FINE', 'scores.delivery CRITERION_UNKNOWN'])
    ok(await evaluator.api('PUT', at, { scores, comment: '做得扎实。', revision: 0 }))
    expect(ok(await member.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ state: 'draft', scores: {}, comment: '' })
    expect(ok(await evaluator.api('POST', `${at}/submission`, {}))).toMatchObject({ total: '85', grade: 'excellent' })
    expect((await loadProject(platform.table, id)).value.grade).toBe('excellent')
    expect((await facts(id)).card).toBe(true)
    expect(ok(await member.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ state: 'submitted', total: '85', comment: '做得扎实。' })
    expect((await evaluator.api('PUT', at, { scores, comment: '' })).body.code).toBe('CARD_LOCKED')
    expect((await evaluator.api('POST', `/projects/${id}/evaluator/withdrawal`, { reason: '太晚了' })).body.code).toBe('WRONG_STATE')
  })

  test('a hair below a grade is below it', async () => {
    const id = await appointed()
    const scores = { plan: '14.1', output: '14.2', volunteers: '9.3', 'budget-kept': '11.1', receipts: '7.9', change: '12.2', satisfied: '9.1', files: '7' }
    expect(ok(await evaluator.api('POST', `/projects/${id}/evaluation/card/submission`, { scores, comment: '好' }))).toMatchObject({ total: '84.9', grade: 'good' })
  })

  test('an administrator gives it back with a reason; the grade is what it was before, and the reason stays', async () => {
    const id = await appointed()
    await setProject(platform, id, (project) => ({ ...project, grade: 'pass' }))
    const at = `/projects/${id}/evaluation/card`
    ok(await evaluator.api('POST', `${at}/submission`, { scores: full(), comment: '好' }))
    expect((await administrator.api('POST', `${at}/reopening`, { reason: '' })).status).toBe(422)
    ok(await administrator.api('POST', `${at}/reopening`, { reason: '凭证没有看' }))
    expect((await loadProject(platform.table, id)).value.grade).toBe('pass')
    expect(ok(await evaluator.api('GET', `/projects/${id}/evaluation`)).card).toMatchObject({ state: 'draft', scores: full(), reopened: [{ reason: '凭证没有看' }] })
    expect(ok(await evaluator.api('POST', `${at}/submission`, { scores: full(0.5), comment: '改了' }))).toMatchObject({ total: '50', grade: 'fail' })
    expect((await loadProject(platform.table, id)).value.grade).toBe('fail')
  })

  test('forms.md part 3, consequences 1 and 5: the leaves make 100, and a sheet of ours says that it is not official', async () => {
    const { criteria, official } = defaultDefinition().rubric
    expect(leavesOf(criteria).reduce((sum, { max }) => sum + max, 0)).toBe(100)
    expect(official).toBe(false)
    const id = await appointed()
    expect((await evaluator.page(`/projects/${id}/evaluation/card`)).html).toContain('不是官方规定')
  })
})

describe('the satisfaction survey', () => {
  const questions = () => defaultDefinition().survey.questions.map(({ id }) => id)
  const ticks = (n: number) => Object.fromEntries(questions().map((id) => [id, n]))
  async function opened(): Promise<{ id: ProjectId; secret: string; at: string }> {
    const id = await inEvaluation()
    const { secret } = ok(await member.api('POST', `/projects/${id}/evaluation/survey`))
    return { id, secret, at: `/projects/${id}/evaluation/survey` }
  }
  const answer = (secret: string, n: number, text = '', device = newSecret()) => platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: ticks(n), text, device })
  const surveyOf = async (id: string) => ok(await member.api('GET', `/projects/${id}/evaluation`)).survey

  test('takes one answer a device, wants every question, and no telephone or ID number', async () => {
    const { id, secret } = await opened()
    const device = newSecret()
    expect(codes(await platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: { needed: 4 }, device }))).toEqual(['scores.staff REQUIRED', 'scores.helped REQUIRED', 'scores.again REQUIRED'])
    expect(codes(await answer(secret, 5, '找我 138 0000 0001', device))).toEqual(['text NAMES_SOMEBODY'])
    expect((await answer(secret, 6, '', device)).status).toBe(422)
    ok(await answer(secret, 5, '很好', device))
    expect((await answer(secret, 1, '再来', device)).body.code).toBe('ALREADY_EXISTS')
    const both = await Promise.all([newSecret()].flatMap((twice) => [answer(secret, 3, '', twice), answer(secret, 3, '', twice)]))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect((await surveyOf(id)).link.count).toBe(2)
    expect((await platform.visitor.api('POST', `/surveys/${newSecret()}/answers`, { scores: ticks(5), device })).status).toBe(404)
  })

  test('nothing in any item leads from an answer to a device, a person, an address or a time', async () => {
    const { id, secret } = await opened()
    const device = newSecret()
    const before = await stored('COMMAND#visitor')
    const sent = await platform.visitor.api('POST', `/surveys/${secret}/answers`, { scores: ticks(4), text: '谢谢', device }, { key: 'one-answer-only' })
    ok(sent)
    const [item = {}] = await stored(keys.answers(id, 1).pk)
    expect(Object.keys(item).toSorted()).toEqual(['data', 'pk', 'sk', 'type', 'version'])
    expect(Object.keys(item.data as object).toSorted()).toEqual(['id', 'project', 'scores', 'stage', 'text', 'way'])
    expect(Object.keys(surveyDeviceSchema.shape).toSorted()).toEqual(['digest', 'goneAt'])
    // Neither a command record nor a line of the trail, which hold times.
    expect(await stored('COMMAND#visitor')).toEqual(before)
    expect((await stored('COMMAND#visitor#one-answer-only'))).toEqual([])
    const trail = await stored(keys.projectTrail(id).pk)
    expect(trail.filter((entry) => JSON.stringify(entry).includes('survey.answer'))).toEqual([])
    const answerId = (item.data as { id: string }).id
    for (const other of await stored(keys.project(id).pk, keys.projectTrail(id).pk)) expect(JSON.stringify(other)).not.toContain(answerId)
    expect(JSON.stringify(item)).not.toContain(device)
    expect(answerId).not.toBe(device)
  })

  test('results are read when it is over and five have answered: exact averages, texts in no order, paper apart', async () => {
    const { id, secret, at } = await opened()
    for (const n of [5, 5, 4, 3]) ok(await answer(secret, n, `说 ${n}`))
    ok(await member.api('POST', `${at}/paper`, { scores: ticks(1) }))
    expect(await surveyOf(id)).toMatchObject({ open: true, link: { count: 4, averages: null, texts: null }, paper: { count: 1, averages: null } })
    ok(await member.api('DELETE', at))
    expect((await answer(secret, 5)).body.code).toBe('WRONG_STATE')
    expect(await surveyOf(id)).toMatchObject({ over: true, link: { count: 4, averages: null, texts: null } })
    // Nobody has read anything: it may be opened again.
    expect(ok(await member.api('POST', at)).secret).toBe(secret)
    for (const n of [5, 4]) ok(await answer(secret, n))
    expect((await surveyOf(id)).link.averages).toBeNull()
    ok(await member.api('DELETE', at))
    const result = await surveyOf(id)
    // 26 / 6 = 4.333…
    expect(result.link.averages).toEqual(questions().map((question) => ({ id: question, average: '4.33' })))
    expect(result.link.texts.toSorted()).toEqual(['说 3', '说 4', '说 5', '说 5'])
    expect(result.paper).toEqual({ count: 1, averages: null, texts: null })
    expect((await member.api('POST', at)).body.code).toBe('WRONG_STATE')
    expect((await facts(id)).survey).toEqual({ over: true, answers: 7 })
  })

  test('ends with its stage', async () => {
    const { id, secret } = await opened()
    await setProject(platform, id, (project) => ({ ...project, state: 'closed', current: { ...project.current, state: 'passed', endedAt: platform.clock.now() } }))
    expect((await answer(secret, 5)).body.code).toBe('WRONG_STATE')
    expect((await platform.visitor.page(`/survey/${secret}`)).html).toContain('已经结束')
  })

  test('the page asks nothing of who answers, gives the device its mark, and says thanks', async () => {
    const { secret } = await opened()
    const first = await platform.visitor.page(`/survey/${secret}`)
    expect(first.html).not.toContain('name="name"')
    const cookie = /survey-device=[0-9a-z]{52}/.exec(first.headers.get('set-cookie') ?? '')?.[0] ?? ''
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly/)
    const fields = new URLSearchParams({ ...Object.fromEntries(questions().map((id) => [`scores.${id}`, '5'])), text: '' })
    const post = (headers: Record<string, string>) => fetch(`${platform.url}/survey/${secret}`, { method: 'POST', redirect: 'manual', headers: { origin: platform.url, 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: fields.toString() })
    expect((await post({})).status).toBe(422)
    expect((await post({ cookie })).status).toBe(303)
    expect((await post({ cookie })).status).toBe(303)
    const after = await fetch(`${platform.url}/survey/${secret}`, { headers: { cookie, 'accept-language': 'zh' } })
    expect(await after.text()).toContain('谢谢，已收到')
  })
})

describe('mentors', () => {
  test('are asked for, named from another agency, recorded, and leave with a reason', async () => {
    const agency = await anAgency('示例社工机构二')
    const guide = await platform.person('督导二', { member: [agency] })
    await platform.table.transact([memberItem.put({ organisation: agency, person: guide.id, since: platform.clock.now(), removedAt: null }, 'none')])
    const id = await projectIn(platform, 'incubation', { id: owner })
    expect(ok(await member.api('POST', `/projects/${id}/mentor/request`)).mentorAskedAt).not.toBeNull()
    expect(codes(await administrator.api('PUT', `/projects/${id}/mentor`, { person: member.id, organisation: owner }))).toEqual(['organisation SAME'])
    expect(codes(await administrator.api('PUT', `/projects/${id}/mentor`, { person: member.id, organisation: agency }))).toEqual(['person NOT_A_MEMBER'])
    expect(ok(await administrator.api('PUT', `/projects/${id}/mentor`, { person: guide.id, organisation: agency }))).toMatchObject({ mentor: { person: guide.id, organisation: agency }, mentorAskedAt: null })
    const day = platform.clock.now().slice(0, 10)
    expect(codes(await guide.api('POST', `/projects/${id}/mentoring/sessions`, { kind: 'session', day: '2099-01-01', text: '谈计划' }))).toEqual(['day DATE_AHEAD', 'minutes REQUIRED'])
    ok(await guide.api('POST', `/projects/${id}/mentoring/sessions`, { kind: 'session', day, minutes: 90, text: '谈了需求', advice: '先走访' }))
    ok(await guide.api('POST', `/projects/${id}/mentoring/sessions`, { kind: 'comment', day, text: '预算偏高' }))
    expect(await mentorFacts(platform.table, id)).toEqual({ sessions: 1 })
    expect(ok(await member.api('GET', `/projects/${id}/mentoring`)).sessions).toHaveLength(2)
    // Neither the evaluator nor the trail reads what was said.
    await setProject(platform, id, (project) => ({ ...project, evaluator: { person: evaluator.id, name: '评估员' } }))
    expect((await evaluator.api('GET', `/projects/${id}/mentoring`)).status).toBe(403)
    expect(JSON.stringify(await stored(keys.projectTrail(id).pk))).not.toContain('谈了需求')
    expect(ok(await guide.api('GET', '/mentoring')).items).toMatchObject([{ project: id, sessions: 1, present: true }])
    expect(ok(await administrator.api('POST', `/projects/${id}/mentor/ending`, { reason: '换人' })).mentor).toBeNull()
    expect((await guide.api('GET', `/projects/${id}/mentoring`)).status).toBe(403)
    expect(ok(await guide.api('GET', '/mentoring')).items).toMatchObject([{ present: false }])
  })

  test('nobody guides what they or their agency evaluate', async () => {
    const agency = await anAgency('示例社工机构三')
    const judge = await platform.person('评估又督导', { member: [agency], evaluator: DISTRICT })
    const guide = await platform.person('同事', { member: [agency] })
    await platform.table.transact([judge, guide].map(({ id: person }) => memberItem.put({ organisation: agency, person, since: platform.clock.now(), removedAt: null }, 'none')))
    const id = await inEvaluation()
    ok(await administrator.api('PUT', `/projects/${id}/evaluator`, { person: judge.id }))
    for (const { id: person } of [judge, guide]) expect((await administrator.api('PUT', `/projects/${id}/mentor`, { person, organisation: agency })).body.code).toBe('CONFLICTED')
  })
})
