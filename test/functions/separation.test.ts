import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationId } from '../../shared/kernel/ids.ts'
import { hostedItem } from '../../shared/organisation/organisation.store.ts'
import { projectEntryItem } from '../../shared/project/project.store.ts'
import { mistakes, ok } from '../support/contest.ts'
import { startTestPlatform, type Somebody, type TestPlatform } from '../support/platform.ts'
import { projectIn } from '../support/projects.ts'
import { admittedOrganisation, openCompetition, sentProposal, setState } from '../support/proposals.ts'
import { closeNotice, DISTRICT, judgedContest } from '../support/result.ts'
import { noticeBody, objectionBody } from '../support/world.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

type Answer = Awaited<ReturnType<Somebody['api']>>
const said = (answer: Answer): string => `${answer.status} ${answer.body.code ?? ''} ${mistakes(answer).join()}`.trim()

describe('eligibility', () => {
  const decision = { decision: 'admitted', checks: { complete: true, field: true, seals: true, 'one-year': true } }

  /** A proposal of an organisation that is filed through a host, under the check. */
  async function hostedProposal() {
    const host = await admittedOrganisation(platform, '示例挂靠单位', { creditCode: '51330411MJ9900012L' })
    const organisation = await admittedOrganisation(platform, '示例志愿队', { standing: 'filed', kind: 'team', registeredAs: undefined, creditCode: undefined, filing: { with: '示例街道', number: '' }, host: { name: '示例挂靠单位', creditCode: '51330411MJ9900012L' }, team: { size: 36, core: 5 } })
    await platform.table.transact([hostedItem.put({ code: '51330411MJ9900012L', organisation }, 'none')])
    const competition = await openCompetition(platform)
    const proposal = await sentProposal(competition, { organisation, member: await platform.person('队员', { member: [organisation] }) })
    await setState(platform, competition, { state: 'eligibility' })
    return { competition, proposal, organisation, host }
  }

  test('a member of the applicant or of its host decides on none of its proposals, whatever else they are', async () => {
    const { competition, proposal, organisation, host } = await hostedProposal()
    const barred = [
      await platform.person('管理员兼队员', { administrator: DISTRICT, member: [organisation] }),
      await platform.person('管理员兼挂靠单位成员', { administrator: DISTRICT, member: [host] }),
      await platform.person('承办兼队员', { organiser: [competition], member: [organisation] }),
      await platform.person('承办兼挂靠单位成员', { organiser: [competition], member: [host] }),
    ]
    for (const who of barred) {
      expect(said(await who.api('POST', `/proposals/${proposal}/eligibility`, decision)), who.name).toBe('409 CONFLICTED  IS_APPLICANT')
      expect(said(await who.api('POST', `/competitions/${competition}/eligibility/admissions`, { proposals: [proposal] })), who.name).toBe(`422 INVALID proposals.${proposal} CONFLICTED`)
    }
    const form = await barred[0]?.post(`/proposals/${proposal}/eligibility`, { decision: 'rejected', reasons: '材料不全，已电话核实' })
    expect(form?.status).toBe(422)
    expect(form?.html).toContain('是相关单位或其挂靠单位的成员')
    expect(form?.html).toContain('材料不全，已电话核实')
    expect(ok(await administrator.api('GET', `/proposals/${proposal}`)).state).toBe('submitted')
  })

  test('an organiser of the competition decides, one of another competition does not', async () => {
    const { competition, proposal } = await hostedProposal()
    const elsewhere = await platform.person('承办别的大赛', { organiser: [await openCompetition(platform)] })
    expect((await elsewhere.api('POST', `/proposals/${proposal}/eligibility`, decision)).status).toBe(403)
    const organiser = await platform.person('承办', { organiser: [competition] })
    expect(ok(await organiser.api('POST', `/proposals/${proposal}/eligibility`, decision)).state).toBe('admitted')
  })
})

/** A contest whose list is judged, and an organisation on it. */
async function onTheList(totals?: number[]) {
  const contest = await judgedContest(platform.table, totals === undefined ? {} : { totals })
  const [first] = contest.proposals
  if (first === undefined) throw new Error('nobody is on the list')
  const member = await platform.person('管理员兼申报单位成员', { administrator: DISTRICT, member: [first.organisationId] })
  const organiser = await platform.person('管理员兼承办', { administrator: DISTRICT, organiser: [contest.id] })
  return { ...contest, first, member, organiser }
}

describe('results', () => {
  test('awards are decided and published by nobody who organises the competition or is on the list', async () => {
    const { id, first, member, organiser } = await onTheList([95, 95, 90, 89])
    const tie = { award: 'first', chosen: [first.id], reason: '复议' }
    expect(said(await member.api('POST', `/competitions/${id}/awards/ties`, tie))).toBe('409 CONFLICTED  IS_APPLICANT')
    expect(said(await organiser.api('POST', `/competitions/${id}/awards/ties`, tie))).toBe('409 CONFLICTED  IS_ORGANISER')
    ok(await administrator.api('POST', `/competitions/${id}/awards/ties`, tie))
    ok(await administrator.api('POST', `/competitions/${id}/notice`, noticeBody))
    await closeNotice(platform.table, id, 'award')
    expect(said(await member.api('POST', `/competitions/${id}/awards`))).toBe('409 CONFLICTED  IS_APPLICANT')
    expect(said(await organiser.api('POST', `/competitions/${id}/awards`))).toBe('409 CONFLICTED  IS_ORGANISER')
    ok(await administrator.api('POST', `/competitions/${id}/awards`))
  })

  test('nobody rules on an objection to their own organisation, or to the list that it stands on', async () => {
    const { id, first, proposals, member, organiser } = await onTheList()
    ok(await administrator.api('POST', `/competitions/${id}/notice`, noticeBody))
    const against = async (proposal?: string) => ok(await platform.visitor.api('POST', `/competitions/${id}/objections`, proposal === undefined ? objectionBody : { ...objectionBody, proposal })).id
    const rule = (who: Somebody, objection: string) => who.api('POST', `/competitions/${id}/objections/${objection}/ruling`, { reasons: '经核查，情况属实。', effect: 'none' })
    const lines = ok(await platform.visitor.api('GET', `/competitions/${id}/notice`)).lines
    const numberOf = (title: string) => lines.find((line: { title: string }) => line.title === title).number
    const [own, others, whole] = [await against(numberOf(first.title)), await against(numberOf(proposals[1]?.title ?? '')), await against()]
    // Applicants are kept from objections altogether, whatever else they are.
    for (const objection of [own, others, whole]) expect((await rule(member, objection)).status).toBe(403)
    expect(said(await rule(organiser, others))).toBe('409 CONFLICTED  IS_ORGANISER')
    for (const objection of [own, others, whole]) ok(await rule(administrator, objection))
  })
})

describe('evaluation', () => {
  test('who organises a competition that the project entered, or belongs to the deliverer’s host, does not evaluate it', async () => {
    const competition = await openCompetition(platform)
    const host = await admittedOrganisation(platform, '示例挂靠单位乙', { creditCode: '53330000MJ9900047E' })
    const owner = await admittedOrganisation(platform, '示例志愿队乙', { standing: 'filed', kind: 'team', registeredAs: undefined, creditCode: undefined, filing: { with: '示例街道', number: '' }, host: { name: '示例挂靠单位乙', creditCode: '53330000MJ9900047E' }, team: { size: 36, core: 5 } })
    await platform.table.transact([hostedItem.put({ code: '53330000MJ9900047E', organisation: owner }, 'none')])
    const project = await projectIn(platform, 'evaluation', { id: organisationId.parse(owner) })
    const proposal = await sentProposal(competition, { organisation: owner, member: await platform.person('队员', { member: [owner] }) })
    await platform.table.transact([projectEntryItem.put({ project, competition, proposal, at: platform.clock.now() }, 'none')])
    const naming = async (who: Somebody) => said(await administrator.api('PUT', `/projects/${project}/evaluator`, { person: who.id }))
    expect(await naming(await platform.person('承办兼评估员', { evaluator: DISTRICT, organiser: [competition] }))).toBe('409 CONFLICTED person ORGANISER')
    expect(await naming(await platform.person('挂靠单位的评估员', { evaluator: DISTRICT, member: [host] }))).toBe('409 CONFLICTED person HOST')
    expect(await naming(await platform.person('别的大赛的承办', { evaluator: DISTRICT, organiser: [await openCompetition(platform)] }))).toBe('200')
  })
})
