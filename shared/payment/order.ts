import * as z from 'zod'
import { type Grant, grantNumber } from '../grant/grant.ts'
import { competitionId, grantId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import { type Movement, move } from '../ledger/ledger.ts'
import { districtCode } from '../person/person.ts'
import type { By } from '../stage/stage.ts'
import { attemptOf, orderTranche, settleTranche } from '../tranche/tranche.ts'
import { type Account, accountFields, accountInput } from './account.ts'

/** Lines of one order: with what else its transaction writes they stay below a hundred. */
export const MOST_LINES = 90

const outcomeSchema = z.object({
  paid: z.boolean(), on: z.iso.date(), reason: z.string(),
  /** The bank's file that said so, and who took it over. */
  source: z.string(), recorded: z.object({ by: personId, name: z.string(), at: instant }),
})
export type Outcome = z.infer<typeof outcomeSchema>

/** One payment, frozen as it was ordered. */
export const orderLineSchema = z.object({
  /** By which the bank's answer is matched: grant, part, attempt. */
  reference: z.string(),
  grant: grantId,
  tranche: z.string(),
  title: z.string(),
  purpose: z.string(),
  amount: z.int().min(1),
  account: accountInput,
  preparedBy: z.string(),
  approvedBy: z.string(),
  outcome: outcomeSchema.nullable(),
})
export type OrderLine = z.infer<typeof orderLineSchema>

/** 付款清单: what a bank is asked to pay. Never changed but for what the bank answers. */
export const paymentOrderSchema = z.object({
  competition: competitionId,
  district: districtCode,
  /** Counts a competition's orders, from 1. */
  number: z.int().min(1),
  at: instant,
  by: z.object({ person: personId, name: z.string() }),
  payer: z.object({ name: z.string(), account: z.string() }),
  lines: z.array(orderLineSchema).min(1).max(MOST_LINES),
  total: z.int().min(1),
})
export type PaymentOrder = z.infer<typeof paymentOrderSchema>

/** An approved part whose conditions still hold, with the account that it goes to. */
export interface Payable {
  grant: Grant
  tranche: Grant['tranches'][number]
  account: Account
}

/** 'ZZ-4K7M2P-007-2-1': grant, part, and which time it is to be paid. A payment that came back has another one the next time. */
export const referenceOf = ({ grant, tranche }: Pick<Payable, 'grant' | 'tranche'>): string =>
  `${grantNumber(grant)}-${grant.tranches.findIndex(({ id }) => id === tranche.id) + 1}-${attemptOf(tranche)}`

const orderName = ({ number, competition }: Pick<PaymentOrder, 'number' | 'competition'>): string => `${competition} ${number}`

type Moved = Pick<Movement, 'kind' | 'because' | 'sentence' | 'sides'>

/** An order of some payable parts, the grants with those parts in it, and the money that leaves for the bank. Throws TypeError for none or too many, WRONG_STATE. */
export function makeOrder(of: Pick<PaymentOrder, 'competition' | 'district' | 'number' | 'payer'> & { name: Bilingual }, payables: readonly Payable[], by: By, now: Instant): { order: PaymentOrder; grants: Grant[]; movement: Moved } {
  if (payables.length === 0 || payables.length > MOST_LINES) throw new TypeError(`an order of ${payables.length} lines`)
  const { name, ...own } = of
  const lines = payables.map((payable): OrderLine => {
    const { grant, tranche, account } = payable
    return {
      reference: referenceOf(payable), grant: grant.id, tranche: tranche.id, title: grant.title, purpose: `${name.zh}资助款${tranche.name.zh}`.slice(0, 60), amount: tranche.amount,
      account: accountInput.parse(Object.fromEntries(accountFields.map((field) => [field, account[field]]))), preparedBy: tranche.prepared?.name ?? '', approvedBy: tranche.approved?.name ?? '', outcome: null,
    }
  })
  const order: PaymentOrder = { ...own, at: now, by, lines, total: lines.reduce((sum, { amount }) => sum + amount, 0) }
  return {
    order, grants: payables.map(({ grant, tranche }) => orderTranche(grant, tranche.id, String(order.number))),
    movement: {
      kind: 'release', because: { noun: 'payment-order', id: orderName(order) }, sentence: { zh: `第 ${order.number} 号付款清单，${lines.length} 笔`, en: `Payment order no. ${order.number}, ${lines.length} payments` },
      sides: lines.flatMap(({ amount, grant }) => move(amount, 'signed', 'released', grant)),
    },
  }
}

/** Lines that the bank has not answered yet. */
export const openLines = ({ lines }: Pick<PaymentOrder, 'lines'>): OrderLine[] => lines.filter(({ outcome }) => outcome === null)

/**
 * An order with the bank's answers to some of its lines, the grants after them, and the money that has arrived or come back. Throws
 * NOT_FOUND for a reference that is none of its own, WRONG_STATE for one that was answered before.
 */
export function settleOrder(order: PaymentOrder, answers: ReadonlyMap<string, Outcome>, grants: readonly Grant[]): { order: PaymentOrder; grants: Grant[]; movements: Moved[] } {
  for (const reference of answers.keys()) if (!order.lines.some((line) => line.reference === reference)) throw new Refusal('NOT_FOUND')
  const answered = order.lines.flatMap((line) => {
    const outcome = answers.get(line.reference)
    if (outcome === undefined) return []
    if (line.outcome !== null) throw new Refusal('WRONG_STATE', { facts: { reference: line.reference } })
    return [{ ...line, outcome }]
  })
  const settled = new Map(grants.map((grant) => [grant.id, grant]))
  for (const { grant: id, tranche, outcome } of answered) {
    const grant = settled.get(id)
    if (grant === undefined) throw new Refusal('NOT_FOUND')
    settled.set(id, settleTranche(grant, tranche, String(order.number), outcome))
  }
  const because = { noun: 'payment-order', id: orderName(order) }
  const moved = (kind: 'pay' | 'bounce', to: 'paid' | 'signed', sentence: Bilingual, which: typeof answered): Moved[] =>
    (which.length === 0 ? [] : [{ kind, because, sentence, sides: which.flatMap(({ amount, grant }) => move(amount, 'released', to, grant)) }])
  const [paid, back] = [answered.filter(({ outcome }) => outcome.paid), answered.filter(({ outcome }) => !outcome.paid)]
  const byReference = new Map(answered.map((line) => [line.reference, line]))
  return {
    order: { ...order, lines: order.lines.map((line) => byReference.get(line.reference) ?? line) }, grants: [...settled.values()],
    movements: [
      ...moved('pay', 'paid', { zh: `第 ${order.number} 号付款清单到账 ${paid.length} 笔`, en: `${paid.length} payments of order no. ${order.number} arrived` }, paid),
      ...moved('bounce', 'signed', { zh: `第 ${order.number} 号付款清单退回 ${back.length} 笔`, en: `${back.length} payments of order no. ${order.number} came back` }, back),
    ],
  }
}

/** A bank's columns (forms.md part 9), as they stand in the file. */
export const bankColumns = ['付款账号', '付款户名', '收款账号', '收款户名', '收款银行', '开户支行', '联行号', '省份', '城市', '金额', '用途', '备注'] as const

/** The cells of a line; the amount in yuan. The reference is the remark, which banks give back. */
export function bankCells({ payer }: Pick<PaymentOrder, 'payer'>, { account, amount, purpose, reference }: OrderLine): { texts: string[]; amount: number; after: string[] } {
  return { texts: [payer.account, payer.name, account.number, account.holder, account.bank, account.branch, account.lineNumber, account.province, account.city], amount, after: [purpose, reference] }
}

export const orderTitle = ({ number }: Pick<PaymentOrder, 'number'>, name: Bilingual): Bilingual & { en: string } => ({ zh: `${name.zh} 第 ${number} 号付款清单`, en: `${say(name, 'en')}, payment order no. ${number}` })
