import { type Content, type ContentValue, type Row, budgetColumns, rowsOf } from './content.ts'
import type { Field, Form } from './form.ts'

const tells = ({ identifies }: { identifies?: boolean | undefined }) => identifies === true

/** The form as judges of a blind competition see it: without the fields and columns that identify, and sections left empty by that. */
export function formForJudges(form: Form): Form {
  const sections = form.sections.flatMap((section) => {
    const fields = section.fields.filter((field) => !tells(field)).flatMap((field): Field[] => {
      if (field.kind !== 'rows') return [field]
      const columns = field.columns.filter((column) => !tells(column))
      return columns.length > 0 ? [{ ...field, columns }] : []
    })
    return fields.length > 0 ? [{ ...section, fields }] : []
  })
  return { ...form, sections, attachments: form.attachments.filter(({ judgesSee }) => judgesSee) }
}

/** The answers that judges of a blind competition may read; whatever the form doesn't know is dropped with what identifies. */
export function forJudges(form: Form, content: Content): Content {
  const fields = formForJudges(form).sections.flatMap((section) => section.fields)
  return Object.fromEntries(fields.flatMap((field): [string, ContentValue][] => {
    const value = content[field.id]
    if (value === undefined) return []
    if (field.kind !== 'rows' && field.kind !== 'budget') return [[field.id, value]]
    const columns = field.kind === 'rows' ? field.columns : budgetColumns(field)
    const shown = (row: Record<string, unknown>) =>
      Object.fromEntries(columns.filter(({ id }) => id in row).map(({ id }) => [id, row[id]])) as Row
    return [[field.id, rowsOf(value).map(shown)]]
  }))
}

/** Every text that identifies (applicant, persons, phones, members): what `namesIn` looks for, with the names the record holds. */
export function identifyingTexts(form: Form, content: Content): string[] {
  const texts = form.sections.flatMap(({ fields }) => fields).flatMap((field): unknown[] => {
    const value = content[field.id]
    if (tells(field)) return [value]
    if (field.kind !== 'rows') return []
    return rowsOf(value).flatMap((row) => field.columns.filter(tells).map(({ id }) => row[id]))
  })
  return [...new Set(texts.flatMap((text) => (typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [])))]
}

/** Widths, cases and spaces hide no name: 王 芳, ＡＢＣ and abc are found. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')

/**
 * Where judges would read one of the names (two characters or more: a single one is in every text), for the warning before sending.
 * `path` is dotted as in mistakes (`steps.0.stepName`).
 */
export function namesIn(content: Content, form: Form, names: readonly string[]): { path: string; name: string }[] {
  const wanted = [...new Set(names.map((name) => name.trim()))]
    .map((name) => ({ name, plain: plain(name) }))
    .filter(({ plain }) => [...plain].length >= 2)
  const inText = (value: unknown, path: string) => {
    if (typeof value !== 'string') return []
    const text = plain(value)
    return wanted.filter((one) => text.includes(one.plain)).map(({ name }) => ({ path, name }))
  }
  const isText = ({ kind }: { kind: string }) => kind === 'text' || kind === 'longtext'
  return formForJudges(form).sections.flatMap(({ fields }) => fields).flatMap((field) => {
    const value = content[field.id]
    if (isText(field)) return inText(value, field.id)
    if (field.kind !== 'rows' && field.kind !== 'budget') return []
    const columns = (field.kind === 'rows' ? field.columns : budgetColumns(field)).filter(isText)
    return rowsOf(value).flatMap((row, i) => columns.flatMap(({ id }) => inText(row[id], `${field.id}.${i}.${id}`)))
  })
}
