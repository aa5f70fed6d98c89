import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditCodes, organisationHead, organisationRows, personHead, personRows, teamHead, teamRows } from '../../infra/local/demo/register.ts'
import { ok } from '../support/contest.ts'
import { screenshot, withPage } from '../support/browser.ts'
import { anAgency, aTeam, joined } from '../support/organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { csvOf, xlsxOf } from '../support/registry.ts'
import { sights } from '../support/sights.ts'

let platform: TestPlatform
let administrator: Somebody
let host: Somebody
let entry = ''
let wrong = ''
let good = ''
let done = ''
const at = '/districts/330411'

beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
  const code = creditCodes(500)()
  const agency = await joined(platform, { ...anAgency(code), name: '示例社工服务中心' })
  host = agency.member
  ok(await administrator.api('POST', `/organisations/${agency.id}/admission`, { decision: 'admit' }))
  await joined(platform, { ...aTeam(), host: { name: '示例社工服务中心', creditCode: code } })
  const read = async (register: string, bytes: Buffer, name: string) => ok(await administrator.api('POST', `${at}/imports`, { register, name, content: bytes.toString('base64') })).id as string
  const apply = async (id: string) => ok(await administrator.api('POST', `${at}/imports/${id}/application`, { revision: ok(await administrator.api('GET', `${at}/imports/${id}`)).plan.revision }))
  const organisations = organisationRows(40, 30)
  done = await read('organisations', await xlsxOf([organisationHead, ...organisations]), '社会组织名册 2026.xlsx')
  await apply(done)
  await apply(await read('teams', csvOf([teamHead, ...teamRows(60)]), '志愿服务队伍.csv'))
  await apply(await read('people', csvOf([personHead, ...personRows(40)]), '社工和双报到党员.csv'))
  const changed = organisations.map((row, n) => (n % 9 === 0 ? row.map((cell, at) => (organisationHead[at] === '联系人' ? `${cell}（新）` : cell)) : row))
  good = await read('organisations', await xlsxOf([organisationHead, ...changed, ['示例新登记组织', '', '登记', creditCodes(7000)(), '', '', '', '', '示例街道甲', '', '', '', '', '', '']]), '五月更新.xlsx')
  wrong = await read('organisations', csvOf([organisationHead, ...changed.map((row, n) => (n % 20 === 3 ? row.map((cell, at) => (organisationHead[at] === '统一社会信用代码' ? cell.replace(/.$/, 'I') : cell)) : row))]), '有错的名单.csv')
  const [first] = ok(await administrator.api('GET', `${at}/registry/organisations?grade=3A`)).items
  entry = first.id
  const { revision } = ok(await administrator.api('GET', `${at}/registry/organisations/entries/${entry}`))
  ok(await administrator.api('PUT', `${at}/registry/organisations/entries/${entry}`, { cells: { abnormalFrom: '2026-01-10' }, reason: '没有报年报', revision }))
})
afterAll(async () => { await platform.close() })

const sight = () => [
  { name: 'organisations', path: '/registry/330411/organisations', as: administrator },
  { name: 'organisations-none', path: '/registry/330411/organisations?q=nobody', as: administrator },
  { name: 'teams', path: '/registry/330411/teams?sort=street', as: administrator },
  { name: 'people', path: '/registry/330411/people?level=social-worker', as: administrator },
  { name: 'entry', path: `/registry/330411/organisations/entries/${entry}`, as: administrator },
  { name: 'new', path: '/registry/330411/teams/new', as: administrator },
  { name: 'classes', path: '/registry/330411/classes', as: administrator },
  { name: 'imports', path: '/registry/330411/imports', as: administrator },
  { name: 'preview-good', path: `/registry/330411/imports/${good}`, as: administrator },
  { name: 'preview-wrong', path: `/registry/330411/imports/${wrong}`, as: administrator },
  { name: 'import-done', path: `/registry/330411/imports/${done}`, as: administrator },
  { name: 'hosted', path: '/organisation/hosted', as: host },
]

describe('the registry’s pages', () => {
  sights(() => platform, sight)

  test('a list goes from a file to the register and back, without script', () =>
    withPage({ width: 1280, javaScript: false, baseURL: platform.url }, async (page) => {
      await page.context().addCookies([{ name: 'session', value: administrator.cookie, url: platform.url }])
      await page.goto('/registry')
      await page.getByRole('link', { name: '导入', exact: true }).click()
      await page.waitForURL('**/imports')
      await page.getByRole('link', { name: '志愿服务队伍', exact: true }).last().click()
      await page.waitForURL(/register=teams$/)
      const file = (rows: string[][], name: string) => page.getByLabel('选择文件').setInputFiles({ name, mimeType: 'text/csv', buffer: csvOf(rows) })
      await file([['队名', '街道'], ['甲', '乙']], '错的.csv')
      await page.getByRole('button', { name: '上传并预览' }).click()
      expect(await page.getByRole('alert').textContent()).toContain('不认识“队名”这一列')
      await screenshot(page, 'import-refused')
      await page.goto('/registry/330411/imports?register=teams')
      await file([teamHead, ['示例新队', '示例街道甲', 'NEW-1', '示例社工服务中心', '示例街道甲', '12', '3', '队长', '13800000000']], '新队伍.csv')
      await page.getByRole('button', { name: '上传并预览' }).click()
      await page.getByRole('button', { name: '全部导入（新增 1，修改 0）' }).click()
      await page.goto('/registry/330411/teams?q=示例新队')
      await page.getByRole('link', { name: '示例新队' }).click()
      await page.getByLabel('队伍人数').fill('两人')
      await page.getByLabel('为什么改').fill('来了新人')
      await page.getByRole('button', { name: '保存' }).click()
      expect(await page.getByRole('alert').textContent()).toContain('不是人数')
      expect(await page.getByLabel('队伍人数').inputValue()).toBe('两人')
      await page.goto('/registry/330411/imports')
      await page.getByRole('button', { name: '整批撤销：新队伍.csv' }).click()
      expect(await page.getByText('已撤销').count()).toBe(1)
      await page.goto('/registry/330411/teams?q=示例新队')
      expect(await page.getByText('没有找到').count()).toBe(1)
    }))
})
