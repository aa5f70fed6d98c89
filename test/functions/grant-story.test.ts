import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followOrder } from '../../functions/commands/payment-story.ts'
import { workflowContext } from '../../functions/context.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { mailItem } from '../../shared/mail/mail.store.ts'
import { loadOrder } from '../../shared/payment/payment.store.ts'
import { administratorItem } from '../../shared/person/person.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { ok } from '../support/contest.ts'
import { giveMail, mailed, mailsOf } from '../support/mailed.ts'
import { approveFirst, orderAll, type Payable, payableVenture, returnFile } from '../support/payments.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { DISTRICT } from '../support/result.ts'

let platform: TestPlatform
let made: Payable
let organiser: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  made = await payableVenture(platform, { amounts: [1_000_000, 2_000_000] })
  const { administrator, competition, grants } = made
  organiser = await giveMail(platform, await platform.person('承办员', { organiser: [competition] }))
  await giveMail(platform, administrator)
  await platform.table.transact([administratorItem.put({ district: DISTRICT, person: administrator.id }, 'none')])
  for (const { member } of grants) await giveMail(platform, member)
})
afterAll(() => platform.close())

const grantAt = (i: number) => {
  const grant = made.grants[i]
  if (grant === undefined) throw new Error('no such grant')
  return grant
}
const storyOf = async (who: Somebody, grant: string) => {
  await platform.platform.streams.caughtUp()
  return (ok(await who.api('GET', `/grants/${grant}/trail`)) as { entries: Entry[] }).entries
}

describe('the story of a grant', () => {
  test('tells both sides of its money from the account to the bank’s answer, and the grantee by mail of what the bank did', async () => {
    const { finance, administrator, competition } = made
    const [first, second] = [grantAt(0), grantAt(1)]
    await approveFirst(made)
    const order = await orderAll(made)
    for (const { member } of [first, second]) await mailed(platform, member, '已交银行支付')
    const today = shanghaiDate(platform.clock.now())
    const rows = order.lines.map(({ grant, reference, amount }) => [reference, formatYuan(amount).replaceAll(',', ''), ...(grant === first.id ? ['成功', today, ''] : ['退票', today, '户名不符'])])
    const { file } = ok(await finance.api('POST', `/competitions/${competition}/payments/${order.number}/returns`, returnFile(rows))) as { file: { id: string } }
    const apply = () => finance.api('POST', `/competitions/${competition}/payments/${order.number}/returns/${file.id}/application`)
    ok(await apply())
    ok(await apply())
    await mailed(platform, first.member, `已于 ${today} 到账`)
    await mailed(platform, second.member, '被银行退回')
    const [letter] = await mailsOf(platform, second.member, '被银行退回')
    expect(letter?.text).toContain('户名不符')
    expect(letter?.text).toContain(`/grants/${second.id}/money`)
    // Who prepared it has to prepare it again.
    for (const who of [administrator, organiser]) await mailed(platform, who, '被银行退回')
    // To each of their own alone, once.
    expect([await mailsOf(platform, first.member, '被银行退回'), await mailsOf(platform, first.member, '已交银行支付'), await mailsOf(platform, organiser, '到账')].map(({ length }) => length)).toEqual([0, 1, 0])
    for (const who of [first.member, administrator, finance, organiser]) {
      const story = await storyOf(who, first.id)
      expect(story.map(({ action }) => action), who.name).toEqual(['payment.paid', 'payment.ordered', 'release.approve', 'release.prepare', 'account.confirm', 'account.give', ...story.slice(6).map(({ action }) => action)])
      expect(story.slice(0, 2).map(({ by }) => by?.name)).toEqual(['财务甲', '财务甲'])
    }
    const [back] = await storyOf(second.member, second.id)
    expect(back).toMatchObject({ action: 'payment.returned', reason: '户名不符', sentence: { zh: `登记了“首期”10,000.00 元于 ${today} 被银行退回` } })
    expect((await second.member.api('GET', `/grants/${first.id}/trail`)).status).toBe(403)
    const { html } = await first.member.page(`/grants/${first.id}/story`)
    expect(html).toContain('列入第 1 号付款清单')
    expect((await first.member.page(`/grants/${first.id}/story`, { language: 'en' })).html).toContain('in payment order no. 1')
  })

  test('has each payment once, however often the stream tells of it; the account’s number is in no line and no mail', async () => {
    const { id, member } = grantAt(0)
    const before = await storyOf(member, id)
    const { value: order } = await loadOrder(platform.table, made.competition, 1)
    const unanswered = { ...order, lines: order.lines.map((line) => ({ ...line, outcome: null })) }
    await followOrder(workflowContext(), undefined, unanswered)
    await followOrder(workflowContext(), unanswered, order)
    expect(await storyOf(member, id)).toEqual(before)
    expect(await mailsOf(platform, member, '到账')).toHaveLength(1)
    expect(JSON.stringify(before)).not.toContain('6222000012340005678')
    expect(JSON.stringify((await platform.table.queryAll(mailItem, keys.mailbox)).map(({ value }) => value))).not.toContain('6222000012340005678')
  })
})
