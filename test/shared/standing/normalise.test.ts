import { describe, expect, test } from 'vitest'
import { groupFigures, normalise } from '../../../shared/standing/normalise.ts'

const score = (entry: string, group: string, points: string, category = 'other') => ({ entry, category, group, score: points })
/** A strict panel (mean 70) and a generous one (mean 90): together 80. */
const two = [score('a', 'g1', '80.00'), score('b', 'g1', '60.00'), score('c', 'g2', '95.00'), score('d', 'g2', '85.00')]
const shown = (moved: ReadonlyMap<string, { toFixed: (n: number) => string }>) => Object.fromEntries([...moved].map(([entry, value]) => [entry, value.toFixed(2)]))

describe('groups on one yardstick', () => {
  test('平均系数法: score × mean of all / mean of the group', () => {
    expect(shown(normalise({ rule: 'group-coefficient', within: 'all' }, two, 2))).toEqual({ a: '91.43', b: '68.57', c: '84.44', d: '75.56' })
    expect(groupFigures({ rule: 'group-coefficient', within: 'all' }, two)).toEqual([
      { group: 'g1', pool: null, entries: 2, mean: '70.0000', overall: '80.0000', factor: '1.1429' },
      { group: 'g2', pool: null, entries: 2, mean: '90.0000', overall: '80.0000', factor: '0.8889' },
    ])
  })

  test('a quotient is rounded once, from its exact value: equal groups come out equal', () => {
    const found = normalise({ rule: 'group-coefficient', within: 'all' }, [score('a', 'g1', '70'), score('b', 'g2', '90'), score('c', 'g1', '70'), score('d', 'g2', '90')], 4)
    expect([...found.values()].map((one) => one.toFixed(4))).toEqual(['80.0000', '80.0000', '80.0000', '80.0000'])
  })

  test('standard scores: mean of all + distance to the own mean, in deviations', () => {
    // Deviations: 10 and 5 in the groups; of all √((0² + 20² + 15² + 5²) / 4) = √162.5 = 12.7475…
    expect(shown(normalise({ rule: 'group-standard', within: 'all' }, two, 2))).toEqual({ a: '92.75', b: '67.25', c: '92.75', d: '67.25' })
    expect(groupFigures({ rule: 'group-standard', within: 'all' }, two).map(({ factor }) => factor)).toEqual(['1.2748', '2.5495'])
  })

  test('within categories each category has its own mean of all', () => {
    const four = [...two, score('e', 'g3', '40.00', 'art'), score('f', 'g4', '20.00', 'art')]
    expect(shown(normalise({ rule: 'group-coefficient', within: 'category' }, four, 2))).toEqual({ a: '91.43', b: '68.57', c: '84.44', d: '75.56', e: '30.00', f: '30.00' })
  })

  test('a group of nothing but zeros, or of equal scores, and nobody at all', () => {
    const zeros = [score('a', 'g1', '0.00'), score('b', 'g2', '50.00'), score('c', 'g2', '70.00')]
    expect(shown(normalise({ rule: 'group-coefficient', within: 'all' }, zeros, 2))).toEqual({ a: '0.00', b: '33.33', c: '46.67' })
    expect(shown(normalise({ rule: 'group-standard', within: 'all' }, [score('a', 'g1', '50'), score('b', 'g1', '50'), score('c', 'g2', '80'), score('d', 'g2', '60')], 2)).a).toBe('60.00')
    expect(normalise({ rule: 'group-standard', within: 'all' }, [], 2).size).toBe(0)
  })

  test('nobody gets below 0', () => {
    const wide = [score('a', 'g1', '90'), score('b', 'g1', '90'), score('c', 'g1', '90'), score('d', 'g1', '89'), score('e', 'g2', '100'), score('f', 'g2', '0')]
    expect(shown(normalise({ rule: 'group-standard', within: 'all' }, wide, 2)).d).toBe('16.89')
    expect(shown(normalise({ rule: 'group-standard', within: 'all' }, [...wide, score('g', 'g2', '0'), score('h', 'g2', '0'), ...Array.from({ length: 30 }, (_, i) => score(`z${i}`, 'g1', '90'))], 2)).d).toBe('0.00')
  })
})
