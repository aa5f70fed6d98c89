import { presentActivities } from '../../shared/activity/activity.store.ts'
import type { Activity } from '../../shared/activity/activity.ts'
import { type Explained, withExplanations } from '../../shared/doubt/doubt.ts'
import { explainedOf } from '../../shared/doubt/doubt.store.ts'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { instant } from '../../shared/kernel/instant.ts'
import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import type { Language } from '../../shared/kernel/text.ts'
import { say } from '../../shared/kernel/text.ts'
import { may } from '../../shared/person/access.ts'
import { formatYuan } from '../../shared/kernel/money.ts'
import type { ProjectFile } from '../../shared/project/file.store.ts'
import { projectFiles } from '../../shared/project/file.store.ts'
import { isOpenFor, type Project, projectTarget } from '../../shared/project/project.ts'
import { loadWithContent, pastStageItem } from '../../shared/project/project.store.ts'
import { rowsOf } from '../../shared/rulebook/content.ts'
import type { BudgetField } from '../../shared/rulebook/form.ts'
import { type AgainstBudget, againstBudget, budgetField, headName, overBudget, sourceName } from '../../shared/spending/budget.ts'
import { type Doubt, doubtsOf, periodOf, receiptsOf, reportedDays } from '../../shared/spending/doubts.ts'
import type { Period, Spending } from '../../shared/spending/spending.ts'
import { spendingsOf } from '../../shared/spending/spending.store.ts'
import { ruleFor } from '../../shared/stage/definition.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import type { Stage } from '../../shared/stage/stage.ts'
import { keys } from '../../shared/store/keys.ts'
import { isMinorOn, maskedName } from '../../shared/volunteer/volunteer.ts'
import { volunteerItem } from '../../shared/volunteer/volunteer.store.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'

export interface Entry {
  spending: Spending
  receipts: ProjectFile[]
  doubts: ToldDoubt[]
}
export type ToldDoubt = Doubt & { explained: Explained | null }
export interface ReadSpending {
  project: Project
  field: BudgetField
  /** Whose entries these are, and all there are to be read. */
  cycle: number
  cycles: number[]
  /** Of the cycle, newest day first; struck ones among them. */
  entries: Entry[]
  /** Of the present cycle: the budget of an earlier one is not kept, only what was spent then. */
  against: AgainstBudget
  /** What keeps the gate closed, each named. */
  over: Mistake[]
  period: Period
  activities: Activity[]
  /** Name and number of volunteers who are named in entries, by id; masked for those who only look on, a minor's for everybody. */
  volunteers: Map<string, { name: string; number: string }>
  /** The asker may record and change now. */
  open: boolean
}

/** What a project spent in its present cycle against its budget, or in an earlier one, with what is doubtful about it. Throws NOT_FOUND, also for a cycle that never was. */
export async function readSpending(context: Context, id: string, asked?: number): Promise<ReadSpending> {
  const { table, actor } = context
  const { project: { value: project }, content: { value: content } } = await loadWithContent(table, id)
  authorise(context, 'spending.read', projectTarget(project))
  const cycle = asked ?? project.cycle
  if (!Number.isInteger(cycle) || cycle < 1 || cycle > project.cycle) throw new Refusal('NOT_FOUND')
  const [definition, all, files, activities, past, explained] = await Promise.all([
    loadDefinition(table, project.district, project.current.definition), spendingsOf(table, id), projectFiles(table, id), presentActivities(table, { id: project.id, cycle }), table.queryAll(pastStageItem, keys.pastStages(id)), explainedOf(table, id),
  ])
  const field = budgetField(definition)
  const spendings = all.map(({ value }) => value).filter((one) => one.cycle === cycle)
  const receipts = receiptsOf(files.map(({ value }) => value))
  const stages = [...past.map(({ value }) => value.stage), project.current].filter((one) => one.cycle === cycle)
  const period = cycle === project.cycle ? periodOf(project, content.answers) : timeOf(stages)
  const doubts = doubtsOf(spendings, receipts, { period, reported: reportedDays(stages) })
  const against = againstBudget(field, rowsOf(content.answers.budget), spendings)
  const named = [...new Set(spendings.flatMap(({ volunteerDay }) => (volunteerDay === null ? [] : [volunteerDay.volunteer])))]
  const known = await table.getMany(volunteerItem, named.map((volunteer) => keys.volunteer(volunteer)))
  const member = may(actor, 'spending.record', projectTarget(project))
  return {
    project, field, cycle, cycles: Array.from({ length: project.cycle }, (_, i) => i + 1), period, activities, against, over: cycle === project.cycle ? overBudget(field, against) : [],
    volunteers: new Map(known.flatMap((one) => (one === undefined ? [] : [[one.value.id, { number: one.value.number, name: member && !isMinorOn(one.value, shanghaiDate(context.now)) ? one.value.name : maskedName(one.value.name) }]]))),
    entries: spendings.toSorted((a, b) => b.day.localeCompare(a.day) || b.id.localeCompare(a.id)).map((spending) => ({ spending, receipts: receipts.get(spending.id) ?? [], doubts: withExplanations(doubts.get(spending.id) ?? [], explained) })),
    open: cycle === project.cycle && member && isOpenFor(project, 'spending', ruleFor(definition, project.current.name).parts),
  }
}

/** From the first of some stages to the last. */
const timeOf = (stages: readonly Stage[]): Period => ({ from: shanghaiDate(stages[0]?.startedAt ?? epoch), to: shanghaiDate(stages.at(-1)?.endedAt ?? stages.at(-1)?.dueAt ?? epoch) })
const epoch = instant.parse('1970-01-01T00:00:00.000Z')

/** For spreadsheets: a line an entry, oldest first, in yuan; struck ones say so. */
export async function exportSpending(context: Context, id: string, language: Language, cycle?: number): Promise<string> {
  const { entries, field } = await readSpending(context, id, cycle)
  const head = language === 'zh' ? ['日期', '费用类别', '来源', '金额（元）', '用途', '收款方', '凭证', '存疑', '状态'] : ['Day', 'Head', 'Source', 'Amount (yuan)', 'What for', 'Paid to', 'Receipts', 'Doubts', 'State']
  const counted = language === 'zh' ? '计入' : 'Counts'
  const struck = (reason: string) => (language === 'zh' ? `已划掉：${reason}` : `Struck: ${reason}`)
  const explained = (sentence: string) => (language === 'zh' ? `（已说明：${sentence}）` : ` (explained: ${sentence})`)
  return csv([head, ...entries.toReversed().map(({ spending, receipts, doubts }) => [
    spending.day, say(headName(field, spending.head), language), say(sourceName(field, spending.source), language), formatYuan(spending.amount).replaceAll(',', ''), spending.what, spending.paidTo, receipts.map(({ name }) => name).join(' '),
    doubts.map((doubt) => `${say(doubt, language)}${doubt.explained === null ? '' : explained(doubt.explained.sentence)}`).join(language === 'zh' ? '；' : '; '), spending.struck === null ? counted : struck(spending.struck.reason),
  ])])
}
