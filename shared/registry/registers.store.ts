import type { Entry, PersonEntry } from './entry.ts'
import { organisationSheet, teamSheet, type EntryDraft } from './organisation-sheet.ts'
import { personSheet, type PersonDraft } from './person-sheet.ts'
import { type Book, organisationBook, peopleBook } from './registry.store.ts'
import type { Register, Sheet } from './sheet.ts'

/** One register: where its entries are kept, how they stand in a list, and which of its book's entries are its own. */
export interface RegisterOf<E extends { id: string }, D> {
  book: Book<E>
  sheet: Sheet<E, D>
  holds: (entry: E) => boolean
}

const organisations: RegisterOf<Entry, EntryDraft> = { book: organisationBook, sheet: organisationSheet, holds: ({ kind }) => kind !== 'team' }
const teams: RegisterOf<Entry, EntryDraft> = { book: organisationBook, sheet: teamSheet, holds: ({ kind }) => kind === 'team' }
const people: RegisterOf<PersonEntry, PersonDraft> = { book: peopleBook, sheet: personSheet, holds: () => true }

/** Does something with a register, whatever its entries are. */
export function inRegister<T>(register: Register, use: <E extends { id: string }, D>(of: RegisterOf<E, D>) => T): T {
  switch (register) {
    case 'organisations': return use(organisations)
    case 'teams': return use(teams)
    case 'people': return use(people)
  }
}
