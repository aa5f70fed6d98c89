import { unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readSheet } from '../../functions/commands/sheet.ts'
import { xlsxOf } from '../support/registry.ts'

const head = ['名称', '登记或备案', '街道']
/** A sound workbook with some of its parts made anew. */
async function workbook(change: (parts: Record<string, Uint8Array>) => Record<string, Buffer>): Promise<Uint8Array> {
  const parts = unzipSync(new Uint8Array(await xlsxOf([head, ['甲', '登记', '乙']])))
  return zipSync({ ...parts, ...change(parts) }, { level: 1 })
}
/** Text that does not pack away to nothing. */
const text = (n: number) => `${(n * 2_654_435_761) % 4_294_967_296}`.padEnd(80, '示例')

async function refusal(bytes: Uint8Array): Promise<{ code: string | undefined; milliseconds: number }> {
  const from = performance.now()
  const code = await readSheet(bytes).then(() => undefined, (error: { mistakes?: { code: string }[] }) => error.mistakes?.[0]?.code)
  return { code, milliseconds: performance.now() - from }
}

const shared = (n: number) => Buffer.from(`<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${Array.from({ length: n }, (_, i) => `<si><t>${text(i)}</t></si>`).join('')}</sst>`)
const cells = (n: number, space: string) => Buffer.from(`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${Array.from({ length: Math.ceil(n / 100) }, (_, row) => `<row r="${row + 1}">${Array.from({ length: 100 }, () => `<c${space}r="A${row + 1}"/>`).join('')}</row>`).join('')}</sheetData></worksheet>`)

test.each([
  ['80 MB of texts that no cell names', () => workbook(() => ({ 'xl/sharedStrings.xml': shared(500_000) }))],
  ['a million short texts', () => workbook(() => ({ 'xl/sharedStrings.xml': Buffer.from(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${'<si\t/>'.repeat(1_000_000)}</sst>`) }))],
  ['cells whose names end in a tab', () => workbook(() => ({ 'xl/worksheets/sheet1.xml': cells(1_200_000, '\t') }))],
  ['cells on a second sheet', () => workbook(() => ({ 'xl/worksheets/sheet2.xml': cells(1_200_000, '\n') }))],
  ['styles of 20 MB', () => workbook((parts) => ({ 'xl/styles.xml': Buffer.concat([Buffer.from(parts['xl/styles.xml'] ?? []), Buffer.from(Array.from({ length: 250_000 }, (_, n) => `<!-- ${text(n)} -->`).join(''))]) }))],
])('%s are told in a moment', async (_, make) => {
  const { code, milliseconds } = await refusal(await make())
  expect(['TOO_MANY_CELLS', 'ZIP_TOO_LARGE']).toContain(code)
  expect(milliseconds).toBeLessThan(3000)
})

test('the most rows that a list may have are read', async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => [`示例组织 ${n}`, '登记', `示例街道 ${n}`, ...Array.from({ length: 9 }, (_, column) => `第 ${n} 行第 ${column} 列的一段文字`)])
  const sheet = await readSheet(await xlsxOf([[...head, ...Array.from({ length: 9 }, (_, n) => `列 ${n}`)], ...rows]))
  expect(sheet.rows).toHaveLength(20_000)
})

test.each([
  ['a PDF', '%PDF-1.7\n1 0 obj << "/Type /Catalog >> endobj\n'], ['one letter', 'x'], ['a letter to somebody', '您好：\n附件是名单。\n谢谢。\n'], ['a text with a quote', '他说 "你好\n'],
])('%s is told to be no list', async (_, content) => { expect((await refusal(Buffer.from(content))).code).toBe('NOT_A_LIST') })
