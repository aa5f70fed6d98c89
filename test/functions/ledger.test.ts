import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ok } from '../support/contest.ts'
import { deliver, fundedVenture } from '../support/grants.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'

let platform: TestPlatform
let finance: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  finance = await platform.person('财务 01', { finance: '330411' })
})
afterAll(() => platform.close())

interface Line { name: string; grants: number; balances: Record<string, number>; total: number }
const ledger = async (by: string, competition = '') => ok(await finance.api('GET', `/ledger?by=${by}${competition === '' ? '' : `&competition=${competition}`}`)) as { lines: Line[]; sum: Record<string, number>; budget: number }

describe('the ledger', () => {
  test('adds up by competition, street and organisation, whatever moved', async () => {
    const one = await fundedVenture(platform, { amounts: [10_000_001, 5_000_000, 3_333_333] })
    const two = await fundedVenture(platform, { amounts: [777] })
    const [signed, ended] = one.grants
    if (signed === undefined || ended === undefined) throw new Error('grants expected')
    await deliver(platform, signed.id)
    ok(await one.administrator.api('POST', `/grants/${ended.id}/end`, { reason: '放弃' }))
    for (const by of ['competition', 'street', 'organisation']) {
      const { lines, sum, budget } = await ledger(by)
      const all = (balances: Record<string, number>, keep: (account: string) => boolean) => Object.entries(balances).reduce((total, [account, fen]) => total + (keep(account) ? fen : 0), 0)
      for (const { balances, total } of lines) expect(all(balances, (account) => account !== 'source' && account !== 'left')).toBe(total)
      expect(lines.reduce((total, line) => total + line.total, 0) + (sum.left ?? 0), by).toBe(budget)
      expect(budget).toBe(200_000_000)
      expect(all(sum, () => true)).toBe(0)
    }
    expect((await ledger('competition', one.competition)).lines).toMatchObject([{ grants: 3, balances: { signed: 10_000_001, promised: 3_333_333 }, total: 13_333_334 }])
    expect((await ledger('organisation', two.competition)).lines).toMatchObject([{ grants: 1, total: 777 }])
  })

  test('is for administrators and finance, and its file has both sides of every movement in yuan', async () => {
    const { competition, grants: [grant], administrator } = await fundedVenture(platform, { amounts: [1_234_567] })
    expect((await grant?.member.api('GET', '/ledger'))?.status).toBe(403)
    expect((await platform.visitor.api('GET', '/ledger')).status).toBe(401)
    const response = await fetch(`${platform.url}/ledger/export?competition=${competition}`, { headers: { cookie: `session=${administrator.cookie}` } })
    const book = new exceljs.Workbook()
    await book.xlsx.load(await response.arrayBuffer())
    const rows = (name: string) => (book.getWorksheet(name)?.getSheetValues() ?? []).flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : []))
    const [, ...movements] = rows('明细')
    expect(movements.map((row) => [row[4], row[5], row[6]])).toEqual([['预算', '资金来源', -1_000_000], ['预算', '未安排', 1_000_000], ['公布资助', '未安排', -12_345.67], ['公布资助', '已公布待签', 12_345.67]])
    expect(book.getWorksheet('明细')?.getColumn(7).numFmt).toBe('#,##0.00')
    expect(rows('按资助汇总').at(-1)?.at(-1)).toBe(12_345.67)
  })

  test('tells everybody what was funded, and nothing more', async () => {
    const { competition } = await fundedVenture(platform, { amounts: [1_234_567] })
    const { grants } = ok(await platform.visitor.api('GET', `/public/competitions/${competition}/grants`)) as { grants: object[] }
    expect(grants).toEqual([{ title: '示例项目 01', organisation: '示例机构 01', category: expect.any(String), amount: 1_234_567, state: 'agreement', grade: null }])
  })
})
