import type { Child } from 'hono/jsx'
import { characters, say } from '../../../shared/kernel/text.ts'
import { formatYuan } from '../../../shared/kernel/money.ts'
import { type BudgetTotals, budgetTotals } from '../../../shared/rulebook/budget.ts'
import { rowsOf } from '../../../shared/rulebook/content.ts'
import type { BudgetField, Column, Field, RowsField } from '../../../shared/rulebook/form.ts'
import { CheckField, ChoiceField } from '../look/choices.tsx'
import { DateField, IntegerField, MoneyField, TextArea, TextField } from '../look/fields.tsx'
import { useLook } from '../look/look.ts'
import { type RowsColumn, type RowSlot, Rows } from '../look/rows.tsx'
import { words } from '../look/words.ts'
import { columnsOf, CONTENT, rowNumbers } from '../typed-content.ts'

/** What the fields show: what was typed and refused, or else the draft. */
export interface Filled {
  content: Readonly<Record<string, unknown>>
  typed: Readonly<Record<string, string>> | null
}

/** One field of the rulebook's form as a control of the page. */
export function FormField({ field, filled }: { field: Field; filled: Filled }) {
  const { language } = useLook()
  if (field.kind === 'rows' || field.kind === 'budget') return field.kind === 'rows' ? <ListField field={field} filled={filled} /> : <BudgetTable field={field} filled={filled} />
  const { typed, content } = filled
  const path = CONTENT + field.id
  const value = typed === null ? content[field.id] : (typed[path] ?? '')
  const common = { path, label: say(field.label, language), required: field.required, hint: hintOf(field, language) }
  if (field.kind === 'yes') return <CheckField {...common} checked={value === true || value === 'true'} />
  return <Cell column={field} common={common} value={value} />
}

interface Common {
  path: string
  label: string
  required: boolean
  hint?: string | undefined
  bare?: boolean
}

function hintOf(field: Exclude<Field, { kind: 'rows' | 'budget' }>, language: 'zh' | 'en'): string | undefined {
  const said = field.hint === undefined ? [] : [say(field.hint, language)]
  const t = words(language, { zh: { most: (yuan: string) => `最多 ${yuan} 元。`, oneOf: (amounts: string[]) => `从这几档里选：${amounts.join('、')} 元。` }, en: { most: (yuan) => `Up to ${yuan} yuan.`, oneOf: (amounts) => `One of these amounts: ${amounts.join('; ')} yuan.` } })
  if (field.kind === 'money' && field.steps !== undefined) said.unshift(t.oneOf(field.steps.map(formatYuan)))
  else if (field.kind === 'money' && field.max < 100_000_000) said.unshift(t.most(formatYuan(field.max)))
  return said.length === 0 ? undefined : said.join(' ')
}

/** Lines a text of its limit takes at a comfortable width, so that the box shows what is asked for. */
const linesFor = (limit: number) => Math.min(14, Math.max(3, Math.ceil(limit / 60)))

function Cell({ column, common, value }: { column: Column; common: Common; value: unknown }) {
  const { language } = useLook()
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  const { hint, ...rest } = common
  const props = hint === undefined ? rest : { ...rest, hint }
  switch (column.kind) {
    case 'text':
      return <TextField {...props} value={text} limit={column.limit} {...(column.limit <= 30 ? { width: 'short' as const } : {})} />
    case 'longtext':
      return <TextArea {...props} value={text} limit={column.limit} rows={linesFor(column.limit)} />
    case 'integer':
      return <IntegerField {...props} value={text} {...(column.unit === undefined ? {} : { unit: say(column.unit, language) })} />
    case 'money':
      return <MoneyField {...props} value={typeof value === 'number' ? value : text} />
    case 'date':
      return <DateField {...props} value={text} />
    case 'choice':
      return <ChoiceField {...props} value={text} choices={column.options.map(({ id, label }) => ({ value: id, label: say(label, language) }))} {...(common.required ? {} : { as: 'select' as const })} />
  }
}

/** The rows to show: as typed, or the draft's, and one empty where there would be none. */
function countOf(field: RowsField | BudgetField, { content, typed }: Filled): number {
  const found = typed === null ? rowsOf(content[field.id]).length : rowNumbers(field.id, typed).length
  return Math.max(found, typed === null ? 1 : 0, field.kind === 'rows' ? field.minRows : 1)
}

function cellOf(field: RowsField | BudgetField, { content, typed }: Filled, row: RowSlot, column: Column): { path: string; value: unknown } {
  const path = `${row.path}.${column.id}`
  if (row.index === null) return { path, value: '' }
  return { path, value: typed === null ? rowsOf(content[field.id])[row.index]?.[column.id] : (typed[path] ?? '') }
}

/** Small controls of a table's cell: the heading names them, the label tells the row. */
function BareCell({ column, path, value, row, placeholder }: { column: Column; path: string; value: unknown; row: RowSlot; placeholder?: boolean }) {
  const { language } = useLook()
  const t = words(language, { zh: { row: (n: string, label: string) => `第 ${n} 行 ${label}` }, en: { row: (n, label) => `row ${n} ${label}` } })
  const common = { path, label: t.row(row.number, say(column.label, language)), required: true, bare: placeholder !== true }
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
  switch (column.kind) {
    case 'text':
    case 'longtext':
      return <TextField {...common} value={text} {...(characters(text) > column.limit ? { limit: column.limit } : {})} />
    case 'integer':
      return <IntegerField {...common} value={text} />
    case 'money':
      return <MoneyField {...common} value={typeof value === 'number' ? value : text} unit={false} />
    case 'date':
      return <DateField {...common} value={text} />
    case 'choice':
      return <ChoiceField {...common} as="select" value={text} choices={column.options.map(({ id, label }) => ({ value: id, label: say(label, language) }))} />
  }
}

function headerOf(column: Column, language: 'zh' | 'en'): string {
  const t = words(language, { zh: { optional: '（选填）', yuan: '（元）' }, en: { optional: ' (optional)', yuan: ' (yuan)' } })
  const unit = column.kind === 'integer' && column.unit !== undefined ? (language === 'zh' ? `（${column.unit.zh}）` : ` (${column.unit.en ?? column.unit.zh})`) : column.kind === 'money' ? t.yuan : ''
  return `${say(column.label, language)}${unit}${column.required ? '' : t.optional}`
}

function ListField({ field, filled }: { field: RowsField; filled: Filled }) {
  const { language } = useLook()
  const t = words(language, {
    zh: { rule: (least: number, most: number) => (least > 0 ? `至少 ${least} 行，最多 ${most} 行。` : `最多 ${most} 行。`), optional: '（选填）' },
    en: { rule: (least, most) => (least > 0 ? `${least} to ${most} rows.` : `Up to ${most} rows.`), optional: ' (optional)' },
  })
  const columns = field.columns.map((column, i): RowsColumn => ({
    header: headerOf(column, language),
    names: i === 0,
    ...(column.kind === 'integer' || column.kind === 'money' ? { align: 'end' as const } : {}),
    cell: (row) => <BareCell column={column} row={row} {...cellOf(field, filled, row, column)} />,
  }))
  return (
    <FieldSection title={<>{say(field.label, language)}{field.required ? null : t.optional}</>} id={field.id} hint={field.hint === undefined ? undefined : say(field.hint, language)}>
      <Rows path={CONTENT + field.id} label={say(field.label, language)} caption={t.rule(field.minRows, field.maxRows)} columns={columns} count={countOf(field, filled)} most={field.maxRows} />
    </FieldSection>
  )
}

function FieldSection({ title, id, hint, children }: { title: Child; id: string; hint?: string | undefined; children?: Child }) {
  return (
    <section class="stackv" aria-labelledby={`s-${id}`}>
      <h2 id={`s-${id}`}>{title}</h2>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {children}
    </section>
  )
}

function BudgetTable({ field, filled }: { field: BudgetField; filled: Filled }) {
  const { language } = useLook()
  const t = budgetWords(language)
  const by = new Map(columnsOf(field).map((column) => [column.id, column]))
  const cell = (row: RowSlot, id: string) => {
    const column = by.get(id)
    return column === undefined ? null : <BareCell column={column} row={row} {...cellOf(field, filled, row, column)} />
  }
  const totals = budgetTotals(field, rowsOf(filled.content[field.id]))
  const amount = (row: RowSlot) => {
    const fen = row.index === null || filled.typed !== null ? null : totals.lines[row.index]
    return <output class="n">{fen === null || fen === undefined ? '—' : formatYuan(fen)}</output>
  }
  const two = (row: RowSlot, first: string, second: string) => <div class="stackv tight">{cell(row, first)}{cell(row, second)}</div>
  const columns: RowsColumn[] = [
    { header: t.headAndActivity, names: true, cell: (row) => two(row, 'head', 'activity'), foot: t.total },
    { header: t.price, align: 'end', cell: (row) => cell(row, 'unitPrice') },
    { header: t.quantityAndUnit, cell: (row) => two(row, 'quantity', 'unit') },
    { header: t.amount, align: 'end', cell: amount, ...(filled.typed === null ? { foot: formatYuan(totals.total) } : {}) },
    { header: t.sourceAndNote, cell: (row) => two(row, 'source', 'note') },
  ]
  return (
    <FieldSection title={say(field.label, language)} id={field.id} hint={[...(field.hint === undefined ? [] : [say(field.hint, language)]), ...capsOf(field, language)].join(' ')}>
      <Rows path={CONTENT + field.id} label={say(field.label, language)} caption={t.caption} columns={columns} count={countOf(field, filled)} most={field.maxRows} />
      {filled.typed === null ? <SourceTotals totals={totals} /> : null}
    </FieldSection>
  )
}

function capsOf(field: BudgetField, language: 'zh' | 'en'): string[] {
  const capped = field.heads.flatMap(({ label, maxPercent }) => (maxPercent === undefined ? [] : [language === 'zh' ? `${label.zh}不超过 ${maxPercent}%` : `${label.en ?? label.zh} up to ${maxPercent}%`]))
  return capped.length === 0 ? [] : [language === 'zh' ? `占总预算的比例：${capped.join('，')}。` : `Of the whole budget: ${capped.join(', ')}.`]
}

function SourceTotals({ totals }: { totals: BudgetTotals }) {
  const { language } = useLook()
  const t = budgetWords(language)
  return <p class="soft small">{t.bySource(formatYuan(totals.bySource.grant), formatYuan(totals.bySource.own), formatYuan(totals.bySource['in-kind']))}</p>
}

export function budgetWords(language: 'zh' | 'en') {
  return words(language, {
    zh: {
      headAndActivity: '费用类别、用于', quantityAndUnit: '数量、单位', sourceAndNote: '来源、备注（选填）', head: '费用类别', activity: '用于', price: '单价（元）', unit: '单位', quantity: '数量', source: '来源', amount: '金额（元）', note: '备注（选填）', total: '合计', caption: '金额由单价乘数量算出，不用填；保存后重新合计。',
      bySource: (grant: string, own: string, kind: string) => `其中申请资助 ${grant} 元，自筹 ${own} 元，实物折价 ${kind} 元。`,
    },
    en: {
      headAndActivity: 'Head, what for', quantityAndUnit: 'Quantity, unit', sourceAndNote: 'Source, note (optional)', head: 'Head', activity: 'For', price: 'Unit price (yuan)', unit: 'Unit', quantity: 'Quantity', source: 'Source', amount: 'Amount (yuan)', note: 'Note (optional)', total: 'Total', caption: 'Amounts are unit price times quantity; they are added up when you save.',
      bySource: (grant, own, kind) => `Of this, ${grant} yuan requested, ${own} own funds, ${kind} in kind.`,
    },
  })
}
