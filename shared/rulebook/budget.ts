import { decimal, sum } from '../kernel/decimal.ts'
import { type Fen, mostFen } from '../kernel/money.ts'
import type { BudgetField, BudgetSource } from './form.ts'

/** One line of a budget as it is kept. `unitPrice` in fen; `quantity` a decimal with at most two decimals ("2.5"). */
export interface BudgetLine {
  head: string
  activity: string
  unitPrice: Fen
  unit: string
  quantity: string
  source: BudgetSource
  note: string
}

/** Characters a line's texts may have. */
export const lineLimits = { activity: 60, unit: 10, note: 200 } as const

export const mostQuantity = 10_000_000

/** A plain number above 0 with at most two decimals ("2.5"). */
export function isQuantity(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,8}(\.\d{1,2})?$/.test(value) && decimal(value).gt(0) && decimal(value).lte(mostQuantity)
}

/** Unit price × quantity in fen; undefined where either is missing or wrong, the product isn't whole fen, or it is beyond all money. */
export function lineAmount(unitPrice: unknown, quantity: unknown): Fen | undefined {
  if (typeof unitPrice !== 'number' || !Number.isSafeInteger(unitPrice) || unitPrice < 0 || !isQuantity(quantity)) return undefined
  const product = decimal(unitPrice).times(decimal(quantity))
  return product.lte(mostFen) && product.round(0).eq(product) ? product.toNumber() : undefined
}

export interface BudgetTotals {
  /** Each line's amount in fen, in the lines' order; null where it can't be computed yet. */
  lines: (Fen | null)[]
  total: Fen
  bySource: Record<BudgetSource, Fen>
  byHead: Record<string, Fen>
  /** Heads that take more than their share of the total; `most` is what they may take, rounded down to the fen. */
  aboveShare: { head: string; amount: Fen; most: Fen; maxPercent: number }[]
}

/** The sums a budget's page shows; lines that can't be computed yet count as nothing. */
export function budgetTotals(field: BudgetField, rows: readonly Partial<Record<keyof BudgetLine, unknown>>[]): BudgetTotals {
  const lines = rows.map((row) => ({ row, amount: lineAmount(row.unitPrice, row.quantity) }))
  const added = (of: (row: Partial<Record<keyof BudgetLine, unknown>>) => boolean) =>
    sum(lines.flatMap(({ row, amount }) => (amount !== undefined && of(row) ? [amount] : []))).toNumber()
  const total = added(() => true)
  const byHead = Object.fromEntries(field.heads.map(({ id }) => [id, added((row) => row.head === id)]))
  const aboveShare = field.heads.flatMap(({ id, maxPercent }) => {
    if (maxPercent === undefined) return []
    const most = decimal(total).times(decimal(maxPercent)).div(100).round(0, 0).toNumber()
    const amount = byHead[id] ?? 0
    return amount > most ? [{ head: id, amount, most, maxPercent }] : []
  })
  return {
    lines: lines.map(({ amount }) => amount ?? null),
    total,
    bySource: {
      grant: added((row) => row.source === 'grant'),
      own: added((row) => row.source === 'own'),
      'in-kind': added((row) => row.source === 'in-kind'),
    },
    byHead,
    aboveShare,
  }
}
