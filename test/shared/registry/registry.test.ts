import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf, publicView, undeclared } from '../../../shared/kernel/exposure.ts'
import { organisationId } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { bucketOf, BUCKETS, changedBuckets, reversal } from '../../../shared/registry/book.ts'
import { classTableSchema, unnamedClasses } from '../../../shared/registry/classes.ts'
import { type Entry, entrySchema, personEntrySchema, standingAt } from '../../../shared/registry/entry.ts'
import { importSchema } from '../../../shared/registry/import.ts'
import { organisationSheet } from '../../../shared/registry/organisation-sheet.ts'
import { planImport, readHead } from '../../../shared/registry/plan.ts'

const at = (text: string) => toInstant(Date.parse(text))
const id = organisationId.parse('o_00000000000000000000000000')
const entry: Entry = {
  id, kind: 'organisation', standing: 'registered', name: '示例社会组织', creditCode: '52330411MJ9900020C', filedWith: '', filingNumber: '', hostName: '', hostCode: '', street: '示例街道', class: '', grades: [], listings: [],
  partyForm: 'own', partySince: '2021-07-01', size: null, core: null, contactName: '联系人', contactPhone: '', contactEmail: '', joinedAt: null,
}

describe('how an organisation stands', () => {
  const graded = { grades: [{ grade: '3A' as const, from: '2020-01-01', to: '2024-12-31' }, { grade: '4A' as const, from: '2024-06-01', to: '2029-05-31' }], listings: [{ list: 'abnormal' as const, from: '2025-07-01', to: '2026-03-31' }, { list: 'dishonest' as const, from: '2026-05-01', to: null }] }

  test('is asked of a day in Shanghai, both ends of a period counted, the later grade first', () => {
    expect(standingAt(graded, at('2019-12-31T15:59:59Z')).grade).toBeNull()
    expect(standingAt(graded, at('2019-12-31T16:00:00Z')).grade).toBe('3A')
    expect(standingAt(graded, at('2024-08-01T00:00:00Z')).grade).toBe('4A')
    expect(standingAt(graded, at('2029-05-31T15:59:59Z')).grade).toBe('4A')
    expect(standingAt(graded, at('2029-05-31T16:00:00Z')).grade).toBeNull()
    expect(standingAt(graded, at('2026-03-31T15:59:59Z')).listings).toEqual(['abnormal'])
    expect(standingAt(graded, at('2026-03-31T16:00:00Z')).listings).toEqual([])
    expect(standingAt(graded, at('2040-01-01T00:00:00Z')).listings).toEqual(['dishonest'])
  })
})

describe('what of it is public', () => {
  test('every field says so itself', () => {
    for (const schema of [entrySchema, personEntrySchema, importSchema, classTableSchema]) expect(undeclared(schema)).toEqual([])
  })

  test('Party branches, listings and reports to communities are the office’s alone, and nothing of a person is public', () => {
    for (const field of ['partyForm', 'partySince', 'listings'] as const) expect(exposureOf(entrySchema.shape[field])?.seen, field).toBe('office')
    for (const field of ['reportedTo', 'reportedOn'] as const) expect(exposureOf(personEntrySchema.shape[field])?.seen, field).toBe('office')
    expect(Object.keys(publicView(entrySchema, entry))).not.toEqual(expect.arrayContaining(['contactName']))
    expect(publicView(personEntrySchema, { id: 'x', name: '某人', phone: '13800000000', street: '', organisation: '', level: '', certificate: '', registeredUntil: null, leads: '', seats: '示例机构', reportedTo: '示例社区', reportedOn: null })).toEqual({})
  })
})

describe('a register in parts', () => {
  const small = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 6 }), n: fc.nat(3) }), { selector: ({ id }) => id, maxLength: 40 })
  const after = (all: { id: string; n: number }[], changes: { put: { id: string; n: number }[]; remove: string[] }) => {
    const buckets = changedBuckets(all, changes)
    return [...all.filter((one) => !buckets.has(bucketOf(one.id))), ...[...buckets.values()].flat()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  test('a change writes the parts it touches, and nothing else changes', () => {
    fc.assert(fc.property(small, small, fc.array(fc.string({ minLength: 1, maxLength: 6 })), (all, put, remove) => {
      const wanted = new Map(all.map((one) => [one.id, one]))
      for (const one of put) wanted.set(one.id, one)
      for (const one of remove) wanted.delete(one)
      expect(after(all, { put, remove })).toEqual([...wanted.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
      for (const bucket of changedBuckets(all, { put, remove }).keys()) expect(bucket).toBeLessThan(BUCKETS)
    }))
  })

  test('taking an import back leaves the register as before, and keeps what others did to other entries', () => {
    fc.assert(fc.property(small, small, small, (before, put, later) => {
      const imported = after(before, { put, remove: [] })
      const changed = put.filter((one) => !before.some(({ id, n }) => id === one.id && n === one.n))
      const elsewhere = later.filter(({ id }) => !changed.some((one) => one.id === id))
      const now = after(imported, { put: elsewhere, remove: [] })
      const back = reversal(before, imported, now)
      expect(back.blocked).toEqual([])
      expect(after(now, { put: [...back.put], remove: [...back.remove] })).toEqual(after(before, { put: elsewhere, remove: [] }))
    }))
  })

  test('what somebody changed or took out since stands in the way', () => {
    const [before, imported] = [[{ id: 'a', n: 1 }], [{ id: 'a', n: 2 }, { id: 'b', n: 1 }]]
    expect(reversal(before, imported, [{ id: 'a', n: 3 }, { id: 'b', n: 1 }]).blocked).toEqual([{ id: 'a', n: 3 }])
    expect(reversal(before, imported, [{ id: 'a', n: 2 }]).blocked).toEqual([{ id: 'b', n: 1 }])
  })
})

describe('a list’s rows', () => {
  const classes = unnamedClasses('330411')
  const plan = (head: string[], ...cells: string[][]) => planImport(organisationSheet, classes, readHead(organisationSheet, head).columns, cells.map((row, n) => ({ line: n + 2, cells: row })), [entry], () => id)

  test('a column that is not there leaves what is known, an empty cell empties it; periods stay on record', () => {
    const known = plan(['名称', '登记或备案', '统一社会信用代码', '街道', '联系人'], ['示例社会组织', '登记', '52330411MJ9900020C', '示例街道', ''])
    expect(known.rows[0]).toMatchObject({ state: 'changed', changes: [{ column: '联系人', from: '联系人', to: '' }] })
    expect(known.put[0]).toMatchObject({ partyForm: 'own', contactName: '' })
    const head = ['名称', '登记或备案', '统一社会信用代码', '街道', '评估等级', '等级开始日期', '等级到期日期']
    const first = planImport(organisationSheet, classes, readHead(organisationSheet, head).columns, [{ line: 2, cells: ['示例社会组织', '登记', entry.creditCode, '示例街道', '3A', '2020-01-01', '2024-12-31'] }], [entry], () => id).put
    const second = planImport(organisationSheet, classes, readHead(organisationSheet, head).columns, [{ line: 2, cells: ['示例社会组织', '登记', entry.creditCode, '示例街道', '4A', '2025-01-01', '2029-12-31'] }], first, () => id).put
    expect(second[0]?.grades.map(({ grade }) => grade)).toEqual(['3A', '4A'])
    const emptied = planImport(organisationSheet, classes, readHead(organisationSheet, head).columns, [{ line: 2, cells: ['示例社会组织', '登记', entry.creditCode, '示例街道', '', '', ''] }], second, () => id)
    expect(emptied.rows[0]?.state).toBe('same')
  })

  test('unknown, doubled and missing headings are each named, with those that are expected', () => {
    const { mistakes } = readHead(organisationSheet, ['名称', '名称', '单位电话', ''])
    expect(mistakes.map(({ code }) => code)).toEqual(['COLUMN_TWICE', 'COLUMN_UNKNOWN', 'COLUMN_UNKNOWN', 'COLUMN_MISSING', 'COLUMN_MISSING', 'COLUMNS_EXPECTED'])
    expect(mistakes.at(-1)?.zh).toContain('统一社会信用代码')
    expect(readHead(organisationSheet, ['名称*', '登记或备案（必填）', ' 街 道 ']).mistakes).toEqual([])
  })
})
