import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAwardList, loadAwards } from '../../shared/award/award.store.ts'
import { certificateIdOf } from '../../shared/award/certificate.ts'
import { writeCertificates } from '../../shared/award/certificate.store.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { dueForResult } from '../../functions/queries/notice.ts'
import { outcomeFor } from '../../functions/queries/award.ts'
import { makeContext } from '../../functions/context.ts'
import { membershipItem, personItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { closeNotice, DISTRICT, isAnswered, judgedContest, type JudgedContest, plainRulebook, waitFor } from '../support/result.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: DISTRICT })
})
afterAll(() => platform.close())

const notice = { basis: '大赛章程', process: '经评审，按总分排列。', contact: { phone: '0573-0000 0000', email: '' } }

async function awaiting(options: Parameters<typeof judgedContest>[1] = {}): Promise<JudgedContest> {
  const contest = await judgedContest(platform.table, options)
  expect((await administrator.api('POST', `/competitions/${contest.id}/notice`, notice)).status).toBe(201)
  await closeNotice(platform.table, contest.id, 'award')
  return contest
}
/** The administrator as an actor, for queries that other pages put together. */
async function asAdministrator() {
  const [person, held] = await Promise.all([platform.table.get(personItem, keys.person(administrator.id)), platform.table.queryAll(membershipItem, keys.memberships(administrator.id))])
  if (person === undefined) throw new Error('nobody')
  return makeContext({ kind: 'person', person: person.value, memberships: held.map(({ value }) => value), organisation: null, session: null })
}
const many = () => plainRulebook({ awards: [{ id: 'star', name: { zh: '优秀项目', en: 'Star' }, rule: 'count', count: 230, within: 'all' }] })

describe('publishing awards', () => {
  it('is refused before the notice and while it runs', async () => {
    const contest = await judgedContest(platform.table)
    const early = await administrator.api('POST', `/competitions/${contest.id}/awards`)
    expect([early.status, early.body.code]).toEqual([409, 'WRONG_STATE'])
    await administrator.api('POST', `/competitions/${contest.id}/notice`, notice)
    expect((await administrator.api('POST', `/competitions/${contest.id}/awards`)).body.code).toBe('NOTICE_OPEN')
    expect((await platform.visitor.api('GET', `/competitions/${contest.id}/awards`)).status).toBe(404)
  })

  it('shows the list and real certificates, tells the workflow, and changes nothing the second time', async () => {
    const { id, proposals } = await awaiting()
    await waitFor(platform.table, id, 'awards', 'token')
    const once = await administrator.api('POST', `/competitions/${id}/awards`)
    expect(once.body).toMatchObject({ awards: 6 })
    expect(await isAnswered(platform.table, id, 'awards')).toBe(true)
    platform.clock.forward({ hours: 1 })
    expect((await administrator.api('POST', `/competitions/${id}/awards`)).body).toEqual(once.body)
    const { body } = await platform.visitor.api('GET', `/competitions/${id}/awards`)
    expect(body.awards.map(({ title }: { title: string }) => title)).toEqual(proposals.slice(0, 6).map(({ title }) => title))
    const certificate = await platform.visitor.api('GET', `/certificates/${body.awards[0].certificate}`)
    expect(certificate.body).toMatchObject({ title: proposals[0]?.title, organisation: proposals[0]?.organisation, awardName: { zh: '一等奖' }, issuer: { zh: '示例区社会工作部' } })
    expect(JSON.stringify(certificate.body)).not.toContain(proposals[0]?.id)
  })

  it('of more than a hundred goes in chunks that count all at once: a crash before the switch shows nothing', async () => {
    const contest = await awaiting({ entries: 240, rulebook: many() })
    const { value: competition } = await loadCompetition(platform.table, contest.id)
    const awards = await loadAwards(platform.table, contest.id)
    const lines = await loadAwardList(platform.table, contest.id, awards.value.list)
    expect(lines).toHaveLength(230)
    // As far as a publication gets that dies before its last transaction: certificates written, nothing switched.
    await writeCertificates(platform.table, lines.slice(0, 180).map(({ proposal, title, organisation, award, awardName, place }) => ({
      id: certificateIdOf(contest.id, proposal, award), competition: contest.id, competitionName: competition.name, proposal, title, organisation, award, awardName, place, issuer: competition.authority, date: '2026-01-01',
    })))
    const first = certificateIdOf(contest.id, lines[0]?.proposal ?? '', 'star')
    expect((await platform.visitor.api('GET', `/certificates/${first}`)).status).toBe(404)
    expect((await platform.visitor.page(`/certificates/${first}`)).status).toBe(404)
    expect((await platform.visitor.page(`/public/competitions/${contest.id}/awards`)).html).toContain('奖项还没有公布')
    expect((await administrator.api('POST', `/competitions/${contest.id}/awards`)).body).toMatchObject({ awards: 230 })
    const { body } = await platform.visitor.api('GET', `/competitions/${contest.id}/awards`)
    expect(new Set(body.awards.map(({ certificate }: { certificate: string }) => certificate)).size).toBe(230)
    for (const place of [0, 99, 100, 229]) expect((await platform.visitor.api('GET', `/certificates/${body.awards[place].certificate}`)).body.title).toBe(contest.proposals[place]?.title)
    // The date is that of the publication that counted.
    expect((await platform.visitor.api('GET', `/certificates/${first}`)).body.date).not.toBe('2026-01-01')
    const page = await platform.visitor.page(`/public/competitions/${contest.id}/awards?page=3`)
    expect(page.html).toContain(contest.proposals[229]?.title)
    expect(page.html).not.toContain(`>${contest.proposals[150]?.title}<`)
  })

  it('names places that nobody could fill', async () => {
    const { id } = await judgedContest(platform.table, { entries: 2 })
    const { html } = await administrator.page(`/competitions/${id}/result`)
    expect(html).toContain('“三等奖”设 3 名，可评的项目不足，实际授予 0 名。')
  })
})

describe('a certificate', () => {
  it('that is not real is not found, and the page says what that means', async () => {
    for (const id of [`x_${'0'.repeat(26)}`, 'x_wrong', 'certificate']) {
      expect((await platform.visitor.api('GET', `/certificates/${id}`)).status, id).toBe(404)
      const page = await platform.visitor.page(`/certificates/${id}`)
      expect([page.status, page.html.includes('没有查到这张证书')], id).toEqual([404, true])
    }
  })

  it('prints with a code that leads to its check page', async () => {
    const { id, proposals } = await awaiting()
    await administrator.api('POST', `/competitions/${id}/awards`)
    const { body } = await platform.visitor.api('GET', `/competitions/${id}/awards`)
    const page = await platform.visitor.page(`/certificates/${body.awards[1].certificate}/print`)
    expect(page.status).toBe(200)
    for (const text of [proposals[1]?.title, proposals[1]?.organisation, '荣誉证书', '二等奖', '示例区社会工作部', '扫码核对']) expect(page.html).toContain(text)
  })
})

describe('what comes of it', () => {
  it('an applicant learns nothing before the notice, the proposal during it, the certificate after it', async () => {
    const contest = await judgedContest(platform.table)
    const [winner, last] = [contest.proposals[0], contest.proposals[7]]
    if (winner === undefined || last === undefined) throw new Error('too few proposals')
    const of = (proposal: typeof winner) => outcomeFor(makeContext({ kind: 'visitor' }), { id: proposal.id, competition: contest.id })
    expect(await of(winner)).toBeUndefined()
    await administrator.api('POST', `/competitions/${contest.id}/notice`, notice)
    expect(await of(winner)).toMatchObject({ state: 'proposed', award: { name: { zh: '一等奖' }, place: 1 }, certificate: null })
    expect(await of(last)).toMatchObject({ state: 'proposed', award: null })
    await closeNotice(platform.table, contest.id, 'award')
    await administrator.api('POST', `/competitions/${contest.id}/awards`)
    expect(await of(winner)).toMatchObject({ state: 'published', certificate: expect.stringMatching(/^x_/) })
    expect(await of(last)).toMatchObject({ award: null, certificate: null })
  })

  it('stands on the proposal’s own page, with the certificate to print', async () => {
    const { id, proposals } = await awaiting()
    const [winner] = proposals
    if (winner === undefined) throw new Error('too few proposals')
    const applicant = await platform.person('申报人 01', { member: [winner.organisationId] })
    expect((await applicant.page(`/proposals/${winner.id}`)).html).toContain('拟授奖项')
    await administrator.api('POST', `/competitions/${id}/awards`)
    const { html } = await applicant.page(`/proposals/${winner.id}`)
    const address = /href="(\/certificates\/x_[0-9a-z]+\/print)"/.exec(html)?.[1] ?? ''
    expect((await applicant.page(address)).html).toContain(winner.title)
  })

  it('an administrator is told what to do next, step by step', async () => {
    const { id, proposals } = await judgedContest(platform.table, { totals: [95, 94, 93, 93] })
    const due = async () => {
      const { value } = await loadCompetition(platform.table, id)
      return (await dueForResult(await asAdministrator(), value)).map(({ title }) => title.zh)
    }
    expect(await due()).toEqual(['决定奖项并列（1 处）'])
    await administrator.api('POST', `/competitions/${id}/awards/ties`, { award: 'second', chosen: [proposals[2]?.id], reason: '按服务人数' })
    expect(await due()).toEqual(['发布公示'])
    await administrator.api('POST', `/competitions/${id}/notice`, notice)
    expect(await due()).toEqual([])
    await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1', facts: '服务次数与事实不符，请核实。' })
    await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'lead', facts: '听说材料有不实之处，请核实。' })
    expect(await due()).toEqual(['处理异议（1 件）', '核实线索（1 条）'])
    await closeNotice(platform.table, id, 'award')
    expect(await due()).toEqual(['公布奖项', '处理异议（1 件）', '核实线索（1 条）'])
  })

  it('a decision that a ruling has overtaken is asked for again', async () => {
    const { id, proposals } = await judgedContest(platform.table, { totals: [95, 94, 93, 93, 93] })
    await administrator.api('POST', `/competitions/${id}/awards/ties`, { award: 'second', chosen: [proposals[3]?.id], reason: '按服务人数' })
    await administrator.api('POST', `/competitions/${id}/notice`, notice)
    const { body: shown } = await platform.visitor.api('GET', `/competitions/${id}/notice`)
    const made = await platform.visitor.api('POST', `/competitions/${id}/objections`, { kind: 'person', name: '示例居民', contact: '0573-1', facts: '服务次数与事实不符，请核实。', proposal: shown.lines.find(({ title }: { title: string }) => title === proposals[3]?.title).number })
    await administrator.api('POST', `/competitions/${id}/objections/${made.body.id}/ruling`, { reasons: '不实', effect: 'annul' })
    expect((await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '名单有变' })).body.code).toBe('TIES_UNDECIDED')
    expect((await administrator.api('POST', `/competitions/${id}/awards/ties`, { award: 'second', chosen: [proposals[4]?.id], reason: '再比服务人数' })).body).toEqual({ open: 0 })
    expect((await administrator.api('POST', `/competitions/${id}/notice`, { ...notice, correction: '名单有变' })).status).toBe(201)
  })
})
