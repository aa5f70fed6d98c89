import { presentActivities } from '../../shared/activity/activity.store.ts'
import type { Activity } from '../../shared/activity/activity.ts'
import type { Bilingual, Language } from '../../shared/kernel/text.ts'
import { say } from '../../shared/kernel/text.ts'
import { may } from '../../shared/person/access.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import type { ProjectFile } from '../../shared/project/file.store.ts'
import { projectFiles } from '../../shared/project/file.store.ts'
import { isOpenFor, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadWithContent } from '../../shared/project/project.store.ts'
import { budgetColumns, rowsOf } from '../../shared/rulebook/content.ts'
import type { BudgetField } from '../../shared/rulebook/form.ts'
import { type AgainstBudget, againstBudget, budgetField } from '../../shared/spending/budget.ts'
import { type Doubt, doubtsOf, periodOf, receiptsOf } from '../../shared/spending/doubts.ts'
import type { Period, Spending } from '../../shared/spending/spending.ts'
import { spendingsOf } from '../../shared/spending/spending.store.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'

export interface Entry {
  spending: Spending
  receipts: ProjectFile[]
  doubts: Doubt[]
}
export interface ReadSpending {
  project: Project
  field: BudgetField
  /** Of the present cycle, newest day first; struck ones among them. */
  entries: Entry[]
  against: AgainstBudget
  period: Period
  activities: Activity[]
  /** The asker may record and change now. */
  open: boolean
}

/** What a project spent in its present cycle against its budget, with what is doubtful about it. Throws NOT_FOUND. */
export async function readSpending(context: Context, id: string): Promise<ReadSpending> {
  const { project: { value: project }, content: { value: content } } = await loadWithContent(context.table, id)
  authorise(context, 'spending.read', projectTarget(project))
  const [definition, all, files, activities] = await Promise.all([
    loadDefinition(context.table, project.district, project.current.definition), spendingsOf(context.table, id), projectFiles(context.table, id), presentActivities(context.table, project),
  ])
  const field = budgetField(definition)
  const spendings = all.map(({ value }) => value).filter(({ cycle }) => cycle === project.cycle)
  const receipts = receiptsOf(files.map(({ value }) => value))
  const period = periodOf(project, content.answers)
  const doubts = doubtsOf(spendings, receipts, period)
  return {
    project, field, period, activities, against: againstBudget(field, rowsOf(content.answers.budget), spendings),
    entries: spendings.toSorted((a, b) => b.day.localeCompare(a.day) || b.id.localeCompare(a.id)).map((spending) => ({ spending, receipts: receipts.get(spending.id) ?? [], doubts: doubts.get(spending.id) ?? [] })),
    open: may(context.actor, 'spending.record', projectTarget(project)) && isOpenFor(project, 'spending', ruleFor(definition, project.current.name).parts),
  }
}

export const headName = (field: BudgetField, head: string): Bilingual => field.heads.find(({ id }) => id === head)?.label ?? { zh: head }
/** What a source is called; the names are the budget's own. */
export function sourceName(field: BudgetField, source: string): Bilingual {
  const column = budgetColumns({ ...field, sources: ['grant', 'own', 'in-kind'] }).find(({ id }) => id === 'source')
  return (column?.kind === 'choice' ? column.options.find(({ id }) => id === source)?.label : undefined) ?? { zh: source }
}

/** For spreadsheets: a line an entry, oldest first, in yuan; struck ones say so. */
export async function exportSpending(context: Context, id: string, language: Language): Promise<string> {
  const { entries, field } = await readSpending(context, id)
  const head = language === 'zh' ? ['日期', '费用类别', '来源', '金额（元）', '用途', '收款方', '凭证', '存疑', '状态'] : ['Day', 'Head', 'Source', 'Amount (yuan)', 'What for', 'Paid to', 'Receipts', 'Doubts', 'State']
  const counted = language === 'zh' ? '计入' : 'Counts'
  const struck = (reason: string) => (language === 'zh' ? `已划掉：${reason}` : `Struck: ${reason}`)
  return csv([head, ...entries.toReversed().map(({ spending, receipts, doubts }) => [
    spending.day, say(headName(field, spending.head), language), say(sourceName(field, spending.source), language), formatYuan(spending.amount).replaceAll(',', ''), spending.what, spending.paidTo, receipts.map(({ name }) => name).join(' '),
    doubts.map((doubt) => say(doubt, language)).join(language === 'zh' ? '；' : '; '), spending.struck === null ? counted : struck(spending.struck.reason),
  ])])
}
