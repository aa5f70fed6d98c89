import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ban } from '../../shared/ban/ban.ts'
import type { Clawback } from '../../shared/clawback/clawback.ts'
import { addDays, shanghaiDate } from '../../shared/kernel/calendar.ts'
import { competitionId, derivedId, grantId, organisationId } from '../../shared/kernel/ids.ts'
import { move } from '../../shared/ledger/ledger.ts'
import { movementItem } from '../../shared/ledger/ledger.store.ts'
import { ok, poll } from '../support/contest.ts'
import { deliver, type Funded, fundedVenture } from '../support/grants.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { openCompetition, sentProposal, setState } from '../support/proposals.ts'

let platform: TestPlatform
let finance: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  finance = await platform.person('财务 01', { finance: '330411' })
})
afterAll(() => platform.close())

type Paid = Funded & { id: string; member: Somebody }
/** A grant of 100,000.01 yuan of which 60,000 were paid, by the ledger. */
async function paid(): Promise<Paid> {
  const funded = await fundedVenture(platform, { amounts: [10_000_001] })
  const [grant] = funded.grants
  if (grant === undefined) throw new Error('a grant expected')
  await deliver(platform, grant.id)
  await platform.table.transact([movementItem.put({
    id: derivedId('paid', grant.id), competition: competitionId.parse(funded.competition), at: platform.clock.now(), kind: 'pay', because: { noun: 'payment-order', id: 'test' }, sentence: { zh: '测试拨付' }, by: null,
    sides: move(6_000_000, 'signed', 'paid', grantId.parse(grant.id)),
  }, 'none')])
  return { ...funded, id: grant.id, member: grant.member }
}
const claim = { cause: 'misuse', lines: [{ what: '购买固定资产', amount: 1_234_567 }, { what: '招待费', amount: 65_433 }], reasons: '两笔支出不在协议用途内。', ban: true }
const read = async ({ administrator, id }: Paid) => ok(await administrator.api('GET', `/grants/${id}/clawbacks`)) as { clawbacks: Clawback[]; claimable: number }
const money = async ({ administrator, competition }: Paid) => ok(await administrator.api('GET', `/competitions/${competition}/grants`)).balances
const stateOf = async ({ administrator, id }: Paid) => ok(await administrator.api('GET', `/grants/${id}`)).grant.state
const open = async (made: Paid, body: object = claim) => ok(await made.administrator.api('POST', `/grants/${made.id}/clawbacks`, body))
const step = ({ id }: Paid, who: Somebody, what: string, body: object) => who.api('POST', `/grants/${id}/clawbacks/1/${what}`, body)
const today = () => shanghaiDate(platform.clock.now())

describe('money claimed back', () => {
  test('is counted line by line to the fen, comes back in parts, and the grant goes on when nothing is open', async () => {
    const made = await paid()
    const instalments = [{ on: addDays(today(), 10), amount: 1_000_000 }, { on: addDays(today(), 40), amount: 300_000 }]
    await open(made, { ...claim, instalments })
    expect((await read(made)).clawbacks).toMatchObject([{ total: 1_300_000, cause: 'misuse', settledAt: null }])
    expect(await money(made)).toMatchObject({ paid: 4_700_000, claimed: 1_300_000, returned: 0 })
    expect(await stateOf(made)).toBe('recovery')
    await poll(platform, async () => ok(await made.administrator.api('GET', `/grants/${made.id}`)).step === 'recovery', () => 'the machine did not follow')
    expect(ok(await made.member.api('GET', `/grants/${made.id}`)).duties).toMatchObject([{ of: 'pay-back', whose: 'organisation' }])
    const payment = { on: today(), amount: 1_000_001, reference: '回单 0001' }
    expect(ok(await step(made, finance, 'payments', payment)).open).toBe(299_999)
    // The same voucher recorded twice is one payment.
    expect(ok(await step(made, finance, 'payments', payment)).open).toBe(299_999)
    expect((await step(made, finance, 'payments', { ...payment, amount: 300_000, reference: '回单 0002' })).body.errors).toMatchObject([{ path: 'amount', code: 'ABOVE_OPEN' }])
    expect(ok(await step(made, finance, 'payments', { ...payment, amount: 299_999, reference: '回单 0003' })).open).toBe(0)
    expect(await stateOf(made)).toBe('delivery')
    expect(await money(made)).toMatchObject({ claimed: 0, returned: 1_300_000 })
  })

  test('is written off only by another person than who asked', async () => {
    const made = await paid()
    await open(made)
    const both = await platform.person('又管项目又管钱', { administrator: '330411', finance: '330411' })
    expect((await step(made, finance, 'write-offs', { amount: 1, reasons: '不该由财务提' })).status).toBe(403)
    ok(await step(made, both, 'write-offs', { amount: 300_000, reasons: '单位已注销，无法追回' }))
    const waits = async () => (ok(await finance.api('GET', '/inbox')) as { due: { title: { zh: string }; href: string }[] }).due.some(({ title, href }) => title.zh === '审批核销' && href === `/grants/${made.id}/recovery`)
    expect(await waits()).toBe(true)
    const own = await step(made, both, 'write-offs/answer', { approved: true })
    expect([own.status, own.body.code]).toEqual([409, 'CONFLICTED'])
    expect((await step(made, made.administrator, 'write-offs/answer', { approved: true })).status).toBe(403)
    expect((await step(made, finance, 'write-offs/answer', { approved: false })).body.errors).toMatchObject([{ path: 'note', code: 'REQUIRED' }])
    expect(ok(await step(made, finance, 'write-offs/answer', { approved: true })).open).toBe(1_000_000)
    expect(await waits()).toBe(false)
    expect(await money(made)).toMatchObject({ claimed: 1_000_000, 'written-off': 300_000 })
    expect((await step(made, finance, 'write-offs/answer', { approved: true })).status).toBe(409)
  })

  test.each([
    ['more than was paid', { ...claim, lines: [{ what: '全部', amount: 6_000_001 }] }, 'lines.0.amount', 'ABOVE_PAID'],
    ['instalments of another sum', { ...claim, instalments: [{ on: '2099-01-01', amount: 1 }] }, 'instalments.0.amount', 'SUM_WRONG'],
    ['a day that has passed', { ...claim, instalments: [{ on: '2020-01-01', amount: 1_300_000 }] }, 'instalments.0.on', 'DATE_PAST'],
    ['a sum below nothing', { ...claim, lines: [{ what: '负数', amount: -5 }] }, 'lines.0.amount', undefined],
    ['no line', { ...claim, lines: [] }, 'lines', undefined],
  ])('is refused for %s, and nothing changes', async (_, body, path, code) => {
    const made = await paid()
    const answer = await made.administrator.api('POST', `/grants/${made.id}/clawbacks`, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0]).toMatchObject({ path, ...(code === undefined ? {} : { code }) })
    expect(await money(made)).toMatchObject({ paid: 6_000_000, claimed: 0 })
    expect(await stateOf(made)).toBe('delivery')
  })

  test('is the authority’s to decide, not the grantee’s nor finance’s', async () => {
    const made = await paid()
    for (const who of [made.member, finance]) expect((await who.api('POST', `/grants/${made.id}/clawbacks`, claim)).status).toBe(403)
  })
})

describe('a ban', () => {
  test('lasts the rulebook’s years, is listed, and can be lifted with a reason', async () => {
    const made = await paid()
    await open(made)
    const mine = async () => (ok(await made.administrator.api('GET', '/bans')) as { bans: Ban[] }).bans.find(({ grant }) => grant === made.id)
    const ban = await mine()
    const [year = '', ...rest] = today().split('-')
    expect(ban).toMatchObject({ until: [String(Number(year) + 3), ...rest].join('-'), lifted: null })
    expect((await made.administrator.api('POST', `/districts/330411/bans/${ban?.id}/lifting`, { reasons: '' })).status).toBe(422)
    expect((await made.member.api('POST', `/districts/330411/bans/${ban?.id}/lifting`, { reasons: '求情' })).status).toBe(403)
    ok(await made.administrator.api('POST', `/districts/330411/bans/${ban?.id}/lifting`, { reasons: '已整改并退款' }))
    expect((await mine())?.lifted).toMatchObject({ reasons: '已整改并退款' })
  })

  test('put on again after it was lifted is another; put on again while it stands it is the same', async () => {
    const made = await paid()
    const mine = async () => (ok(await made.administrator.api('GET', '/bans')) as { bans: Ban[] }).bans.filter(({ grant }) => grant === made.id)
    const claimed = { ...claim, lines: [{ what: '招待费', amount: 100_000 }] }
    const claimAndSettle = async (number: number) => {
      ok(await made.administrator.api('POST', `/grants/${made.id}/clawbacks`, claimed))
      ok(await finance.api('POST', `/grants/${made.id}/clawbacks/${number}/payments`, { on: today(), amount: 100_000, reference: `回单 ${number}` }))
    }
    await claimAndSettle(1)
    await claimAndSettle(2)
    const [first, ...more] = await mine()
    expect(more).toEqual([])
    ok(await made.administrator.api('POST', `/districts/330411/bans/${first?.id}/lifting`, { reasons: '已整改' }))
    await claimAndSettle(3)
    expect((await mine()).map(({ lifted }) => lifted?.reasons ?? null).toSorted()).toEqual([null, '已整改'])
  })
})

describe('the next call', () => {
  test('refuses a barred organisation by itself, until the ban is lifted', async () => {
    const made = await paid()
    await open(made)
    const competition = await openCompetition(platform, (rulebook) => ({ ...rulebook, eligibility: { ...rulebook.eligibility, checks: [{ id: 'barred', label: { zh: '没有被禁止申报' }, rule: { rule: 'not-banned' } }] } }))
    const organisation = organisationId.parse(made.grants[0]?.organisation)
    const proposal = await sentProposal(competition, { organisation, member: made.member })
    await setState(platform, competition, { state: 'eligibility' })
    const outcome = async () => ok(await made.administrator.api('GET', `/proposals/${proposal}/eligibility`)).outcomes[0]
    expect(await outcome()).toMatchObject({ id: 'barred', holds: false, found: { zh: expect.stringContaining('禁止申报到') } })
    const admission = { decision: 'admitted', checks: {} }
    expect((await made.administrator.api('POST', `/proposals/${proposal}/eligibility`, admission)).body.errors).toMatchObject([{ code: 'CHECK_FAILS' }])
    // Test organisations share one credit code, and a ban goes by it, too.
    const { bans } = ok(await made.administrator.api('GET', '/bans')) as { bans: Ban[] }
    for (const { id } of bans) ok(await made.administrator.api('POST', `/districts/330411/bans/${id}/lifting`, { reasons: '已整改' }))
    expect(await outcome()).toMatchObject({ holds: true })
  })
})
