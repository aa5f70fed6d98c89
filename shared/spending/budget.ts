import { decimal, quotient, sum } from '../kernel/decimal.ts'
import { type Fen, formatYuan } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Bilingual, say } from '../kernel/text.ts'
import { projectForm } from '../project/form.ts'
import { type BudgetLine, budgetTotals } from '../rulebook/budget.ts'
import { budgetColumns } from '../rulebook/content.ts'
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
  /** What is left of the plan, and by how much it was passed; one of them is 0. */
  left: Fen
  over: Fen
}
export interface HeadSums extends Sums {
  head: string
  bySource: Record<BudgetSource, Sums>
  /** `over` in percent of the plan, one decimal; null where nothing was planned. */
  overPercent: number | null
  /** What the head may take of the whole budget, rounded down to the fen; null without a cap. */
  cap: { maxPercent: number; most: Fen } | null
  aboveCap: boolean
  /** So far over, in all or by the grant's money alone, that a change of the budget has to be asked for. */
  larger: boolean
}
export interface AgainstBudget extends Sums {
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
  const eachSource = (value: (source: BudgetSource) => Sums) => Object.fromEntries(budgetSources.map((source) => [source, value(source)])) as Record<BudgetSource, Sums>
  return {
    ...sumsOf(total.total, spentOf(() => true)),
    bySource: eachSource((source) => sumsOf(total.bySource[source], spentOf((one) => one.source === source))),
    heads: field.heads.map(({ id, maxPercent }): HeadSums => {
      const sums = sumsOf(total.byHead[id] ?? 0, spentOf((one) => one.head === id))
      const bySource = eachSource((source) => sumsOf(plannedOf(id, source), spentOf((one) => one.head === id && one.source === source)))
      const cap = maxPercent === undefined ? null : { maxPercent, most: decimal(total.total).times(decimal(maxPercent)).div(100).round(0, 0).toNumber() }
      return {
        head: id, ...sums, bySource, overPercent: sums.planned === 0 ? null : quotient(decimal(sums.over).times(100), sums.planned, 1).toNumber(), cap,
        aboveCap: cap !== null && sums.spent > cap.most,
        larger: farOver(sums) || farOver(bySource.grant),
      }
    }),
  }
}

const sumsOf = (planned: Fen, spent: Fen): Sums => ({ planned, spent, left: Math.max(0, planned - spent), over: Math.max(0, spent - planned) })
const farOver = ({ planned, over }: Sums): boolean => decimal(over).times(100).gt(decimal(planned).times(LARGER_MOVE_PERCENT))

export const headName = (field: BudgetField, head: string): Bilingual => field.heads.find(({ id }) => id === head)?.label ?? { zh: head }
/** What a source is called; the names are the budget's own. */
export function sourceName(field: BudgetField, source: string): Bilingual {
  const column = budgetColumns({ ...field, sources: ['grant', 'own', 'in-kind'] }).find(({ id }) => id === 'source')
  return (column?.kind === 'choice' ? column.options.find(({ id }) => id === source)?.label : undefined) ?? { zh: source }
}

/**
 * What keeps the gate closed, each named with its sum: more than the whole budget; more of the grant than was granted, to the fen; a head
 * above its cap, or far over what was planned for it in all or out of the grant. An organisation may put in more of its own than it planned.
 */
export function overBudget(field: BudgetField, { planned, spent, over, bySource, heads }: AgainstBudget): Mistake[] {
  const told = (path: string, name: Bilingual, sums: Sums): Mistake => ({
    path, code: 'OVER_BUDGET', zh: `${name.zh}：预算 ${formatYuan(sums.planned)} 元，已支出 ${formatYuan(sums.spent)} 元，超出 ${formatYuan(sums.over)} 元`,
    en: `${say(name, 'en')}: ${formatYuan(sums.planned)} yuan planned, ${formatYuan(sums.spent)} spent, ${formatYuan(sums.over)} over`,
  })
  const grant = sourceName(field, 'grant')
  return [
    ...(over > 0 ? [told('spending.total', { zh: '总支出', en: 'All spending' }, sumsOf(planned, spent))] : []),
    ...(bySource.grant.over > 0 ? [told('spending.grant', grant, bySource.grant)] : []),
    ...heads.flatMap((one): Mistake[] => {
      const name = headName(field, one.head)
      const path = `spending.${one.head}`
      if (one.aboveCap && one.cap !== null) {
        return [{ path, code: 'ABOVE_CAP', zh: `${name.zh}：最多 ${formatYuan(one.cap.most)} 元（总预算的 ${one.cap.maxPercent}%），已支出 ${formatYuan(one.spent)} 元`, en: `${say(name, 'en')}: ${formatYuan(one.cap.most)} yuan at most (${one.cap.maxPercent}% of the budget), ${formatYuan(one.spent)} spent` }]
      }
      if (!one.larger) return []
      return [farOver(one) ? told(path, name, one) : told(path, { zh: `${name.zh}里的${grant.zh}`, en: `${say(name, 'en')} out of the grant` }, one.bySource.grant)]
    }),
  ]
}
