import { loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { grantItem, grantsOf } from '../../shared/grant/grant.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { capitalYuan, formatYuan } from '../../shared/kernel/money.ts'
import type { Mistake } from '../../shared/kernel/refusal.ts'
import { masked } from '../../shared/payment/account.ts'
import { type BankReturn, type Match, matchReturn } from '../../shared/payment/bank-return.ts'
import { bankCells, bankColumns, orderTitle, type Payable, type PaymentOrder } from '../../shared/payment/order.ts'
import { loadOrder, loadReturn, ordersOf } from '../../shared/payment/payment.store.ts'
import { may } from '../../shared/person/access.ts'
import type { Rulebook } from '../../shared/rulebook/rulebook.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { unmetConditions } from '../../shared/tranche/conditions.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'
import { commonFacts, type Part, preparable, releaseFacts } from './grant-money.ts'
import type { ListFile, ListFormat } from './registry.ts'
import { xlsx } from './xlsx.ts'

export interface Payables {
  /** Approved, and every condition holds: in the list's order. */
  ready: (Payable & { version: number })[]
  /** Approved, and something has come between. */
  held: (Part & { unmet: Mistake[] })[]
}

export interface CheckedPayables extends Payables {
  /** Go with whatever is written because these hold. */
  checks: Write[]
}

/** The approved parts of a competition's grants, by the grants' own records. */
export async function payablesOf(context: Context, { id: competition, district }: Pick<Competition, 'id' | 'district'>): Promise<CheckedPayables> {
  const { table, now } = context
  const listed = await grantsOf(table, competition)
  const [stored, common] = await Promise.all([table.getMany(grantItem, listed.map(({ id }) => keys.grant(id))), commonFacts(table, { competition, district })])
  const approved = stored.flatMap((one) => (one === undefined ? [] : one.value.tranches.flatMap((tranche) => (tranche.state === 'approved' ? [{ grant: one.value, version: one.version, tranche }] : []))))
  const judged = await Promise.all(approved.map(async (part) => {
    const facts = await releaseFacts(context, part.grant, common)
    return { ...part, account: facts.account, unmet: unmetConditions(part.grant, part.tranche, facts, now) }
  }))
  return {
    checks: common.checks,
    ready: judged.flatMap(({ unmet, account, ...part }) => (unmet.length > 0 || account === undefined ? [] : [{ ...part, account }])),
    held: judged.filter(({ unmet }) => unmet.length > 0),
  }
}

/** Target of the access table for what is the whole competition's. */
export const moneyTarget = ({ id, district }: Competition): { district: string; competition: string } => ({ district, competition: id })

/** Throws NOT_ALLOWED for whoever orders no payments of it, NOT_FOUND. */
export async function requireOrdering(context: Context, id: string): Promise<void> {
  authorise(context, 'payment.order', moneyTarget((await loadCompetition(context.table, id)).value))
}

export interface ReadPayments extends Payables {
  competition: Competition
  rulebook: Rulebook
  /** Parts whose release finance can be asked for. */
  preparable: Part[]
  /** Parts that wait for an approval. */
  asked: Part[]
  /** The newest first; accounts whole for finance only. */
  orders: PaymentOrder[]
}

/** What of a competition's money waits for an approval, for an order, for the bank. Throws NOT_FOUND. */
export async function readPayments(context: Context, id: string): Promise<ReadPayments> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'payment.read', moneyTarget(competition))
  const [rulebook, grants, payables, orders] = await Promise.all([loadRulebook(context.table, competition), grantsOf(context.table, id), payablesOf(context, competition), ordersOf(context.table, id)])
  return {
    competition, rulebook, ready: payables.ready, held: payables.held, preparable: await preparable(context, grants, competition), orders: orders.map((order) => seenBy(context, order)).toReversed(),
    asked: grants.flatMap((grant) => grant.tranches.flatMap((tranche) => (tranche.state === 'prepared' ? [{ grant, tranche }] : []))),
  }
}

const seenBy = (context: Context, order: PaymentOrder): PaymentOrder =>
  (may(context.actor, 'payment.order', order) ? order : { ...order, payer: { ...order.payer, account: '' }, lines: order.lines.map((line) => ({ ...line, account: masked(line.account) })) })

/** One order. Throws NOT_FOUND. */
export async function readOrder(context: Context, id: string, number: number): Promise<{ competition: Competition; rulebook: Rulebook; order: Stored<PaymentOrder> }> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'payment.read', moneyTarget(competition))
  const [rulebook, order] = await Promise.all([loadRulebook(context.table, competition), loadOrder(context.table, id, number)])
  return { competition, rulebook, order: { ...order, value: seenBy(context, order.value) } }
}

const types: Record<ListFormat, string> = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' }

/** An order as a bank takes it: accounts as text, amounts with two decimals; the total is on a sheet of its own, and in no CSV (forms.md part 9). */
export async function exportOrder(context: Context, id: string, number: number, format: ListFormat): Promise<ListFile> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'payment.order', moneyTarget(competition))
  const { value: order } = await loadOrder(context.table, id, number)
  const rows = order.lines.map((line) => bankCells(order, line))
  const title = orderTitle(order, competition.name).zh
  const bytes = format === 'csv'
    ? Buffer.from(csv([bankColumns, ...rows.map(({ texts, amount, after }) => [...texts, plainYuan(amount), ...after])]))
    : await xlsx([
        { name: '付款清单', head: bankColumns, rows: rows.map(({ texts, amount, after }) => [...texts, amount / 100, ...after]), widths: [24, 24, 26, 28, 16, 28, 16, 10, 10, 14, 32, 26], formats: { 金额: '0.00' } },
        {
          name: '合计', head: ['项目', '内容'], widths: [14, 60],
          rows: [['清单', title], ['笔数', String(order.lines.length)], ['金额（元）', plainYuan(order.total)], ['大写', capitalYuan(order.total)], ['日期', shanghaiDate(order.at)], ['制单', order.by.name], ['提请', names(order.lines.map(({ preparedBy }) => preparedBy))], ['批准', names(order.lines.map(({ approvedBy }) => approvedBy))]],
        },
      ])
  return { name: `${title}.${format}`, type: types[format], bytes }
}

const plainYuan = (fen: number): string => formatYuan(fen).replaceAll(',', '')
const names = (all: readonly string[]): string => [...new Set(all)].join('、')

/** A file of the bank beside its order, as they stand now. Throws NOT_FOUND. */
export async function readReturned(context: Context, id: string, number: number, file: string): Promise<{ competition: Competition; rulebook: Rulebook; order: PaymentOrder; file: BankReturn; match: Match }> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'payment.order', moneyTarget(competition))
  const [rulebook, { value: order }, { value: found }, orders] = await Promise.all([loadRulebook(context.table, competition), loadOrder(context.table, id, number), loadReturn(context.table, id, number, file), ordersOf(context.table, id)])
  return { competition, rulebook, order, file: found, match: matchReturn(found.rows, order, orders, context.now) }
}
