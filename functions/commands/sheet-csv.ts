import { CsvError, parse } from 'csv-parse/sync'
import { MOST_ROWS } from '../../shared/registry/plan.ts'
import { type SheetText, tooManyRows, unreadable } from './sheet.ts'

const LINES_NAMED = 10

/** CSV in UTF-8 with or without its mark, or in GB18030 as Chinese spreadsheets save it. Throws INVALID. */
export function readCsv(bytes: Uint8Array): SheetText {
  const text = decode(bytes)
  const records = parsed(text)
  const [head, ...rest] = records
  if (head !== undefined && head.cells.length < 2 && rest.every(({ cells }) => cells.length < 2)) throw notAList()
  if (head === undefined) throw unreadable('NO_ROWS', '文件里一行也没有', 'There is not a row in the file')
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  // Cells that a spreadsheet's range leaves empty at the end of every row.
  while (head.cells.length > 0 && head.cells.at(-1)?.trim() === '' && rows.every(({ cells }) => (cells[head.cells.length - 1] ?? '').trim() === '')) head.cells.pop()
  return { head: head.cells, rows }
}

const notAList = () => unreadable('NOT_A_LIST', '这不是表格文件（.xlsx 或 CSV）。请用模板填写，另存为 .xlsx 或 CSV', 'This is no .xlsx or CSV. Fill in the template and save it as one of them')

function decode(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) throw unreadable('ENCODING', '文件是 UTF-16 编码。请另存为“CSV UTF-8（逗号分隔）”', 'The file is in UTF-16. Save it as CSV UTF-8')
  const text = decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030')
  if (text === undefined) throw undecodable(bytes)
  if (text.includes('\u0000')) throw notAList()
  return text
}

function decoded(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Names the lines that cannot be read, in the encoding in which fewer of them cannot. */
function undecodable(bytes: Uint8Array) {
  const [utf8, gb] = [brokenLines(bytes, 'utf-8'), brokenLines(bytes, 'gb18030')]
  const [broken, encoding] = utf8.length <= gb.length ? [utf8, 'UTF-8'] : [gb, 'GB18030']
  const named = broken.slice(0, LINES_NAMED).join('、')
  const more = broken.length - LINES_NAMED
  return unreadable('ENCODING', `第 ${named} 行${more > 0 ? `等 ${broken.length} 行` : ''}有无法识别的字（按 ${encoding} 读）。请另存为“CSV UTF-8”再传`, `${broken.length === 1 ? 'Line' : 'Lines'} ${named.replaceAll('、', ', ')}${more > 0 ? ` and ${more} more` : ''} cannot be read (as ${encoding}). Save the file as CSV UTF-8`)
}

/** Neither encoding has the line end inside a character, so that lines can be read one by one. */
function brokenLines(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): number[] {
  const broken: number[] = []
  for (let [start, line] = [0, 1]; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start)
    if (decoded(bytes.subarray(start, end === -1 ? undefined : end), encoding) === undefined) broken.push(line)
    start = end === -1 ? bytes.length : end + 1
  }
  return broken
}

function parsed(text: string): { line: number; cells: string[] }[] {
  try {
    const found = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, delimiter: delimiterOf(text), info: true, to: MOST_ROWS + 2, max_record_size: 100_000 }) as unknown as { record: string[]; info: { lines: number } }[]
    if (found.length > MOST_ROWS + 1) throw tooManyRows(MOST_ROWS + 1)
    // `lines` is where the record ends; line ends inside its cells lie before.
    return found.map(({ record, info }) => ({ line: info.lines - record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0), cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    if (!/[,;\t]/.test(text.split(/\r?\n/, 1)[0] ?? '')) throw notAList()
    const line = typeof error.lines === 'number' ? error.lines : 1
    throw unreadable('CSV_MALFORMED', `第 ${line} 行附近的引号没有成对，读不下去`, `The quotes near line ${line} do not pair up; it cannot be read further`)
  }
}

/** Spreadsheets of some countries put semicolons or tabs: whatever the headings have most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1)
  return [',', '\t', ';'].map((sign) => ({ sign, count: first.split(sign).length })).reduce((most, one) => (one.count > most.count ? one : most)).sign
}
