import { mostFen } from '../kernel/money.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type Bilingual, characters } from '../kernel/text.ts'
import { lineLimits } from './budget.ts'
import { type BudgetField, type Column, type Field, type Form, budgetSources } from './form.ts'

/** A row of a table or of a budget: column id to value. */
export type Row = Record<string, string | number | null>

/**
 * What one field holds: text, longtext and choice a string (a choice its option's id), a date 'YYYY-MM-DD', integer and money a whole
 * number (money in fen), yes a boolean, rows and budget a list of rows. Nothing typed yet: absent, null or ''.
 */
export type ContentValue = string | number | boolean | null | Row[]

/** A proposal's answers by field id. */
export type Content = Record<string, ContentValue>

/** A mistake in one field: `path` is dotted (`budget.2.unitPrice`), `label` the field's or column's, with limit and what was found. */
export interface ContentMistake extends Mistake {
  label: Bilingual
  limit?: number | string
  found?: number | string
}

/** A budget's columns, as if the rulebook had written them: what a draft may hold in each. */
export function budgetColumns(field: BudgetField): Column[] {
  const required = true
  const sourceLabels = { grant: { zh: '申请资助', en: 'Grant' }, own: { zh: '自筹', en: 'Own funds' }, 'in-kind': { zh: '实物', en: 'In kind' } }
  return [
    {
      id: 'head', kind: 'choice', label: { zh: '费用类别', en: 'Head' }, required,
      options: field.heads.map(({ id, label }) => ({ id, label })),
    },
    { id: 'activity', kind: 'text', label: { zh: '用于', en: 'For' }, required, limit: lineLimits.activity },
    { id: 'unitPrice', kind: 'money', label: { zh: '单价', en: 'Unit price' }, required, min: 0, max: mostFen },
    { id: 'unit', kind: 'text', label: { zh: '单位', en: 'Unit' }, required, limit: lineLimits.unit },
    { id: 'quantity', kind: 'text', label: { zh: '数量', en: 'Quantity' }, required, limit: 11 },
    {
      id: 'source', kind: 'choice', label: { zh: '资金来源', en: 'Source' }, required,
      options: budgetSources.filter((id) => field.sources.includes(id)).map((id) => ({ id, label: sourceLabels[id] })),
    },
    { id: 'note', kind: 'text', label: { zh: '备注', en: 'Note' }, required: false, limit: lineLimits.note },
  ]
}

/** Nothing typed: absent, null, an empty or blank text, an empty list. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const at = Date.parse(`${value}T00:00:00.000Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value)
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The rows of a list as objects; what isn't one (a mistake by itself) is an empty row, so that indexes stay what they are. */
export function rowsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map((row: unknown) => (isRow(row) ? row : {})) : []
}

/** How far over its limit a text is still kept in a draft, so that nothing typed is lost; sending asks for the limit itself. */
const draftFactor = 4
/** White space isn't counted, and one character seen may be a dozen code units (an emoji of a family): this bounds what is stored. */
const unitsEach = 12

const of = (label: Bilingual) => ({ zh: `“${label.zh}”`, en: `"${label.en ?? label.zh}"` })

/** What is wrong with a value's type, for a draft as for sending; an empty value never is. */
export function typeMistake(column: Column | Field, value: unknown, path: string): ContentMistake | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const { label } = column
  const name = of(label)
  const wrong = (code: string, zh: string, en: string): ContentMistake => ({
    path, code, label,
    zh: `${name.zh}${zh}`,
    en: `${name.en} ${en}`,
  })
  switch (column.kind) {
    case 'text':
    case 'longtext':
      if (typeof value !== 'string') return wrong('TEXT_EXPECTED', '应为文字。', 'must be text.')
      return value.isWellFormed() ? undefined : wrong('TEXT_MALFORMED', '含有不完整的字符，请重新输入。', 'holds half a character; type it again.')
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : wrong('INTEGER_EXPECTED', '应为整数。', 'must be a whole number.')
    case 'money':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
        return wrong('MONEY_EXPECTED', '应为金额，精确到分。', 'must be a sum of money, to the fen.')
      }
      if (value < 0) return wrong('MONEY_NEGATIVE', '不能为负数。', 'must not be below zero.')
      return value > mostFen ? wrong('MONEY_TOO_LARGE', '金额过大。', 'is too large a sum.') : undefined
    case 'date':
      return isDate(value) ? undefined : wrong('DATE_MALFORMED', '应为日期，如 2025-06-18。', 'must be a date like 2025-06-18.')
    case 'choice':
      if (column.options.some(({ id }) => id === value)) return undefined
      return wrong('CHOICE_UNKNOWN', '请从列出的选项中选择。', 'must be one of the options listed.')
    case 'yes':
      return typeof value === 'boolean' ? undefined : wrong('YES_EXPECTED', '应为是或否。', 'must be yes or no.')
    case 'rows':
    case 'budget':
      return Array.isArray(value) && value.every(isRow) ? undefined : wrong('ROWS_EXPECTED', '应为表格。', 'must be a list of rows.')
  }
}

function draftLength(column: Column | Field, value: unknown, path: string): ContentMistake[] {
  if ((column.kind !== 'text' && column.kind !== 'longtext') || typeof value !== 'string') return []
  const most = draftFactor * column.limit
  const found = value.length > most * unitsEach ? value.length : value.length > most ? characters(value) : 0
  if (found <= most) return []
  const name = of(column.label)
  return [{
    path, code: 'TEXT_FAR_TOO_LONG', label: column.label, limit: most, found,
    zh: `${name.zh}限 ${column.limit} 字，超过 ${most} 字的内容无法保存，请先删减。`,
    en: `${name.en} has a limit of ${column.limit} characters; more than ${most} can't be kept. Shorten it first.`,
  }]
}

function unknownKeys(value: Record<string, unknown>, known: readonly { id: string }[], prefix: string): ContentMistake[] {
  return Object.keys(value).filter((key) => !known.some(({ id }) => id === key)).map((key) => ({
    path: `${prefix}${key}`, code: 'FIELD_UNKNOWN', label: { zh: key },
    zh: `申报书中没有“${key}”这一项。`, en: `The form has no field "${key}".`,
  }))
}

function draftOf(column: Column | Field, value: unknown, path: string): ContentMistake[] {
  const type = typeMistake(column, value, path)
  if (type) return [type]
  if (column.kind !== 'rows' && column.kind !== 'budget') return draftLength(column, value, path)
  const rows = rowsOf(value)
  if (rows.length > 2 * column.maxRows) {
    const name = of(column.label)
    return [{
      path, code: 'TOO_MANY_ROWS', label: column.label, limit: column.maxRows, found: rows.length,
      zh: `${name.zh}最多 ${column.maxRows} 行，现有 ${rows.length} 行，无法保存。`,
      en: `${name.en} takes ${column.maxRows} rows at most; ${rows.length} can't be kept.`,
    }]
  }
  const columns = column.kind === 'rows' ? column.columns : budgetColumns(column)
  return rows.flatMap((row, i) => [
    ...columns.flatMap((cell) => draftOf(cell, row[cell.id], `${path}.${i}.${cell.id}`)),
    ...unknownKeys(row, columns, `${path}.${i}.`),
  ])
}

export function fieldsOf(form: Form): Field[] {
  return form.sections.flatMap((section) => section.fields)
}

export type ParsedDraft = { ok: true; content: Content } | { ok: false; mistakes: ContentMistake[] }

/**
 * What may be saved: every value of its field's type, no field that the form doesn't have, and texts within four times their limit, so
 * that limits never block saving and nothing typed is lost. Rows in which nothing is typed are left out; all else is kept as it came.
 */
export function parseDraft(form: Form, json: unknown): ParsedDraft {
  if (!isRow(json)) return { ok: false, mistakes: [{
    path: '', code: 'CONTENT_EXPECTED', label: form.title,
    zh: '应为申报书内容。',
    en: 'Must be the answers to the form.' }],
  }
  const fields = fieldsOf(form)
  const mistakes = [...fields.flatMap((field) => draftOf(field, json[field.id], field.id)), ...unknownKeys(json, fields, '')]
  if (mistakes.length > 0) return { ok: false, mistakes }
  const kept = fields.flatMap((field): [string, ContentValue][] => {
    const value = json[field.id]
    if (value === undefined) return []
    if (field.kind !== 'rows' && field.kind !== 'budget') return [[field.id, value as ContentValue]]
    return [[field.id, rowsOf(value).filter((row) => !Object.values(row).every(isEmpty)) as Row[]]]
  })
  return { ok: true, content: Object.fromEntries(kept) }
}

/** Without what says in so many words that nothing is typed: null and a field that is left out are the same. */
export const withoutNulls = (content: Content): Content => Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null))

/** What a proposal is called: its name field's text, '' while nothing is typed. */
export function nameOf(form: Form, content: Readonly<Record<string, unknown>>): string {
  const value = content[form.nameField]
  return typeof value === 'string' ? value.trim() : ''
}

