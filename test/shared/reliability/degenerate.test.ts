import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oneWayIcc, twoWayIcc } from '../../../shared/reliability/icc.ts'
import { kendallsW } from '../../../shared/reliability/kendall.ts'
import { krippendorffsAlpha } from '../../../shared/reliability/krippendorff.ts'
import { severityOf } from '../../../shared/reliability/severity.ts'
import { block, ratings } from './sample.ts'

/** Every number in it, at any depth. */
const numbersIn = (value: unknown): number[] => (typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [])
const finite = (value: unknown): boolean => numbersIn(value).every(Number.isFinite)
const all = (values: number[][]) => [twoWayIcc(block(values)), oneWayIcc(ratings(values)), kendallsW(block(values)), krippendorffsAlpha(ratings(values)), severityOf(ratings(values))]

describe('statistics of little or odd scores are numbers or none', () => {
  test('where judges only turn the same scores round, so that all entries have one mean', () => {
    for (const values of [[[1, 2, 3], [2, 3, 1], [3, 1, 2]], [[1, 2], [2, 1], [1, 2], [2, 1]], [[60, 80], [70, 70], [80, 60]]]) {
      expect(twoWayIcc(block(values)), JSON.stringify(values)).not.toBeNull()
      expect(finite(all(values)), JSON.stringify(all(values))).toBe(true)
    }
  })

  test('where all scores are the same, in decimals that floats can’t hold', () => {
    for (const value of [0, 0.1, 70.7, 85.3, 99.9]) {
      for (const [rows, columns] of [[3, 3], [4, 3], [7, 7], [10, 3]] as const) {
        const values = Array.from({ length: rows }, () => Array.from({ length: columns }, () => value))
        expect(all(values).slice(0, 4), `${value} ${rows} ${columns}`).toEqual([null, null, null, null])
      }
    }
  })

  test('one judge, one proposal, nothing', () => {
    for (const values of [[], [[70]], [[70], [80], [90]], [[70, 80, 90]]]) expect(finite(all(values)), JSON.stringify(values)).toBe(true)
  })

  test('any small table', () => {
    const table = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([rows, columns]) => fc.array(fc.array(fc.integer({ min: 0, max: 3 }).map((n) => n / 10 + 70), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }))
    fc.assert(fc.property(table, (values) => { expect(finite(all(values)), JSON.stringify(all(values))).toBe(true) }), { numRuns: 2000 })
  })
})
