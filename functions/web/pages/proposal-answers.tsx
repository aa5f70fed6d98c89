import type { Child } from 'hono/jsx'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { say } from '../../../shared/kernel/text.ts'
import { type Attachment } from '../../../shared/proposal/proposal.ts'
import { readableBytes } from '../../../shared/file/file.ts'
import { budgetTotals } from '../../../shared/rulebook/budget.ts'
import { isEmpty, rowsOf } from '../../../shared/rulebook/content.ts'
import type { BudgetField, Column, Field, Form, RowsField } from '../../../shared/rulebook/form.ts'
import { formatMoment, formatNumber } from '../look/format.ts'
import { useLook } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { Facts, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { columnsOf } from '../typed-content.ts'
import { budgetWords } from './proposal-fields.tsx'

type Content = Readonly<Record<string, unknown>>

/** One answer in words; a line for each of the text's own. */
export function answerText(field: Column | Extract<Field, { kind: 'yes' }>, value: unknown, language: 'zh' | 'en', now: string): string {
  const t = words(language, { zh: { none: '（没有填）', yes: '是', no: '否', yuan: '元' }, en: { none: '(not filled in)', yes: 'Yes', no: 'No', yuan: 'yuan' } })
  if (field.kind === 'yes') return value === true ? t.yes : t.no
  if (isEmpty(value)) return t.none
  if (field.kind === 'money') return typeof value === 'number' ? `${formatYuan(value)} ${t.yuan}` : t.none
  if (field.kind === 'integer') return typeof value === 'number' ? `${formatNumber(value)}${field.unit === undefined ? '' : ` ${say(field.unit, language)}`}` : t.none
  if (field.kind === 'choice') return say(field.options.find(({ id }) => id === value)?.label ?? { zh: String(value) }, language)
  if (field.kind === 'date') return formatMoment(String(value), language, now, { year: 'always', weekday: false })
  return String(value)
}

/** All answers of a form, section by section, as they are read: by the applicant before sending, by administrators, by judges. */
export function Answers({ form, content, end, level = 2 }: { form: Form; content: Content; /** At a section's heading: 修改. */ end?: (section: string) => Child; level?: 2 | 3 }) {
  const { language } = useLook()
  return (
    <>
      {form.sections.map((section) => (
        <Panel title={say(section.title, language)} id={`a-${section.id}`} level={level} end={end?.(section.id)}>
          <SectionAnswers fields={section.fields} content={content} />
        </Panel>
      ))}
    </>
  )
}

export function SectionAnswers({ fields, content }: { fields: readonly Field[]; content: Content }) {
  const { language, now } = useLook()
  return (
    <>
      {chunks(fields).map((chunk) => {
        if (Array.isArray(chunk)) return <Facts facts={chunk.map((field) => ({ term: say(field.label, language), detail: <Lines text={answerText(field, content[field.id], language, now)} /> }))} />
        return chunk.kind === 'rows' ? <RowsTable field={chunk} value={content[chunk.id]} /> : <BudgetLines field={chunk} value={content[chunk.id]} />
      })}
    </>
  )
}

type Single = Exclude<Field, RowsField | BudgetField>

/** Runs of single answers between tables, in the form's order. */
export function chunks(fields: readonly Field[]): (Single[] | RowsField | BudgetField)[] {
  const found: (Single[] | RowsField | BudgetField)[] = []
  for (const field of fields) {
    const last = found.at(-1)
    if (field.kind === 'rows' || field.kind === 'budget') found.push(field)
    else if (Array.isArray(last)) last.push(field)
    else found.push([field])
  }
  return found
}

export function Lines({ text }: { text: string }) {
  return <>{text.split('\n').map((line, i) => (i === 0 ? line : <><br />{line}</>))}</>
}

function RowsTable({ field, value }: { field: RowsField; value: unknown }) {
  const { language, now } = useLook()
  const rows = rowsOf(value)
  if (rows.length === 0) return <Facts facts={[{ term: say(field.label, language), detail: words(language, { zh: { none: '（没有填）' }, en: { none: '(not filled in)' } }).none }]} />
  return (
    <Table
      caption={say(field.label, language)} captioned rows={rows}
      columns={columnsOf(field).map((column, i) => ({
        header: say(column.label, language), names: i === 0, ...(column.kind === 'integer' || column.kind === 'money' ? { align: 'end' as const } : {}),
        cell: (row: Record<string, unknown>) => (isEmpty(row[column.id]) ? (i === 0 ? '—' : '') : answerText(column, row[column.id], language, now)),
      }))}
    />
  )
}

/** The budget with its amounts and sums. */
export function BudgetLines({ field, value }: { field: BudgetField; value: unknown }) {
  const { language, now } = useLook()
  const t = budgetWords(language)
  const rows = rowsOf(value)
  const totals = budgetTotals(field, rows)
  const by = new Map(columnsOf(field).map((column) => [column.id, column]))
  const text = (row: Record<string, unknown>, id: string) => {
    const column = by.get(id)
    return column === undefined || isEmpty(row[id]) ? '' : answerText(column, row[id], language, now)
  }
  return (
    <>
      <Table
        caption={say(field.label, language)} captioned rows={rows}
        columns={[
          { header: t.head, names: true, cell: (row) => text(row, 'head') || '—', foot: t.total },
          { header: t.activity, cell: (row) => text(row, 'activity') },
          { header: t.price, align: 'end', cell: (row) => (typeof row.unitPrice === 'number' ? formatYuan(row.unitPrice) : '') },
          { header: t.quantity, align: 'end', cell: (row) => `${text(row, 'quantity')} ${text(row, 'unit')}` },
          { header: t.amount, align: 'end', cell: (_, i) => { const fen = totals.lines[i]; return fen === null || fen === undefined ? '—' : formatYuan(fen) }, foot: formatYuan(totals.total) },
          { header: t.source, cell: (row) => text(row, 'source') },
          { header: words(language, { zh: { note: '备注' }, en: { note: 'Note' } }).note, cell: (row) => text(row, 'note') },
        ]}
      />
      <p class="soft small">{t.bySource(formatYuan(totals.bySource.grant), formatYuan(totals.bySource.own), formatYuan(totals.bySource['in-kind']))}</p>
    </>
  )
}

/** The attachments by kind, each a link to the file. */
export function AttachmentList({ form, attachments, proposal }: { form: Form; attachments: readonly Attachment[]; /** For judges and organisers: the proposal through which they may read it. */ proposal?: string }) {
  const { language } = useLook()
  const t = words(language, { zh: { none: '没有附件。' }, en: { none: 'No attachments.' } })
  const kinds = form.attachments.filter(({ id }) => attachments.some(({ kind }) => kind === id))
  if (kinds.length === 0) return <p class="soft">{t.none}</p>
  return (
    <Facts facts={kinds.map((kind) => ({
      term: say(kind.label, language),
      detail: <ul class="plain">{attachments.filter((one) => one.kind === kind.id).map(({ file, name, bytes }) => <li><a href={`/files/${file}${proposal === undefined ? '' : `?proposal=${proposal}`}`}>{name}</a> <span class="soft small nw">{readableBytes(bytes)}</span></li>)}</ul>,
    }))} />
  )
}
