import type { Fen } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import type { ProjectContent } from '../project/content.ts'
import { projectFiles } from '../project/file.store.ts'
import type { Project } from '../project/project.ts'
import { rowsOf } from '../rulebook/content.ts'
import type { Definition } from '../stage/definition.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { againstBudget, budgetField, overBudget } from './budget.ts'
import { receiptsOf, withoutReceipt } from './doubts.ts'
import { type Spending, spendingSchema } from './spending.ts'

export const spendingItem = itemKind('spending', spendingSchema, (spending) => keys.spending(spending.project, spending.id))

/** All of a project's, struck ones too, in the order in which they were recorded. */
export const spendingsOf = (table: Table, project: string): Promise<Stored<Spending>[]> => table.queryAll(spendingItem, keys.spendings(project))

/** Those of the project's present cycle. */
export async function presentSpendings(table: Table, project: Pick<Project, 'id' | 'cycle'>): Promise<Spending[]> {
  return (await spendingsOf(table, project.id)).map(({ value }) => value).filter(({ cycle }) => cycle === project.cycle)
}

/** What a gate asks of the present cycle's money: what is over the budget, and every entry that counts and has no receipt. */
export async function spendingFacts(table: Table, project: Project, content: ProjectContent, definition: Definition): Promise<{ over: Mistake[]; bare: Mistake[]; fromGrant: Fen }> {
  const [spendings, files] = await Promise.all([presentSpendings(table, project), projectFiles(table, project.id)])
  const field = budgetField(definition)
  const sums = againstBudget(field, rowsOf(content.answers.budget), spendings)
  return { over: overBudget(field, sums), bare: withoutReceipt(spendings, receiptsOf(files.map(({ value }) => value))), fromGrant: sums.bySource.grant.spent }
}
