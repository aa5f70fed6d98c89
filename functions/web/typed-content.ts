import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { parseYuan } from '../../shared/kernel/money.ts'
import { type ContentValue, budgetColumns, isDate, type Row } from '../../shared/rulebook/content.ts'
import type { Column, Field } from '../../shared/rulebook/form.ts'

/** Names of the form's controls: `content.` before the field's own path, so that no field of a rulebook meets a name of the frame. */
export const CONTENT = 'content.'

/** The scores of a form's fields: `scores.<criterion>`. */
export const scoresIn = (fields: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(Object.keys(fields).flatMap((name) => (name.startsWith('scores.') ? [[name.slice('scores.'.length), textIn(fields, name)]] : [])))

/** A control's text; a tick box that autosave.js says is empty has none. */
export const textIn = (fields: Readonly<Record<string, string | string[]>>, name: string): string => [fields[name] ?? ''].flat()[0] ?? ''

export interface Typed {
  content: Record<string, ContentValue>
  mistakes: Mistake[]
  /** What was typed, by control name, with the rows numbered without gaps. */
  values: Record<string, string>
}

/** What somebody typed into some of a form's fields, as answers. What can't be read is a mistake at its place, and left out. */
export function readTyped(fields: readonly Field[], sent: Readonly<Record<string, string>>): Typed {
  const typed: Typed = { content: {}, mistakes: [], values: {} }
  for (const field of fields) {
    if (field.kind === 'rows' || field.kind === 'budget') typed.content[field.id] = readRows(field, sent, typed)
    else if (field.kind === 'yes') typed.content[field.id] = sent[CONTENT + field.id] === 'true'
    else typed.content[field.id] = readCell(field, field.id, sent[CONTENT + field.id] ?? '', typed)
  }
  return typed
}

export const columnsOf = (field: Extract<Field, { kind: 'rows' | 'budget' }>): Column[] => (field.kind === 'budget' ? budgetColumns(field) : field.columns)

/** The numbers of a list's rows that were sent, in order. */
export function rowNumbers(id: string, sent: Readonly<Record<string, string>>): number[] {
  const start = `${CONTENT}${id}.`
  const numbers = Object.keys(sent).flatMap((name) => (name.startsWith(start) ? [Number(name.slice(start.length).split('.')[0])] : []))
  return [...new Set(numbers)].filter((n) => Number.isInteger(n) && n >= 0 && n < 1000).toSorted((a, b) => a - b)
}

function readRows(field: Extract<Field, { kind: 'rows' | 'budget' }>, sent: Readonly<Record<string, string>>, typed: Typed): Row[] {
  return rowNumbers(field.id, sent).map((number, i) =>
    Object.fromEntries(columnsOf(field).map((column) => [column.id, readCell(column, `${field.id}.${i}.${column.id}`, sent[`${CONTENT}${field.id}.${number}.${column.id}`] ?? '', typed)])))
}

function readCell(column: Column, path: string, text: string, typed: Typed): string | number | null {
  typed.values[CONTENT + path] = text
  const wrong = (code: string, zh: string, en: string) => {
    typed.mistakes.push({ path: CONTENT + path, code, zh: `“${column.label.zh}”${zh}`, en: `"${column.label.en ?? column.label.zh}" ${en}` })
    return null
  }
  switch (column.kind) {
    case 'text':
    case 'longtext':
    case 'choice':
      return text
    case 'date':
      return text === '' || isDate(text) ? text : wrong('DATE_MALFORMED', '请写成年-月-日，例如 2026-05-22', 'has to be a date such as 2026-05-22')
    case 'integer': {
      const plain = text.normalize('NFKC').replaceAll(/[\s,]/g, '')
      if (plain === '') return null
      return /^-?\d{1,15}$/.test(plain) ? Number(plain) : wrong('INTEGER_EXPECTED', '请只填整数，例如 120', 'has to be a whole number, for example 120')
    }
    case 'money': {
      if (text.trim() === '') return null
      const parsed = parseYuan(text)
      if (parsed.ok) return parsed.fen
      return parsed.code === 'MONEY_DECIMALS' ? wrong(parsed.code, '最多两位小数，例如 300.00', 'takes two decimals at most, for example 300.00')
        : parsed.code === 'MONEY_NEGATIVE' ? wrong(parsed.code, '不能是负数', 'must not be below zero')
        : parsed.code === 'MONEY_TOO_LARGE' ? wrong(parsed.code, '金额过大', 'is too large')
        : wrong(parsed.code, '请只填数字，例如 300.00', 'has to be figures only, for example 300.00')
    }
  }
}

/** The form after a press of a row's button without script: `add` names a list, `remove` a row. undefined where neither was pressed. */
export function pressedRow(fields: readonly Field[], sent: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const { add, remove } = sent
  if (add === undefined && remove === undefined) return undefined
  const values = { ...Object.fromEntries(Object.entries(sent).filter(([name]) => name !== 'add' && name !== 'remove' && name !== 'command')), ...readTyped(fields, sent).values }
  const list = (path: string) => fields.find((field) => CONTENT + field.id === path)
  const lost = remove === undefined ? undefined : /^(.*)\.(\d+)$/.exec(remove)
  const field = list(add ?? lost?.[1] ?? '')
  if (field?.kind !== 'rows' && field?.kind !== 'budget') return values
  const [columns, count] = [columnsOf(field), rowNumbers(field.id, values).length]
  const name = (row: number, column: Column) => `${CONTENT}${field.id}.${row}.${column.id}`
  if (lost === undefined || lost === null) {
    for (const column of columns) values[name(count, column)] = ''
    return values
  }
  for (let row = Number(lost[2]); row < count; row += 1) {
    for (const column of columns) {
      const next = values[name(row + 1, column)]
      if (next === undefined) delete values[name(row, column)]
      else values[name(row, column)] = next
    }
  }
  return values
}

/** Texts as typed, read as a section's answers. Throws INVALID for what can't be read. */
export const typedAs = (fields: Readonly<Record<string, string>>) => (section: readonly Field[]) => {
  const { content, mistakes } = readTyped(section, fields)
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return content
}

/** A form's controls by name, the first where there are several. */
export const single = (fields: Record<string, string | string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : value.slice(0, 1).map((first) => [name, first]))))
