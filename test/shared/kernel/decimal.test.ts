import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDecimals, decimal, decimalString, fixed, quotient, rounded, sum } from '../../../shared/kernel/decimal.ts'

describe('decimals', () => {
  test.each([
    ['2.675', 2, '2.68'],
    ['1.005', 2, '1.01'],
    ['1.004999', 2, '1'],
    ['0.5', 0, '1'],
    ['87.345', 2, '87.35'],
    ['8.5', 0, '9'],
  ])('%s to %i decimals is %s, half up', (value, decimals, expected) => {
    expect(rounded(value, decimals).toString()).toBe(expected)
  })

  test('a tenth and two tenths are three tenths', () => {
    expect(sum(['0.1', '0.2']).eq('0.3')).toBe(true)
    expect(sum([0.1, 0.2]).toString()).toBe('0.3')
  })

  test('a quotient is rounded once, from its exact value', () => {
    expect(quotient('10', '3', 2).toString()).toBe('3.33')
    expect(quotient('20', '3', 2).toString()).toBe('6.67')
    expect(quotient('1', '8', 2).toString()).toBe('0.13')
    // 2.4449… is below the half: rounding to 3 decimals first would give 2.445 and then 2.45.
    expect(quotient('24449', '10000', 2).toString()).toBe('2.44')
    // What is divided with few decimals here must not lose decimals in later arithmetic.
    expect(quotient('1', '2', 1).div('3').toFixed(4)).toBe('0.1667')
  })

  test('sums of integers in hundredths are as in integers', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 10 ** 8 }), { maxLength: 40 }), (cents) => {
      const total = cents.reduce((a, b) => a + b, 0)
      expect(sum(cents.map((c) => fixed(quotient(c, 100, 2), 2))).times(100).toNumber()).toBe(total)
    }))
  })

  test('half up agrees with integer arithmetic for every quotient', () => {
    const positions = fc.integer({ min: 0, max: 4 })
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 1, max: 10 ** 4 }), positions, (a, b, decimals) => {
      const scale = 10n ** BigInt(decimals)
      const expected = (2n * BigInt(a) * scale + BigInt(b)) / (2n * BigInt(b))
      expect(quotient(a, b, decimals).times(10 ** decimals).toFixed(0)).toBe(String(expected))
    }))
  })

  test.each(['', ' 1', '1e3', 'NaN', 'Infinity', '1.', '.5', '１２', '0x10', '1,5'])('%j is not a decimal', (text) => {
    expect(() => decimal(text)).toThrow(TypeError)
    expect(decimalString.safeParse(text).success).toBe(false)
  })

  test('compare and print', () => {
    expect(['9.5', '10', '9.50', '9.49'].toSorted(compareDecimals)).toEqual(['9.49', '9.5', '9.50', '10'])
    expect(fixed('3', 2)).toBe('3.00')
  })
})
