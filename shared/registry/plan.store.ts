import { derivedId, organisationIdFrom } from '../kernel/ids.ts'
import type { Table } from '../store/table.ts'
import type { Import } from './import.ts'
import { loadRows } from './import.store.ts'
import { type Plan, planImport } from './plan.ts'
import type { RegisterOf } from './registers.store.ts'
import { loadBook, loadClasses, type LoadedHead } from './registry.store.ts'

/** What applying an import now would do, against the register as it stands. */
export async function planOf<E extends { id: string }, D>(table: Table, { book, sheet }: RegisterOf<E, D>, read: Import): Promise<{ plan: Plan<E>; entries: E[]; head: LoadedHead }> {
  const [{ head, entries }, rows, { value: classes }] = await Promise.all([loadBook(table, read.district, book), loadRows(table, read.id), loadClasses(table, read.district)])
  const idOf = (line: number): string => (read.register === 'people' ? derivedId(read.id, String(line)) : organisationIdFrom(read.id, line))
  return { plan: planImport(sheet, classes, read.columns, rows, entries, idOf), entries, head }
}
