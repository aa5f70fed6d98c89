import exceljs from 'exceljs'
import { xlsx } from '../../functions/queries/xlsx.ts'
import { creditCodes, organisationHead } from '../../infra/local/demo/register.ts'
import { ok } from './contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from './platform.ts'
import { postFile } from './proposals.ts'

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

/** A code of a registered organisation that no other test of the file has. */
export const nextCode = creditCodes(4000)

/** A row of a list of organisations: one with a code of its own. */
export const registered = (name: string, code: string, more: Partial<Record<string, string>> = {}) => organisationHead.map((column) => ({ 名称: name, 登记或备案: '登记', 统一社会信用代码: code, 街道: '示例街道甲', ...more })[column] ?? '')

/** One that belongs to a host. */
export const filed = (name: string, more: Partial<Record<string, string>> = {}) => organisationHead.map((column) => ({ 名称: name, 登记或备案: '备案', 备案单位: '示例街道乙', 挂靠单位: '示例社工服务中心', 街道: '示例街道乙', ...more })[column] ?? '')

/** Text in GB18030. Node has no encoder for it: pairs of bytes are found by decoding them all. */
export function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const pairs = new Map<string, number[]>()
  for (let high = 0x81; high <= 0xfe; high += 1) for (let low = 0x40; low <= 0xfe; low += 1) if (low !== 0x7f) pairs.set(decoder.decode(new Uint8Array([high, low])), [high, low])
  return Buffer.from([...text].flatMap((sign) => (sign.charCodeAt(0) < 0x80 ? [sign.charCodeAt(0)] : (pairs.get(sign) ?? []))))
}

export const district = '/districts/330411'

/** What an administrator does with the district's registers, which are called `organisations`, `teams` and `people`. */
function registerOf(administrator: Somebody) {
  const read = (book: string, bytes: Buffer, name = '名单.xlsx') => administrator.api('POST', `${district}/imports`, { register: book, name, content: bytes.toString('base64') })
  const preview = async (id: string, query = '') => ok(await administrator.api('GET', `${district}/imports/${id}${query}`)).plan
  const apply = async (id: string) => administrator.api('POST', `${district}/imports/${id}/application`, { revision: (await preview(id))?.revision ?? 0 })
  const list = async (book: string, query = '') => ok(await administrator.api('GET', `${district}/registry/${book}${query}`))
  return {
    read, preview, apply, list,
    all: async (book: string) => (await list(book, '?size=200')).items.map(({ cells }: { cells: Record<string, string> }) => cells),
    /** Read and applied at once; the import's id. */
    async imported(book: string, bytes: Buffer): Promise<string> {
      const { id } = ok(await read(book, bytes))
      ok(await apply(id))
      return id
    },
    /** Read from a file that is sent first, as large ones are. */
    async uploaded(book: string, bytes: Buffer) {
      const announced = ok(await administrator.api('POST', `${district}/imports/uploads`, { register: book, name: '名单.xlsx', bytes: bytes.length }))
      await postFile(announced, '名单.xlsx', bytes)
      return administrator.api('POST', `${district}/imports/uploads/${announced.file}`)
    },
  }
}
export type Register = ReturnType<typeof registerOf>

/** A platform with an administrator and the empty registers of the district. */
export async function startRegistry(): Promise<{ platform: TestPlatform; administrator: Somebody; register: Register }> {
  const platform = await startTestPlatform()
  const administrator = await platform.person('管理员 01', { administrator: '330411' })
  return { platform, administrator, register: registerOf(administrator) }
}
