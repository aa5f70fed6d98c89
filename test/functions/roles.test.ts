import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { competitionRulebookItem } from '../../shared/competition/competition.store.ts'
import type { Funding } from '../../shared/rulebook/funding.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import { mistakes, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { applicant, openCompetition, sentProposal, setState } from '../support/proposals.ts'
import { judgedContest } from '../support/result.ts'
import { secretOf } from '../support/world.ts'

const DISTRICT = '330411'
let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

const accept = (who: Somebody, link: string) => who.api('POST', `/invitations/${secretOf(link)}/acceptance`, {})

describe('an organiser', () => {
  test('is invited for an organisation, accepts, is named to the public and to those who run it, and can be removed', async () => {
    const competition = await openCompetition(platform)
    const at = `/competitions/${competition}`
    const { id, link } = ok(await administrator.api('POST', `${at}/organisers/invitations`, { name: '小周', organisation: '示例承办中心' }))
    const newcomer = await platform.person('承办 01')
    const seen = await newcomer.page(`/invitation/${secretOf(link)}`)
    expect(seen.html).toContain('代表示例承办中心承办“示例志愿服务项目大赛”')
    expect((await newcomer.post(`/invitation/${secretOf(link)}`, {})).location).toBe(`/competitions/${competition}/roles`)
    expect(ok(await newcomer.api('GET', '/me')).memberships).toMatchObject([{ role: 'organiser', competition, organisation: '示例承办中心', name: { zh: '示例志愿服务项目大赛' } }])
    expect(ok(await newcomer.api('GET', `${at}/roles`))).toMatchObject({ authority: { zh: '示例主办单位' }, organisers: [{ person: newcomer.id, organisation: '示例承办中心' }], judges: 0, evaluators: [], finance: [] })
    expect(ok(await platform.visitor.api('GET', `/public${at}`)).organisers).toEqual(['示例承办中心'])
    expect((await platform.visitor.page(`/public${at}`)).html).toContain('示例承办中心承办')
    expect(ok(await administrator.api('GET', `${at}/organisers/invitations`)).items).toMatchObject([{ id, state: 'accepted', to: { organisation: '示例承办中心' } }])

    expect((await newcomer.api('POST', `${at}/organisers/invitations`, { name: '小吴', organisation: '示例承办中心' })).status).toBe(403)
    expect(mistakes(await administrator.api('POST', `${at}/organisers/${newcomer.id}/removal`, { reason: '' }))).toEqual(['reason REQUIRED'])
    ok(await administrator.api('POST', `${at}/organisers/${newcomer.id}/removal`, { reason: '合同到期' }))
    expect((await newcomer.api('GET', `${at}/roles`)).status).toBe(403)
    expect(ok(await platform.visitor.api('GET', `/public${at}`)).organisers).toEqual([])
    const again = ok(await administrator.api('POST', `${at}/organisers/invitations`, { name: '小周', organisation: '另一家' }))
    ok(await accept(newcomer, again.link))
    expect(ok(await platform.visitor.api('GET', `/public${at}`)).organisers).toEqual(['另一家'])
  })

  test('has what waits on their first page, and reaches all of their competition but its results', async () => {
    const competition = await openCompetition(platform)
    const proposal = await sentProposal(competition, await applicant(platform))
    await setState(platform, competition, { state: 'eligibility' })
    const other = await openCompetition(platform)
    const who = await platform.person('承办 02', { organiser: [competition] })
    const home = (await who.page('/home')).html
    expect(home).toContain('资格审查：还有 1 份要决定')
    expect(home).toContain(`href="/competitions/${competition}"`)
    expect(home).not.toContain('href="/trail"')
    expect((await who.page('/competitions')).html).toContain(`href="/competitions/${competition}"`)
    for (const path of ['', '/proposals', '/roles', '/judges', '/rulebook', '/trail', '/dates']) expect((await who.page(`/competitions/${competition}${path}`)).status, path).toBe(200)
    expect((await who.page(`/proposals/${proposal}/eligibility`)).status).toBe(200)
    const roles = (await who.page(`/competitions/${competition}/roles`)).html
    expect(roles).not.toContain(`action="/competitions/${competition}/organisers"`)
    expect((await administrator.page(`/competitions/${competition}/roles`)).html).toContain(`action="/competitions/${competition}/organisers"`)
    for (const path of [`/competitions/${other}`, '/trail', '/board']) expect((await who.page(path)).status, path).toBe(403)
  })

  test('reads what was sent to the competition, also an organisation’s own certificate, and nothing else of it', async () => {
    const [competition, other] = [await openCompetition(platform), await openCompetition(platform)]
    const by = await applicant(platform)
    const proposal = await sentProposal(competition, by)
    const version = ok(await by.member.api('GET', `/proposals/${proposal}/versions/1`))
    const file = version.attachments.find(({ kind }: { kind: string }) => kind === 'certificate').file
    const [own, elsewhere] = [await platform.person('承办 03', { organiser: [competition] }), await platform.person('承办 04', { organiser: [other] })]
    const page = (await own.page(`/proposals/${proposal}/eligibility`)).html
    expect(page).toContain(`/files/${file}?proposal=${proposal}`)
    expect((await own.page(`/files/${file}?proposal=${proposal}`)).status).not.toBe(403)
    expect((await own.page(`/files/${file}`)).status).toBe(403)
    expect((await elsewhere.page(`/files/${file}?proposal=${proposal}`)).status).toBe(403)
  })

  test('decides nothing that the authority decides', async () => {
    const { id, proposals } = await judgedContest(platform.table)
    const who = await platform.person('承办 05', { organiser: [id] })
    const refused: [string, string, unknown?][] = [
      ['POST', '/notice', { basis: '章程', process: '评审', contact: { phone: '0573-00000000', email: '' } }], ['POST', '/awards'], ['POST', '/awards/ties', { award: 'first', chosen: [proposals[0]?.id], reason: '复议' }], ['GET', '/objections'], ['POST', '/organisers/invitations', { name: '小吴', organisation: '甲' }],
    ]
    for (const [method, path, body] of refused) expect((await who.api(method, `/competitions/${id}${path}`, body)).status, path).toBe(403)
    expect((await who.page(`/competitions/${id}/result`)).status).toBe(403)
    // Nor is it offered.
    expect((await who.page(`/competitions/${id}`)).html).not.toContain(`/competitions/${id}/result"`)
    expect((await administrator.page(`/competitions/${id}`)).html).toContain(`/competitions/${id}/result"`)
  })
})

describe('what is promised', () => {
  test('is the authority’s to say: an organiser prepares the call, and changes nothing of the money', async () => {
    const draft = ok(await administrator.api('POST', '/competitions', { rulebook: 'jiaxing-default', name: { zh: '示例公益创投大赛' }, authority: { zh: '示例主办单位' } })).id
    const who = await platform.person('承办 06', { organiser: [draft] })
    const stored = await platform.table.get(competitionRulebookItem, keys.competitionRulebook(draft))
    const [round] = stored?.value.rulebook.rounds ?? []
    if (stored === undefined || round === undefined) throw new Error('no rules')
    const funding: Funding = {
      budget: 100_000_000, asked: 'requested', budgetField: 'budget', caps: [], share: null, steps: [], least: 0, quotas: [], oneEach: null, doubleFunding: null,
      tranches: [{ id: 'all', name: { zh: '一次拨付', en: 'At once' }, percent: 100, conditions: [] }], firstMoneyWorkingDays: 15, signDays: 30, banYears: 3,
      evaluations: [{ id: 'final', name: { zh: '结项评估', en: 'Final evaluation' }, criteria: round.criteria, sheetTotal: 100, extras: [], triggers: [], official: false, passMark: 60, grades: [], selfDays: 15, objectionDays: 5 }],
    }
    const rulebook: Rulebook = { ...stored.value.rulebook, kind: 'venture', funding }
    await platform.table.transact([competitionRulebookItem.put({ ...stored.value, rulebook }, stored.version)])
    const change = (person: Somebody, body: unknown) => person.api('PUT', `/competitions/${draft}`, body)
    const more = { rulebook: { ...rulebook, funding: { ...funding, budget: 200_000_000 } } }
    ok(await change(who, { introduction: '面向全区。', rulebook }))
    expect(mistakes(await change(who, more))).toEqual(['budget NOT_YOURS'])
    ok(await change(administrator, more))
  })
})

describe('finance', () => {
  test('is invited, accepts, sees who does what in the district’s competitions, and can be removed for a while', async () => {
    const competition = await openCompetition(platform)
    const { link } = ok(await administrator.api('POST', `/districts/${DISTRICT}/finance/invitations`, { name: '小郑' }))
    const who = await platform.person('财务 01')
    ok(await accept(who, link))
    expect(ok(await administrator.api('GET', `/districts/${DISTRICT}/finance`)).items).toMatchObject([{ person: who.id, name: '财务 01' }])
    expect(ok(await administrator.api('GET', `/competitions/${competition}/roles`)).finance).toEqual(['财务 01'])
    expect((await who.page('/home')).html).toContain(`href="/competitions/${competition}/roles"`)
    expect((await who.page(`/competitions/${competition}/roles`)).status).toBe(200)
    expect((await who.page(`/competitions/${competition}`)).status).toBe(403)
    expect((await who.api('GET', `/districts/${DISTRICT}/finance`)).status).toBe(403)

    const page = (await administrator.page('/finance-people')).html
    expect(page).toContain('财务 01')
    expect((await administrator.post(`/finance-people/${who.id}/removal`, { [`remove-${who.id}.reason`]: '' })).status).toBe(422)
    expect((await administrator.post(`/finance-people/${who.id}/removal`, { [`remove-${who.id}.reason`]: '调岗' })).status).toBe(303)
    expect((await who.page(`/competitions/${competition}/roles`)).status).toBe(403)
    expect((await administrator.page('/finance-people')).html).toContain('已移除财务财务 01')
    expect((await administrator.post(`/finance-people/${who.id}/restoration`, {})).status).toBe(303)
    expect((await who.page(`/competitions/${competition}/roles`)).status).toBe(200)
  })
})
