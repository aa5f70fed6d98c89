import type { ProjectContent } from '../project/content.ts'
import type { Project } from '../project/project.ts'
import { loadProject } from '../project/project.store.ts'
import { rowsOf } from '../rulebook/content.ts'
import type { Definition } from '../stage/definition.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { againstBudget, budgetField, overHeads } from './budget.ts'
import { type Spending, spendingSchema } from './spending.ts'

export const spendingItem = itemKind('spending', spendingSchema, (spending) => keys.spending(spending.project, spending.id))

/** All of a project's, struck ones too, in the order in which they were recorded. */
export const spendingsOf = (table: Table, project: string): Promise<Stored<Spending>[]> => table.queryAll(spendingItem, keys.spendings(project))

/** Those of the project's present cycle. */
export async function presentSpendings(table: Table, project: Pick<Project, 'id' | 'cycle'>): Promise<Spending[]> {
  return (await spendingsOf(table, project.id)).map(({ value }) => value).filter(({ cycle }) => cycle === project.cycle)
}

/** What a gate asks of the present cycle's money, in fen. `overHeads`: heads more than ten percent over their plan, or above their cap. */
export async function spendingFacts(table: Table, project: string, content: ProjectContent, definition: Definition): Promise<{ spent: number; budget: number; overHeads: string[] }> {
  const { value } = await loadProject(table, project)
  const against = againstBudget(budgetField(definition), rowsOf(content.answers.budget), await presentSpendings(table, value))
  return { spent: against.spent, budget: against.planned, overHeads: overHeads(against) }
}
