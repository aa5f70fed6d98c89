import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstMoneyBy, grantDuties } from '../../shared/grant/moments.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { ok } from '../support/contest.ts'
import { approveFirst, bank, orderAll, payableVenture, accountOf } from '../support/payments.ts'
import { deliver, fundedVenture } from '../support/grants.ts'
import { startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
beforeAll(async () => { platform = await startTestPlatform() })
afterAll(() => platform.close())

test('the working days of the first money go by holidays, make-up days and the district’s corrections; the day of signing is not one', () => {
  const signed = instant.parse('2025-09-26T02:00:00.000Z')
  // 28 September and 11 October are worked in lieu of the holidays from 1 to 8 October.
  expect(shanghaiDate(new Date(Date.parse(firstMoneyBy(signed, 15, {})) - 1).toISOString())).toBe('2025-10-23')
  expect(shanghaiDate(new Date(Date.parse(firstMoneyBy(signed, 15, { '2025-10-23': false })) - 1).toISOString())).toBe('2025-10-24')
})

describe('finance', () => {
  test('sees what waits until the money has arrived', async () => {
    const funded = await fundedVenture(platform, { amounts: [1_000_000] })
    const finance = await platform.person('财务', { finance: DISTRICT })
    const [grant] = funded.grants
    if (grant === undefined) throw new Error('a grant expected')
    const due = async () => ((ok(await finance.api('GET', '/inbox')) as { due: { title: { zh: string }; until: string | null }[] }).due.map(({ title, until }) => `${title.zh} ${until === null ? '-' : 'bis'}`))
    expect(await due()).toEqual([])
    await deliver(platform, grant.id)
    ok(await grant.member.api('PUT', `/grants/${grant.id}/account`, await accountOf(platform, grant.id)))
    expect(await due()).toEqual(['确认收款账户 bis'])
    const payable = { ...funded, finance }
    await bank(platform, payable, grant)
    ok(await funded.administrator.api('POST', `/grants/${grant.id}/tranches/first/preparation`))
    expect(await due()).toEqual(['审批拨款（1 笔） bis'])
    ok(await finance.api('POST', `/grants/${grant.id}/tranches/first/approval`))
    expect(await due()).toEqual(['导出付款清单（1 笔已批准） bis'])
    await orderAll(payable)
    expect(await due()).toEqual(['导入第 1 号清单的银行回单 -'])
    const { duties, grant: now } = ok(await finance.api('GET', `/grants/${grant.id}`)) as { duties: { of: string; whose: string }[]; grant: Grant }
    const money = <D extends { of: string }>(all: readonly D[]) => all.filter(({ of }) => of === 'first-money')
    expect(money(duties)).toMatchObject([{ whose: 'finance' }])
    expect(money(grantDuties({ ...now, tranches: now.tranches.map((one) => ({ ...one, state: 'paid' })) }))).toEqual([])
  })

  test('finds its pages: what waits, the order, the account of a grant; what was typed wrong is kept', async () => {
    const made = await payableVenture(platform, { amounts: [1_000_000, 2_000_000] })
    await approveFirst(made, made.grants.slice(0, 1))
    const list = await made.finance.page(`/competitions/${made.competition}/payments`)
    expect([list.status, list.html.includes('导出付款清单')]).toEqual([200, true])
    const [{ id } = { id: '' }] = made.grants
    expect((await made.administrator.page(`/competitions/${made.competition}/payments`)).html).not.toContain('导出后不能撤销')
    expect((await made.finance.page(`/grants/${id}/money`)).html).toContain('6222000012340005678')
    expect((await made.administrator.page(`/grants/${id}/money`)).html).not.toContain('6222000012340005678')
    // What was typed wrong comes back, each mistake with it.
    const [, second] = made.grants
    if (second === undefined) throw new Error('two grants expected')
    const typed = Object.fromEntries(Object.entries(await accountOf(platform, second.id, { bank: '', number: '12', branch: '写了一半的支行' })).map(([field, value]) => [`account.${field}`, value]))
    const wrong = await second.member.post(`/grants/${second.id}/account`, typed)
    expect([wrong.status, wrong.html.includes('写了一半的支行'), wrong.html.includes('账号是 8 到 32 位数字')]).toEqual([422, true, true])
    const unpaid = await made.finance.post(`/competitions/${made.competition}/payments`, { references: 'x', 'payer.name': '示例区民政局', 'payer.account': '12' })
    expect([unpaid.status, unpaid.html.includes('也可以不填')]).toEqual([422, true])
    expect((await made.finance.post(`/competitions/${made.competition}/payments`, { references: 'x', 'payer.name': '示例区民政局', 'payer.account': '' })).status).toBe(409)
    expect((await made.finance.post(`/grants/${id}/account/confirmation`, { 'account-revision': 'x' })).status).toBe(422)
    expect((await made.finance.post(`/grants/${id}/tranches/first/approval/undo`, { 'first-approval-undo.reason': '长'.repeat(1001) })).status).toBe(422)
    await orderAll(made)
    expect((await made.finance.page(`/competitions/${made.competition}/payments/1`)).html).toContain('导入银行回单')
  })
})
