import type { Bilingual } from '../kernel/text.ts'
import type { Fault, Read } from './cells.ts'
import type { ClassTable } from './classes.ts'

/** What can be imported and exported, each with columns of its own. */
export const registers = ['organisations', 'teams', 'people'] as const
export type Register = (typeof registers)[number]

/** One column of a list: the same for reading, writing, the form of one entry and the template. `D` is an entry as its cells say it. */
export interface Column<D> {
  id: keyof D & string
  /** Its heading is the Chinese one. */
  label: Bilingual & { en: string }
  hint: Bilingual & { en: string }
  required: boolean
  /** In characters, for a spreadsheet. */
  width: number
  as: 'text' | 'date' | 'count' | 'choice' | 'class'
  /** Of a choice: the words that stand in a cell are the Chinese ones. */
  choices: readonly (Bilingual & { en: string })[]
  read: (text: string, classes: ClassTable) => Read<Partial<D>>
  write: (draft: D, classes: ClassTable) => string
}

/** Something wrong with one cell of a row. */
export interface CellFault extends Fault {
  column: string
}

/** How a register's entries stand in a list. */
export interface Sheet<E extends { id: string }, D> {
  register: Register
  columns: readonly Column<D>[]
  empty: D
  draftOf: (entry: E) => D
  /** `corrects`: somebody corrects one entry by hand, and an emptied period is taken out; a list's empty cell leaves what is known of periods. */
  entryOf: (draft: D, base: E | undefined, id: string, corrects: boolean) => E
  /** What the cells say about each other. */
  check: (draft: D) => CellFault[]
  keysOf: (entry: E) => string[]
  nameOf: (entry: E) => string
  /** Throws nothing: says why this known entry is not one of this sheet's. */
  notOurs: (entry: E) => Fault | undefined
}

/** Reads one row. `cells` go by column id; a column that is left out says nothing. */
export function readRow<E extends { id: string }, D>(sheet: Sheet<E, D>, classes: ClassTable, cells: Readonly<Record<string, string>>): { given: Partial<D>; faults: CellFault[] } {
  const faults: CellFault[] = []
  let given: Partial<D> = {}
  for (const column of sheet.columns) {
    const text = cells[column.id]
    if (text === undefined) continue
    if (text === '' && column.required) {
      faults.push({ column: column.id, code: 'REQUIRED', zh: '这一项要填', en: 'Fill this in' })
      continue
    }
    const read = column.read(text, classes)
    if ('fault' in read) faults.push({ column: column.id, ...read.fault })
    else given = { ...given, ...read.value }
  }
  return { given, faults }
}

/** The cells of an entry by column id, as they are exported. */
export const cellsOf = <E extends { id: string }, D>(sheet: Sheet<E, D>, classes: ClassTable, draft: D): Record<string, string> =>
  Object.fromEntries(sheet.columns.map((column) => [column.id, column.write(draft, classes)]))

/** A heading as it is compared: without spaces, and without the mark of what has to be filled in. */
export const plainHeading = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').replace(/(\*|\(必填\))$/, '')
