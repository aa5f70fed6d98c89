import type { Grant } from '../../shared/grant/grant.ts'
import { grantItem } from '../../shared/grant/grant.store.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { OrderLine, PaymentOrder } from '../../shared/payment/order.ts'
import { keys } from '../../shared/store/keys.ts'
import { trancheOf } from '../../shared/tranche/tranche.ts'
import { entryItem } from '../../shared/trail/trail.store.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import type { Context } from '../context.ts'
import { orderAll } from './applicants.ts'
import { grantEntry } from './grant-move.ts'
import { inParallel } from './kept.ts'
import { type Audience, newsOf, type Orders } from './news.ts'

/** Something that happened to one payment of an order. */
interface Event {
  line: OrderLine
  what: 'ordered' | 'paid' | 'returned'
  at: Instant
  by: NonNullable<Entry['by']>
}

function eventsOf(before: PaymentOrder | undefined, { lines, at, by }: PaymentOrder): Event[] {
  const open = new Set((before?.lines ?? lines).flatMap(({ reference, outcome }) => (outcome === null ? [reference] : [])))
  return lines.flatMap((line): Event[] => {
    if (before === undefined) return [{ line, what: 'ordered', at, by }]
    if (line.outcome === null || !open.has(line.reference)) return []
    const { paid, recorded } = line.outcome
    return [{ line, what: paid ? 'paid' : 'returned', at: recorded.at, by: { person: recorded.by, name: recorded.name } }]
  })
}

/**
 * What became of each payment stands in its grant's story, and its people are told. Behind the order's own transaction, which its lines
 * fill. Called by the stream's consumer for each change of an order; called again, it writes the same again and mails nobody twice.
 */
export async function followOrder(context: Context, before: PaymentOrder | undefined, order: PaymentOrder): Promise<void> {
  const events = eventsOf(before, order)
  const grants = await context.table.getMany(grantItem, events.map(({ line }) => keys.grant(line.grant)))
  const told = events.flatMap((event, i) => {
    const grant = grants[i]?.value
    return grant === undefined ? [] : [{ event, grant, ...wordsOf(event, grant, order) }]
  })
  // No more than an order has lines, so one transaction holds them.
  if (told.length === 0) return
  await context.table.transact(told.map(({ event: { line, what, at, by }, grant, deed, reason }) =>
    entryItem.put({ ...grantEntry(grant, `payment.${what}`, deed, reason === '' ? {} : { reason }), id: derivedId('payment', line.reference, what), at, by }, 'any')))
  const orders: Orders[] = []
  await inParallel(told, async ({ event: { line, what }, grant, news, reason }) => {
    orders.push(...await newsOf(context, grant, audienceOf(grant, what), { news, reason, path: `/grants/${grant.id}/money` }, `payment/${line.reference}/${what}`))
  })
  await orderAll(context, orders)
}

/** Who prepared a payment that came back has to prepare it again. */
const audienceOf = ({ organisation, district, competition }: Grant, what: Event['what']): Audience[] =>
  [{ organisation: organisation.id }, ...(what === 'returned' ? [{ administrators: district }, { organisers: competition }] : [])]

/** `deed` follows the name of who did it, `news` stands by itself. */
function wordsOf({ line, what }: Event, grant: Grant, { number }: PaymentOrder): { deed: Bilingual; news: Bilingual; reason: string } {
  const { name } = trancheOf(grant, line.tranche)
  const part = { zh: `“${name.zh}”${formatYuan(line.amount)} 元`, en: `${formatYuan(line.amount)} yuan ("${name.en ?? name.zh}")` }
  const { on = '', reason = '' } = line.outcome ?? {}
  switch (what) {
    case 'ordered':
      return { deed: { zh: `把${part.zh}列入第 ${number} 号付款清单，交银行支付`, en: `ordered the payment of ${part.en}, in payment order no. ${number}` }, news: { zh: `${part.zh}已交银行支付`, en: `the bank was asked to pay ${part.en}` }, reason: '' }
    case 'paid':
      return { deed: { zh: `登记了${part.zh}于 ${on} 到账`, en: `recorded that ${part.en} arrived on ${on}` }, news: { zh: `${part.zh}已于 ${on} 到账`, en: `${part.en} arrived on ${on}` }, reason: '' }
    case 'returned':
      return { deed: { zh: `登记了${part.zh}于 ${on} 被银行退回`, en: `recorded that the bank sent ${part.en} back on ${on}` }, news: { zh: `${part.zh}被银行退回，请核对收款账户`, en: `the bank sent ${part.en} back; check the account` }, reason }
  }
}
