import { decimal, quotient, sum } from '../kernel/decimal.ts'
import type { Fen } from '../kernel/money.ts'
import { projectForm } from '../project/form.ts'
import { type BudgetLine, budgetTotals } from '../rulebook/budget.ts'
import { type BudgetField, budgetSources, type BudgetSource } from '../rulebook/form.ts'
import type { Definition } from '../stage/definition.ts'
import { counts, type Spending } from './spending.ts'

/** Over its head by more than this share of what was planned, spending needs a change request (forms.md part 2 (6); the steps of S22). */
export const LARGER_MOVE_PERCENT = 10

/** The budget's field of a project's form. Throws TypeError where the form has none. */
export function budgetField(definition: Pick<Definition, 'classes' | 'budget'>): BudgetField {
  const field = projectForm(definition).sections.flatMap(({ fields }) => fields).find(({ kind }) => kind === 'budget')
  if (field?.kind !== 'budget') throw new TypeError('the project form has no budget')
  return field
}

export interface Sums {
  planned: Fen
  spent: Fen
}
export interface HeadSums extends Sums {
  head: string
  bySource: Record<BudgetSource, Sums>
  /** What is left of the plan, and by how much it was passed; one of them is 0. */
  left: Fen
  over: Fen
  /** `over` in percent of the plan, one decimal; null where nothing was planned. */
  overPercent: number | null
  /** What the head may take of the whole budget, rounded down to the fen; null without a cap. */
  cap: { maxPercent: number; most: Fen } | null
  aboveCap: boolean
  /** So far over that a change of the budget has to be asked for. */
  larger: boolean
}
export interface AgainstBudget extends Sums {
  left: Fen
  over: Fen
  heads: HeadSums[]
  bySource: Record<BudgetSource, Sums>
}

type Rows = readonly Partial<Record<keyof BudgetLine, unknown>>[]

/**
 * What was spent beside what was planned, by head and by source; struck entries count nowhere. Caps are percent of the whole planned
 * budget, as they are when it is asked for (forms.md part 2 (2)). Spending under a head that the budget no longer has stands in the total.
 */
export function againstBudget(field: BudgetField, rows: Rows, spendings: readonly Spending[]): AgainstBudget {
  const counted = spendings.filter(counts)
  const total = budgetTotals(field, rows)
  const plannedOf = (head: string, source: BudgetSource) => budgetTotals(field, rows.filter((row) => row.head === head && row.source === source)).total
  const spentOf = (which: (one: Spending) => boolean) => sum(counted.filter(which).map(({ amount }) => amount)).toNumber()
  const bySource = <T>(value: (source: BudgetSource) => T) => Object.fromEntries(budgetSources.map((source) => [source, value(source)])) as Record<BudgetSource, T>
  const spent = spentOf(() => true)
  return {
    planned: total.total, spent, ...leftAndOver({ planned: total.total, spent }),
    bySource: bySource((source) => ({ planned: total.bySource[source], spent: spentOf((one) => one.source === source) })),
    heads: field.heads.map(({ id, maxPercent }): HeadSums => {
      const sums = { planned: total.byHead[id] ?? 0, spent: spentOf((one) => one.head === id) }
      const cap = maxPercent === undefined ? null : { maxPercent, most: decimal(total.total).times(decimal(maxPercent)).div(100).round(0, 0).toNumber() }
      const { left, over } = leftAndOver(sums)
      return {
        head: id, ...sums, left, over, overPercent: sums.planned === 0 ? null : quotient(decimal(over).times(100), sums.planned, 1).toNumber(), cap,
        bySource: bySource((source) => ({ planned: plannedOf(id, source), spent: spentOf((one) => one.head === id && one.source === source) })),
        aboveCap: cap !== null && sums.spent > cap.most,
        larger: decimal(over).times(100).gt(decimal(sums.planned).times(LARGER_MOVE_PERCENT)),
      }
    }),
  }
}

const leftAndOver = ({ planned, spent }: Sums) => ({ left: Math.max(0, planned - spent), over: Math.max(0, spent - planned) })

/** Heads that keep the gate closed: far over what was planned for them, or above their cap. */
export const overHeads = ({ heads }: AgainstBudget): string[] => heads.filter(({ larger, aboveCap }) => larger || aboveCap).map(({ head }) => head)
