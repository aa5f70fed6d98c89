import type { Organisation } from '../organisation/organisation.ts'
import { budgetColumns, type Content, type ContentValue, isEmpty, type Row, rowsOf, typeMistake } from '../rulebook/content.ts'
import type { Form } from '../rulebook/form.ts'

/** What an organisation's record can fill in, by the id that a form's field has for it. */
export type KnownFacts = Readonly<Record<string, string>>

export function knownFacts(organisation: Organisation): KnownFacts {
  const { name, contact } = organisation
  return {
    applicantName: name, contact: contact.name, contactPhone: contact.phone, contactEmail: contact.email,
    registrationNumber: organisation.standing === 'registered' ? organisation.creditCode : organisation.filing.number,
  }
}

/** The answers that the organisation's record has already: text and date fields whose id matches; what doesn't fit the field is left to be typed. */
export function prefilled(form: Form, facts: KnownFacts): Content {
  const fields = form.sections.flatMap((section) => section.fields)
  return Object.fromEntries(fields.flatMap((field): [string, string][] => {
    const fact = facts[field.id]?.trim()
    if (fact === undefined || fact === '') return []
    if (field.kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(fact) ? [[field.id, fact]] : []
    return (field.kind === 'text' || field.kind === 'longtext') && fact.length <= field.limit ? [[field.id, fact]] : []
  }))
}

/**
 * What a project's text can fill in of a form: fields of the same id whose kind takes the value; rows take the columns that both have. What
 * doesn't fit is left to be typed.
 */
export function fromAnswers(form: Form, answers: Readonly<Record<string, unknown>>): Content {
  const fields = form.sections.flatMap((section) => section.fields)
  return Object.fromEntries(fields.flatMap((field): [string, ContentValue][] => {
    const value = answers[field.id]
    if (isEmpty(value)) return []
    if (field.kind !== 'rows' && field.kind !== 'budget') return typeMistake(field, value, field.id) === undefined ? [[field.id, value as ContentValue]] : []
    const columns = field.kind === 'budget' ? budgetColumns(field) : field.columns
    const rows = rowsOf(value).map((row) => Object.fromEntries(columns.flatMap((column) => (isEmpty(row[column.id]) || typeMistake(column, row[column.id], column.id) !== undefined ? [] : [[column.id, row[column.id]]]))) as Row)
    return [[field.id, rows.filter((row) => Object.keys(row).length > 0)]]
  }))
}
