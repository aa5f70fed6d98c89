import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organisationHead, organisationRows, personHead, personRows, teamHead, teamRows } from '../../infra/local/demo/register.ts'
import { observeCapacity } from '../../functions/context.ts'
import { organisationBook, loadBook, prepareSwitch } from '../../shared/registry/registry.store.ts'
import { ok } from '../support/contest.ts'
import type { Somebody, TestPlatform } from '../support/platform.ts'
import { csvOf, district, filed, nextCode, type Register, registered, startRegistry, xlsxOf } from '../support/registry.ts'

let platform: TestPlatform
let administrator: Somebody
let register: Register
beforeAll(async () => { ({ platform, administrator, register } = await startRegistry()) })
afterAll(async () => { await platform.close() })

describe('a good file', () => {
  test('is applied as a whole, seen at once, on the trail; the same file again changes nothing', async () => {
    const bytes = await xlsxOf([personHead, ...personRows(30)])
    const { id } = ok(await register.read('people', bytes))
    expect((await register.list('people')).total).toBe(0)
    expect(ok(await register.apply(id))).toMatchObject({ state: 'applied', added: 30, changed: 0 })
    expect((await register.list('people')).total).toBe(30)
    expect((await register.list('people', `?q=${encodeURIComponent('示例人员 7')}`)).items[0].cells).toMatchObject({ level: '社会工作师', certificate: 'SW6', registeredUntil: '2027-12-31' })
    const again = ok(await register.read('people', bytes))
    expect((await register.preview(again.id)).counts).toEqual({ wrong: 0, new: 0, changed: 0, same: 30 })
    const { revision } = await register.preview(again.id)
    ok(await register.apply(again.id))
    const third = ok(await register.read('people', bytes))
    expect((await register.preview(third.id)).revision).toBe(revision)
    expect((await register.apply(again.id)).body.code).toBe('WRONG_STATE')
    const { entries } = ok(await administrator.api('GET', '/trail'))
    expect(entries.filter(({ about }: { about: { id: string } }) => about.id === id)).toMatchObject([{ action: 'registry.import', sentence: { zh: expect.stringContaining('新增 30') } }])
  })

  test('shows what would change, old to new; where the register has moved since, it is looked at again', async () => {
    const code = nextCode()
    await register.imported('organisations', csvOf([organisationHead, registered('旧名称', code, { 联系人: '甲' })]))
    const { id } = ok(await register.read('organisations', csvOf([organisationHead, registered('新名称', code, { 联系人: '甲', 街道: '示例镇丁' })])))
    const plan = await register.preview(id, '?state=changed')
    expect(plan.rows).toMatchObject([{ state: 'changed', changes: [{ column: '名称', from: '旧名称', to: '新名称' }, { column: '街道', from: '示例街道甲', to: '示例镇丁' }] }])
    await register.imported('organisations', csvOf([organisationHead, registered('别的', nextCode())]))
    expect((await administrator.api('POST', `${district}/imports/${id}/application`, { revision: plan.revision })).body.code).toBe('STALE')
    ok(await register.apply(id))
    expect(await register.all('organisations')).toEqual(expect.arrayContaining([expect.objectContaining({ name: '新名称', creditCode: code, street: '示例镇丁' })]))
  })

  test('a crash on the way changes nothing, and it can be asked again', async () => {
    await register.imported('organisations', csvOf([organisationHead, registered('早就在册的', nextCode())]))
    const { id } = ok(await register.read('organisations', csvOf([organisationHead, ...organisationRows(20, 20, 5000).map((row) => [`崩溃 ${row[0]}`, ...row.slice(1)])])))
    const before = await register.list('organisations')
    // All that is written before the switch: the parts of it, under names that nobody reads.
    const { head, entries } = await loadBook(platform.table, '330411', organisationBook)
    const [some] = entries
    if (some === undefined) throw new Error('an empty registry')
    await prepareSwitch(platform.table, organisationBook, head, entries, { put: [{ ...some, name: '半途的名称' }], remove: entries.slice(1).map((entry) => entry.id) })
    expect(await register.list('organisations')).toEqual(before)
    ok(await register.apply(id))
    expect((await register.list('organisations')).all).toBe(before.all + 40)
  })
})

describe('taking an import back', () => {
  test('the district counts its teams by the register: imported, imported again, taken back', async () => {
    const teams = async () => ok(await administrator.api('GET', '/figures')).teams
    const before = await teams()
    const id = await register.imported('teams', csvOf([teamHead, ...teamRows(90).slice(60)]))
    expect([await teams(), (await register.list('teams')).all]).toEqual([before + 30, before + 30])
    await register.imported('teams', csvOf([teamHead, ...teamRows(90).slice(60)]))
    expect(await teams()).toBe(before + 30)
    ok(await administrator.api('POST', `${district}/imports/${id}/undoing`))
    expect(await teams()).toBe(before)
  })

  test('leaves the registry as it was', async () => {
    const code = nextCode()
    await register.imported('organisations', csvOf([organisationHead, registered('撤销前', code)]))
    const before = await register.all('organisations')
    const id = await register.imported('organisations', csvOf([organisationHead, registered('撤销后', code), filed('新来的', { 备案编号: 'X-1' })]))
    expect(await register.all('organisations')).not.toEqual(before)
    await register.imported('organisations', csvOf([organisationHead, registered('与此无关', nextCode())]))
    expect(ok(await administrator.api('POST', `${district}/imports/${id}/undoing`))).toMatchObject({ state: 'undone', undoUntil: null })
    expect((await register.all('organisations')).filter(({ name }: { name: string }) => name !== '与此无关')).toEqual(before)
    expect((await administrator.api('POST', `${district}/imports/${id}/undoing`)).body.code).toBe('WRONG_STATE')
  })

  test('is refused as a whole where an entry was changed since, which is named; and after thirty days', async () => {
    const code = nextCode()
    const id = await register.imported('organisations', csvOf([organisationHead, registered('改过的组织', code), registered('没改的组织', nextCode())]))
    const [{ id: entry }] = (await register.list('organisations', `?q=${code}`)).items
    const { revision } = ok(await administrator.api('GET', `${district}/registry/organisations/entries/${entry}`))
    ok(await administrator.api('PUT', `${district}/registry/organisations/entries/${entry}`, { cells: { contactName: '新联系人' }, reason: '换了联系人', revision }))
    const { body } = await administrator.api('POST', `${district}/imports/${id}/undoing`)
    expect(body).toMatchObject({ code: 'WRONG_STATE', errors: [{ code: 'CHANGED_SINCE', detail: expect.stringContaining('改过的组织') }] })
    expect(body.errors[0].detail).not.toContain('没改的组织')
    expect((await register.list('organisations', `?q=${encodeURIComponent('没改的组织')}`)).total).toBe(1)
    const late = await register.imported('organisations', csvOf([organisationHead, registered('放久了', nextCode())]))
    platform.clock.forward({ days: 31 })
    expect((await administrator.api('POST', `${district}/imports/${late}/undoing`)).body.code).toBe('WRONG_STATE')
  })
})

test('the district’s real size: a page costs one read once the parts are at hand', async () => {
  for (const [book, rows] of [['organisations', [organisationHead, ...organisationRows(395, 2000, 6000)]], ['teams', [teamHead, ...teamRows(1161)]]] as const) {
    const { id, rows: count } = ok(await register.uploaded(book, await xlsxOf(rows)))
    expect(count).toBe(rows.length - 1)
    expect((await register.preview(id)).counts.wrong).toBe(0)
    ok(await register.apply(id))
  }
  await register.list('organisations')
  let units = 0
  observeCapacity((used) => { units += used })
  const first = await register.list('organisations', '?sort=-grade&page=3')
  observeCapacity(undefined)
  expect(first.total).toBeGreaterThan(2390)
  // Who asks, the head, the classes.
  expect(units).toBeLessThan(8)
})
