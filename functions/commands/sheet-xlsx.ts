import type { Cell, Worksheet } from 'exceljs'
import { Refusal, type Mistake } from '../../shared/kernel/refusal.ts'
import { MOST_ROWS, type SourceRow } from '../../shared/registry/plan.ts'
import { mistake, type SheetText, tooManyRows, unreadable } from './sheet.ts'
import { readDirectory, unpack } from './sheet-zip.ts'

const MOST_COLUMNS = 100
const MOST_CELLS = 1_000_000
/** Different texts of a workbook; cells name them by their number. */
const MOST_TEXTS = 500_000
/** Unpacked bytes of all sheets, and of all else that the library reads as XML: what the most rows need is half of it. Reading takes a second for eight million. */
const MOST_SHEETS = 48 * 1024 * 1024
const MOST_OTHER = 16 * 1024 * 1024
const CELLS_NAMED = 10
/** What a list has no use for, and what the library would take cell by cell: a rule for a whole column has a million of them. */
const ignoreNodes = ['dataValidations', 'mergeCells', 'conditionalFormatting', 'hyperlinks', 'extLst', 'drawing', 'legacyDrawing', 'picture', 'rowBreaks', 'colBreaks']

/** The first sheet of a workbook. Nothing in it is ever run or followed. Throws INVALID, naming the cells. */
export async function readXlsx(bytes: Uint8Array): Promise<SheetText> {
  const merged = inspect(bytes)
  const { default: exceljs } = await import('exceljs')
  const book = new exceljs.Workbook()
  try {
    await book.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer, { ignoreNodes })
  } catch {
    throw unreadable('FILE_BROKEN', '文件打不开。请用表格软件打开、另存为 .xlsx 再传', 'The file cannot be opened. Open it, save it as .xlsx and try again')
  }
  const [sheet] = book.worksheets
  if (sheet === undefined) throw unreadable('NO_ROWS', '文件里没有工作表', 'There is no sheet in the file')
  const formula = exceljs.ValueType.Formula
  const error = exceljs.ValueType.Error
  const { rows, formulas, errors } = readCells(sheet, formula, error)
  const mistakes: Mistake[] = [
    ...(merged.length === 0 ? [] : [mistake('CELLS_MERGED', `有合并的单元格：${listed(merged, '、')}。请取消合并，每一格各填各的`, `Some cells are merged: ${listed(merged, ', ')}. Unmerge them and fill in each`)]),
    ...(formulas.length === 0 ? [] : [mistake('CELLS_FORMULA', `有公式的单元格：${listed(formulas, '、')}。公式不会被执行，请粘贴成数值再传`, `Some cells hold formulas: ${listed(formulas, ', ')}. They are never run; paste them as values`)]),
    ...(errors.length === 0 ? [] : [mistake('CELLS_ERROR', `有出错的单元格（#REF! 之类）：${listed(errors, '、')}`, `Some cells show an error (such as #REF!): ${listed(errors, ', ')}`)]),
  ]
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  const [head, ...rest] = rows
  if (head === undefined) throw unreadable('NO_ROWS', '第一张工作表里一行也没有', 'There is not a row on the first sheet')
  if (head.line !== 1) throw unreadable('HEAD_NOT_FIRST', `表头要在第 1 行，现在第一行有字的是第 ${head.line} 行`, `The headings belong in row 1; the first row that holds anything is row ${head.line}`)
  return { head: [...head.cells], rows: rest }
}

const listed = (cells: readonly string[], comma: string): string => cells.slice(0, CELLS_NAMED).join(comma) + (cells.length > CELLS_NAMED ? `…（${cells.length}）` : '')

/** What can be told without opening it: its true size unpacked, what it would reach outside, how long it is. Gives the first sheet's merged ranges. */
function inspect(bytes: Uint8Array): string[] {
  const entries = readDirectory(bytes)
  const named = (test: RegExp) => entries.filter(({ name }) => test.test(name))
  if (named(/^xl\/workbook\.xml$/).length !== 1) throw unreadable('NOT_A_LIST', '这不是 .xlsx 表格。请用模板填写', 'This is no .xlsx spreadsheet. Fill in the template')
  const outside = named(/^xl\/(externalLinks\/|connections\.xml|vbaProject\.bin|queryTables\/)/)
  if (outside.length > 0) throw unreadable('LINKS_OUTSIDE', '文件里有外部链接、数据连接或宏，没有打开它。请把内容粘贴成数值到模板里再传', 'The file has links to other files, data connections or macros, so it was not opened. Paste its values into the template')
  const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)
  const unpacked = (of: readonly { unpacked: number }[]) => of.reduce((sum, one) => sum + one.unpacked, 0)
  const others = named(/\.(xml|rels|vml)$/).filter(({ name }) => !isSheet(name))
  if (unpacked(entries.filter(({ name }) => isSheet(name))) > MOST_SHEETS || unpacked(others) > MOST_OTHER) throw tooMuch()
  const texts = new Map(entries.map((entry) => [entry.name, unpack(bytes, entry)]))
  const first = firstSheet(texts)
  requireModest([...texts].flatMap(([name, content]) => (isSheet(name) ? [buffer(content)] : [])), buffer(texts.get('xl/sharedStrings.xml') ?? new Uint8Array()))
  return [...(texts.get(first) === undefined ? '' : new TextDecoder().decode(texts.get(first))).matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"/g)].map(([, range = '']) => range).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

const buffer = (content: Uint8Array): Buffer => Buffer.from(content.buffer, content.byteOffset, content.byteLength)
const tooMuch = () => unreadable('TOO_MANY_CELLS', '文件里的格子或文字太多。请只留有内容的行和列', 'There are too many cells or too much text in the file. Keep only rows and columns that hold something')

/** Counted as bytes, so that 50,000 rows are told in a moment. */
function requireModest(sheets: readonly Buffer[], sharedTexts: Buffer): void {
  for (const xml of sheets) {
    const rows = count(xml, '<row')
    if (rows > 3 * MOST_ROWS || (rows > MOST_ROWS + 1 && filled(xml) > MOST_ROWS + 1)) throw tooManyRows(MOST_ROWS + 1)
  }
  if (sheets.reduce((sum, xml) => sum + count(xml, '<c'), 0) > MOST_CELLS || count(sharedTexts, '<si') > MOST_TEXTS) throw tooMuch()
}

/** What may stand behind the name of an element: white space of any kind, its end. */
const nameEnds = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2f, 0x3e])

function count(xml: Buffer, tag: string): number {
  let n = 0
  for (let at = xml.indexOf(tag); at !== -1; at = xml.indexOf(tag, at + tag.length)) if (nameEnds.has(xml[at + tag.length] ?? 0)) n += 1
  return n
}

/** Rows that hold a value: spreadsheets keep rows that only have a format. */
function filled(xml: Buffer): number {
  let n = 0
  for (let at = xml.indexOf('<row'); at !== -1;) {
    const next = xml.indexOf('<row', at + 4)
    const row = xml.subarray(at, next === -1 ? undefined : next)
    if (row.includes('<v') || row.includes('<is')) n += 1
    at = next
  }
  return n
}

/** By the order of the workbook, which need not be that of the files' names. */
function firstSheet(texts: ReadonlyMap<string, Uint8Array>): string {
  const read = (name: string) => new TextDecoder().decode(texts.get(name))
  const id = /<(?:\w+:)?sheet\s[^>]*?r:id="([^"]+)"/.exec(read('xl/workbook.xml'))?.[1]
  const relation = [...read('xl/_rels/workbook.xml.rels').matchAll(/<Relationship\s[^>]*>/g)].map(([tag]) => tag).find((tag) => /\sId="([^"]+)"/.exec(tag)?.[1] === id)
  const target = /\sTarget="([^"]+)"/.exec(relation ?? '')?.[1] ?? 'worksheets/sheet1.xml'
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

function readCells(sheet: Worksheet, formula: number, error: number): { rows: SourceRow[]; formulas: string[]; errors: string[] } {
  const rows: SourceRow[] = []
  const formulas: string[] = []
  const errors: string[] = []
  sheet.eachRow((row, line) => {
    const cells: string[] = []
    row.eachCell((cell, column) => {
      if (cell.type === formula) formulas.push(cell.address)
      else if (cell.type === error) errors.push(cell.address)
      const text = cell.type === formula || cell.type === error ? cell.address : textOf(cell)
      if (text.trim() === '') return
      if (column > MOST_COLUMNS) throw unreadable('TOO_MANY_COLUMNS', `${cell.address} 有内容，但名单只读前 ${MOST_COLUMNS} 列`, `${cell.address} holds something, but only the first ${MOST_COLUMNS} columns are read`)
      while (cells.length < column - 1) cells.push('')
      cells[column - 1] = text
    })
    if (cells.length > 0) rows.push({ line, cells })
  })
  return { rows, formulas, errors }
}

/** A cell as a reader sees it; a day as YYYY-MM-DD, a figure too long for a spreadsheet in the form in which its last digits are gone. */
function textOf(cell: Cell): string {
  const { value } = cell
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'number') return Math.abs(value) >= 1e15 ? value.toExponential().toUpperCase() : String(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' ? value : cell.text
}
