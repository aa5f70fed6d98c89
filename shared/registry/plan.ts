import type { Mistake } from '../kernel/refusal.ts'
import type { ClassTable } from './classes.ts'
import { tidyCell } from './cells.ts'
import { type CellFault, cellsOf, plainHeading, readRow, type Sheet } from './sheet.ts'

/** Rows of one file. Real lists have hundreds or thousands. */
export const MOST_ROWS = 20_000
/** Entries of one register, so that its parts keep well below an item's size. */
export const MOST_ENTRIES = 40_000

/** A row as it was read: where it stands in the file, and its cells in the order of the file's headings. */
export interface SourceRow {
  line: number
  cells: readonly string[]
}

export const rowStates = ['wrong', 'new', 'changed', 'same'] as const
export type RowState = (typeof rowStates)[number]

export interface PlannedRow {
  line: number
  name: string
  /** The known entry's; null for a new one, and where the row is wrong. */
  id: string | null
  state: RowState
  /** What would change, old to new; of a new one what it says. */
  changes: { column: string; from: string; to: string }[]
  faults: CellFault[]
}

export interface Plan<E> {
  rows: PlannedRow[]
  /** New and changed entries as they would stand. */
  put: E[]
  counts: Record<RowState, number>
}

/** The columns of a file by its headings, as ids; every heading that is unknown, doubled or missing is a mistake that names the columns expected. */
export function readHead<E extends { id: string }, D>(sheet: Sheet<E, D>, head: readonly string[]): { columns: string[]; mistakes: Mistake[] } {
  const known = new Map(sheet.columns.map((column) => [plainHeading(column.label.zh), column]))
  const expected = sheet.columns.map(({ label, required }) => `${label.zh}${required ? '（必填）' : ''}`).join('、')
  const mistakes: Mistake[] = []
  const wrong = (code: string, zh: string, en: string) => mistakes.push({ path: 'file', code, zh, en })
  const columns = head.map((heading) => known.get(plainHeading(tidyCell(heading)))?.id ?? '')
  for (const [place, heading] of head.entries()) {
    const id = columns[place] ?? ''
    const name = tidyCell(heading)
    if (id === '') wrong('COLUMN_UNKNOWN', name === '' ? `第 ${place + 1} 列没有表头` : `不认识“${name}”这一列`, name === '' ? `Column ${place + 1} has no heading` : `There is no column "${name}"`)
    else if (columns.indexOf(id) !== place) wrong('COLUMN_TWICE', `“${name}”这一列出现了两次`, `The column "${name}" stands there twice`)
  }
  for (const { id, label, required } of sheet.columns) if (required && !columns.includes(id)) wrong('COLUMN_MISSING', `缺少“${label.zh}”这一列`, `The column "${label.zh}" is missing`)
  if (mistakes.length > 0) wrong('COLUMNS_EXPECTED', `表头要在第一行，可用的列有：${expected}`, `The headings stand in the first row. The columns are: ${expected}`)
  return { columns, mistakes }
}

interface Rowed<E> {
  source: SourceRow
  name: string
  known: E | undefined
  entry: E | undefined
  faults: CellFault[]
}

/**
 * What applying the rows would do to the entries, row by row; nothing is changed. Entries that no row names stay as they are.
 * `idOf` gives the id of a new entry by its line: the same file planned again gives the same entries.
 */
export function planImport<E extends { id: string }, D>(sheet: Sheet<E, D>, classes: ClassTable, columns: readonly string[], rows: readonly SourceRow[], entries: readonly E[], idOf: (line: number) => string): Plan<E> {
  const byKey = new Map(entries.flatMap((entry) => sheet.keysOf(entry).map((key) => [key, entry] as const)))
  const firstLine = new Map<string, number>()
  const read = rows.map((source): Rowed<E> => {
    const row = readOne(sheet, classes, columns, source, byKey, idOf)
    if (row.entry !== undefined) {
      const taken = [...sheet.keysOf(row.entry), row.entry.id].map((key) => firstLine.get(key)).find((line) => line !== undefined)
      if (taken !== undefined) row.faults.push({ column: keyColumn(sheet), code: 'ROW_TWICE', zh: `和第 ${taken} 行是同一条，一个文件里只能有一条`, en: `Row ${taken} is about the same; a file can hold it once` })
      for (const key of [...sheet.keysOf(row.entry), row.entry.id]) if (!firstLine.has(key)) firstLine.set(key, source.line)
    }
    return row
  })
  const taken = takenAfter(sheet, entries, read)
  const planned = read.map((row) => settle(sheet, classes, row.entry === undefined ? row : alone(sheet, row, row.entry, taken)))
  const counts: Record<RowState, number> = { wrong: 0, new: 0, changed: 0, same: 0 }
  for (const { state } of planned) counts[state] += 1
  const put = planned.flatMap(({ entry, state }) => (entry !== undefined && (state === 'new' || state === 'changed') ? [entry] : []))
  return { rows: planned.map(({ entry: _entry, ...row }) => row), put, counts }
}

/** Who would stand under each key with all rows in force. */
function takenAfter<E extends { id: string }, D>(sheet: Sheet<E, D>, entries: readonly E[], rows: readonly Rowed<E>[]): Map<string, Map<string, string>> {
  const after = new Map(entries.map((entry) => [entry.id, entry]))
  for (const { entry, faults } of rows) if (entry !== undefined && faults.length === 0) after.set(entry.id, entry)
  const taken = new Map<string, Map<string, string>>()
  for (const entry of after.values()) {
    for (const key of sheet.keysOf(entry)) taken.set(key, (taken.get(key) ?? new Map<string, string>()).set(entry.id, sheet.nameOf(entry)))
  }
  return taken
}

/** A row must not make its entry one that another is already: a file's number of one and the name of another. */
function alone<E extends { id: string }, D>(sheet: Sheet<E, D>, row: Rowed<E>, entry: E, taken: ReadonlyMap<string, ReadonlyMap<string, string>>): Rowed<E> {
  const before = new Set(row.known === undefined ? [] : sheet.keysOf(row.known))
  const others = sheet.keysOf(entry).filter((key) => !before.has(key)).flatMap((key) => [...(taken.get(key) ?? [])]).filter(([id]) => id !== entry.id)
  const [other] = others
  if (other === undefined || row.faults.length > 0) return row
  return { ...row, faults: [{ column: keyColumn(sheet), code: 'ENTRY_EXISTS', zh: `登记册里已有同一条：${other[1]}`, en: `The registry has the same one: ${other[1]}` }] }
}

const keyColumn = <E extends { id: string }, D>(sheet: Sheet<E, D>): string => sheet.columns[0]?.id ?? ''

function readOne<E extends { id: string }, D>(sheet: Sheet<E, D>, classes: ClassTable, columns: readonly string[], source: SourceRow, byKey: ReadonlyMap<string, E>, idOf: (line: number) => string): Rowed<E> {
  const cells = Object.fromEntries(columns.map((id, place) => [id, tidyCell(source.cells[place] ?? '')]))
  const { given, faults } = readRow(sheet, classes, cells)
  const name = cells[keyColumn(sheet)] ?? ''
  const beyond = source.cells.slice(columns.length).find((cell) => cell.trim() !== '')
  if (beyond !== undefined) faults.push({ column: keyColumn(sheet), code: 'CELLS_BEYOND', zh: `这一行比表头多出格子（“${beyond.slice(0, 20)}”），可能有没加引号的逗号`, en: `This row has more cells than headings ("${beyond.slice(0, 20)}"); perhaps a comma without quotes` })
  // What is known of an entry stays where a cell that every new one needs is empty: some joined before it was asked.
  const [missing, wrong] = [faults.filter(({ code }) => code === 'REQUIRED'), faults.filter(({ code }) => code !== 'REQUIRED')]
  if (wrong.length > 0) return { source, name, known: undefined, entry: undefined, faults }
  const fresh = sheet.entryOf({ ...sheet.empty, ...given }, undefined, idOf(source.line), false)
  const known = sheet.keysOf(fresh).map((key) => byKey.get(key)).find((one) => one !== undefined)
  if (known === undefined && missing.length > 0) return { source, name, known, entry: undefined, faults: missing }
  const other = known === undefined ? undefined : sheet.notOurs(known)
  if (other !== undefined) return { source, name, known, entry: undefined, faults: [{ column: keyColumn(sheet), ...other }] }
  const draft = { ...(known === undefined ? sheet.empty : sheet.draftOf(known)), ...withoutEmptyPeriods(given) }
  const together = sheet.check(draft)
  return { source, name, known, entry: together.length > 0 ? undefined : sheet.entryOf(draft, known, idOf(source.line), false), faults: together }
}

/** A list's empty cell says nothing of a period that is known: what was once so stays on record. */
const periodCells = [['grade', 'gradeFrom', 'gradeTo'], ['abnormalFrom', 'abnormalTo'], ['dishonestFrom', 'dishonestTo']]
function withoutEmptyPeriods<D>(given: Partial<D>): Partial<D> {
  const empty = new Set(periodCells.filter((cells) => cells.every((id) => [undefined, null, ''].includes((given as Record<string, string | null | undefined>)[id]))).flat())
  return Object.fromEntries(Object.entries(given).filter(([id]) => !empty.has(id))) as Partial<D>
}

function settle<E extends { id: string }, D>(sheet: Sheet<E, D>, classes: ClassTable, { source, name, known, entry, faults }: Rowed<E>): PlannedRow & { entry: E | undefined } {
  const { line } = source
  if (entry === undefined || faults.length > 0) return { line, name, id: null, state: 'wrong', changes: [], faults, entry: undefined }
  const changes = changesOf(sheet, classes, known, entry)
  const state = known === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same'
  return { line, name: sheet.nameOf(entry), id: known?.id ?? null, state, changes, faults, entry }
}

/** Cells that differ, by their headings. */
export function changesOf<E extends { id: string }, D>(sheet: Sheet<E, D>, classes: ClassTable, before: E | undefined, after: E): PlannedRow['changes'] {
  const [old, now] = [cellsOf(sheet, classes, before === undefined ? sheet.empty : sheet.draftOf(before)), cellsOf(sheet, classes, sheet.draftOf(after))]
  return sheet.columns.flatMap(({ id, label }) => {
    const [from = '', to = ''] = [before === undefined ? '' : old[id], now[id]]
    return from === to ? [] : [{ column: label.zh, from, to }]
  })
}
