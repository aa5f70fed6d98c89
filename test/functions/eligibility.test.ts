import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { CompetitionId, ProposalId } from '../../shared/kernel/ids.ts'
import type { Entry } from '../../shared/registry/entry.ts'
import { loadBook, organisationBook, prepareSwitch } from '../../shared/registry/registry.store.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { applicant, openCompetition, sentProposal, setState } from '../support/proposals.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(() => platform.close())

/** A competition under the eligibility check, with proposals of as many applicants. */
async function underCheck(count: number, change?: (rulebook: Rulebook) => Rulebook): Promise<{ competition: CompetitionId; proposals: ProposalId[] }> {
  const competition = await openCompetition(platform, change)
  const proposals: ProposalId[] = []
  for (let i = 0; i < count; i += 1) proposals.push(await sentProposal(competition, await applicant(platform), { name: `项目 ${i}` }))
  await setState(platform, competition, { state: 'eligibility' })
  return { competition, proposals }
}
const manual = { complete: true, field: true, seals: true, 'one-year': true }

describe('the eligibility check', () => {
  test('decides by rule what a machine can, and leaves the rest to the checklist', async () => {
    const { proposals: [proposal] } = await underCheck(1)
    const { body } = await administrator.api('GET', `/proposals/${proposal}/eligibility`)
    expect(Object.fromEntries(body.outcomes.map(({ id, holds }: { id: string; holds: boolean | null }) => [id, holds]))).toEqual({ complete: null, field: null, seals: null, certificate: true, volunteers: true, 'one-year': null })
  })

  test('a second proposal of the same applicant breaks a one-per-applicant rule', async () => {
    const one = (rulebook: Rulebook): Rulebook => ({ ...rulebook, eligibility: { ...rulebook.eligibility, checks: [{ id: 'one', label: { zh: '每个单位一份' }, rule: { rule: 'one-per-applicant' } }] } })
    const competition = await openCompetition(platform, one)
    const by = await applicant(platform)
    const first = await sentProposal(competition, by, { name: '甲' })
    const second = await sentProposal(competition, by, { name: '乙' })
    await setState(platform, competition, { state: 'eligibility' })
    const holds = async (id: string) => (await administrator.api('GET', `/proposals/${id}/eligibility`)).body.outcomes[0].holds
    expect(await holds(first)).toBe(false)
    await administrator.api('POST', `/proposals/${second}/eligibility`, { decision: 'rejected', reasons: '一个单位限报一份' })
    expect(await holds(first)).toBe(true)
  })

  test('a grade and the lists are asked at the deadline, of the registry', async () => {
    const rules = (rulebook: Rulebook): Rulebook => ({ ...rulebook, eligibility: { ...rulebook.eligibility, checks: [{ id: 'grade', label: { zh: '等级' }, rule: { rule: 'grade-at-least', grade: '3A' } }, { id: 'listed', label: { zh: '名录' }, rule: { rule: 'not-listed' } }] } })
    const competition = await openCompetition(platform, rules)
    const by = await applicant(platform)
    const proposal = await sentProposal(competition, by, { name: '甲' })
    await setState(platform, competition, { state: 'eligibility' })
    const outcomes = async () => (await administrator.api('GET', `/proposals/${proposal}/eligibility`)).body.outcomes.map(({ holds }: { holds: boolean | null }) => holds)
    expect(await outcomes()).toEqual([null, null])
    const { value } = await loadCompetition(platform.table, competition)
    const deadline = shanghaiDate(value.dates.callClosesAt)
    const enter = async (entry: Partial<Entry>) => {
      const { head, entries } = await loadBook(platform.table, '330411', organisationBook)
      const whole: Entry = { id: by.organisation, kind: 'organisation', standing: 'registered', name: '甲', creditCode: '52330411MJ9900020C', filedWith: '', filingNumber: '', hostName: '', hostCode: '', street: '', class: '', grades: [], listings: [], partyForm: '', partySince: null, size: null, core: null, contactName: '', contactPhone: '', contactEmail: '', joinedAt: null, ...entry }
      await platform.table.transact([(await prepareSwitch(platform.table, organisationBook, head, entries, { put: [whole], remove: [] })).write])
    }
    const grade = (from: string, to: string) => ({ grades: [{ grade: '3A' as const, from, to }] })
    await enter(grade(addDays(deadline, -300), deadline))
    expect(await outcomes()).toEqual([true, true])
    await enter({ ...grade(addDays(deadline, 1), addDays(deadline, 300)), listings: [{ list: 'abnormal', from: addDays(deadline, 1), to: null }] })
    expect(await outcomes()).toEqual([false, true])
    await enter({ listings: [{ list: 'dishonest', from: addDays(deadline, -10), to: null }] })
    expect(await outcomes()).toEqual([false, false])
  })

  test('a rejection needs its reasons; an admission too where something isn’t ticked', async () => {
    const { proposals: [proposal] } = await underCheck(1)
    const decide = (body: object) => administrator.api('POST', `/proposals/${proposal}/eligibility`, body)
    expect(await decide({ decision: 'rejected', reasons: '  ' })).toMatchObject({ status: 422, body: { errors: [{ path: 'reasons', code: 'REQUIRED' }] } })
    expect(await decide({ decision: 'admitted', checks: { ...manual, seals: false } })).toMatchObject({ status: 422, body: { errors: [{ path: 'reasons', code: 'CHECK_FAILS' }] } })
    expect(await decide({ decision: 'admitted', checks: { ...manual, nonsense: true } })).toMatchObject({ status: 422, body: { errors: [{ path: 'checks.nonsense' }] } })
    expect(await decide({ decision: 'admitted', checks: manual })).toMatchObject({ status: 200, body: { state: 'admitted' } })
    const { body } = await administrator.api('GET', `/proposals/${proposal}`)
    expect(body).toMatchObject({ state: 'admitted', eligibility: { decision: 'admitted', by: administrator.id, checks: { ...manual, certificate: true, volunteers: true } } })
  })

  test('can be changed until it is finished, and the applicant reads the reasons', async () => {
    const { competition, proposals: [proposal] } = await underCheck(1)
    await administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'rejected', reasons: '缺少盖章页' })
    await administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted', checks: manual })
    await administrator.api('POST', `/competitions/${competition}/eligibility/finish`)
    expect((await administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'rejected', reasons: '改主意' })).body.code).toBe('WRONG_STATE')
  })

  test('is the administrator’s of that district alone', async () => {
    const { competition, proposals: [proposal] } = await underCheck(1)
    const elsewhere = await platform.person('管理员 02', { administrator: '330402' })
    const by = await applicant(platform)
    for (const somebody of [elsewhere, by.member]) {
      expect((await somebody.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted', checks: manual })).status).toBe(403)
      expect((await somebody.api('POST', `/competitions/${competition}/eligibility/finish`)).status).toBe(403)
      expect((await somebody.api('GET', `/competitions/${competition}/proposals`)).status).toBe(403)
      expect((await somebody.api('POST', `/competitions/${competition}/eligibility/admissions`, { proposals: [proposal] })).status).toBe(403)
    }
  })

  test('admits several at once, or none where a rule holds one back', async () => {
    const { competition, proposals } = await underCheck(3, (rulebook) => ({
      ...rulebook, eligibility: { ...rulebook.eligibility, checks: [{ id: 'photos', label: { zh: '有照片' }, rule: { rule: 'field-at-least', field: 'activitiesHeld', value: 10 } }] },
    }))
    const few = await (async () => {
      await setState(platform, competition, { state: 'call' })
      const proposal = await sentProposal(competition, await applicant(platform), { activitiesHeld: 3 })
      await setState(platform, competition, { state: 'eligibility' })
      return proposal
    })()
    const refused = await administrator.api('POST', `/competitions/${competition}/eligibility/admissions`, { proposals: [...proposals, few] })
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: `proposals.${few}`, code: 'CHECK_FAILS' }] } })
    expect((await administrator.api('GET', `/competitions/${competition}/proposals?state=submitted`)).body.total).toBe(4)
    expect((await administrator.api('POST', `/competitions/${competition}/eligibility/admissions`, { proposals })).body.admitted).toHaveLength(3)
    const finish = await administrator.api('POST', `/competitions/${competition}/eligibility/finish`)
    expect(finish).toMatchObject({ status: 409, body: { code: 'PROPOSALS_UNDECIDED', facts: { undecided: 1 }, errors: [{ detail: expect.stringContaining('还有 1 份') }] } })
    await administrator.api('POST', `/proposals/${few}/eligibility`, { decision: 'rejected', reasons: '活动太少' })
    const finished = await administrator.api('POST', `/competitions/${competition}/eligibility/finish`)
    expect(finished).toMatchObject({ status: 200, body: { admitted: 3, rejected: 1 } })
    expect((await administrator.api('GET', `/competitions/${competition}`)).body.eligibilityFinishedAt).toBe(finished.body.finishedAt)
  })

  test('isn’t open before the call has closed, and nothing that was withdrawn is decided', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const proposal = await sentProposal(competition, by)
    const decide = () => administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted', checks: manual })
    expect((await decide()).body.code).toBe('WRONG_STATE')
    await by.member.api('POST', `/proposals/${proposal}/withdrawal`)
    await setState(platform, competition, { state: 'eligibility' })
    expect((await decide()).body).toMatchObject({ code: 'WRONG_STATE', facts: { state: 'withdrawn' } })
  })
})

describe('the administrator’s list', () => {
  test('filters, searches, sorts and counts', async () => {
    const { competition, proposals } = await underCheck(3)
    await administrator.api('POST', `/proposals/${proposals[1]}/eligibility`, { decision: 'rejected', reasons: '重复' })
    const titles = async (query: string) => (await administrator.api('GET', `/competitions/${competition}/proposals?${query}`)).body.proposals.map(({ title }: { title: string }) => title)
    expect(await titles('sort=title')).toEqual(['项目 0', '项目 1', '项目 2'])
    expect(await titles('sort=-title')).toEqual(['项目 2', '项目 1', '项目 0'])
    expect(await titles('state=rejected')).toEqual(['项目 1'])
    expect(await titles(`q=${encodeURIComponent('项目 2')}`)).toEqual(['项目 2'])
    expect(await titles('category=elderly')).toEqual([])
    // Past the end is the last page.
    expect(await titles('page=2&sort=title')).toEqual(['项目 0', '项目 1', '项目 2'])
    const { body } = await administrator.api('GET', `/competitions/${competition}/proposals`)
    expect(body).toMatchObject({ total: 3, counts: { submitted: 2, rejected: 1, draft: 0 } })
    expect((await administrator.api('GET', `/competitions/${competition}/proposals?state=nonsense`)).status).toBe(422)
  })
})
