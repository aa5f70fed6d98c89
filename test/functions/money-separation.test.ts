import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../shared/grant/grant.ts'
import type { EvaluationId } from '../../shared/grant/standing.ts'
import { organisationId, type ProjectId } from '../../shared/kernel/ids.ts'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { competitionItem, loadCompetition } from '../../shared/competition/competition.store.ts'
import { loadProposal } from '../../shared/proposal/proposal.store.ts'
import { concludeAgreement, offerAgreement } from '../support/agreements.ts'
import { midTerm } from '../support/appraisals.ts'
import { ok } from '../support/contest.ts'
import { decidedVenture, fundedVenture, setGrant } from '../support/grants.ts'
import { accountOf, orderAll, returnFile } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { projectIn, setProject } from '../support/projects.ts'
import { DISTRICT } from '../support/result.ts'
import { answered, judgedVenture } from '../support/venture.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

type Bar = 'IS_ORGANISER' | 'IS_APPLICANT' | 'IS_MENTOR' | 'IS_EVALUATOR' | 'IS_PREPARER'
/** People who are administrator and finance at once, so that every door is open to them but for one more hat. */
type Bound = Record<Bar, Somebody>
const both = { administrator: DISTRICT, finance: DISTRICT }

const guide = (project: ProjectId, { id, name }: Somebody) => setProject(platform, project, (one) => ({ ...one, mentor: { person: id, name, organisation: '示例督导机构', since: platform.clock.now() } }))

async function boundTo({ competition, organisation, project }: { competition: string; organisation: string; project: ProjectId | null }): Promise<Bound> {
  const bound = {
    IS_ORGANISER: await platform.person('兼承办', { ...both, organiser: [competition] }), IS_APPLICANT: await platform.person('兼单位成员', { ...both, member: [organisation] }),
    IS_MENTOR: await platform.person('兼督导', both), IS_EVALUATOR: await platform.person('兼评估员', { ...both, evaluator: DISTRICT }), IS_PREPARER: await platform.person('兼经办', both),
  }
  if (project !== null) await guide(project, bound.IS_MENTOR)
  return bound
}

const evaluatedBy = (grant: string, of: EvaluationId, { id, name }: Somebody) => setGrant(platform, grant, (one) => ({ ...one, evaluations: one.evaluations.map((standing) => (standing.of === of ? { ...standing, evaluator: { person: id, name } } : standing)) }))

interface Door { method?: 'POST' | 'PUT'; at: string; body?: object; page: string; fields?: Record<string, string> }
/** Nobody of these comes through the door, by the API or by the page, and each is told why. */
async function shut(bound: Bound, bars: readonly Bar[], { method = 'POST', at, body, page, fields = {} }: Door): Promise<void> {
  for (const bar of bars) {
    const answer = await bound[bar].api(method, at, body)
    expect([at, bar, answer.status, (answer.body.errors ?? []).map(({ code }: { code: string }) => code)]).toEqual([at, bar, 409, [bar]])
    const shown = await bound[bar].post(page, fields)
    expect([page, bar, shown.status, shown.html.includes('不能办理这件事')]).toEqual([page, bar, 422, true])
  }
}

const all: readonly Bar[] = ['IS_ORGANISER', 'IS_APPLICANT', 'IS_MENTOR', 'IS_EVALUATOR']
const money: readonly Bar[] = [...all, 'IS_PREPARER']

test('a grant’s money, from the signature to the last fen written off: no second hat opens a door', async () => {
  const { competition, administrator, grants: [granted] } = await fundedVenture(platform, { amounts: [1_000_000] })
  if (granted === undefined) throw new Error('a grant expected')
  const { id, member, organisation } = granted
  const finance = await platform.person('财务', { finance: DISTRICT })
  const { project } = ok(await administrator.api('GET', `/grants/${id}`)).grant as Grant
  const bound = await boundTo({ competition, organisation, project })
  await evaluatedBy(id, 'final', bound.IS_EVALUATOR)
  const at = `/grants/${id}`

  const { digest, version } = await offerAgreement(administrator, id)
  await shut(bound, ['IS_ORGANISER', 'IS_APPLICANT'], { at: `${at}/agreements/${version}/authority`, body: { digest, title: '科长' }, page: `${at}/agreement/${version}/authority`, fields: { 'authority.digest': digest, 'authority.title': '科长' } })
  await concludeAgreement(administrator, granted)

  ok(await member.api('PUT', `${at}/account`, await accountOf(platform, id)))
  await shut(bound, all, { at: `${at}/account/confirmation`, body: { revision: 1 }, page: `${at}/account/confirmation`, fields: { 'account-revision': '1' } })
  ok(await finance.api('POST', `${at}/account/confirmation`, { revision: 1 }))

  ok(await bound.IS_PREPARER.api('POST', `${at}/tranches/first/preparation`))
  await shut(bound, money, { at: `${at}/tranches/first/approval`, page: `${at}/tranches/first/approval` })
  ok(await finance.api('POST', `${at}/tranches/first/approval`))

  const payments = `/competitions/${competition}/payments`
  const { ready } = ok(await finance.api('GET', payments)) as { ready: [{ reference: string }] }
  const payer = { name: '示例区民政局', account: '' }
  await shut(bound, money, { at: payments, body: { references: [ready[0].reference], payer }, page: payments, fields: { references: ready[0].reference, 'payer.name': payer.name, 'payer.account': '' } })
  const order = await orderAll({ finance, competition })

  // Who could say that a payment came back could have it paid twice.
  const read = async (result: string) => (ok(await finance.api('POST', `${payments}/${order.number}/returns`, returnFile([[ready[0].reference, '5000.00', result, shanghaiDate(platform.clock.now()), '']]))) as { file: { id: string } }).file.id
  for (const result of ['退票', '成功']) {
    const application = `${payments}/${order.number}/returns/${await read(result)}/application`
    await shut(bound, money, { at: application, page: application })
  }
  ok(await finance.api('POST', `${payments}/${order.number}/returns/${await read('成功')}/application`))

  const claim = { cause: 'misuse', lines: [{ what: '招待费', amount: 100_000 }], reasons: '不在协议用途内。', ban: true }
  await shut(bound, all, { at: `${at}/clawbacks`, body: claim, page: `${at}/recovery`, fields: { 'claim.cause': 'misuse', 'claim.lines.0.what': '招待费', 'claim.lines.0.amount': '1000', 'claim.reasons': '不在协议用途内。', 'claim.ban': 'true' } })
  ok(await administrator.api('POST', `${at}/clawbacks`, claim))
  const on = shanghaiDate(platform.clock.now())
  await shut(bound, all, { at: `${at}/clawbacks/1/payments`, body: { on, amount: 100_000, reference: '回单' }, page: `${at}/recovery/1/payment`, fields: { 'payment.on': on, 'payment.amount': '1000', 'payment.reference': '回单' } })
  ok(await bound.IS_PREPARER.api('POST', `${at}/clawbacks/1/write-offs`, { amount: 100_000, reasons: '无法追回' }))
  await shut(bound, money, { at: `${at}/clawbacks/1/write-offs/answer`, body: { approved: true }, page: `${at}/recovery/1/answer`, fields: { 'answer.approved': 'true', 'answer.note': '' } })
  const { bans } = ok(await administrator.api('GET', '/bans')) as { bans: { id: string; grant: string }[] }
  const ban = bans.find(({ grant }) => grant === id)?.id ?? ''
  await shut(bound, all, { at: `/districts/${DISTRICT}/bans/${ban}/lifting`, body: { reasons: '已整改' }, page: `/bans/${DISTRICT}/${ban}/lifting`, fields: { [`${ban}.reasons`]: '已整改' } })

  const { grant } = ok(await administrator.api('GET', at)) as { grant: Grant }
  expect([grant.state, grant.tranches[0]?.state]).toEqual(['recovery', 'paid'])
  expect(ok(await administrator.api('GET', `/competitions/${competition}/grants`)).balances).toMatchObject({ paid: 400_000, claimed: 100_000, returned: 0, 'written-off': 0, released: 0 })
})

describe('an evaluation of a grant', () => {
  test('is steered and ruled on by nobody who organises, applies or guides, and ruled on by nobody who evaluated it', async () => {
    const made = await midTerm(platform)
    const { id, member, administrator, at, grant } = made
    const { competition, organisation } = await grant()
    const project = await projectIn(platform, 'implementation', { id: organisation.id })
    await setGrant(platform, id, (one) => ({ ...one, project }))
    const bound = await boundTo({ competition, organisation: organisation.id, project })
    const page = `/grants/${id}/evaluation/mid-term`
    const steering: readonly Bar[] = ['IS_ORGANISER', 'IS_APPLICANT', 'IS_MENTOR']

    const until = addDays(((await made.read())?.window.dueAt ?? '').slice(0, 10), 20)
    ok(await member.api('POST', `${at}/postponement`, { reason: '场地停用', until }))
    await shut(bound, steering, { at: `${at}/postponement/answer`, body: { granted: true, reason: '属实' }, page: `${page}/postponement/answer`, fields: { 'mid-term-answer.granted': 'yes', 'mid-term-answer.reason': '属实' } })
    ok(await administrator.api('POST', `${at}/postponement/answer`, { granted: false, reason: '可以另找' }))
    const person = bound.IS_EVALUATOR.id
    await shut(bound, steering, { method: 'PUT', at: `${at}/evaluator`, body: { person }, page: `${page}/evaluator`, fields: { 'mid-term-appoint.person': person } })
    ok(await administrator.api('PUT', `${at}/evaluator`, { person }))
    ok(await member.api('PUT', `${at}/self`, { content: { done: '开展十二次活动。', results: '会用手机挂号。', money: '按预算花。', difficulties: '无' } }))
    ok(await member.api('POST', `${at}/self/submission`))
    ok(await bound.IS_EVALUATOR.api('POST', `${at}/card/submission`, { scores: { delivery: '40', money: '10', press: '0' }, comment: '不够。' }))
    const { id: objection } = ok(await member.api('POST', `${at}/objections`, { facts: '活动次数少算了两次，附签到表。' })) as { id: string }
    const ruling = { effect: 'change', total: '90', reasons: '补算' }
    // Who evaluated it is told so by the page as well.
    await shut(bound, steering, { at: `${at}/objections/${objection}/ruling`, body: ruling, page: `${page}/objections/${objection}/ruling`, fields: Object.fromEntries(Object.entries(ruling).map(([name, value]) => [`mid-term-${objection}.${name}`, value])) })
    const own = await bound.IS_EVALUATOR.api('POST', `${at}/objections/${objection}/ruling`, ruling)
    expect([own.status, own.body.errors[0].code]).toEqual([409, 'IS_EVALUATOR'])
    expect((await grant()).results['mid-term']).toMatchObject({ passed: false, total: '50' })
  })
})

describe('the decision on grants', () => {
  test('is taken, through either door, by nobody who prepared it, organises or applied', async () => {
    const venture = await judgedVenture(platform, [{ total: '95.00', asked: 50_000_00, category: 'elderly' }])
    const { candidates } = await answered(platform, venture)
    const [first] = venture.proposals
    if (first === undefined) throw new Error('a proposal expected')
    const bound = await boundTo({ competition: venture.id, organisation: first.organisation, project: null })
    const at = `/competitions/${venture.id}/decision`
    ok(await bound.IS_PREPARER.api('PUT', at, { choices: [{ proposal: first.id, amount: candidates[0].amount }], reason: '' }))
    await shut(bound, ['IS_PREPARER', 'IS_ORGANISER', 'IS_APPLICANT'], { at, body: { number: 1 }, page: `${at}/taking`, fields: { 'take.number': '1' } })
    ok(await venture.other.api('POST', at, { number: 1 }))
  })

  test('is not defended against an objection by who organises or guides one of its projects', async () => {
    const { competition, administrator, members: [first] } = await decidedVenture(platform, { amounts: [10_000_001] })
    const found = await loadCompetition(platform.table, competition)
    await platform.table.transact([competitionItem.put({ ...found.value, state: 'result', notice: null }, found.version)])
    ok(await administrator.api('POST', `/competitions/${competition}/notice`, { basis: '大赛章程', process: '经评审和资助决定。', contact: { phone: '0573-0000 0000', email: '' } }))
    const { lines: [line] } = ok(await platform.visitor.api('GET', `/competitions/${competition}/notice`)) as { lines: [{ number: string }] }
    const objections = await Promise.all([{ proposal: line.number }, {}].map(async (about) => ok(await platform.visitor.api('POST', `/competitions/${competition}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1111 1111', facts: '申报的经费与实际不符，附近居民可以作证。', ...about })).id as string))
    const { proposals } = ok(await administrator.api('GET', `/competitions/${competition}/proposals`)) as { proposals: [{ id: string }] }
    const { project } = (await loadProposal(platform.table, proposals[0].id)).value
    const bound = await boundTo({ competition, organisation: organisationId.parse(first?.organisation), project })
    for (const objection of objections) {
      await shut(bound, ['IS_ORGANISER', 'IS_MENTOR'], { at: `/competitions/${competition}/objections/${objection}/ruling`, body: { reasons: '不成立。', effect: 'none' }, page: `/competitions/${competition}/result/objections/${objection}`, fields: { reasons: '不成立。', effect: 'none' } })
      expect((await bound.IS_APPLICANT.api('POST', `/competitions/${competition}/objections/${objection}/ruling`, { reasons: '不成立。', effect: 'none' })).status).toBe(403)
    }
  })
})
