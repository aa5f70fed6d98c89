import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { membershipItem } from '../../shared/person/person.store.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { organisationId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import { ok, poll } from '../support/contest.ts'
import { giveMail, mailed } from '../support/mailed.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { admittedOrganisation, fullContent, openCompetition, pdf, setState, upload } from '../support/proposals.ts'
import { nextCode, registered, type Register, startRegistry, xlsxOf } from '../support/registry.ts'
import { organisationHead } from '../../infra/local/demo/register.ts'

let platform: TestPlatform
let administrator: Somebody
let register: Register
beforeAll(async () => { ({ platform, administrator, register } = await startRegistry()) })
afterAll(() => platform.close())

/** Fills a draft in as its clerk, all but the scan. */
async function fillIn(who: Somebody, { proposal, revision }: { proposal: string; revision: number }): Promise<void> {
  ok(await who.api('PUT', `/proposals/${proposal}/draft`, { revision, category: 'children', content: fullContent() }))
  ok(await upload(who, proposal, 'certificate', '登记证书.pdf', pdf))
}

describe('of an organisation that has joined', () => {
  test('an administrator enters it with the scan; it is the organisation’s, says who entered it, and the organisation is told and may go on with it', async () => {
    const organisation = await admittedOrganisation(platform, '交纸质的机构')
    const member = await giveMail(platform, await platform.person('成员', { member: [organisation] }), [organisation])
    const competition = await openCompetition(platform)
    const made = ok(await administrator.api('POST', `/competitions/${competition}/paper-proposals`, { organisation, category: 'children' }))
    await fillIn(administrator, made)
    const at = `/proposals/${made.proposal}`

    // Without the signed form it is not the organisation's word.
    const without = await administrator.api('POST', `${at}/submission`, { acknowledgeNames: true })
    expect(without.status).toBe(422)
    expect(without.body.errors).toMatchObject([{ path: 'attachments.paper-form' }])
    expect((await administrator.page(`${at}/attachments`)).html).toContain('签字盖章的纸质申报书')
    const { file } = ok(await upload(administrator, made.proposal, 'paper-form', '扫描件.pdf', pdf))
    const receipt = ok(await administrator.api('POST', `${at}/submission`, { acknowledgeNames: true }))
    expect(receipt.version).toBe(1)

    await mailed(platform, member, '已录入贵单位的申报书')
    const own = ok(await member.api('GET', '/proposals')).proposals
    expect(own).toMatchObject([{ id: made.proposal, state: 'submitted', organisation: { id: organisation }, paper: { by: { name: administrator.name } } }])
    for (const [who, path] of [[member, at], [administrator, at], [administrator, `${at}/eligibility`], [member, `${at}/versions/1`]] as const) expect((await who.page(path)).html).toContain('管理员 01据纸质申报书录入')
    expect((await administrator.page(`/competitions/${competition}/proposals`)).html).toContain('纸质')
    for (const who of [administrator, member]) expect([200, 303]).toContain((await who.page(`/files/${file}`)).status)
    const sentences = ok(await administrator.api('GET', `/competitions/${competition}/trail`)).entries.map(({ sentence, by }: { sentence: { zh: string }; by: { name: string } }) => `${by.name} ${sentence.zh}`)
    expect(sentences).toEqual(['管理员 01 提交了申报书《放学后的一小时》（第 1 版）', '管理员 01 开始据纸质申报书为交纸质的机构录入'])

    // It is theirs: they may change it and send it again, and so may the administrator, while the call is open.
    const { draft } = ok(await member.api('GET', at))
    ok(await member.api('PUT', `${at}/draft`, { revision: draft.revision, category: 'children', content: fullContent({ name: '成员改过的名字' }) }))
    expect(ok(await member.api('POST', `${at}/submission`, { acknowledgeNames: true })).version).toBe(2)
    await setState(platform, competition, { state: 'eligibility' })
    expect((await administrator.api('PUT', `${at}/draft`, { revision: draft.revision + 1, category: 'children', content: {} })).status).toBe(409)
    expect((await administrator.api('POST', `/competitions/${competition}/paper-proposals`, { organisation, category: 'children' })).status).toBe(409)
    ok(await administrator.api('POST', `${at}/eligibility`, { decision: 'admitted', checks: { complete: true, field: true, seals: true, 'one-year': true } }))
  })

  test('an administrator writes only what was entered from paper, and no other district’s', async () => {
    const organisation = await admittedOrganisation(platform, '自己写的机构')
    const member = await platform.person('成员', { member: [organisation] })
    const elsewhere = await platform.person('管理员 02', { administrator: '330402' })
    const competition = await openCompetition(platform)
    const typed = ok(await member.api('POST', `/competitions/${competition}/proposals`, { category: 'children' }))
    const entered = ok(await administrator.api('POST', `/competitions/${competition}/paper-proposals`, { organisation, category: 'children' }))
    const write = (who: Somebody, proposal: string) => who.api('PUT', `/proposals/${proposal}/draft`, { revision: 1, category: 'children', content: fullContent() })
    expect((await write(administrator, typed.proposal)).status).toBe(403)
    expect(ok(await administrator.api('GET', `/proposals/${typed.proposal}`)).draft).toBeNull()
    expect((await write(elsewhere, entered.proposal)).status).toBe(403)
    expect((await elsewhere.api('POST', `/competitions/${competition}/paper-proposals`, { organisation, category: 'children' })).status).toBe(403)
    expect((await member.api('POST', `/competitions/${competition}/paper-proposals`, { organisation, category: 'children' })).status).toBe(403)
    expect((await write(administrator, entered.proposal)).status).toBe(200)
    // It counts as one of the organisation's.
    const limited = await openCompetition(platform, (rulebook) => ({ ...rulebook, applicants: { ...rulebook.applicants, proposalsEach: 1 } }))
    ok(await administrator.api('POST', `/competitions/${limited}/paper-proposals`, { organisation, category: 'children' }))
    expect((await member.api('POST', `/competitions/${limited}/proposals`, { category: 'children' })).body.code).toBe('TOO_MANY_PROPOSALS')
  })
})

describe('of an organisation that only the registry knows', () => {
  test('it is found by the page, entered, told at the address it gave, and finds its proposal when it joins', async () => {
    const code = nextCode()
    await register.imported('organisations', await xlsxOf([[...organisationHead, '邮箱'], [...registered('没入驻的服务社', code, { 联系人: '联系人甲', 联系电话: '13800000000' }), 'paper@example.cn']]))
    const { items: [entry] } = await register.list('organisations', `?q=${code}`)
    const competition = await openCompetition(platform)
    const here = `/competitions/${competition}/proposals/paper`
    expect((await administrator.page(`/competitions/${competition}/proposals`)).html).toContain(here)
    expect((await administrator.page(`${here}?q=${encodeURIComponent('没有这一家')}`)).html).toContain('登记册里没有找到')
    const found = await administrator.page(`${here}?q=${code.slice(0, 12)}`)
    for (const words of ['没入驻的服务社', entry.id, '未入驻']) expect(found.html).toContain(words)
    const wrong = await administrator.post(here, { q: code, organisation: '', category: '' })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('没入驻的服务社')
    expect((await administrator.post(here, { q: code, organisation: 'o_00000000000000000000000000', category: 'children' })).html).toContain('登记册里没有这家单位')
    const { location } = await administrator.post(here, { q: code, organisation: entry.id, category: 'children' })
    const proposal = (location ?? '').replace('/proposals/', '')
    const read = ok(await administrator.api('GET', `/proposals/${proposal}`))
    expect(read.draft.content).toMatchObject({ applicantName: '没入驻的服务社', registrationNumber: code })
    await fillIn(administrator, { proposal, revision: 1 })
    ok(await upload(administrator, proposal, 'paper-form', '扫描件.pdf', pdf))
    for (const attached of ok(await administrator.api('GET', `/proposals/${proposal}`)).draft.attachments) expect([200, 303]).toContain((await administrator.page(`/files/${attached.file}`)).status)
    for (const page of ['', '/answers', '/attachments', '/print', '/sections/need']) expect([page, (await administrator.page(`/proposals/${proposal}${page}`)).status]).toEqual([page, 200])
    expect((await administrator.post(`/proposals/${proposal}/submission`, { acknowledgeNames: 'true' })).status).toBe(303)
    await poll(platform, async () => (await platform.table.queryAll(mailItem, keys.mailbox)).some(({ value }) => value.to === 'paper@example.cn' && value.text.includes('没入驻的服务社')), () => 'the address was not told')

    const member = await platform.person('后来的成员')
    await platform.table.transact([membershipItem.put({ role: 'member', person: member.id, organisation: organisationId.parse(entry.id), since: platform.clock.now() }, 'none')])
    expect(ok(await member.api('GET', '/proposals')).proposals).toMatchObject([{ id: proposal, state: 'submitted' }])
    await setState(platform, competition, { state: 'eligibility' })
    expect((await administrator.page(`/proposals/${proposal}/eligibility`)).status).toBe(200)
    ok(await administrator.api('POST', `/proposals/${proposal}/eligibility`, { decision: 'admitted', checks: { complete: true, field: true, seals: true, 'one-year': true } }))
  })

  test('nobody enters for a suspended organisation, or for one that nobody knows', async () => {
    const suspended = await admittedOrganisation(platform, '暂停的机构', { state: 'suspended' })
    const competition = await openCompetition(platform)
    for (const organisation of [suspended, 'o_00000000000000000000000000']) {
      const refused = await administrator.api('POST', `/competitions/${competition}/paper-proposals`, { organisation, category: 'children' })
      expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'organisation'])
    }
  })
})
