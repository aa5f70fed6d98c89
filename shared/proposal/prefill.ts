import type { Organisation } from '../organisation/organisation.ts'
import type { Content } from '../rulebook/content.ts'
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
