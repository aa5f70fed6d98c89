import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { grantItem } from '../../shared/grant/grant.store.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type BankReturn, matchReturn, readReturn } from '../../shared/payment/bank-return.ts'
import { type OrderLine, type Outcome, settleOrder } from '../../shared/payment/order.ts'
import { bankReturnItem, loadOrder, loadReturn, ordersOf, paymentOrderItem } from '../../shared/payment/payment.store.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { moneyTarget } from '../queries/payment.ts'
import { movementWrites, paymentEntry } from './payment-order.ts'
import { readSheet } from './sheet.ts'

/** The bank's file as it came: xlsx or CSV, in base64. */
export const returnInput = z.strictObject({ name: z.string().min(1).max(255), content: z.base64().min(1).max(900_000) })

/** Reads the bank's answer to an order; nothing changes until it is applied. The same file read again is the same return. Throws INVALID with what is wrong with the file as a whole, NOT_FOUND. */
export async function readBankReturn(context: Context, id: string, number: number, { name, content }: z.infer<typeof returnInput>): Promise<BankReturn> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'payment.order', moneyTarget(competition))
  await loadOrder(context.table, id, number)
  const rows = readReturn(await readSheet(Buffer.from(content, 'base64')))
  const { id: person, name: by } = personOf(context)
  const file: BankReturn = { competition: competition.id, number, id: derivedId('bank-return', content), name: name.slice(0, 255), rows, readAt: context.now, by: { person, name: by }, applied: null }
  return act(context, async () => {
    const known = await context.table.get(bankReturnItem, keys.bankReturn(id, number, file.id))
    return known === undefined ? { writes: [bankReturnItem.put(file, 'none')], trail: [], answer: file } : { writes: [], trail: [], answer: known.value }
  })
}

/**
 * Records all that the bank says, in one transaction, or nothing of it: IMPORT_NOT_READY with a sentence for each line that is wrong. What
 * was recorded before stays as it is; applied again, nothing changes. CONFLICTED for who has any other part in one of the payments.
 */
export function applyBankReturn(context: Context, id: string, number: number, file: string): Promise<BankReturn> {
  const { id: person, name } = personOf(context)
  return act(context, async () => {
    const { value: competition } = await loadCompetition(context.table, id)
    authorise(context, 'payment.order', moneyTarget(competition))
    const [order, found, orders] = await Promise.all([loadOrder(context.table, id, number), loadReturn(context.table, id, number, file), ordersOf(context.table, id)])
    if (found.value.applied !== null) return { writes: [], trail: [], answer: found.value }
    const { matched, problems } = matchReturn(found.value.rows, order.value, orders, context.now)
    if (problems.length > 0) throw new Refusal('IMPORT_NOT_READY', { mistakes: problems })
    const answers = new Map(matched.flatMap(({ reference, outcome, known }): [string, Outcome][] => (outcome === null || known ? [] : [[reference, { ...outcome, source: found.value.name, recorded: { by: person, name, at: context.now } }]])))
    const touched = order.value.lines.filter(({ reference }) => answers.has(reference))
    const stored = (await context.table.getMany(grantItem, [...new Set(touched.map(({ grant }) => grant))].map((grant) => keys.grant(grant)))).flatMap((one) => (one === undefined ? [] : [one]))
    // Order and grants are written together: read before and after one such write, they would contradict each other.
    if ((await loadOrder(context.table, id, number)).version !== order.version) throw new Conflict([])
    await requireApart(context, touched, stored.map(({ value }) => value))
    const settled = settleOrder(order.value, answers, stored.map(({ value }) => value))
    const paid = [...answers.values()].filter((outcome) => outcome.paid).length
    const applied: BankReturn = { ...found.value, applied: { at: context.now, by: person, name, paid, returned: answers.size - paid } }
    return {
      writes: [
        bankReturnItem.put(applied, found.version), paymentOrderItem.put(settled.order, order.version), ...movementWrites(context, competition, { person, name }, settled.movements),
        ...settled.grants.map((grant, i) => grantItem.put(grant, stored[i]?.version ?? 'none')),
      ],
      trail: [paymentEntry(competition, order.value, 'payment.return', { zh: `导入了第 ${number} 号付款清单的银行回单：到账 ${paid} 笔，退回 ${answers.size - paid} 笔`, en: `imported the bank’s return of payment order no. ${number}: ${paid} paid, ${answers.size - paid} sent back` })],
      answer: applied,
    }
  })
}

/** Who says that a payment came back has it paid again: that is nobody who would gain by it, or asked for it. */
async function requireApart(context: Context, lines: readonly OrderLine[], grants: readonly Grant[]): Promise<void> {
  const [wearer, concerned] = await Promise.all([wearerOf(context), Promise.all(grants.map(async (grant) => ({ grant, concern: await concernOf(context.table, grant) })))])
  for (const { grant, concern } of concerned) {
    for (const line of lines.filter((one) => one.grant === grant.id)) requireUnbarred('approve-release', wearer, { ...concern, preparedBy: grant.tranches.find(({ id }) => id === line.tranche)?.prepared?.by ?? null })
  }
}
