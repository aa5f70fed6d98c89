import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exclusionsItem } from '../../shared/conflict/exclusion.store.ts'
import { newProjectId, type OrganisationId } from '../../shared/kernel/ids.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { organisationSchema } from '../../shared/organisation/organisation.ts'
import { membershipItem } from '../../shared/person/person.store.ts'
import { assignmentItem } from '../../shared/project/assignment.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { judgeItem } from '../../shared/round/judge.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { mistakes, ok } from '../support/contest.ts'
import { judging, type Judging, scoring, tasksOf } from '../support/judging.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

interface Row {
  proposal: string
  judge: string
  state: string
  assigned: boolean
  ties: { kind: string; zh: string }[]
}
const conflicts = async (made: Judging, query = ''): Promise<Row[]> => ok(await made.administrator.api('GET', `/competitions/${made.competition}/conflicts${query}`)).items
const brief = (rows: Row[]) => rows.map(({ state, ties }) => `${state} ${ties.map(({ kind }) => kind).join(' ')}`.trim())
const caughtUp = () => platform.platform.streams.caughtUp()
const nth = <T>(list: readonly T[], at: number): T => {
  const found = list[at]
  if (found === undefined) throw new Error(`nothing at ${at}`)
  return found
}
const pair = (made: Judging, proposal: number, judge: Somebody) => `/competitions/${made.competition}/conflicts/${nth(made.proposals, proposal).id}/${judge.id}`

/** The judge guides the project that the proposal enters. */
async function guides(made: Judging, judge: Somebody, proposal: number): Promise<void> {
  const stored = await platform.table.get(proposalItem, keys.proposal(nth(made.proposals, proposal).id))
  if (stored === undefined) throw new Error('no proposal')
  const project = newProjectId()
  await platform.table.transact([
    proposalItem.put({ ...stored.value, project }, stored.version),
    assignmentItem.put({ person: judge.id, role: 'mentor', project, since: platform.clock.now(), endedAt: platform.clock.now() }, 'none'),
  ])
}

async function organisationOf(id: OrganisationId, more: Record<string, unknown>): Promise<void> {
  await platform.table.transact([organisationItem.put(organisationSchema.parse({
    id, district: '330411', state: 'admitted', reasons: null, askedBy: null, askedAt: platform.clock.now(), decidedAt: platform.clock.now(), asked: 1, contact: { name: '联系人 01', phone: '0573-00000000', email: 'contact@example.cn' }, team: null, certificate: null,
    standing: 'registered', kind: 'organisation', registeredAs: 'service', ...more,
  }), 'none')])
}

async function declares(made: Judging, judge: Somebody, body: Record<string, unknown>): Promise<void> {
  ok(await judge.api('PUT', `/competitions/${made.competition}/ties`, { ties: [], ...body }))
}

describe('what is found', () => {
  test('a mentor is barred from what they guided without anybody typing it, and gets no such proposal', async () => {
    const made = await judging(platform, { proposals: 4, judges: 6 })
    const mentor = nth(made.judges, 0)
    await guides(made, mentor, 0)
    const plan = ok(await made.administrator.api('POST', `${made.at}/plan`, {}))
    expect(brief(await conflicts(made))).toEqual(['found mentor'])
    ok(await made.administrator.api('POST', `${made.at}/plan/confirmation`))
    expect(plan.barred).toEqual([{ judge: mentor.id, proposal: nth(made.proposals, 0).id, reason: { zh: '评委是或曾是这个项目的督导', en: 'the judge guides or guided this project' } }])
    expect(await tasksOf(mentor, made.at)).not.toContain(nth(made.proposals, 0).id)
  })

  test('an employer by its credit code under another name, and a phone that the form names', async () => {
    const made = await judging(platform, { proposals: 3, judges: 4 })
    const { organisation } = nth(made.proposals, 1)
    await organisationOf(organisation, { name: '另一个名字', creditCode: '53330000MJ9900047E', registeredAs: 'foundation' })
    await declares(made, nth(made.judges, 0), { employer: '另一个 名字', phone: '' })
    await declares(made, nth(made.judges, 1), { phone: '+86 139-0000-0102' })
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    const found = await conflicts(made)
    expect(found.filter(({ judge }) => judge === nth(made.judges, 0).id).map(({ proposal, ties }) => [proposal, ties.map(({ kind }) => kind)])).toEqual([[nth(made.proposals, 1).id, ['employer']]])
    expect(found.filter(({ judge }) => judge === nth(made.judges, 1).id).map(({ ties }) => ties.map(({ zh }) => zh))).toEqual([0, 1, 2].map(() => ['手机号与申报书的团队成员相同']))
  })

  test('is looked for again by itself when a judge declares a tie or an applicant asks somebody to stay away', async () => {
    const made = await judging(platform, { proposals: 2, judges: 4 })
    const { id: proposal } = nth(made.proposals, 0)
    expect(await conflicts(made)).toEqual([])
    await platform.table.transact([exclusionsItem.put({ proposal, competition: made.competition, asks: [{ person: '评委 02', organisation: '', reason: '前雇主' }], at: platform.clock.now(), by: { id: made.administrator.id, name: '成员' } }, 'none')])
    await caughtUp()
    expect(brief(await conflicts(made))).toEqual(['found applicant'])
    await platform.table.transact([membershipItem.put({ role: 'member', person: nth(made.judges, 2).id, organisation: nth(made.proposals, 1).organisation, since: platform.clock.now() }, 'none')])
    await declares(made, nth(made.judges, 2), { phone: '13800000000' })
    await caughtUp()
    expect((await conflicts(made, `?q=${encodeURIComponent('评委 03')}`)).flatMap(({ ties }) => ties.map(({ kind }) => kind))).toContain('organisation')
  })
})

describe('what is said of it', () => {
  test('lifting opens the proposal to the judge until another kind of tie is found; undo closes it again', async () => {
    const made = await judging(platform, { proposals: 2, judges: 4, ties: [[0]] })
    const judge = nth(made.judges, 0)
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    expect(mistakes(await made.administrator.api('POST', pair(made, 0, judge), { decision: 'lift', reason: ' ' }))).toEqual(['reason REQUIRED'])
    expect(ok(await made.administrator.api('POST', pair(made, 0, judge), { decision: 'lift', reason: '顾问期已满五年' }))).toEqual({ state: 'lifted' })
    expect(ok(await made.administrator.api('GET', `${made.at}/plan`)).barred).toEqual([])
    await guides(made, judge, 0)
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    expect(brief(await conflicts(made))).toEqual(['found judge mentor'])
    expect(ok(await made.administrator.api('POST', pair(made, 0, judge), { decision: 'lift', reason: '已核实' }))).toEqual({ state: 'lifted' })
    ok(await made.administrator.api('DELETE', pair(made, 0, judge)))
    expect(brief(await conflicts(made, '?state=found'))).toEqual(['found judge mentor'])
    expect((await made.administrator.api('DELETE', pair(made, 0, judge))).status).toBe(404)
  })

  test('what was confirmed bars though it is found no more', async () => {
    const made = await judging(platform, { proposals: 2, judges: 4, ties: [[0]] })
    const judge = nth(made.judges, 0)
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    ok(await made.administrator.api('POST', pair(made, 0, judge), { decision: 'confirm', reason: '已向评委核实' }))
    await declares(made, judge, {})
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    expect(brief(await conflicts(made))).toEqual(['confirmed judge'])
  })

  test('a recusal is nobody else’s to lift, and nothing can be said of a pair without a tie', async () => {
    const made = await scoring(platform, { proposals: 2, judges: 6 })
    const judge = made.judges[await firstWithTasks(made)] ?? nth(made.judges, 0)
    const [task = ''] = await tasksOf(judge, made.at)
    ok(await judge.api('POST', `/proposals/${task}/recusals`, { reason: '亲属' }))
    const path = `/competitions/${made.competition}/conflicts/${task}/${judge.id}`
    for (const decision of ['lift', 'confirm', 'add']) expect((await made.administrator.api('POST', path, { decision, reason: '试试' })).body.code).toBe('WRONG_STATE')
    const other = made.proposals.find(({ id }) => id !== task)?.id
    expect((await made.administrator.api('POST', `/competitions/${made.competition}/conflicts/${other}/${judge.id}`, { decision: 'lift', reason: '试试' })).status).toBe(404)
  })

  test('whoever is bound rules on none: a member of the applicant, the judge; an organiser and judges have no say', async () => {
    const made = await judging(platform, { proposals: 2, judges: 4, ties: [[0]] })
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    const said = { decision: 'lift', reason: '我说可以' }
    const member = await platform.person('管理员兼成员', { administrator: '330411', member: [nth(made.proposals, 0).organisation] })
    expect(mistakes(await member.api('POST', pair(made, 0, nth(made.judges, 0)), said))).toEqual([' IS_APPLICANT'])
    const double = await platform.person('管理员兼评委', { administrator: '330411', judge: [made.competition] })
    await platform.table.transact([judgeItem.put({ competition: made.competition, person: double.id, name: double.name, ties: [{ organisation: nth(made.proposals, 0).organisation, reason: '' }], expertise: {}, maxLoad: null, acceptedAt: platform.clock.now(), removedAt: null }, 'none')])
    ok(await made.administrator.api('POST', `/competitions/${made.competition}/conflicts`))
    expect(mistakes(await double.api('POST', pair(made, 0, double), said))).toEqual([' IS_CONCERNED'])
    const organiser = await platform.person('承办', { organiser: [made.competition] })
    for (const who of [organiser, nth(made.judges, 0)]) expect((await who.api('POST', pair(made, 0, nth(made.judges, 0)), said)).status).toBe(403)
    expect((await nth(made.judges, 1).api('GET', `/competitions/${made.competition}/conflicts`)).status).toBe(403)
  })
})

const firstWithTasks = async (made: Judging): Promise<number> => (await Promise.all(made.judges.map((judge) => tasksOf(judge, made.at)))).findIndex((tasks) => tasks.length > 0)

describe('a tie that comes up later', () => {
  test('is due with a replacement, which gives the proposal to another and cannot name a barred one', async () => {
    const made = await scoring(platform, { proposals: 2, judges: 7, ties: [[], [0, 1]] })
    const at = await firstWithTasks(made)
    const judge = nth(made.judges, at)
    const [task = ''] = await tasksOf(judge, made.at)
    const path = `/competitions/${made.competition}/conflicts/${task}/${judge.id}`
    ok(await made.administrator.api('POST', path, { decision: 'add', reason: '有人来电反映，已核实' }))
    expect(brief(await conflicts(made, '?assigned=yes'))).toEqual(['added'])
    const home = await made.administrator.page('/home')
    expect(home.html).toContain('改派：1 份申报书分给了有利益关系的评委')
    expect((await made.administrator.post(`${path}/replacement`, { replacement: '' })).status).toBe(422)
    const page = await made.administrator.page(path)
    expect(page.html).toContain('请谁接替')
    expect(mistakes(await made.administrator.api('POST', `${path}/replacement`, { replacement: nth(made.judges, 1).id }))).toEqual(['replacement JUDGE_BARRED'])
    const plan = ok(await made.administrator.api('GET', `${made.at}/plan`))
    const given: string[] = plan.groups.flatMap((group: { proposals: { proposal: string; judges: string[] }[] }) => group.proposals).find((one: { proposal: string }) => one.proposal === task).judges
    const free = made.judges.find(({ id }) => !given.includes(id) && id !== nth(made.judges, 1).id)
    ok(await made.administrator.api('POST', `${path}/replacement`, { replacement: free?.id }))
    expect(await tasksOf(judge, made.at)).not.toContain(task)
    expect(free === undefined ? [] : await tasksOf(free, made.at)).toContain(task)
    expect(await conflicts(made, '?assigned=yes')).toEqual([])
    expect((await made.administrator.api('POST', `${path}/replacement`, { replacement: null })).body.code).toBe('WRONG_STATE')
  })
})

describe('whom an applicant asks to stay away', () => {
  test('is the applicant’s to say and an administrator’s to deal with; a row without a name or a reason is said beside its field, and nothing typed is lost', async () => {
    const made = await scoring(platform, { proposals: 2, judges: 6 })
    const { id, organisation } = nth(made.proposals, 0)
    const member = await platform.person('成员', { member: [organisation] })
    const path = `/proposals/${id}/exclusions`
    expect(mistakes(await member.api('PUT', path, { asks: [{ person: '', organisation: ' ', reason: '亲属' }, { person: '王芳', organisation: '', reason: ' ' }] }))).toEqual(['asks.0.person REQUIRED', 'asks.1.reason REQUIRED'])
    const again = await member.post(path, { 'asks.0.person': '评委 01', 'asks.0.organisation': '', 'asks.0.reason': '', 'asks.1.person': '', 'asks.1.organisation': '', 'asks.1.reason': '' })
    expect(again.status).toBe(422)
    expect(again.html).toContain('value="评委 01"')
    expect((await member.post(path, { 'asks.0.person': '评委 01', 'asks.0.organisation': '', 'asks.0.reason': '前雇主，曾有争议' })).status).toBe(303)
    await caughtUp()
    expect((await conflicts(made)).map(({ judge, ties }) => [judge, ties.map(({ kind }) => kind)])).toEqual([[nth(made.judges, 0).id, ['applicant']]])
    const scorer = nth(made.judges, await firstWithTasks(made))
    for (const who of [scorer, await platform.person('别处成员'), platform.visitor]) expect([401, 403]).toContain((await who.api('GET', path)).status)
    for (const task of await tasksOf(scorer, made.at)) expect(JSON.stringify(ok(await scorer.api('GET', `/proposals/${task}/reading`)))).not.toContain('前雇主')
  })
})
