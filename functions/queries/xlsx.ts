import type { Buffer as Bytes, Workbook } from 'exceljs'

export interface Sheet {
  name: string
  head: readonly string[]
  /** Text stays text, whatever it looks like: a cell of type string is never run as a formula. */
  rows: readonly (readonly (string | number | Date | null)[])[]
  /** In characters; 16 where none is given. */
  widths?: readonly number[]
  /** Columns of sums in yuan, by their place: two decimals. */
  money?: readonly number[]
  /** Of a column that is no plain figure, by its heading: '0.00'. */
  formats?: Readonly<Record<string, string>>
}

/** Names of sheets that Excel takes: 31 characters at most, none of `\ / ? * [ ] :`. */
const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31).trim() || 'Sheet1'

/** What XML 1.0 cannot hold, Excel cannot open: control characters but tab and line ends, and what is no character at all. */
const unprintable = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu

/** A workbook's bytes. The library is loaded when it is first needed: it is larger than everything else together. */
export async function xlsx(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const book = await newWorkbook()
  for (const { name, head, rows, widths, money, formats = {} } of sheets) {
    const sheet = book.addWorksheet(sheetName(name), { views: [{ state: 'frozen', ySplit: 1 }] })
    sheet.columns = head.map((title, place) => ({ header: title, width: widths?.[place] ?? 16 }))
    sheet.getRow(1).font = { bold: true }
    for (const row of rows) sheet.addRow(row.map((cell) => (typeof cell === 'string' ? cell.replaceAll(unprintable, '') : cell)))
    for (const [place, title] of head.entries()) sheet.getColumn(place + 1).numFmt = money?.includes(place) === true ? '#,##0.00' : formats[title] ?? (rows.some((row) => typeof row[place] === 'string') ? '@' : rows.some((row) => row[place] instanceof Date) ? 'yyyy-mm-dd' : 'General')
  }
  return new Uint8Array(await book.xlsx.writeBuffer() as Bytes)
}

async function newWorkbook(): Promise<Workbook> {
  const { default: exceljs } = await import('exceljs')
  return new exceljs.Workbook()
}
