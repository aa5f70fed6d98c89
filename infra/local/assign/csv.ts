import { parse } from 'csv-parse/sync'
import type { Id } from '../../../shared/assignment/instance.ts'
import { Trouble } from '../trouble.ts'

const HEADER = ['submission', 'reviewer']

const cell = (id: Id) => (/[",\r\n]/.test(String(id)) ? `"${String(id).replaceAll('"', '""')}"` : String(id))

/** A plan as CSV (RFC 4180). */
export const csvOf = (rows: readonly (readonly [Id, Id])[]): string =>
  [HEADER, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('')

/** A plan from CSV. Throws Trouble with a sentence. */
export function rowsOf(text: string, file: string): [string, string][] {
  let lines: string[][]
  try {
    lines = parse(text, { bom: true, skipEmptyLines: true })
  } catch (error) {
    throw new Trouble(`${file} is not CSV: ${error instanceof Error ? error.message : String(error)}`)
  }
  const [header, ...rows] = lines
  if (header?.join() !== HEADER.join()) throw new Trouble(`${file} does not begin with the line "${HEADER.join()}".`)
  return rows.map(([submission = '', reviewer = '']) => [submission, reviewer])
}
