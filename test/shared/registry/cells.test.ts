import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditCodes } from '../../../infra/local/demo/register.ts'
import { readCount, readCreditCode, readDay, readPhone, readText, tidyCell } from '../../../shared/registry/cells.ts'
import { unnamedClasses } from '../../../shared/registry/classes.ts'
import { organisationSheet, teamSheet } from '../../../shared/registry/organisation-sheet.ts'
import { personSheet } from '../../../shared/registry/person-sheet.ts'
import { planImport } from '../../../shared/registry/plan.ts'
import { cellsOf, type Column, type Sheet } from '../../../shared/registry/sheet.ts'

const value = (read: object): unknown => ('value' in read ? read.value : read)
const faultOf = (read: { value: unknown } | { fault: { code: string; zh: string } }) => ('fault' in read ? read.fault : undefined)
const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))
const fullWidth = (text: string): string => text.replaceAll(/[0-9A-Za-z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

describe('a day', () => {
  test('reads the same in every form that people and spreadsheets write', () => {
    fc.assert(fc.property(day, (text) => {
      const [year = '', month = '', date = ''] = text.split('-')
      const forms = [text, `${year}/${Number(month)}/${Number(date)}`, `${year}.${month}.${date}`, `${year}年${Number(month)}月${Number(date)}日`, `${year}${month}${date}`, fullWidth(text), ` ${text} `]
      for (const form of forms) expect(value(readDay(form)), form).toBe(text)
    }))
  })

  test('that no month has, or that is none, is refused with what was written', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '450', '去年', '22/5/2026', '2026-5']) expect(faultOf(readDay(text)), text).toMatchObject({ code: 'DATE_MALFORMED', zh: expect.stringContaining(text) })
    expect(value(readDay(''))).toBeNull()
  })
})

describe('a credit code', () => {
  const code = fc.integer({ min: 0, max: 9000 }).map((n) => creditCodes(n)())

  test('is trimmed, upper-cased and made narrow', () => {
    fc.assert(fc.property(code, (text) => {
      for (const form of [text, text.toLowerCase(), ` ${text}　`, fullWidth(text), `${text.slice(0, 8)} ${text.slice(8)}`]) expect(value(readCreditCode(form)), form).toBe(text)
    }))
  })

  test('with one character changed is refused', () => {
    fc.assert(fc.property(code, fc.integer({ min: 0, max: 17 }), fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), (text, at, other) => {
      if (text.charAt(at) === other) return
      expect(faultOf(readCreditCode(text.slice(0, at) + other + text.slice(at + 1)))?.code).toMatch(/^CREDIT_CODE_/)
    }))
  })

  test('names letters that the alphabet has not, a wrong check character, and what a spreadsheet made of it', () => {
    for (const letter of 'IOSVZ') expect(faultOf(readCreditCode(`5233041${letter}MJ9900020C`))).toMatchObject({ code: 'CREDIT_CODE_CHARACTER', zh: expect.stringContaining(letter) })
    expect(faultOf(readCreditCode('52330411MJ9900020D'))).toMatchObject({ code: 'CREDIT_CODE_CHECK', zh: expect.stringContaining('末位校验码不符') })
    for (const text of ['5.2330411E+17', '5.23E17']) expect(faultOf(readCreditCode(text)), text).toMatchObject({ code: 'NUMBER_AS_FIGURE', zh: expect.stringContaining(text) })
  })
})

test('people are counted whole; phones are phones; nothing is read that was not written', () => {
  fc.assert(fc.property(fc.nat(999_999), (n) => { for (const form of [String(n), `${n}人`, ` ${n.toLocaleString('en')} `, fullWidth(String(n))]) expect(value(readCount(form)), form).toBe(n) }))
  for (const text of ['12.5', '-3', '约 20', '1e3']) expect(faultOf(readCount(text))?.code, text).toBe('INTEGER_EXPECTED')
  for (const text of ['13800000000', '0573-8271 0000', '+86 138 0000 0000']) expect(value(readPhone(text))).toBe(text)
  for (const text of ['1.38E+10', '没有', '123']) expect(faultOf(readPhone(text)), text).toBeDefined()
  expect(faultOf(readText('长'.repeat(61), 60))?.code).toBe('TOO_LONG')
})

test('tidying is done once, whatever is in the cell', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(tidyCell(tidyCell(text).replace(/^'/, ''))).toBe(tidyCell(text).replace(/^'/, '').replace(/^'(?=[=+\-@])/, '').trim()) }))
  expect(tidyCell("'=1+1")).toBe('=1+1')
  expect(tidyCell('　两个\n 空格 ')).toBe('两个 空格')
})

/** Cells that a column may well have. */
function likely<D>({ as, id, choices, required }: Column<D>): fc.Arbitrary<string> {
  const empty = required ? [] : [fc.constant('')]
  if (as === 'choice') return fc.oneof(...empty, fc.constantFrom(...choices.map(({ zh }) => zh)))
  if (as === 'date') return fc.oneof(...empty, id.endsWith('From') ? fc.constant('2024-01-01') : fc.constant('2028-12-31'))
  if (as === 'class') return fc.constantFrom('', '小类 3', '小类 17')
  if (as === 'count') return fc.constant(id === 'core' ? '4' : '24')
  if (/code$/i.test(id)) return fc.constantFrom('', '52330411MJ9900020C')
  if (/phone$/i.test(id)) return fc.constantFrom('13800000000', '0573-8271 0000')
  return id === 'contactEmail' ? fc.constantFrom('', 'a@example.cn') : fc.constantFrom('示例', "'=1+1", '=HYPERLINK("x")', '两行\n文字')
}

/** Whatever cells are in a row: it is read or refused, and what was read is written so that it reads the same. */
function comesBack<E extends { id: string }, D>(sheet: Sheet<E, D>, id: string): void {
  const classes = unnamedClasses('330411')
  const columns = sheet.columns.map((column) => column.id)
  let good = 0
  const row = fc.tuple(...sheet.columns.map((column) => fc.oneof({ weight: 30, arbitrary: likely(column) }, { weight: 1, arbitrary: fc.string() })))
  fc.assert(fc.property(row, (cells) => {
    const { rows, put } = planImport(sheet, classes, columns, [{ line: 2, cells }], [], () => id)
    expect(rows[0]?.state).toMatch(/^(wrong|new)$/)
    expect(put).toHaveLength(rows[0]?.state === 'new' ? 1 : 0)
    good += put.length
    for (const entry of put) {
      const again = cellsOf(sheet, classes, sheet.draftOf(entry))
      const second = planImport(sheet, classes, columns, [{ line: 2, cells: columns.map((column) => again[column] ?? '') }], put, () => id)
      expect(second.rows[0]).toMatchObject({ state: 'same', changes: [], faults: [] })
    }
  }), { numRuns: 2000 })
  expect(good, `good rows of ${sheet.register}`).toBeGreaterThan(20)
}

test('what is exported is read as the same', () => {
  comesBack(organisationSheet, 'o_00000000000000000000000000')
  comesBack(teamSheet, 'o_00000000000000000000000000')
  comesBack(personSheet, 'p1')
})
