import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../shared/grant/grant.ts'
import { ok, poll } from '../support/contest.ts'
import { midTerm } from '../support/appraisals.ts'
import { projectIn } from '../support/projects.ts'
import { admittedOrganisation } from '../support/proposals.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let evaluator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  evaluator = await platform.person('评估员甲', { evaluator: DISTRICT })
})
afterAll(() => platform.close())

const texts = { done: '开展十二次活动。', results: '老人会用手机挂号。', money: '按预算花。', difficulties: '无' }
const content = { ...texts, activities: 12, people: 80, attendances: 240, spent: 3_000_000 }
const full = { scores: { delivery: '50', money: '30.5', press: '2' }, comment: '做得扎实。' }
const codes = (answer: { body: { errors?: { code: string }[] } }) => answer.body.errors?.map(({ code }) => code)

const halfway = (project: Grant['project'] = null) => midTerm(platform, { project })
async function sent() {
  const one = await halfway()
  ok(await one.member.api('PUT', `${one.at}/self`, { content }))
  ok(await one.member.api('POST', `${one.at}/self/submission`))
  ok(await one.administrator.api('PUT', `${one.at}/evaluator`, { person: evaluator.id }))
  return one
}
async function evaluated() {
  const one = await sent()
  ok(await evaluator.api('POST', `${one.at}/card/submission`, full))
  return one
}

describe('self-evaluation of a grant', () => {
  test('is kept as a draft that only its organisation sees, and sent with figures as typed where no project has them', async () => {
    const { member, administrator, at, read } = await halfway()
    ok(await member.api('PUT', `${at}/self`, { content: { done: '一半' } }))
    expect((await read())?.appraisal.self).toBeNull()
    const short = await member.api('POST', `${at}/self/submission`)
    expect(short.status).toBe(422)
    ok(await member.api('PUT', `${at}/self`, { content }))
    expect(ok(await member.api('POST', `${at}/self/submission`))).toMatchObject({ step: 'desk' })
    expect((await read())?.appraisal.self).toMatchObject({ figures: { activities: 12, people: 80, attendances: 240, spent: 3_000_000, from: 'typed' } })
    expect((await member.api('PUT', `${at}/self`, { content })).status).toBe(409)
    expect((await administrator.api('PUT', `${at}/self`, { content })).status).toBe(403)
  })

  test('takes its figures from the linked project’s records, and asks for none', async () => {
    const owner = await admittedOrganisation(platform, '示例项目单位')
    const { member, at, read } = await halfway(await projectIn(platform, 'implementation', { id: owner }))
    expect((await member.api('PUT', `${at}/self`, { content })).status).toBe(422)
    ok(await member.api('PUT', `${at}/self`, { content: texts }))
    ok(await member.api('POST', `${at}/self/submission`))
    expect((await read())?.appraisal.self).toMatchObject({ figures: { activities: 0, spent: 0, from: 'project' } })
  })

  test('is not taken before its first day, nor from another organisation', async () => {
    const { member, other, at, id } = await halfway()
    expect((await member.api('PUT', `/grants/${id}/evaluations/final/self`, { content })).status).toBe(409)
    expect((await other.api('PUT', `${at}/self`, { content })).status).toBe(403)
    expect((await other.api('GET', `/grants/${id}/evaluations`)).status).toBe(403)
  })
})

describe('late without cause', () => {
  const forwardPast = async ({ read }: Awaited<ReturnType<typeof halfway>>) => {
    const due = Date.parse((await read())?.window.dueAt ?? '')
    platform.clock.forward({ milliseconds: due - Date.parse(platform.clock.now()) + 1000 })
  }

  test('is a fail that the machine puts down by itself; an objection with facts opens it again', async () => {
    const one = await halfway()
    const { member, administrator, at, grant, read } = one
    await forwardPast(one)
    expect((await member.api('PUT', `${at}/self`, { content })).status).toBe(409)
    await poll(platform, async () => (await grant()).results['mid-term'] !== null, () => 'the machine does not fail it')
    expect((await grant()).results['mid-term']).toMatchObject({ passed: false, total: '0' })
    expect((await read())?.appraisal.results).toMatchObject([{ because: 'late' }])
    const { id } = ok(await member.api('POST', `${at}/objections`, { facts: '负责人住院，附住院证明编号。' })) as { id: string }
    expect((await administrator.api('POST', `${at}/objections/${id}/ruling`, { effect: 'again', reasons: '情况属实' })).status).toBe(422)
    const until = new Date(Date.parse(platform.clock.now()) + 10 * 86_400_000).toISOString().slice(0, 10)
    ok(await administrator.api('POST', `${at}/objections/${id}/ruling`, { effect: 'again', reasons: '情况属实', until }))
    expect((await grant()).results['mid-term']).toBeNull()
    ok(await member.api('PUT', `${at}/self`, { content }))
    ok(await member.api('POST', `${at}/self/submission`))
  })

  test('is none while a later date that was asked for waits; a refusal leaves three days', async () => {
    const one = await halfway()
    const { member, administrator, at, grant, read } = one
    const due = (await read())?.window.dueAt ?? ''
    ok(await member.api('POST', `${at}/postponement`, { reason: '场地停用', until: new Date(Date.parse(due) + 20 * 86_400_000).toISOString().slice(0, 10) }))
    await forwardPast(one)
    ok(await administrator.api('POST', `${at}/postponement/answer`, { granted: false, reason: '场地可以另找' }))
    expect((await grant()).results['mid-term']).toBeNull()
    ok(await member.api('PUT', `${at}/self`, { content }))
    platform.clock.forward({ days: 4 })
    await poll(platform, async () => (await grant()).results['mid-term'] !== null, () => 'the machine does not fail it')
  })
})

describe('a later date', () => {
  test('is asked for with reasons, granted or refused, and one at a time', async () => {
    const { member, administrator, at, read } = await halfway()
    const before = (await read())?.window.dueAt ?? ''
    const day = (days: number) => new Date(Date.parse(before) + days * 86_400_000).toISOString().slice(0, 10)
    expect((await member.api('POST', `${at}/postponement`, { reason: '场地停用', until: day(-2) })).status).toBe(422)
    ok(await member.api('POST', `${at}/postponement`, { reason: '场地停用', until: day(20) }))
    expect((await member.api('POST', `${at}/postponement`, { reason: '再延', until: day(30) })).status).toBe(409)
    ok(await administrator.api('POST', `${at}/postponement/answer`, { granted: true, reason: '情况属实' }))
    expect((await read())?.window.dueAt.slice(0, 10)).toBe(day(20))
    ok(await member.api('POST', `${at}/postponement`, { reason: '还要延', until: day(40) }))
    ok(await administrator.api('POST', `${at}/postponement/answer`, { granted: false, reason: '已经延过' }))
    expect((await read())?.window.dueAt.slice(0, 10)).toBe(day(20))
    expect((await read())?.appraisal.postponements).toHaveLength(2)
  })
})

describe('the evaluator', () => {
  test('is of the district and bound to nobody concerned', async () => {
    const { administrator, member, at, grant } = await halfway()
    expect((await administrator.api('PUT', `${at}/evaluator`, { person: member.id })).status).toBe(404)
    const { organisation, competition } = await grant()
    const own = await platform.person('评估员乙', { evaluator: DISTRICT, member: [organisation.id] })
    const organiser = await platform.person('评估员丙', { evaluator: DISTRICT, organiser: [competition] })
    for (const [tied, code] of [[own, 'DELIVERER'], [organiser, 'ORGANISER']] as const) {
      const refused = await administrator.api('PUT', `${at}/evaluator`, { person: tied.id })
      expect([refused.status, codes(refused)]).toEqual([409, [code]])
    }
    expect((await evaluator.api('PUT', `${at}/card`, full)).status).toBe(403)
  })

  test('gives a result with bonus points outside the sheet’s total; the grantee reads it and the tranche’s condition sees it', async () => {
    const { at, member, read, grant } = await sent()
    expect((await evaluator.api('POST', `${at}/card/submission`, { scores: { delivery: '50' }, comment: '缺一项' })).status).toBe(422)
    expect((await evaluator.api('PUT', `${at}/card`, { scores: { delivery: '61' } })).status).toBe(422)
    ok(await evaluator.api('PUT', `${at}/card`, { scores: { delivery: '50' } }))
    expect((await read(member))?.appraisal.card).toBeNull()
    expect(ok(await evaluator.api('POST', `${at}/card/submission`, full))).toMatchObject({ total: '82.5', passed: true, grade: null })
    expect((await read(member))?.appraisal.results).toMatchObject([{ because: 'sheet', total: '82.5' }])
    expect((await grant()).results['mid-term']).toMatchObject({ passed: true, total: '82.5', openObjections: 0 })
    expect((await evaluator.api('POST', `${at}/card/submission`, full)).status).toBe(409)
  })

  test('asks for a supplement and for a visit, and waits for them', async () => {
    const { at, member, read } = await sent()
    ok(await evaluator.api('POST', `${at}/requests`, { kind: 'supplement', items: ['签到表', '发票'], days: 10 }))
    expect((await evaluator.api('POST', `${at}/card/submission`, full)).status).toBe(409)
    expect((await evaluator.api('POST', `${at}/requests`, { kind: 'visit', items: ['场地'], days: 10 })).status).toBe(409)
    ok(await member.api('POST', `${at}/supplement`, { text: '签到表见项目档案；发票三张。' }))
    ok(await evaluator.api('POST', `${at}/requests`, { kind: 'visit', items: ['场地'], days: 10 }))
    expect((await read())?.standing.step).toBe('visit')
    expect((await member.api('POST', `${at}/visit`, { text: '来过' })).status).toBe(403)
    ok(await evaluator.api('POST', `${at}/visit`, { text: '场地在用，来了二十人。' }))
    ok(await evaluator.api('POST', `${at}/card/submission`, full))
  })
})

describe('an objection to a result', () => {
  test('is counted while it is open, and a ruling that changes the total begins new days', async () => {
    const { at, member, administrator, grant, read } = await evaluated()
    const { id } = ok(await member.api('POST', `${at}/objections`, { facts: '资金分少算了，凭证齐全。' })) as { id: string }
    expect((await administrator.api('POST', `${at}/objections`, { facts: '邻居反映活动没有办。' })).status).toBe(422)
    const { id: second } = ok(await administrator.api('POST', `${at}/objections`, { name: '路人', contact: '0573-00000000', facts: '邻居反映活动没有办。' })) as { id: string }
    expect((await grant()).results['mid-term']?.openObjections).toBe(2)
    expect((await read(member))?.appraisal.objections.map(({ contact }) => contact)).toEqual(['', ''])
    expect((await member.api('POST', `${at}/objections/${id}/ruling`, { effect: 'confirm', reasons: '自己说了算' })).status).toBe(403)
    expect((await administrator.api('POST', `${at}/objections/${id}/ruling`, { effect: 'change', reasons: '复核', total: '106' })).status).toBe(422)
    const until = (await grant()).results['mid-term']?.objectionsUntil ?? ''
    platform.clock.forward({ hours: 1 })
    ok(await administrator.api('POST', `${at}/objections/${id}/ruling`, { effect: 'change', reasons: '复核凭证后改分', total: '90' }))
    const changed = (await grant()).results['mid-term']
    expect(changed).toMatchObject({ total: '90', passed: true, openObjections: 1 })
    expect((changed?.objectionsUntil ?? '') > until).toBe(true)
    ok(await administrator.api('POST', `${at}/objections/${second}/ruling`, { effect: 'confirm', reasons: '查无实据' }))
    expect((await grant()).results['mid-term']).toMatchObject({ total: '90', openObjections: 0 })
    expect((await administrator.api('POST', `${at}/objections/${second}/ruling`, { effect: 'confirm', reasons: '再来' })).status).toBe(409)
  })

  test('can have it evaluated again; who evaluated does not rule', async () => {
    const { at, member, administrator, grant } = await evaluated()
    const { id } = ok(await member.api('POST', `${at}/objections`, { facts: '评估员没有看补充材料。' })) as { id: string }
    ok(await administrator.api('POST', `${at}/objections/${id}/ruling`, { effect: 'again', reasons: '程序有误' }))
    const after = await grant()
    expect([after.results['mid-term'], after.evaluations[0]?.step]).toEqual([null, 'desk'])
    const both = await platform.person('评估员兼管理员', { evaluator: DISTRICT, administrator: DISTRICT })
    ok(await administrator.api('PUT', `${at}/evaluator`, { person: both.id }))
    ok(await both.api('POST', `${at}/card/submission`, full))
    const { id: again } = ok(await member.api('POST', `${at}/objections`, { facts: '第二次的结果也不对。' })) as { id: string }
    const refused = await both.api('POST', `${at}/objections/${again}/ruling`, { effect: 'confirm', reasons: '我评的没错' })
    expect([refused.status, codes(refused)]).toEqual([409, ['IS_EVALUATOR']])
  })
})
