import exceljs from 'exceljs'
import { xlsx } from '../../functions/queries/xlsx.ts'

export type Rows = readonly (readonly (string | number | Date | null)[])[]

/** A CSV file as a spreadsheet saves it. */
export const csvOf = (rows: Rows): Buffer => Buffer.from(rows.map((row) => row.map((cell) => (/[",\n]/.test(String(cell ?? '')) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell ?? ''))).join(',')).join('\r\n'))

export async function xlsxOf([head = [], ...rows]: Rows): Promise<Buffer> {
  return Buffer.from(await xlsx([{ name: '名单', head: head.map(String), rows }]))
}

/** A workbook that something was done to by hand. */
export async function workbook(make: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void): Promise<Buffer> {
  const book = new exceljs.Workbook()
  make(book.addWorksheet('名单'), book)
  return Buffer.from(await book.xlsx.writeBuffer() as ArrayBuffer)
}
