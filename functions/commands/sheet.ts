import { type Mistake, Refusal } from '../../shared/kernel/refusal.ts'
import { MOST_ROWS, type SourceRow } from '../../shared/registry/plan.ts'
import { readCsv } from './sheet-csv.ts'
import { readXlsx } from './sheet-xlsx.ts'

/** The first sheet of a file as text: its first row, and those below that hold anything, with the row's number in the file. */
export interface SheetText {
  head: string[]
  rows: SourceRow[]
}

/** A file of a list, whatever it is called: xlsx by its first bytes, CSV otherwise. Throws INVALID with everything that is wrong with it. */
export async function readSheet(bytes: Uint8Array): Promise<SheetText> {
  const begins = (...first: number[]) => first.every((byte, at) => bytes[at] === byte)
  if (bytes.length === 0) throw unreadable('FILE_EMPTY', '文件是空的', 'The file is empty')
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) throw unreadable('FILE_OLD', '这是旧的 .xls 文件，或者设了打开密码。请另存为不带密码的 .xlsx 再传', 'This is an old .xls file, or one with a password. Save it as .xlsx without one')
  if (begins(0x25, 0x50, 0x44, 0x46)) throw unreadable('NOT_A_LIST', '这是 PDF，不是 .xlsx 或 CSV 表格。请用模板填写', 'This is a PDF, no .xlsx or CSV. Fill in the template')
  const sheet = begins(0x50, 0x4b) ? await readXlsx(bytes) : readCsv(bytes)
  if (sheet.rows.length === 0) throw unreadable('NO_ROWS', '表头下面一行也没有', 'There are no rows below the headings')
  if (sheet.rows.length > MOST_ROWS) throw tooManyRows(sheet.rows.length)
  return sheet
}

export const mistake = (code: string, zh: string, en: string): Mistake => ({ path: 'file', code, zh, en })
export const unreadable = (code: string, zh: string, en: string): Refusal => new Refusal('INVALID', { mistakes: [mistake(code, zh, en)] })
/** `rows`: how many it has, or more than that. */
export const tooManyRows = (rows: number): Refusal =>
  unreadable('TOO_MANY_ROWS', `文件有 ${rows.toLocaleString('en')} 行以上，一次最多 ${MOST_ROWS.toLocaleString('en')} 行。请分成几个文件`, `The file has ${rows.toLocaleString('en')} rows or more; at most ${MOST_ROWS.toLocaleString('en')} go at once. Split it`)
