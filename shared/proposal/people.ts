import type { Office } from '../conflict/find.ts'
import { plainCode } from '../conflict/same.ts'
import { type Content, rowsOf } from '../rulebook/content.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** People whom a proposal names, by the ids that the forms' fields have (forms.md part 1: 法定代表人 项目负责人 联系人, team); who is not named is left out. */
export function peopleOf(content: Content): { name: string; phone: string; email: string; office: Office }[] {
  const single = ([['representative', 'representative'], ['lead', 'lead'], ['contact', 'contact'], ['advisor', 'adviser']] as const)
    .map(([field, office]) => ({ office, name: text(content[field]), phone: text(content[`${field}Phone`]), email: text(content[`${field}Email`]) }))
  const team = rowsOf(content.team).map((row) => ({ office: 'team' as const, name: text(row.memberName), phone: text(row.memberPhone), email: '' }))
  return [...single, ...team].filter(({ name, phone, email }) => name !== '' || phone !== '' || email !== '')
}

/** The applicant as the form names it; '' where it does not. A number that is no credit code is a filing's and tells nobody. */
export function applicantOf(content: Content): { name: string; creditCode: string } {
  const number = plainCode(text(content.registrationNumber))
  return { name: text(content.applicantName), creditCode: /^[0-9A-Z]{18}$/.test(number) ? number : '' }
}
