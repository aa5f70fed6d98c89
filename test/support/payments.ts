import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import type { PaymentOrder } from '../../shared/payment/order.ts'
import { ok } from './contest.ts'
import { deliver, type Funded, fundedVenture } from './grants.ts'
import type { Somebody, TestPlatform } from './platform.ts'
import { DISTRICT } from './result.ts'

/** An account that is the payee's. */
export async function accountOf(platform: TestPlatform, grant: string, change: Record<string, string> = {}): Promise<Record<string, string>> {
  const { value } = await loadGrant(platform.table, grant)
  return { holder: value.payee.name, bank: '示例银行', branch: '示例银行嘉兴秀洲支行', lineNumber: '103335000018', number: '6222000012340005678', province: '浙江省', city: '嘉兴市', ...change }
}

export interface Payable extends Funded {
  finance: Somebody
}

/** Its account given by the grantee and confirmed by finance. */
export async function bank(platform: TestPlatform, { finance }: Pick<Payable, 'finance'>, { id, member }: Pick<Funded['grants'][number], 'id' | 'member'>): Promise<void> {
  ok(await member.api('PUT', `/grants/${id}/account`, await accountOf(platform, id)))
  const { account } = ok(await finance.api('GET', `/grants/${id}/money`)) as { account: { revision: number } }
  ok(await finance.api('POST', `/grants/${id}/account/confirmation`, { revision: account.revision }))
}

/** A venture whose grants are under agreement, each with a confirmed account: the first part of each can be released. */
export async function payableVenture(platform: TestPlatform, options: Parameters<typeof fundedVenture>[1] = {}): Promise<Payable> {
  const funded = await fundedVenture(platform, options)
  const payable = { ...funded, finance: await platform.person('财务甲', { finance: DISTRICT }) }
  for (const grant of funded.grants) {
    await deliver(platform, grant.id)
    await bank(platform, payable, grant)
  }
  return payable
}

/** Prepares and approves the first part of some grants. */
export async function approveFirst({ administrator, finance, grants }: Payable, of: readonly { id: string }[] = grants, tranche = 'first'): Promise<void> {
  for (const { id } of of) {
    ok(await administrator.api('POST', `/grants/${id}/tranches/${tranche}/preparation`))
    ok(await finance.api('POST', `/grants/${id}/tranches/${tranche}/approval`))
  }
}

/** Makes an order of all that can be paid. */
export async function orderAll(payable: Pick<Payable, 'finance' | 'competition'>): Promise<PaymentOrder> {
  const { ready } = ok(await payable.finance.api('GET', `/competitions/${payable.competition}/payments`)) as { ready: { reference: string }[] }
  return orderOnly(payable, ...ready.map(({ reference }) => reference))
}

/** Makes an order of these payments. */
export async function orderOnly({ finance, competition }: Pick<Payable, 'finance' | 'competition'>, ...references: string[]): Promise<PaymentOrder> {
  const { number } = ok(await finance.api('POST', `/competitions/${competition}/payments`, { references, payer: { name: '示例区民政局', account: '' } })) as { number: number }
  return ok(await finance.api('GET', `/competitions/${competition}/payments/${number}`)) as PaymentOrder
}

/** The bank has paid every line of an order. */
export async function payOrder(platform: TestPlatform, { finance, competition }: Pick<Payable, 'finance' | 'competition'>, { number, lines }: PaymentOrder): Promise<void> {
  const at = `/competitions/${competition}/payments/${number}/returns`
  const rows = lines.map(({ reference, amount }) => [reference, formatYuan(amount).replaceAll(',', ''), '成功', shanghaiDate(platform.clock.now()), ''])
  const { file } = ok(await finance.api('POST', at, returnFile(rows))) as { file: { id: string } }
  ok(await finance.api('POST', `${at}/${file.id}/application`))
}

/** A grant of 10,000 yuan whose first half is paid. */
export async function paidGrant(platform: TestPlatform): Promise<Payable & Funded['grants'][number]> {
  const made = await payableVenture(platform, { amounts: [1_000_000] })
  const [grant] = made.grants
  if (grant === undefined) throw new Error('a grant expected')
  await approveFirst(made)
  await payOrder(platform, made, await orderAll(made))
  return { ...made, ...grant }
}

/** A bank's answer as CSV in base64: each row reference, amount in yuan, result, day, reason. */
export const returnFile = (rows: readonly (readonly string[])[], head = ['备注', '金额', '结果', '日期', '原因']): { name: string; content: string } =>
  ({ name: '回单.csv', content: Buffer.from([head, ...rows].map((row) => row.join(',')).join('\r\n')).toString('base64') })
