import { formatYuan } from '../../../../shared/kernel/money.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { budgetMove, type BudgetMove, type MoveGrade } from '../../../../shared/change/budget-move.ts'
import type { Change, ChangeKind, ChangeState } from '../../../../shared/change/change.ts'
import { projectForm } from '../../../../shared/project/form.ts'
import type { Column, Field } from '../../../../shared/rulebook/form.ts'
import { budgetField } from '../../../../shared/spending/budget.ts'
import type { Definition } from '../../../../shared/stage/definition.ts'
import { headName } from '../../../../shared/spending/budget.ts'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { At, type State, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { answerText, BudgetLines, Lines } from '../proposal-answers.tsx'

export const changeWords = (look: Look) => words(look.language, {
  zh: {
    kinds: { dates: '变更日期', budget: '变更预算', scope: '变更目标与范围' }, hints: { dates: '项目结束日期、本阶段截止日期', budget: '在费用类别之间调整，不增加资助', scope: '目标、实施地点、服务对象和人数' }, states: { open: '待答复', approved: '已同意', refused: '未同意', withdrawn: '已撤回' },
    endDate: '项目结束日期', dueDay: '本阶段截止日期', item: '内容', before: '变更前', after: '变更后', head: '费用类别', beforeYuan: '变更前（元）', afterYuan: '变更后（元）', difference: '增减（元）', percent: '增减比例', total: '合计', none: '（没有填）',
    moved: (yuan: string, percent: number) => `在科目之间调整 ${yuan} 元，占总预算的 ${percent}%`, grades: { small: '5% 以内', middle: '5%–10%', large: '超过 10%' }, lines: '变更后的预算明细', added: '新增', words: '为什么调整这么多', caption: '变更前后对照',
  },
  en: {
    kinds: { dates: 'Change of dates', budget: 'Change of the budget', scope: 'Change of goals and scope' }, hints: { dates: 'The project’s end, the stage’s due date', budget: 'Between heads; the grant does not grow', scope: 'Goals, place, whom it serves and how many' }, states: { open: 'Waits for an answer', approved: 'Approved', refused: 'Refused', withdrawn: 'Withdrawn' },
    endDate: 'End of the project', dueDay: 'Due date of this stage', item: 'What', before: 'Before', after: 'After', head: 'Head', beforeYuan: 'Before (yuan)', afterYuan: 'After (yuan)', difference: 'Difference (yuan)', percent: 'Difference in %', total: 'Total', none: '(not filled in)',
    moved: (yuan, percent) => `${yuan} yuan move between heads, ${percent}% of the budget`, grades: { small: 'Up to 5%', middle: '5% to 10%', large: 'More than 10%' }, lines: 'Budget lines afterwards', added: 'new', words: 'Why so much', caption: 'Before and after',
  },
})

export const stateTones: Record<ChangeState, State> = { open: 'wait', approved: 'done', refused: 'late', withdrawn: 'idle' }
const gradeTones: Record<MoveGrade, State> = { small: 'done', middle: 'wait', large: 'late' }

const scopeFields = ['goals', 'place', 'who', 'directPeople', 'indirectPeople', 'attendances'] as const

/** The fields of the project's form that a request for this kind shows. */
export function fieldsFor(kind: Exclude<ChangeKind, 'dates'>, definition: Definition): Field[] {
  if (kind === 'budget') return [budgetField(definition)]
  const all = projectForm(definition).sections.flatMap(({ fields }) => fields)
  return scopeFields.flatMap((id) => all.find((field) => field.id === id) ?? [])
}

/** What stands and what is asked for, side by side. */
export function Comparison({ look, change: { proposed }, definition }: { look: Look; change: Change; definition: Definition }) {
  const t = changeWords(look)
  if (proposed.kind === 'budget') return <BudgetComparison look={look} proposed={proposed} definition={definition} />
  const day = (text: string) => (text === '' ? t.none : <At at={text} year="always" />)
  const rows = proposed.kind === 'dates'
    ? (['endDate', 'dueDay'] as const).map((id) => ({ label: t[id], same: proposed.before[id] === proposed.after[id], before: day(proposed.before[id]), after: day(proposed.after[id]) }))
    : fieldsFor('scope', definition).map((field) => {
        const text = (of: Readonly<Record<string, unknown>>) => answerText(field as Column, of[field.id], look.language, look.now)
        const [before, after] = [text(proposed.before), text(proposed.after)]
        return { label: say(field.label, look.language), same: before === after, before: <Lines text={before} />, after: <Lines text={after} /> }
      })
  return (
    <Table
      caption={t.caption} rows={rows.filter(({ same }) => !same)}
      columns={[
        { header: t.item, names: true, cell: ({ label }) => label }, { header: t.before, cell: ({ before }) => before },
        { header: t.after, cell: ({ after }) => <strong>{after}</strong> },
      ]}
    />
  )
}

function BudgetComparison({ look, proposed, definition }: { look: Look; proposed: Extract<Change['proposed'], { kind: 'budget' }>; definition: Definition }) {
  const t = changeWords(look)
  const field = budgetField(definition)
  const move = budgetMove(field, proposed.before, proposed.after)
  return (
    <>
      <p>{t.moved(formatYuan(move.moved), move.percent)} <Tag state={gradeTones[move.grade]}>{t.grades[move.grade]}</Tag></p>
      {proposed.words === '' ? null : <p><strong>{t.words}</strong><br /><Lines text={proposed.words} /></p>}
      <Table
        caption={t.caption} rows={move.heads}
        columns={[
          { header: t.head, names: true, cell: ({ head }) => say(headName(field, head), look.language), foot: t.total },
          { header: t.beforeYuan, align: 'end', cell: ({ before }) => formatYuan(before), foot: formatYuan(move.total.before) },
          { header: t.afterYuan, align: 'end', cell: ({ after }) => formatYuan(after), foot: formatYuan(move.total.after) },
          { header: t.difference, align: 'end', cell: ({ difference }) => signed(difference), foot: signed(move.total.after - move.total.before) },
          { header: t.percent, align: 'end', cell: (one) => percentOf(one, t.added) },
        ]}
      />
      <details><summary>{t.lines}</summary><BudgetLines field={field} value={proposed.after} /></details>
    </>
  )
}

const signed = (fen: number) => (fen === 0 ? '0.00' : `${fen > 0 ? '+' : ''}${formatYuan(fen)}`)
const percentOf = ({ percent, difference }: BudgetMove['heads'][number], added: string) => (percent === null ? added : difference === 0 ? '' : `${percent > 0 ? '+' : ''}${percent}%`)
