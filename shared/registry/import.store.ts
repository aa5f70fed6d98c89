import * as z from 'zod'
import { importId } from '../kernel/ids.ts'
import { milliseconds } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Import, importSchema, UNDO_DAYS } from './import.ts'
import type { SourceRow } from './plan.ts'

/** One that was looked at and never applied goes with its rows. */
export const importItem = itemKind('import', importSchema, (one) => keys.importOf(one.district, one.id), (one) => (one.state === 'read' ? expiry(one) : undefined))
const expiry = ({ readAt }: Pick<Import, 'readAt'>): number => Math.floor(milliseconds(readAt) / 1000) + UNDO_DAYS * 86_400

/** Rows as text, some hundred KB an item. */
const rowsItem = itemKind('import-rows', z.object({ import: importId, part: z.int(), rows: z.string(), expires: z.number() }), (part) => keys.importRow(part.import, part.part), ({ expires }) => expires)
const ROWS_BYTES = 250_000

/** Keeps the rows of a file under its import, which nobody reads until the import itself is there. */
export async function writeRows(table: Table, of: Pick<Import, 'id' | 'readAt'>, rows: readonly SourceRow[]): Promise<void> {
  let part = 0
  for (const chunk of chunks(rows)) {
    await table.transact([rowsItem.put({ import: of.id, part, rows: JSON.stringify(chunk), expires: expiry(of) }, 'any')])
    part += 1
  }
}

function chunks(rows: readonly SourceRow[]): SourceRow[][] {
  const all: SourceRow[][] = []
  let [chunk, bytes]: [SourceRow[], number] = [[], 0]
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row))
    if (bytes + size > ROWS_BYTES && chunk.length > 0) {
      all.push(chunk)
      ;[chunk, bytes] = [[], 0]
    }
    chunk.push(row)
    bytes += size
  }
  return chunk.length === 0 ? all : [...all, chunk]
}

const sourceRows = z.array(z.object({ line: z.int(), cells: z.array(z.string()) }))
export async function loadRows(table: Table, id: string): Promise<SourceRow[]> {
  const parts = await table.queryAll(rowsItem, keys.importRows(id))
  return parts.flatMap(({ value }) => sourceRows.parse(JSON.parse(value.rows)))
}

/** Throws NOT_FOUND. */
export async function loadImport(table: Table, district: string, id: string): Promise<Stored<Import>> {
  const found = await table.get(importItem, keys.importOf(district, id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** A district's imports, the newest first. */
export async function loadImports(table: Table, district: string): Promise<Import[]> {
  const found = await table.queryAll(importItem, keys.imports(district))
  return found.map(({ value }) => value).sort((a, b) => b.readAt.localeCompare(a.readAt))
}
