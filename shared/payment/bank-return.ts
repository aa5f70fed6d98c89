import * as z from 'zod'
import { grantNumber } from '../grant/grant.ts'
import { type DateString, shanghaiDate } from '../kernel/calendar.ts'
import { competitionId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { formatYuan, parseYuan } from '../kernel/money.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { readDay } from '../registry/cells.ts'
import type { SourceRow } from '../registry/plan.ts'
import { plainHeading } from '../registry/sheet.ts'
import type { Outcome, PaymentOrder } from './order.ts'

/** A row of the bank's file as its cells say it; `total` of the row that sums the others up. */
const returnRowSchema = z.object({ line: z.int(), reference: z.string(), amount: z.string(), result: z.string(), on: z.string(), reason: z.string(), total: z.boolean() })
export type ReturnRow = z.infer<typeof returnRowSchema>

/** A file that the bank gave back for an order: read, and then applied as a whole or not at all. */
export const bankReturnSchema = z.object({
  competition: competitionId,
  /** Of the order. */
  number: z.int(),
  id: z.string(),
  name: z.string(),
  rows: z.array(returnRowSchema).min(1),
  readAt: instant,
  by: z.object({ person: personId, name: z.string() }),
  applied: z.object({ at: instant, by: personId, name: z.string(), paid: z.int(), returned: z.int() }).nullable(),
})
export type BankReturn = z.infer<typeof bankReturnSchema>

/** Rows that a return may have: an order's lines, and sums. */
const MOST_ROWS = 200

type Column = 'reference' | 'amount' | 'result' | 'on' | 'reason'
/** What banks call the columns; the first one that is there counts. */
const headings: Record<Column, readonly string[]> = {
  reference: ['备注', '附言', '付款编号', '业务编号', '编号', 'remark', 'reference'],
  amount: ['金额', '金额(元)', '交易金额', '付款金额', 'amount'],
  result: ['结果', '处理结果', '交易状态', '状态', 'result', 'status'],
  on: ['入账日期', '到账日期', '交易日期', '日期', 'date'],
  reason: ['失败原因', '退票原因', '原因', '说明', 'reason'],
}
export const returnColumns: readonly { column: Column; zh: string; required: boolean }[] = [
  { column: 'reference', zh: '备注', required: true }, { column: 'amount', zh: '金额', required: true }, { column: 'result', zh: '结果', required: true }, { column: 'on', zh: '日期', required: true }, { column: 'reason', zh: '原因', required: false },
]

const results: Record<'paid' | 'returned' | 'pending', readonly string[]> = {
  paid: ['成功', '已到账', '已入账', '支付成功', '付款成功', '交易成功', '处理成功', 'paid', 'success'],
  returned: ['失败', '退票', '退回', '退汇', '已退回', '支付失败', '付款失败', '交易失败', '处理失败', 'failed', 'returned'],
  pending: ['处理中', '在途', '已受理', '待处理', 'pending'],
}
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

/** The rows of a sheet. Throws INVALID where a column is missing, or there are far too many rows for one order. */
export function readReturn({ head, rows }: { head: readonly string[]; rows: readonly SourceRow[] }): ReturnRow[] {
  const titles = head.map((title) => plainHeading(title).toLowerCase())
  const place = (column: Column) => headings[column].reduce((found, title) => (found === -1 ? titles.indexOf(title) : found), -1)
  const missing = returnColumns.filter(({ column, required }) => required && place(column) === -1)
  if (missing.length > 0) {
    throw new Refusal('INVALID', { mistakes: missing.map(({ column, zh }) => ({ path: 'file', code: 'COLUMN_MISSING', zh: `没有“${zh}”这一列（也认${headings[column].slice(0, 4).map((one) => `“${one}”`).join('')}）`, en: `There is no column "${zh}" (${headings[column].slice(0, 4).join(', ')})` })) })
  }
  if (rows.length > MOST_ROWS) throw new Refusal('INVALID', { mistakes: [{ path: 'file', code: 'TOO_MANY_ROWS', zh: `文件有 ${rows.length} 行，一份付款清单的回单不会超过 ${MOST_ROWS} 行`, en: `The file has ${rows.length} rows; the return of one order has ${MOST_ROWS} at most` }] })
  const at = Object.fromEntries(returnColumns.map(({ column }) => [column, place(column)])) as Record<Column, number>
  return rows.map(({ line, cells }): ReturnRow => {
    const cell = (column: Column) => (at[column] === -1 ? '' : (cells[at[column]] ?? '').trim().slice(0, 300))
    const total = cells.some((text) => /^(合计|总计|小计|total)[:：]?$/.test(plain(text)))
    return { line, reference: cell('reference').normalize('NFKC').replaceAll(/\s/g, '').toUpperCase(), amount: cell('amount'), result: cell('result'), on: cell('on'), reason: cell('reason'), total }
  })
}

export interface Matched {
  row: ReturnRow
  reference: string
  amount: number
  outcome: Omit<Outcome, 'source' | 'recorded'> | null
  /** The order says the same already. */
  known: boolean
}
export interface Match {
  /** Rows that are sound, `outcome` null for what the bank still works on. */
  matched: Matched[]
  /** A sentence for each thing that is wrong, by the line of the file. */
  problems: Mistake[]
}

/**
 * Compares the bank's rows with the order that they answer. `others`: the competition's other orders, to say where a reference belongs.
 * What was recorded before and says the same is known; what says something else is a problem, so that nothing is turned round.
 */
export function matchReturn(rows: readonly ReturnRow[], order: PaymentOrder, others: readonly PaymentOrder[], now: Instant): Match {
  const seen = new Map<string, number>()
  const problems: Mistake[] = []
  const wrong = (row: ReturnRow, code: string, zh: string, en: string) => { problems.push({ path: `line.${row.line}`, code, zh: `第 ${row.line} 行：${zh}`, en: `Line ${row.line}: ${en}` }) }
  let sum = 0
  const matched = rows.filter(({ total }) => !total).flatMap((row): Matched[] => {
    const before = problems.length
    const parsed = parseYuan(row.amount)
    if (!parsed.ok) wrong(row, parsed.code, `金额“${row.amount}”${amountWords[parsed.code].zh}`, `the amount "${row.amount}" ${amountWords[parsed.code].en}`)
    else sum += parsed.fen
    const earlier = seen.get(row.reference)
    if (row.reference !== '' && earlier !== undefined) wrong(row, 'REFERENCE_TWICE', `备注 ${row.reference} 和第 ${earlier} 行重复`, `the reference ${row.reference} stands in line ${earlier} too`)
    seen.set(row.reference, earlier ?? row.line)
    const line = order.lines.find(({ reference }) => reference === row.reference)
    if (line === undefined) wrong(row, ...unknownReference(row.reference, order, others))
    else if (parsed.ok && parsed.fen !== line.amount) wrong(row, 'AMOUNT_WRONG', `${row.reference} 要付 ${formatYuan(line.amount)} 元，回单是 ${formatYuan(parsed.fen)} 元`, `${row.reference} was to be ${formatYuan(line.amount)} yuan, the bank says ${formatYuan(parsed.fen)}`)
    const result = (Object.keys(results) as (keyof typeof results)[]).find((one) => results[one].includes(plain(row.result)))
    if (result === undefined) wrong(row, 'RESULT_UNKNOWN', `结果“${row.result}”认不出来，请写“成功”“失败”或“处理中”`, `the result "${row.result}" is unknown; write 成功, 失败 or 处理中`)
    const on = result === 'pending' ? undefined : dayOf(row, order, now, wrong)
    if (problems.length > before || line === undefined || result === undefined) return []
    const outcome = result === 'pending' || on === undefined ? null : { paid: result === 'paid', on, reason: result === 'paid' ? '' : row.reason === '' ? '银行未说明原因' : row.reason }
    const same = line.outcome !== null && outcome !== null && line.outcome.paid === outcome.paid && line.outcome.on === outcome.on
    if (line.outcome !== null && !same) {
      wrong(row, 'SETTLED_OTHERWISE', `${row.reference} 已经记为${line.outcome.paid ? '到账' : '退回'}（${line.outcome.on}）`, `${row.reference} was recorded as ${line.outcome.paid ? 'paid' : 'sent back'} (${line.outcome.on})`)
      return []
    }
    return [{ row, reference: line.reference, amount: line.amount, outcome, known: line.outcome !== null }]
  })
  for (const row of rows.filter(({ total }) => total)) {
    const parsed = parseYuan(row.amount)
    if (!parsed.ok || parsed.fen !== sum) wrong(row, 'TOTAL_WRONG', `合计是“${row.amount}”，各行加起来是 ${formatYuan(sum)} 元`, `the total is "${row.amount}", the rows add up to ${formatYuan(sum)} yuan`)
  }
  if (matched.length === 0 && problems.length === 0) problems.push({ path: 'file', code: 'NO_ROWS', zh: '文件里没有付款的行', en: 'There is no payment in the file' })
  return { matched, problems }
}

const amountWords: Record<Extract<ReturnType<typeof parseYuan>, { ok: false }>['code'], { zh: string; en: string }> = {
  MONEY_MALFORMED: { zh: '不是金额', en: 'is no amount' }, MONEY_NEGATIVE: { zh: '是负数', en: 'is below zero' }, MONEY_DECIMALS: { zh: '小数超过两位', en: 'has more than two decimals' }, MONEY_TOO_LARGE: { zh: '太大', en: 'is too large' },
}

function unknownReference(reference: string, order: PaymentOrder, others: readonly PaymentOrder[]): [code: string, zh: string, en: string] {
  if (reference === '') return ['REFERENCE_MISSING', '没有备注（付款编号）', 'there is no reference']
  const other = others.find(({ number, lines }) => number !== order.number && lines.some((line) => line.reference === reference))
  if (other !== undefined) return ['OTHER_ORDER', `${reference} 属于第 ${other.number} 号付款清单，请在那一份里导入`, `${reference} belongs to payment order no. ${other.number}; import it there`]
  const own = grantNumber({ competition: order.competition, number: 0 }).slice(0, -3)
  if (/^ZZ-[0-9A-Z]{6}-/.test(reference) && !reference.startsWith(own)) return ['OTHER_COMPETITION', `${reference} 是另一个大赛的编号`, `${reference} is of another competition`]
  return ['REFERENCE_UNKNOWN', `这份清单里没有 ${reference}`, `this order has no ${reference}`]
}

/** Not before the order was made, not after today. */
function dayOf(row: ReturnRow, order: PaymentOrder, now: Instant, wrong: (row: ReturnRow, code: string, zh: string, en: string) => void): DateString | undefined {
  const read = readDay(row.on)
  if ('fault' in read) {
    wrong(row, read.fault.code, read.fault.zh, read.fault.en)
    return undefined
  }
  const [first, today] = [shanghaiDate(order.at), shanghaiDate(now)]
  if (read.value === null) wrong(row, 'DATE_MISSING', '没有日期', 'there is no date')
  else if (read.value < first || read.value > today) wrong(row, 'DATE_OUTSIDE', `日期 ${read.value} 不在出清单（${first}）到今天（${today}）之间`, `the date ${read.value} is not between the order (${first}) and today (${today})`)
  else return read.value
  return undefined
}
