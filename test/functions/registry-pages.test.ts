import { afterAll, beforeAll, expect, test } from 'vitest'
import { teamHead } from '../../infra/local/demo/register.ts'
import { readDay } from '../../shared/registry/cells.ts'
import { ok } from '../support/contest.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { csvOf } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

/** What the browser sends from the import page of a register, and where it ends. */
async function arrived(register: string, bytes: Buffer) {
  const { html } = await administrator.page(`/registry/330411/imports?register=${register}`)
  const url = /<form[^>]*action="([^"]+)"[^>]*enctype/.exec(html)?.[1] ?? /action="(http[^"]+)"/.exec(html)?.[1] ?? ''
  const fields = Object.fromEntries([...html.matchAll(/name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")]).filter(([name]) => /^(key|policy|x-amz|success|bucket|content)/i.test(name ?? ''))) as Record<string, string>
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', new File([new Uint8Array(bytes)], bytes.length === 0 ? '' : '名单.csv'))
  const sent = await fetch(new URL(url, platform.url), { method: 'POST', body, redirect: 'manual', headers: { accept: 'text/html' } })
  const back = new URL(sent.headers.get('location') ?? '', platform.url)
  return administrator.page(back.pathname + back.search)
}

test('a refused file, or none, comes back to the form of its own register with the mistake beside the field', async () => {
  for (const register of ['teams', 'people']) {
    const { html } = await arrived(register, Buffer.from('%PDF-1.7\n'))
    expect(html).toContain('这是 PDF，不是 .xlsx 或 CSV 表格')
    expect(html).toMatch(new RegExp(`href="[^"]*imports\\?register=${register}"[^>]*aria-current`))
    expect(html).toContain('id="f-list-e"')
  }
  const { html } = await arrived('teams', Buffer.alloc(0))
  expect(html).toContain('请先选择文件')
  expect(html).toMatch(/register=teams"[^>]*aria-current/)
  expect((await administrator.page('/registry/330411/imports')).html).toMatch(/<input type="file"[^>]* required/)
})

test('an English page says what a file changes in English', async () => {
  const at = '/districts/330411'
  const read = async (rows: (string | number | Date | null)[][]) => ok(await administrator.api('POST', `${at}/imports`, { register: 'teams', name: 'list.csv', content: csvOf(rows).toString('base64') })).id
  const row = (more: Record<string, string>) => teamHead.map((column) => ({ 队伍名称: '示例队 1', 登记或备案: '备案', 备案单位: '示例街道甲', 挂靠单位: '示例社工服务中心', 街道: '示例街道甲', ...more } as Record<string, string>)[column] ?? '')
  const english = async (path: string) => (await fetch(platform.url + path, { headers: { cookie: `session=${administrator.cookie}`, 'accept-language': 'en' } })).text()
  const first = await read([teamHead, row({ 队伍人数: '20' })])
  ok(await administrator.api('POST', `${at}/imports/${first}/application`, { revision: ok(await administrator.api('GET', `${at}/imports/${first}`)).plan.revision }))
  expect(await english(`/registry/330411/imports/${first}`)).toContain('New 1, Changed 0, Same 0')
  const second = await read([teamHead, row({ 队伍人数: '30', 街道: '示例街道乙' })])
  const changed = await english(`/registry/330411/imports/${second}`)
  for (const text of ['People: <del>20</del> → 30', 'Street: <del>示例街道甲</del>']) expect(changed).toContain(text)
  expect(await english('/registry/330411/imports?register=people')).toContain('Columns to fill in: Name (姓名), Mobile (手机).')
  expect(await english('/registry/330411/organisations')).toContain('Major class 1')
})

test('days as a spreadsheet saves them; a lapsed registration is marked; what was saved is said', async () => {
  for (const [text, day] of [['2026/5/1 0:00:00', '2026-05-01'], ['2026-05-01 00:00', '2026-05-01'], ['46143', '2026-05-01']] as const) expect(readDay(text), text).toEqual({ value: day })
  for (const text of ['2026/5/1 9:30:00', '12345', '99999']) expect(readDay(text), text).toHaveProperty('fault')
  const cells = Object.fromEntries([['name', '社工 01'], ['phone', '13800000000'], ['registeredUntil', '2020-12-31']])
  const { id } = ok(await administrator.api('POST', '/districts/330411/registry/people', { cells, reason: '新登记' }))
  const { html } = await administrator.page('/registry/330411/people')
  expect([html.includes('已过期'), html.includes('姓名')]).toEqual([true, true])
  const at = `/registry/330411/people/entries/${id}`
  const revision = /name="revision" value="([^"]+)"/.exec((await administrator.page(at)).html)?.[1] ?? ''
  const { location } = await administrator.post(at, { revision, 'cells.name': '社工 01', 'cells.phone': '13800000000', 'cells.registeredUntil': '2030-12-31', reason: '延续登记' })
  expect((await administrator.page(location ?? '')).html).toContain('已保存')
})
