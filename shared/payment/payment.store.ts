import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { accountSchema } from './account.ts'
import { type BankReturn, bankReturnSchema } from './bank-return.ts'
import { type PaymentOrder, paymentOrderSchema } from './order.ts'

/** Written with its grant, always: whoever has read both on condition of the grant's version has read the account as it stands. */
export const accountItem = itemKind('account', accountSchema, (account) => keys.account(account.grant))

export const paymentOrderItem = itemKind('payment-order', paymentOrderSchema, (order) => keys.paymentOrder(order.competition, order.number))

/** Every payment order of a competition, oldest first. */
export async function ordersOf(table: Table, competition: string): Promise<PaymentOrder[]> {
  return (await table.queryAll(paymentOrderItem, keys.paymentOrders(competition))).map(({ value }) => value)
}

/** Throws NOT_FOUND. */
export async function loadOrder(table: Table, competition: string, number: number): Promise<Stored<PaymentOrder>> {
  const found = Number.isInteger(number) && number > 0 ? await table.get(paymentOrderItem, keys.paymentOrder(competition, number)) : undefined
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

export const bankReturnItem = itemKind('bank-return', bankReturnSchema, (file) => keys.bankReturn(file.competition, file.number, file.id))

/** Throws NOT_FOUND. */
export async function loadReturn(table: Table, competition: string, number: number, id: string): Promise<Stored<BankReturn>> {
  const found = await table.get(bankReturnItem, keys.bankReturn(competition, number, id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}
