import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capitalYuan, formatYuan, mostFen, parseYuan, splitFen } from '../../../shared/kernel/money.ts'

describe('money as people type it', () => {
  test.each([
    ['1,234.50', 123450],
    ['1234.5', 123450],
    ['0', 0],
    ['0.01', 1],
    [' 54000 ', 5400000],
    ['￥1,000,000', 100000000],
    ['¥20.00元', 2000],
    ['１２．５', 1250],
    ['007', 700],
  ])('%j is %i fen', (text, amount) => {
    expect(parseYuan(text)).toEqual({ ok: true, fen: amount })
  })

  test.each([
    ['', 'MONEY_MALFORMED'],
    ['abc', 'MONEY_MALFORMED'],
    ['12,34.50', 'MONEY_MALFORMED'],
    ['1.2.3', 'MONEY_MALFORMED'],
    ['1e5', 'MONEY_MALFORMED'],
    ['1,5', 'MONEY_MALFORMED'],
    ['-1', 'MONEY_NEGATIVE'],
    ['1.234', 'MONEY_DECIMALS'],
    ['0.000', 'MONEY_DECIMALS'],
    ['1000000000000000', 'MONEY_TOO_LARGE'],
    ['10000000000', 'MONEY_TOO_LARGE'],
  ])('%j is refused: %s', (text, code) => {
    expect(parseYuan(text)).toEqual({ ok: false, code })
  })

  test('prints with groups and two decimals', () => {
    expect(formatYuan(5400000)).toBe('54,000.00')
    expect(formatYuan(5)).toBe('0.05')
    expect(formatYuan(123456789)).toBe('1,234,567.89')
    expect(formatYuan(-150)).toBe('-1.50')
  })

  test('what is printed is read back to the fen', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: mostFen }), (amount) => {
      expect(parseYuan(formatYuan(amount))).toEqual({ ok: true, fen: amount })
    }))
  })
})

describe('splits', () => {
  test('the last part is the remainder', () => {
    expect(splitFen(10000, [1, 1, 1])).toEqual([3333, 3333, 3334])
    expect(splitFen(100001, [50, 40, 10])).toEqual([50000, 40000, 10001])
  })

  test('lose nothing, whatever the shares', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }).filter((all) => all.some(Boolean))
    fc.assert(fc.property(fc.integer({ min: 0, max: mostFen }), shares, (amount, parts) => {
      const split = splitFen(amount, parts)
      expect(split.reduce((a, b) => a + b, 0)).toBe(amount)
      expect(split.every((part) => part >= 0)).toBe(true)
    }))
  })

  test('shares without a ratio are a mistake of the programmer', () => {
    expect(() => splitFen(100, [])).toThrow(TypeError)
    expect(() => splitFen(100, [0, 0])).toThrow(TypeError)
    expect(() => splitFen(100, [1, -1, 2])).toThrow(TypeError)
    expect(() => splitFen(100, [0.5, 0.5])).toThrow(TypeError)
  })
})

describe('Chinese capitals', () => {
  // The first three are the examples that the rule itself gives (forms.md part 9).
  test.each([
    [140950, '人民币壹仟肆佰零玖元伍角'],
    [1640902, '人民币壹万陆仟肆佰零玖元零贰分'],
    [32504, '人民币叁佰贰拾伍元零肆分'],
    [0, '人民币零元整'],
    [5, '人民币伍分'],
    [50, '人民币伍角'],
    [55, '人民币伍角伍分'],
    [1000, '人民币壹拾元整'],
    [10000000, '人民币壹拾万元整'],
    [10005000, '人民币壹拾万零伍拾元整'],
    [600700014, '人民币陆佰万柒仟元壹角肆分'],
    [1000000000, '人民币壹仟万元整'],
    [10000000100, '人民币壹亿零壹元整'],
    [10010000000, '人民币壹亿零壹拾万元整'],
    [20000500000, '人民币贰亿零伍仟元整'],
    // A zero just before 万 or 元 may be read or left out (both are on the rule's list); it is left out.
    [100100100, '人民币壹佰万壹仟零壹元整'],
  ])('%i fen', (amount, words) => {
    expect(capitalYuan(amount)).toBe(words)
  })

  test('never two zeros side by side, never a zero before a unit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: mostFen }), (amount) => {
      const words = capitalYuan(amount)
      expect(words).not.toMatch(/零零|零[仟佰拾万亿元角分]|^人民币零/)
    }))
  })

  test('refuses what is not an amount', () => {
    for (const wrong of [-1, 1.5, Number.NaN, 10 ** 16]) expect(() => capitalYuan(wrong)).toThrow(TypeError)
  })
})
