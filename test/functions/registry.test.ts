import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationHead, teamHead, teamRows } from '../../infra/local/demo/register.ts'
import { ok } from '../support/contest.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { csvOf, district, nextCode, type Register, registered, startRegistry } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
let register: Register
beforeAll(async () => { ({ platform, administrator, register } = await startRegistry()) })
afterAll(async () => { await platform.close() })

describe('export', () => {
  test.each(['xlsx', 'csv'])('as %s, read in again, changes nothing; nothing in it runs', async (format) => {
    await register.imported('teams', csvOf([teamHead, ['=HYPERLINK("http://example.cn")', '示例镇丁', `=${format}`, '+示例单位', '示例镇丁', '9', '3', '@队长', '13800000000'], ...teamRows(40)]))
    const file = ok(await administrator.api('GET', `${district}/registry/teams/export?format=${format}`))
    const bytes = Buffer.from(file.content, 'base64')
    if (format === 'csv') expect(bytes.toString()).toContain(`"'=HYPERLINK(""http://example.cn"")"`)
    const { plan } = { plan: await register.preview(ok(await register.read('teams', bytes, file.name)).id) }
    expect(plan.counts).toMatchObject({ wrong: 0, new: 0, changed: 0, same: (await register.list('teams')).all })
  })

  test('keeps the filter, and codes are text', async () => {
    await register.imported('organisations', csvOf([organisationHead, registered('要找的组织', nextCode()), registered('另外一个', nextCode())]))
    const { content } = ok(await administrator.api('GET', `${district}/registry/organisations/export?format=csv&q=${encodeURIComponent('要找的组织')}`))
    expect(Buffer.from(content, 'base64').toString().trim().split('\r\n')).toHaveLength(2)
  })
})

describe('one entry', () => {
  test('is added, changed and removed by hand, each with its reason on the trail', async () => {
    const cells = { name: '手工登记队', filedWith: '示例镇丁', hostName: '示例社工服务中心', street: '示例镇丁', size: '12', core: '3' }
    expect((await administrator.api('POST', `${district}/registry/teams`, { cells: { ...cells, name: '' }, reason: '新登记' })).body.errors).toMatchObject([{ path: 'cells.name', code: 'REQUIRED' }])
    expect((await administrator.api('POST', `${district}/registry/teams`, { cells, reason: '' })).body.errors).toMatchObject([{ path: 'reason', code: 'REQUIRED' }])
    const { id } = ok(await administrator.api('POST', `${district}/registry/teams`, { cells, reason: '新登记' }))
    expect((await administrator.api('POST', `${district}/registry/teams`, { cells, reason: '再登记' })).body.errors).toMatchObject([{ path: 'cells.name', code: 'ENTRY_EXISTS' }])
    const { revision } = ok(await administrator.api('GET', `${district}/registry/teams/entries/${id}`))
    ok(await administrator.api('PUT', `${district}/registry/teams/entries/${id}`, { cells: { size: '15' }, reason: '来了新人', revision }))
    expect((await administrator.api('PUT', `${district}/registry/teams/entries/${id}`, { cells: { size: '16' }, reason: '又来了', revision })).body.code).toBe('STALE')
    ok(await administrator.api('POST', `${district}/registry/teams/entries/${id}/removal`, { reason: '已解散' }))
    expect((await administrator.api('GET', `${district}/registry/teams/entries/${id}`)).status).toBe(404)
    const { entries } = ok(await administrator.api('GET', '/trail'))
    expect(entries.filter(({ about }: { about: { id: string } }) => about.id === id).map(({ reason }: { reason: string }) => reason)).toEqual(['已解散', '来了新人', '新登记'])
  })

  test('keeps its grades and listings as periods', async () => {
    const code = nextCode()
    await register.imported('organisations', csvOf([organisationHead, registered('有历史的组织', code, { 评估等级: '3A', 等级开始日期: '2018-01-01', 等级到期日期: '2022-12-31' })]))
    await register.imported('organisations', csvOf([organisationHead, registered('有历史的组织', code, { 评估等级: '5A', 等级开始日期: '2023-01-01', 等级到期日期: '2099-12-31' })]))
    const [{ id }] = (await register.list('organisations', `?q=${code}`)).items
    const seen = ok(await administrator.api('GET', `${district}/registry/organisations/entries/${id}`))
    expect(seen).toMatchObject({ standing: { grade: '5A', listings: [] }, grades: [{ grade: '5A' }, { grade: '3A', from: '2018-01-01', to: '2022-12-31' }] })
    ok(await administrator.api('PUT', `${district}/registry/organisations/entries/${id}`, { cells: { abnormalFrom: '2020-01-01', abnormalTo: '' }, reason: '未报年报', revision: seen.revision }))
    expect((await register.list('organisations', '?listed=abnormal')).items).toMatchObject([{ id }])
  })

  test('classes are named by the administrator, and rows may use the names', async () => {
    const { majors, minors } = ok(await administrator.api('GET', `${district}/classes`))
    expect([majors.length, minors.length]).toEqual([4, 17])
    expect([...majors, ...minors].every(({ name }: { name: string }) => name === '')).toBe(true)
    const named = minors.map((minor: { id: string }) => (minor.id === 'S2' ? { ...minor, name: '示例小类' } : minor))
    ok(await administrator.api('PUT', `${district}/classes`, { majors, minors: named, reason: '取名' }))
    await register.imported('organisations', csvOf([organisationHead, registered('有类别的组织', nextCode(), { 类别: '示例小类' }), registered('也有类别', nextCode(), { 类别: '小类2' })]))
    expect((await register.list('organisations', '?class=S2')).items.map(({ cells }: { cells: { class: string } }) => cells.class)).toEqual(expect.arrayContaining(['示例小类', '示例小类']))
    expect((await administrator.api('PUT', `${district}/classes`, { majors, minors: minors.slice(1), reason: '少一个' })).body.errors).toMatchObject([{ path: 'minors' }])
  })
})
