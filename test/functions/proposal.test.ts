import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { admittedOrganisation, applicant, fullContent, fullDraft, openCompetition, pdf, sentProposal, setState, upload } from '../support/proposals.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

const codesOf = (body: { errors?: { path: string; code: string }[] }) => Object.fromEntries((body.errors ?? []).map(({ path, code }) => [path, code]))

describe('a draft', () => {
  test('starts with what the organisation’s record knows', async () => {
    const by = await applicant(platform, '示例机构 70')
    const created = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    expect(created.status).toBe(201)
    const { body } = await by.member.api('GET', `/proposals/${created.body.proposal}`)
    expect(body).toMatchObject({ state: 'draft', category: 'elderly', draft: { revision: 1, content: { applicantName: '示例机构 70', registrationNumber: '52330411MJ9900020C', contact: '联系人 01' } } })
  })

  test('in two tabs: the second is told and nothing of either is lost', async () => {
    const by = await applicant(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    const first = await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: { name: '甲' } })
    expect(first).toMatchObject({ status: 200, body: { revision: 2 } })
    const second = await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: { name: '乙' } })
    expect(second).toMatchObject({ status: 409, body: { code: 'STALE', facts: { revision: 2 } } })
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body.draft.content.name).toBe('甲')
    expect((await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 2, category: 'elderly', content: { name: '乙' } })).status).toBe(200)
  })

  test('saved twice at the same moment: one is kept, the other told', async () => {
    const by = await applicant(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    const answers = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: { name } })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409])
  })

  test('keeps emoji, rare characters and line ends to the last code point', async () => {
    const by = await applicant(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    const text = '𠮷野家的孩子们👨‍👩‍👧‍👦，䶮、㛃、𬭚\n第二行\u3000全角空格 <script>alert(1)</script> \u202eabc'
    await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: { name: '𠮷👨‍👩‍👧‍👦', summary: text } })
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body).toMatchObject({ title: '𠮷👨‍👩‍👧‍👦', draft: { content: { summary: text } } })
  })

  test('refuses fields that the form doesn’t have, and keeps half a character as the sign that stands for one', async () => {
    const by = await applicant(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    const wrong = await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: { nonsense: 1, directPeople: 1.5 } })
    expect(wrong.status).toBe(422)
    expect(codesOf(wrong.body)).toEqual({ 'content.nonsense': 'FIELD_UNKNOWN', 'content.directPeople': 'INTEGER_EXPECTED' })
    const half = await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'elderly', content: { name: 'x\ud800' } })
    expect(half.status).toBe(200)
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body.draft.content.name).toBe('x\ufffd')
  })

  test('belongs to its organisation: another’s member, a judge and a stranger see nothing of it; an administrator not what it says', async () => {
    const by = await applicant(platform)
    const competition = await openCompetition(platform)
    const proposal = await fullDraft(competition, by)
    const other = await applicant(platform)
    const judge = await platform.person('评委 01', { judge: [competition] })
    for (const somebody of [other.member, judge]) {
      expect((await somebody.api('GET', `/proposals/${proposal}`)).status).toBe(403)
      expect((await somebody.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'children', content: {} })).status).toBe(403)
      expect((await somebody.api('POST', `/proposals/${proposal}/submission`, {})).status).toBe(403)
      expect((await somebody.api('POST', `/proposals/${proposal}/withdrawal`)).status).toBe(403)
      expect((await somebody.api('GET', `/proposals/${proposal}/reading`)).status).toBe(403)
    }
    expect((await platform.visitor.api('GET', `/proposals/${proposal}`)).status).toBe(401)
    const administrator = await platform.person('管理员 01', { administrator: '330411' })
    expect((await administrator.api('GET', `/proposals/${proposal}`)).body).toMatchObject({ state: 'draft', draft: null, sent: null })
    const elsewhere = await platform.person('管理员 02', { administrator: '330402' })
    expect((await elsewhere.api('GET', `/proposals/${proposal}`)).status).toBe(403)
  })

  test('that was never sent can be put away and brought back', async () => {
    const by = await applicant(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    expect((await by.member.api('POST', `/proposals/${proposal}/withdrawal`)).body).toEqual({ state: 'withdrawn' })
    expect((await by.member.api('DELETE', `/proposals/${proposal}/withdrawal`)).body).toEqual({ state: 'draft' })
  })
})

describe('who may apply', () => {
  test('only an admitted organisation of a kind that the rules admit, while the call is open', async () => {
    const competition = await openCompetition(platform, (rulebook) => ({ ...rulebook, applicants: { ...rulebook.applicants, kinds: ['team'] } }))
    const by = await applicant(platform)
    const kind = await by.member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })
    expect(kind).toMatchObject({ status: 422, body: { errors: [{ path: 'organisation', code: 'APPLICANT_KIND' }] } })
    const waiting = await admittedOrganisation(platform, '示例机构 71', { state: 'asked', decidedAt: null })
    const member = await platform.person('成员', { member: [waiting] })
    expect((await member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })).body.code).toBe('ORGANISATION_NOT_ADMITTED')
    const draft = await openCompetition(platform)
    await setState(platform, draft, { state: 'draft' })
    expect((await by.member.api('POST', `/competitions/${draft}/proposals`, { category: 'elderly' })).status).toBe(404)
    const outsider = await platform.person('路人')
    expect((await outsider.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })).status).toBe(403)
    expect((await outsider.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly', organisation: by.organisation })).status).toBe(403)
  })

  test('as many as the rules allow each, also at the same moment; a withdrawn one gives its place back', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const answers = await Promise.all([1, 2, 3, 4].map(() => by.member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'TOO_MANY_PROPOSALS', facts: { most: 2 } })
    const [first] = answers.filter(({ status }) => status === 201)
    await by.member.api('POST', `/proposals/${first?.body.proposal}/withdrawal`)
    expect((await by.member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })).status).toBe(201)
    expect((await by.member.api('DELETE', `/proposals/${first?.body.proposal}/withdrawal`)).body.code).toBe('TOO_MANY_PROPOSALS')
  })

  test('a double click makes one draft: the same key gets the same answer, with other content it is refused', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const make = (category: string) => by.member.api('POST', `/competitions/${competition}/proposals`, { category }, { key: 'double-click-0001' })
    const [one, two] = await Promise.all([make('elderly'), make('elderly')])
    expect(one.body.proposal).toBe(two.body.proposal)
    expect((await by.member.api('GET', '/proposals')).body.proposals).toHaveLength(1)
    expect((await make('children')).body.code).toBe('COMMAND_REUSED')
  })
})

describe('sending', () => {
  test('writes a version and a receipt; later versions leave the earlier ones as they were', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const proposal = await fullDraft(competition, by)
    const first = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(first).toMatchObject({ status: 201, body: { version: 1, number: expect.stringMatching(/^XY-\w{4}-\w{4}$/) } })
    const { body } = await by.member.api('GET', `/proposals/${proposal}`)
    await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: body.draft.revision, category: 'elderly', content: fullContent({ name: '改名之后' }) })
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body).toMatchObject({ title: '放学后的一小时', category: 'children', state: 'submitted' })
    const second = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(second.body).toMatchObject({ version: 2, number: first.body.number })
    expect((await by.member.api('GET', `/proposals/${proposal}/versions/1`)).body).toMatchObject({ title: '放学后的一小时', category: 'children', submittedAt: first.body.submittedAt })
    expect((await by.member.api('GET', `/proposals/${proposal}/versions/2`)).body).toMatchObject({ title: '改名之后', category: 'elderly', submittedBy: { name: by.member.name } })
    expect((await by.member.api('GET', `/proposals/${proposal}/versions/3`)).status).toBe(404)
  })

  test('a replay with the same key is the same sending, also after the call has closed', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const proposal = await fullDraft(competition, by)
    const send = () => by.member.api('POST', `/proposals/${proposal}/submission`, {}, { key: 'send-once-00001' })
    const [one, two] = await Promise.all([send(), send()])
    expect(two.body).toEqual(one.body)
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body.version).toBe(1)
    await setState(platform, competition, { state: 'eligibility' })
    expect((await send()).body).toEqual(one.body)
  })

  test('late by a millisecond is late: refused with the closing time, and the draft stays', async () => {
    const competition = await openCompetition(platform)
    const by = await applicant(platform)
    const proposal = await fullDraft(competition, by)
    const { body } = await by.member.api('GET', `/competitions/${competition}`)
    const closesAt = body.dates.callClosesAt
    // The clock goes on while the test runs: stop some seconds before the close, then pass it.
    platform.clock.forward({ milliseconds: milliseconds(closesAt) - milliseconds(platform.clock.now()) - 20_000 })
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, {})).status).toBe(201)
    platform.clock.forward({ milliseconds: milliseconds(closesAt) - milliseconds(platform.clock.now()) + 1 })
    const late = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(late).toMatchObject({ status: 409, body: { code: 'CALL_CLOSED', facts: { closedAt: closesAt } } })
    expect((await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: 2, category: 'children', content: {} })).body.code).toBe('CALL_CLOSED')
    expect((await by.member.api('POST', `/proposals/${proposal}/withdrawal`)).body.code).toBe('CALL_CLOSED')
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body).toMatchObject({ version: 1, open: false, draft: { content: { name: '放学后的一小时' } } })
  })

  test('an empty draft names every required field', async () => {
    const by = await applicant(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${await openCompetition(platform)}/proposals`, { category: 'elderly' })
    const refused = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(refused).toMatchObject({ status: 422, body: { code: 'PROPOSAL_NOT_READY' } })
    expect(codesOf(refused.body)).toMatchObject({ name: 'REQUIRED', team: 'REQUIRED', budget: 'REQUIRED', startDate: 'REQUIRED', 'attachments.certificate': 'ATTACHMENT_MISSING' })
  })

  test('dates reversed, a step outside them, a budget that doesn’t add up', async () => {
    const by = await applicant(platform)
    const competition = await openCompetition(platform)
    const reversed = await fullDraft(competition, by, { startDate: '2027-12-31', endDate: '2027-03-01' })
    expect(codesOf((await by.member.api('POST', `/proposals/${reversed}/submission`, {})).body)).toEqual({ endDate: 'DATES_REVERSED' })
    const other = await fullDraft(competition, by, { totalBudget: 1_500_001, steps: [{ stepDate: '2028-01-01', stepName: '太晚' }] })
    expect(codesOf((await by.member.api('POST', `/proposals/${other}/submission`, {})).body)).toEqual({ totalBudget: 'BUDGET_TOTAL', 'steps.0.stepDate': 'DATE_OUTSIDE' })
  })

  test('a text over which somebody saved since it was read isn’t sent unread', async () => {
    const by = await applicant(platform)
    const proposal = await fullDraft(await openCompetition(platform), by)
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, { revision: 1 })).body).toMatchObject({ code: 'STALE', facts: { revision: 2 } })
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, { revision: 2 })).status).toBe(201)
  })

  test('names that judges would read are listed before sending, and may be sent all the same', async () => {
    const by = await applicant(platform, '示例机构 72')
    const proposal = await fullDraft(await openCompetition(platform), by, { summary: '示例机构 72 的项目', approach: '由组员甲 2 带班' })
    const warned = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(warned).toMatchObject({ status: 422, body: { code: 'NAMES_SHOWN' } })
    expect(codesOf(warned.body)).toEqual({ summary: 'NAME_SHOWN', approach: 'NAME_SHOWN' })
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, { acknowledgeNames: true })).status).toBe(201)
  })

  test('withdrawn, it counts as not sent; undone, it counts as sent with its first receipt; sent anew, it is a new version', async () => {
    const by = await applicant(platform)
    const proposal = await sentProposal(await openCompetition(platform), by)
    const sentAt = (await by.member.api('GET', `/proposals/${proposal}`)).body.submittedAt
    await by.member.api('POST', `/proposals/${proposal}/withdrawal`)
    expect((await by.member.api('POST', `/proposals/${proposal}/withdrawal`)).body).toMatchObject({ code: 'WRONG_STATE' })
    expect((await by.member.api('DELETE', `/proposals/${proposal}/withdrawal`)).body).toEqual({ state: 'submitted' })
    expect((await by.member.api('GET', `/proposals/${proposal}`)).body).toMatchObject({ state: 'submitted', submittedAt: sentAt, version: 1 })
    await by.member.api('POST', `/proposals/${proposal}/withdrawal`)
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, {})).body.version).toBe(2)
  })

  test('leaves who, what and when in the trail', async () => {
    const by = await applicant(platform)
    const competition = await openCompetition(platform)
    const proposal = await sentProposal(competition, by)
    const administrator = await platform.person('管理员 03', { administrator: '330411' })
    const { body } = await administrator.api('GET', `/competitions/${competition}/trail`)
    expect(body.entries[0]).toMatchObject({ action: 'proposal.submit', about: { id: proposal }, by: { name: by.member.name }, from: 'draft', to: 'submitted' })
  })
})

describe('forms.md part 1', () => {
  test('consequence 1: limits count characters as seen; they block submitting, not saving', async () => {
    const by = await applicant(platform)
    const proposal = await fullDraft(await openCompetition(platform), by, { summary: '👨‍👩‍👧‍👦𠮷'.repeat(150) })
    expect((await by.member.api('POST', `/proposals/${proposal}/submission`, {})).status).toBe(201)
    const { body: { draft } } = await by.member.api('GET', `/proposals/${proposal}`)
    const long = await by.member.api('PUT', `/proposals/${proposal}/draft`, { revision: draft.revision, category: 'children', content: fullContent({ summary: '字'.repeat(301) }) })
    expect(long.status).toBe(200)
    const refused = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(refused).toMatchObject({ status: 422, body: { code: 'PROPOSAL_NOT_READY', errors: [{ path: 'summary', code: 'TOO_LONG', detail: expect.stringContaining('301') }] } })
  })

  test('consequence 2: a request above the cap is refused, the cap named', async () => {
    const by = await applicant(platform)
    const proposal = await fullDraft(await openCompetition(platform), by, { requested: 5_000_001 })
    const refused = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(refused.body.errors).toContainEqual({ path: 'requested', code: 'ABOVE_CAP', detail: expect.stringContaining('50,000.00') })
  })

  test('consequence 4: a certificate uploaded once serves all applications', async () => {
    const by = await applicant(platform)
    const first = await fullDraft(await openCompetition(platform), by)
    const [{ file }] = (await by.member.api('GET', `/proposals/${first}`)).body.draft.attachments
    const competition = await openCompetition(platform)
    const { body: { proposal } } = await by.member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })
    const { body } = await by.member.api('GET', `/proposals/${proposal}`)
    expect(body.draft.attachments).toEqual([{ kind: 'certificate', file, name: '登记证书.pdf', bytes: pdf.length, type: 'pdf' }])
    expect((await by.member.api('DELETE', `/proposals/${proposal}/attachments/${file}`)).body).toEqual({ removed: true })
    expect((await by.member.api('PUT', `/proposals/${proposal}/attachments/${file}`)).status).toBe(200)
    const other = await applicant(platform)
    const { body: theirs } = await other.member.api('POST', `/competitions/${competition}/proposals`, { category: 'elderly' })
    expect((await other.member.api('PUT', `/proposals/${theirs.proposal}/attachments/${file}`)).status).toBe(404)
  })

  test('consequence 5: fewer core members than the rule: not sent', async () => {
    const by = await applicant(platform)
    const proposal = await fullDraft(await openCompetition(platform), by, { team: [1, 2].map((n) => ({ memberName: `组员乙 ${n}`, duty: '带班' })) })
    const refused = await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    expect(refused.body.errors).toEqual([{ path: 'team', code: 'BELOW_LEAST', detail: expect.stringContaining('3') }])
  })

  test('a file that was taken off stays with the version that was sent with it', async () => {
    const by = await applicant(platform)
    const proposal = await fullDraft(await openCompetition(platform), by)
    const photo = await upload(by.member, proposal, 'supporting', '佐证.pdf', pdf)
    await by.member.api('POST', `/proposals/${proposal}/submission`, {})
    await by.member.api('DELETE', `/proposals/${proposal}/attachments/${photo.body.file}`)
    expect((await by.member.api('GET', `/proposals/${proposal}/versions/1`)).body.attachments).toHaveLength(2)
    expect((await by.member.api('GET', `/files/${photo.body.file}`)).status).toBe(200)
  })
})
