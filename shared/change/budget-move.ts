import { decimal, quotient } from '../kernel/decimal.ts'
import type { Fen } from '../kernel/money.ts'
import { budgetTotals } from '../rulebook/budget.ts'
import { rowsOf } from '../rulebook/content.ts'
import type { BudgetField } from '../rulebook/form.ts'

export const moveGrades = ['small', 'middle', 'large'] as const
export type MoveGrade = (typeof moveGrades)[number]
/** Shanghai guide, 'Change' (forms.md part 2, S22): moved with approval up to 5% is good, up to 10% middle, above poor. */
const steps: readonly { grade: MoveGrade; upTo: number }[] = [{ grade: 'small', upTo: 5 }, { grade: 'middle', upTo: 10 }]

export interface BudgetMove {
  heads: { head: string; before: Fen; after: Fen; difference: Fen; /** Of what the head had; null where it had nothing. */ percent: number | null }[]
  total: { before: Fen; after: Fen }
  /** Of the grant's part alone. */
  grant: { before: Fen; after: Fen }
  /** What goes from some heads to others, and its share of the budget before, one decimal. */
  moved: Fen
  percent: number
  grade: MoveGrade
}

/** How far a budget is moved between its heads. */
export function budgetMove(field: BudgetField, before: unknown, after: unknown): BudgetMove {
  const [old, next] = [budgetTotals(field, rowsOf(before)), budgetTotals(field, rowsOf(after))]
  const heads = field.heads.flatMap(({ id }) => {
    const [had, has] = [old.byHead[id] ?? 0, next.byHead[id] ?? 0]
    return had === 0 && has === 0 ? [] : [{ head: id, before: had, after: has, difference: has - had, percent: had === 0 ? null : share(has - had, had) }]
  })
  const gained = heads.reduce((sum, { difference }) => sum + Math.max(0, difference), 0)
  const lost = heads.reduce((sum, { difference }) => sum + Math.max(0, -difference), 0)
  const moved = Math.max(gained, lost)
  return {
    heads, moved, total: { before: old.total, after: next.total }, grant: { before: old.bySource.grant, after: next.bySource.grant },
    percent: old.total === 0 ? (moved === 0 ? 0 : 100) : share(moved, old.total),
    // By the exact share: 10.04% is above 10%.
    grade: steps.find(({ upTo }) => decimal(moved).times(100).lte(decimal(old.total).times(upTo)))?.grade ?? 'large',
  }
}

const share = (part: Fen, whole: Fen): number => quotient(decimal(part).times(100), whole, 1).toNumber()
