import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { creditCodes, organisationHead } from '../../infra/local/demo/register.ts'
import { ok } from '../support/contest.ts'
import { anAgency, joined } from '../support/organisations.ts'
import { type Somebody, startTestPlatform, type TestPlatform } from '../support/platform.ts'
import { csvOf, type Rows } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
beforeAll(async () => {
  platform = await startTestPlatform()
  administrator = await platform.person('管理员 01', { administrator: '330411' })
})
afterAll(async () => { await platform.close() })

const at = '/districts/330411'
const nextCode = creditCodes(8000)
const read = async (rows: Rows) => ok(await administrator.api('POST', `${at}/imports`, { register: 'organisations', name: '名单.csv', content: csvOf(rows).toString('base64') })).id
const plan = async (id: string) => ok(await administrator.api('GET', `${at}/imports/${id}`)).plan
async function imported(rows: Rows): Promise<void> {
  const id = await read(rows)
  ok(await administrator.api('POST', `${at}/imports/${id}/application`, { revision: (await plan(id)).revision }))
}
const list = async (query: string) => ok(await administrator.api('GET', `${at}/registry/organisations${query}`)).items
const row = (given: Record<string, string>) => organisationHead.map((column) => given[column] ?? '')
const filed = (name: string, number: string, more: Record<string, string> = {}) => row({ 名称: name, 登记或备案: '备案', 备案单位: '示例街道甲', 备案编号: number, 挂靠单位: '示例社工服务中心', 街道: '示例街道甲', ...more })

describe('a row', () => {
  test('with the number of one entry and the name of another makes no second of it', async () => {
    await imported([organisationHead, filed('示例备案组织 1', 'BA-1'), filed('示例备案组织 5', 'BA-5')])
    const mixed = await plan(await read([organisationHead, filed('示例备案组织 5', 'BA-1')]))
    expect(mixed.rows).toMatchObject([{ state: 'wrong', faults: [{ code: 'ENTRY_EXISTS', zh: '登记册里已有同一条：示例备案组织 5' }] }])
    // Two that change their names with each other are still two.
    const swapped = await plan(await read([organisationHead, filed('示例备案组织 5', 'BA-1'), filed('示例备案组织 1', 'BA-5')]))
    expect(swapped.counts).toMatchObject({ wrong: 0, changed: 2 })
    // A new one may not take the name of one that is renamed to it in the same file.
    const twice = await plan(await read([organisationHead, filed('示例备案组织 9', 'BA-1'), filed('示例备案组织 9', '')]))
    expect(twice.counts.wrong).toBe(1)
  })

  test('without a street says nothing of one that is known, and is wrong of a new one', async () => {
    const code = nextCode()
    const given = { 名称: '没有街道的', 登记或备案: '登记', 统一社会信用代码: code }
    expect((await plan(await read([organisationHead, row(given)]))).rows).toMatchObject([{ state: 'wrong', faults: [{ column: 'street', code: 'REQUIRED' }] }])
    await imported([organisationHead, row({ ...given, 街道: '示例街道甲' })])
    expect((await plan(await read([organisationHead, row(given)]))).rows).toMatchObject([{ state: 'same' }])
  })
})

describe('joining', () => {
  test('asks for the street, and the registry’s export comes back without a change', async () => {
    const code = nextCode()
    const visitor = await platform.person('申请人')
    const without = { ...anAgency(code), street: '' }
    expect((await visitor.api('POST', '/organisations', without)).body.errors).toMatchObject([{ path: 'street', code: 'REQUIRED' }])
    const { id } = await joined(platform, { ...anAgency(code), name: '自己入驻的' })
    ok(await administrator.api('POST', `/organisations/${id}/admission`, { decision: 'admit' }))
    expect(await list(`?q=${code}`)).toMatchObject([{ cells: { street: '示例街道' } }])
    const file = ok(await administrator.api('GET', `${at}/registry/organisations/export?format=csv`))
    const again = ok(await administrator.api('POST', `${at}/imports`, { register: 'organisations', name: '导出.csv', content: file.content }))
    const { counts } = await plan(again.id)
    expect([counts.wrong, counts.new, counts.changed]).toEqual([0, 0, 0])
  })

  test('from the registry: a filed group needs its host’s word, or a reason that the trail keeps', async () => {
    await imported([organisationHead, filed('想入驻的备案组织', 'BA-77', { 挂靠单位代码: '52330411MJ9900020C', 联系人: '甲', 联系电话: '0573-8270 0000' })])
    const [{ id }] = await list(`?q=${encodeURIComponent('想入驻的备案组织')}`)
    const { revision } = ok(await administrator.api('GET', `${at}/registry/organisations/entries/${id}`))
    ok(await administrator.api('PUT', `${at}/registry/organisations/entries/${id}`, { cells: { contactEmail: 'first@example.cn' }, reason: '补邮箱', revision }))
    const admission = `${at}/registry/organisations/entries/${id}/admission`
    expect((await administrator.api('POST', admission, { name: '第一位成员', email: null })).body.errors).toMatchObject([{ path: 'reasons', code: 'HOST_NOT_ACCEPTED' }])
    const page = await administrator.post(`/registry/330411/organisations/entries/${id}/admission`, { name: '第一位成员', email: '', reasons: '' })
    expect([page.status, page.html.includes('还没有接受。仍要通过，请写明理由'), page.html.includes('value="第一位成员"')]).toEqual([422, true, true])
    ok(await administrator.api('POST', admission, { name: '第一位成员', email: null, reasons: '挂靠单位已书面同意' }))
    expect(ok(await administrator.api('GET', `/organisations/${id}`))).toMatchObject({ state: 'admitted', reasons: '挂靠单位已书面同意' })
  })
})
