import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompetitionId } from '../../shared/kernel/ids.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { rulebook } from '../shared/rulebook/sample.ts'
import { mistakes, ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation, applicant, fullContent, openCompetition, setState } from '../support/proposals.ts'
import { judgedContest } from '../support/result.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

/** Without attachments: how they arrive is not what these tests are about. */
const venture = (id: string): Rulebook => {
  const found = rulebook(id)
  return { ...found, form: { ...found.form, attachments: [] }, eligibility: { ...found.eligibility, checks: [] } }
}
const line = (source: string, yuan: number) => ({ head: 'activity', activity: '课程', unitPrice: yuan * 100, unit: '次', quantity: '1', source, note: '' })
const content = (asked: number, own: number, more: Record<string, unknown> = {}) => fullContent({
  totalBudget: (asked + own) * 100, requested: asked * 100, ownFunds: own * 100, inKind: 0, budget: [line('grant', asked), line('own', own)], ...more,
})

async function begin(member: Somebody, competition: string, answers: Record<string, unknown>): Promise<string> {
  const { proposal, revision } = ok(await member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' }))
  ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'elderly', content: answers }))
  return proposal
}
const brokenOf = async (member: Somebody, proposal: string) => ok(await member.api('GET', `/proposals/${proposal}`)).rules.filter(({ holds }: { holds: boolean | null }) => holds === false).map(({ id }: { id: string }) => id)
const send = (member: Somebody, proposal: string) => member.api('POST', `/proposals/${proposal}/submission`, { acknowledgeNames: true })

describe('the rules of a venture’s call', () => {
  let competition: CompetitionId
  beforeAll(async () => { competition = await openCompetition(platform, () => venture('guangzhou-2023')) })

  test('hold while writing and again at sending, each with a sentence and its source', async () => {
    const { member } = await applicant(platform)
    const proposal = await begin(member, competition, content(70_000, 30_000))
    expect(await brokenOf(member, proposal)).toEqual(['share'])
    const page = (await member.page(`/proposals/${proposal}/sections/money`)).html
    for (const words of ['对照征集规则', '不符合', '自筹还差 16,666.67 元', '广州市公益创投 2019、2023 年征集公告', 'href="#f-content.requested"']) expect(page).toContain(words)
    expect((await member.page(`/proposals/${proposal}`)).html).toContain('1 处要改')
    const refused = await send(member, proposal)
    expect(refused.status).toBe(422)
    expect(mistakes(refused)).toEqual(['requested ABOVE_GRANT_SHARE'])
    expect((await member.page(`/proposals/${proposal}/answers`)).html).toContain('自筹还差 16,666.67 元')
    const { draft } = ok(await member.api('GET', `/proposals/${proposal}`))
    ok(await member.api('PUT', `/proposals/${proposal}/draft`, { revision: draft.revision, category: 'elderly', content: content(60_000, 40_000) }))
    expect(await brokenOf(member, proposal)).toEqual([])
    ok(await send(member, proposal))
  })

  test('autosave keeps what breaks a rule: limits never block saving', async () => {
    const { member } = await applicant(platform)
    const proposal = await begin(member, competition, content(10, 0))
    const { draft } = ok(await member.api('GET', `/proposals/${proposal}`))
    const saved = await member.api('POST', `/proposals/${proposal}/sections/money`, { revision: draft.revision, fields: { 'content.requested': '999999999' } })
    expect(saved.status).toBe(200)
    expect(await brokenOf(member, proposal)).toContain('cap')
  })

  test('a filed organisation cannot start where only registered ones are funded, and is told why', async () => {
    const organisation = await admittedOrganisation(platform, '示例备案组织', { standing: 'filed', filing: { with: '示例街道', number: '1' }, host: { name: '示例挂靠单位', creditCode: '52330411MJ9900020C' }, registeredAs: undefined, creditCode: undefined })
    const member = await platform.person('备案成员', { member: [organisation] })
    const refused = await member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })
    expect(mistakes(refused)).toEqual(['organisation STANDING_NOT_ADMITTED'])
    expect((await member.page('/proposals')).html).not.toContain(`/proposals/new/${competition}`)
    const open = await openCompetition(platform, () => venture('huzhou-2024'))
    const proposal = await begin(member, open, content(30_001, 90_000))
    expect(await brokenOf(member, proposal)).toEqual(['cap'])
    expect(mistakes(await send(member, proposal))).toEqual(['requested ABOVE_GRANT_CAP'])
  })

  test('a contest says nothing of them', async () => {
    const { member } = await applicant(platform)
    const contest = await openCompetition(platform)
    const proposal = await begin(member, contest, content(10_000, 5_000))
    expect(ok(await member.api('GET', `/proposals/${proposal}`)).rules).toEqual([])
    expect((await member.page(`/proposals/${proposal}/sections/money`)).html).not.toContain('对照征集规则')
  })
})

describe('a project that was funded before', () => {
  test('is refused within the years of the rulebook, and not after them', async () => {
    const earlier = await judgedContest(platform.table, { rulebook: { ...venture('haishu'), awards: [{ id: 'funded', name: { zh: '资助项目', en: 'Funded' }, rule: 'count', count: 2, within: 'all' }] }, name: '去年的创投' })
    const [winner, , loser] = earlier.proposals
    if (winner === undefined || loser === undefined) throw new Error('nobody stands there')
    await setState(platform, earlier.id, { state: 'completed', awardsPublishedAt: platform.clock.now() })
    const members = new Map<string, Somebody>()
    for (const { organisation, organisationId } of [winner, loser]) {
      await admittedOrganisation(platform, organisation, { id: organisationId })
      members.set(organisationId, await platform.person(`${organisation}成员`, { member: [organisationId] }))
    }
    const [first, third] = [members.get(winner.organisationId), members.get(loser.organisationId)]
    if (first === undefined || third === undefined) throw new Error('no members')
    platform.clock.forward({ days: 300 })
    const next = await openCompetition(platform, () => venture('jiaxing-venture-default'), 800)
    const again = await begin(first, next, content(10_000, 5_000, { name: winner.title, topic: 'care' }))
    expect(mistakes(await send(first, again))).toEqual(['name FUNDED_BEFORE'])
    expect((await first.page(`/proposals/${again}/sections/project`)).html).toContain('已由去年的创投资助')
    ok(await send(third, await begin(third, next, content(10_000, 5_000, { name: loser.title, topic: 'care' }))))
    platform.clock.forward({ days: 440 })
    ok(await send(first, again))
  })
})
