import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompetitionId, ProposalId } from '../../shared/kernel/ids.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { mistakes, ok } from '../support/contest.ts'
import { withCure } from '../support/cures.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { type Applicant, applicant, openCompetition, pdf, sentProposal, setState, upload } from '../support/proposals.ts'

let platform: TestPlatform
let [one, two, three]: Somebody[] = []
const [first, second, third] = [() => one as Somebody, () => two as Somebody, () => three as Somebody]
beforeAll(async () => {
  platform = await startTestPlatform()
  ;[one, two, three] = await Promise.all([1, 2, 3].map((n) => platform.person(`管理员 0${n}`, { administrator: '330411' })))
})
afterAll(() => platform.close())

const ticks = { complete: true, field: true, seals: true, 'one-year': true }

/** One proposal under the check of a rulebook with a cure. */
async function underCheck(change: Partial<Rulebook['eligibility']> = {}, content: Record<string, unknown> = {}): Promise<{ competition: CompetitionId; proposal: ProposalId; by: Applicant }> {
  const competition = await openCompetition(platform, withCure(change))
  const by = await applicant(platform)
  const proposal = await sentProposal(competition, by, content)
  await setState(platform, competition, { state: 'eligibility' })
  return { competition, proposal, by }
}
const decide = (who: Somebody, proposal: string, body: object) => who.api('POST', `/proposals/${proposal}/eligibility`, body)
const cure = (failing: Partial<typeof ticks>, reasons = '请补充') => ({ decision: 'cure', reasons, checks: { ...ticks, ...failing } })
const stateOf = async (proposal: string) => ok(await first().api('GET', `/proposals/${proposal}`)).state
/** A cure of the need and the summary, open. */
async function curing(change: Partial<Rulebook['eligibility']> = {}) {
  const made = await underCheck(change)
  expect(ok(await decide(first(), made.proposal, cure({ complete: false }))).state).toBe('curing')
  return { ...made, revision: ok(await made.by.member.api('GET', `/proposals/${made.proposal}`)).draft.revision as number }
}

describe('two reviewers of one proposal', () => {
  test('each says without seeing the other; agreeing, it stands', async () => {
    const { proposal, competition } = await underCheck({ reviewers: 2 })
    expect(ok(await decide(first(), proposal, { decision: 'admitted', checks: ticks })).state).toBe('submitted')
    const seen = ok(await second().api('GET', `/proposals/${proposal}/eligibility`))
    expect(seen).toMatchObject({ waits: { for: 'one', mine: true }, mayReview: true, passes: [{ reviews: [] }] })
    expect(ok(await first().api('GET', `/proposals/${proposal}/eligibility`))).toMatchObject({ waits: { for: 'one', mine: false }, mayReview: true, passes: [{ reviews: [{ verdict: 'admitted' }] }] })
    // Nor does the trail tell, or the page of the other.
    const told = JSON.stringify(ok(await second().api('GET', `/competitions/${competition}/trail`)).entries)
    expect(told).toContain('等另一人审查')
    expect(told).not.toContain('通过')
    expect((await second().page(`/proposals/${proposal}/eligibility`)).html).not.toContain('管理员 01')
    expect((await first().api('POST', `/competitions/${competition}/eligibility/finish`)).body.code).toBe('PROPOSALS_UNDECIDED')
    expect(ok(await decide(second(), proposal, { decision: 'admitted', checks: ticks })).state).toBe('admitted')
    expect(ok(await first().api('GET', `/proposals/${proposal}/eligibility`)).passes[0].reviews.map(({ by }: { by: { name: string } }) => by.name)).toEqual(['管理员 01', '管理员 02'])
  })

  test('differ, and a third decides who is neither of them', async () => {
    const { proposal } = await underCheck({ reviewers: 2 })
    await decide(first(), proposal, { decision: 'admitted', checks: ticks })
    expect(ok(await decide(second(), proposal, { decision: 'rejected', reasons: '不在征集范围' })).state).toBe('submitted')
    for (const who of [first(), second()]) {
      expect((await decide(who, proposal, { decision: 'rejected', reasons: '同意' })).body.code).toBe('REVIEW_CLOSED')
      const { html } = await who.page(`/proposals/${proposal}/eligibility`)
      expect(html).toContain('等第三人决定')
      expect(html).not.toContain('name="decision"')
    }
    const page = await third().page(`/proposals/${proposal}/eligibility`)
    expect(page.html).toContain('两人意见不一，请您决定')
    expect(page.html).toContain('不在征集范围')
    await third().post(`/proposals/${proposal}/eligibility`, { decision: 'rejected', reasons: '确实不在征集范围' })
    expect(ok(await first().api('GET', `/proposals/${proposal}`))).toMatchObject({ state: 'rejected', eligibility: { decision: 'rejected', reasons: '确实不在征集范围', by: third().id } })
  })

  test('may admit several at once, each as one word; what differs needs a look of its own', async () => {
    const { proposal, competition } = await underCheck({ reviewers: 2 })
    const admit = (who: Somebody) => who.api('POST', `/competitions/${competition}/eligibility/admissions`, { proposals: [proposal] })
    expect(ok(await admit(first()))).toEqual({ admitted: [] })
    await decide(second(), proposal, { decision: 'rejected', reasons: '重复' })
    expect(mistakes(await admit(third()))).toEqual([`proposals.${proposal} REVIEWS_DIFFER`])
  })

  test('find on their lists and first pages only what waits for them', async () => {
    const { proposal, competition } = await underCheck({ reviewers: 2 })
    const next = async (who: Somebody) => (await who.page(`/competitions/${competition}/proposals/next`)).headers.get('location')
    const due = async (who: Somebody) => ok(await who.api('GET', '/inbox')).due.filter(({ href }: { href: string }) => href.includes(competition)).length
    expect([await next(first()), await due(first())]).toEqual([`/proposals/${proposal}/eligibility`, 1])
    await decide(first(), proposal, { decision: 'admitted', checks: ticks })
    expect([await next(first()), await due(first())]).toEqual([`/competitions/${competition}/proposals`, 0])
    expect([await next(second()), await due(second())]).toEqual([`/proposals/${proposal}/eligibility`, 1])
    expect((await first().page(`/competitions/${competition}/proposals`)).html).toContain('另有 1 份等其他审查人')
  })
})

describe('a cure', () => {
  test('opens just what failed: the rest of the form stays as it was sent', async () => {
    const { proposal, by: { member }, revision } = await curing()
    const open = ok(await member.api('GET', `/proposals/${proposal}/cure`)).cure
    expect(open).toMatchObject({ number: 1, reasons: '请补充', checks: [{ id: 'complete' }], scope: { fields: ['summary', 'need'], attachments: [] }, next: { changed: { fields: [], attachments: [] } } })
    const keep = (content: object) => member.api('PUT', `/proposals/${proposal}/cure`, { revision, content })
    expect(mistakes(await keep({ need: '走访了三十户。', name: '改名', goals: '改目标' }))).toEqual(['content.name NOT_IN_CURE', 'content.goals NOT_IN_CURE'])
    expect(mistakes(await keep({ need: 7 }))).toEqual(['content.need TEXT_EXPECTED'])
    expect((await member.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'elderly', content: {} })).body.code).toBe('CALL_CLOSED')
    expect((await member.api('POST', `/proposals/${proposal}/sections/need`, { revision, fields: { 'content.need': '走访' } })).body.code).toBe('CALL_CLOSED')
    expect((await member.api('POST', `/proposals/${proposal}/submission`, {})).body.code).toBe('CALL_CLOSED')
    expect((await member.api('POST', `/proposals/${proposal}/withdrawal`, {})).body.code).toBe('CALL_CLOSED')
    expect(mistakes(await member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '章.pdf', bytes: pdf.length }))).toEqual(['kind NOT_IN_CURE'])
    const { html } = await member.page(`/proposals/${proposal}/cure`)
    expect([...html.matchAll(/name="content\.([^".]+)/g)].map(([, name]) => name)).toEqual(['summary', 'need'])
    ok(await keep({ need: '走访了三十户。' }))
    const other = await platform.person('别处成员')
    for (const who of [first(), other]) expect((await who.api('PUT', `/proposals/${proposal}/cure`, { revision, content: { need: '代笔' } })).status).toBe(403)
  })

  test('sent as a new version, comes back to reviewers with just that', async () => {
    const { proposal, by: { member }, revision, competition } = await curing()
    const send = (body: object = {}) => member.api('POST', `/proposals/${proposal}/cure/submission`, body)
    expect(mistakes(await send())).toEqual([' NOTHING_CHANGED'])
    ok(await member.api('PUT', `/proposals/${proposal}/cure`, { revision, content: { need: '' } }))
    expect(mistakes(await send())).toEqual(['need REQUIRED'])
    const kept = ok(await member.api('POST', `/proposals/${proposal}/cure`, { revision: revision + 1, fields: { 'content.need': '走访了三十户。', 'content.summary': '为双职工家庭的孩子提供放学后的托管。' } }))
    expect((await send({ revision })).body.code).toBe('STALE')
    expect((await first().api('POST', `/competitions/${competition}/eligibility/finish`)).body).toMatchObject({ code: 'CURES_OPEN', facts: { curing: 1 } })
    expect(ok(await send({ revision: kept.revision }))).toMatchObject({ version: 2 })
    const [old, sent] = await Promise.all([1, 2].map(async (n) => ok(await member.api('GET', `/proposals/${proposal}/versions/${n}`))))
    expect(sent.content).toEqual({ ...old.content, need: '走访了三十户。' })
    expect((await send()).body.code).toBe('CURE_CLOSED')
    const { html } = await first().page(`/proposals/${proposal}/eligibility`)
    expect([...html.matchAll(/name="checks\.([^"]+)"/g)].map(([, name]) => name)).toEqual(['complete'])
    expect(html).toContain('补正的内容')
    expect(html).not.toContain('value="cure"')
    expect(ok(await decide(first(), proposal, { decision: 'admitted', checks: { complete: true } })).state).toBe('admitted')
    ok(await first().api('POST', `/competitions/${competition}/eligibility/finish`))
  })

  test('of a file: the others cannot be touched, and the new one goes with the next version', async () => {
    const { proposal, by: { member } } = await underCheck()
    await decide(first(), proposal, cure({ seals: false }, '缺盖章页'))
    const certificate = ok(await member.api('GET', `/proposals/${proposal}`)).draft.attachments[0].file
    expect(mistakes(await member.api('DELETE', `/proposals/${proposal}/attachments/${certificate}`))).toEqual(['file NOT_IN_CURE'])
    const page = await member.page(`/proposals/${proposal}/cure`)
    expect(page.html.match(/enctype="multipart\/form-data"/g)).toHaveLength(1)
    const { file } = ok(await upload(member, proposal, 'supporting', '盖章页.pdf', pdf))
    ok(await member.api('POST', `/proposals/${proposal}/cure/submission`, {}))
    expect(ok(await first().api('GET', `/proposals/${proposal}/versions/2`)).attachments.map((one: { file: string }) => one.file)).toEqual([certificate, file])
  })

  test('leaves out what the applicant had typed after sending and never sent', async () => {
    const competition = await openCompetition(platform, withCure())
    const by = await applicant(platform)
    const proposal = await sentProposal(competition, by)
    const { draft, sent } = ok(await by.member.api('GET', `/proposals/${proposal}`))
    ok(await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: draft.revision, category: 'elderly', content: { ...draft.content, name: '换了名字', need: '补写的需求。' } }))
    await setState(platform, competition, { state: 'eligibility' })
    await decide(first(), proposal, cure({ complete: false }))
    ok(await by.member.api('POST', `/proposals/${proposal}/cure/submission`, {}))
    expect(ok(await by.member.api('GET', `/proposals/${proposal}`)).sent).toMatchObject({ category: 'children', title: sent.title, content: { ...sent.content, need: '补写的需求。' } })
  })

  test('of what a rule found: the machine looks at the new version by itself', async () => {
    // Set low enough to be sent, since the form asks for ten as well.
    const rules = { checks: [{ id: 'held', label: { zh: '活动不少于 80 次' }, rule: { rule: 'field-at-least' as const, field: 'activitiesHeld', value: 80 } }] }
    const { proposal, by: { member } } = await underCheck(rules)
    expect(ok(await decide(first(), proposal, { decision: 'cure', reasons: '活动次数不够，请核对' })).state).toBe('curing')
    const { revision } = ok(await member.api('GET', `/proposals/${proposal}`)).draft
    ok(await member.api('PUT', `/proposals/${proposal}/cure`, { revision, content: { activitiesHeld: 90 } }))
    ok(await member.api('POST', `/proposals/${proposal}/cure/submission`, {}))
    expect(ok(await decide(first(), proposal, { decision: 'admitted' })).state).toBe('admitted')
  })

  test('is not asked for without saying what to repair, nor where the rules know none', async () => {
    const { proposal } = await underCheck()
    expect(mistakes(await decide(first(), proposal, { ...cure({ complete: false }), reasons: '' }))).toEqual(['reasons REQUIRED'])
    expect(mistakes(await decide(first(), proposal, cure({})))).toEqual(['decision NOTHING_FAILS'])
    expect(mistakes(await decide(first(), proposal, cure({ field: false })))).toEqual(['decision NOT_CURABLE'])
    const { proposal: without } = await underCheck({ cure: null })
    expect(mistakes(await decide(first(), without, cure({ complete: false })))).toEqual(['decision NO_CURE'])
    const shown = await first().post(`/proposals/${proposal}/eligibility`, { decision: 'cure', reasons: '写好的理由', 'checks.field': 'true' })
    expect(shown.status).toBe(303)
    expect(await stateOf(proposal)).toBe('curing')
    expect((await decide(first(), proposal, { decision: 'admitted', checks: ticks })).body).toMatchObject({ code: 'WRONG_STATE', facts: { state: 'curing' } })
  })
})

describe('a cure whose time is over', () => {
  test('takes nothing more, is for a decision, and there is no second one', async () => {
    const { proposal, by: { member }, revision, competition } = await curing({ cure: { days: 5, rounds: 3 } })
    platform.clock.forward({ days: 6 })
    expect((await member.api('PUT', `/proposals/${proposal}/cure`, { revision, content: { need: '迟到的补正。' } })).body.code).toBe('CURE_CLOSED')
    expect((await member.api('POST', `/proposals/${proposal}/cure/submission`, {})).body.code).toBe('CURE_CLOSED')
    expect((await member.api('POST', `/proposals/${proposal}/attachments`, { kind: 'supporting', name: '章.pdf', bytes: 1 })).body.code).toBe('CALL_CLOSED')
    expect(ok(await member.api('GET', `/proposals/${proposal}/cure`)).cure).toBeNull()
    expect((await member.page(`/proposals/${proposal}`)).html).toContain('补正期已过')
    expect((await first().api('POST', `/competitions/${competition}/eligibility/finish`)).body).toMatchObject({ code: 'PROPOSALS_UNDECIDED', facts: { undecided: 1 } })
    const { html } = await first().page(`/proposals/${proposal}/eligibility`)
    expect(html).toContain('补正期满，没有收到补正材料')
    expect(html).toContain('逾期未补正：申报书内容完整、属实')
    expect(mistakes(await decide(first(), proposal, cure({ complete: false })))).toEqual(['decision NO_CURE_LEFT'])
    expect(ok(await decide(first(), proposal, { decision: 'rejected', reasons: '逾期未补正' })).state).toBe('rejected')
    ok(await first().api('POST', `/competitions/${competition}/eligibility/finish`))
    const { entries } = ok(await first().api('GET', `/competitions/${competition}/trail`))
    expect(entries.map(({ sentence }: { sentence: { zh: string } }) => sentence.zh).join('\n')).toContain('补正期满，没有收到补正')
  })
})
