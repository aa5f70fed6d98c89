import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { grantItem } from '../../shared/grant/grant.store.ts'
import { orderedId } from '../../shared/kernel/ids.ts'
import { milliseconds } from '../../shared/kernel/instant.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { movementItem } from '../../shared/ledger/ledger.store.ts'
import type { Movement } from '../../shared/ledger/ledger.ts'
import { makeOrder, MOST_LINES, type PaymentOrder, referenceOf } from '../../shared/payment/order.ts'
import { ordersOf, paymentOrderItem } from '../../shared/payment/payment.store.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import type { Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { moneyTarget, payablesOf } from '../queries/payment.ts'

export const orderInput = z.strictObject({
  /** The payments as they were seen before it was said yes to: others, or changed ones, are not paid by it. */
  references: z.array(z.string()).min(1).max(MOST_LINES),
  /** Whose account the bank pays from; many banks fill it in by themselves. */
  payer: z.strictObject({
    name: typed(100),
    account: z.string().overwrite((text) => text.normalize('NFKC').replaceAll(/[\s-]/g, '')).superRefine((text, context) => {
      if (!/^(\d{8,32})?$/.test(text)) context.addIssue({ code: 'custom', message: 'ACCOUNT_NUMBER_MALFORMED', params: { zh: '账号是 8 到 32 位数字，也可以不填', en: 'An account number has 8 to 32 digits; it may be left out' }, input: text })
    }),
  }),
})

/** The part of a competition's trail that a deed about its payments is. */
export const paymentEntry = (competition: Competition, order: Pick<PaymentOrder, 'number'>, action: string, sentence: Entry['sentence']): Omit<Entry, 'id' | 'at' | 'by'> => ({
  scope: { of: 'competition', id: competition.id }, action, about: { noun: 'payment-order', id: `${competition.id} ${order.number}`, label: `第 ${order.number} 号付款清单` }, sentence,
})

/** Movements of one decision about many grants. */
export function movementWrites({ now }: Context, competition: Competition, by: { person: string; name: string }, movements: readonly Pick<Movement, 'kind' | 'because' | 'sentence' | 'sides'>[]): Write[] {
  return movements.map((movement) => movementItem.put({ ...movement, id: orderedId(milliseconds(now)), competition: competition.id, at: now, by }, 'none'))
}

export interface Ordered {
  number: number
  lines: number
  /** In fen. */
  total: number
}

/**
 * Orders the payment of what was seen, all of it or nothing, in one transaction; it cannot be undone. Throws STALE where one of them is no
 * longer to be paid or has changed, CONFLICTED for who has any other part in one of them.
 */
export function orderPayments(context: Context, id: string, input: z.infer<typeof orderInput>): Promise<Ordered> {
  const { id: person, name } = personOf(context)
  return act(context, async () => {
    const { value: competition } = await loadCompetition(context.table, id)
    authorise(context, 'payment.order', moneyTarget(competition))
    const [{ ready, checks }, orders, wearer] = await Promise.all([payablesOf(context, competition), ordersOf(context.table, id), wearerOf(context)])
    const wanted = new Set(input.references)
    const chosen = ready.filter((payable) => wanted.has(referenceOf(payable)))
    if (chosen.length !== wanted.size) throw new Refusal('STALE')
    for (const { grant, tranche } of chosen) requireUnbarred('approve-release', wearer, { ...await concernOf(context.table, grant), preparedBy: tranche.prepared?.by ?? null })
    const { order, grants, movement } = makeOrder({ competition: competition.id, district: competition.district, number: orders.length + 1, payer: input.payer, name: competition.name }, chosen, { person, name }, context.now)
    return {
      writes: [paymentOrderItem.put(order, 'none'), ...grants.map((grant, i) => grantItem.put(grant, chosen[i]?.version ?? 'none')), ...movementWrites(context, competition, { person, name }, [movement]), ...checks],
      trail: [paymentEntry(competition, order, 'payment.order', { zh: `导出了第 ${order.number} 号付款清单：${order.lines.length} 笔，${formatYuan(order.total)} 元`, en: `exported payment order no. ${order.number}: ${order.lines.length} payments, ${formatYuan(order.total)} yuan` })],
      answer: { number: order.number, lines: order.lines.length, total: order.total },
    }
  })
}
