import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Entry, makeGroups } from '../../../shared/round/groups.ts'
import type { Grouping } from '../../../shared/rulebook/round.ts'
import { rulebook } from '../rulebook/sample.ts'

const entries = (sizes: Record<string, number>): Entry[] =>
  Object.entries(sizes).flatMap(([category, size]) => Array.from({ length: size }, (_, i) => ({ id: `${category}-${i}`, category })))

const grouping: fc.Arbitrary<Grouping> = fc.oneof(
  fc.constant<Grouping>({ rule: 'one' }),
  fc.record({ rule: fc.constant('even' as const), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ rule: fc.constant('by-category' as const), count: fc.integer({ min: 1, max: 20 }) }),
)
const someEntries = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }).map((all) => all.map((category, i) => ({ id: `p${i}`, category })))

describe('groups', () => {
  test('partition the entries, none empty, whatever the rule', () => {
    fc.assert(fc.property(grouping, someEntries, fc.string(), (rule, all, seed) => {
      const groups = makeGroups(rule, all, seed, ['a', 'b', 'c', 'd', 'e'])
      expect(groups.flatMap((group) => group.entries).sort()).toEqual(all.map(({ id }) => id).sort())
      expect(groups.every((group) => group.entries.length > 0)).toBe(true)
      expect(groups.map(({ id }) => id)).toEqual(groups.map((_, i) => `g${String(i + 1).padStart(2, '0')}`))
      const categories = new Set(all.map(({ category }) => category)).size
      const wanted = rule.rule === 'one' ? 1 : rule.rule === 'even' ? rule.count : Math.max(rule.count, categories)
      expect(groups.length).toBe(Math.min(wanted, all.length))
    }))
  })

  test('are the same for the same seed, whatever order the entries come in, and others for another seed', () => {
    fc.assert(fc.property(grouping, someEntries, fc.string(), (rule, all, seed) => {
      expect(makeGroups(rule, all.toReversed(), seed)).toEqual(makeGroups(rule, all, seed))
    }))
    const all = entries({ a: 30 })
    expect(makeGroups({ rule: 'even', count: 3 }, all, 'one')).not.toEqual(makeGroups({ rule: 'even', count: 3 }, all, 'two'))
  })

  test('by category: each group is of one category, and no category mixes', () => {
    fc.assert(fc.property(someEntries, fc.integer({ min: 1, max: 20 }), (all, count) => {
      const categoryOf = new Map(all.map(({ id, category }) => [id, category]))
      for (const group of makeGroups({ rule: 'by-category', count }, all, 's')) {
        expect(new Set(group.entries.map((id) => categoryOf.get(id)))).toEqual(new Set([group.category]))
      }
    }))
  })

  test('the groups beyond one a category go to the largest', () => {
    const groups = makeGroups({ rule: 'by-category', count: 6 }, entries({ a: 10, b: 31, c: 9 }), 's', ['a', 'b', 'c'])
    expect(groups.map(({ category, entries }) => [category, entries.length])).toEqual([['a', 10], ['b', 8], ['b', 8], ['b', 8], ['b', 7], ['c', 9]])
  })

  test('even groups have even sizes and even shares of each category', () => {
    const groups = makeGroups({ rule: 'even', count: 4 }, entries({ a: 8, b: 6 }), 's')
    expect(groups.map((group) => group.entries.length).sort()).toEqual([3, 3, 4, 4])
    for (const group of groups) expect(group.entries.filter((id) => id.startsWith('a')).length).toBe(2)
  })

  test('nothing, one entry, empty categories, fewer entries than groups', () => {
    expect(makeGroups({ rule: 'one' }, [], 's')).toEqual([])
    expect(makeGroups({ rule: 'even', count: 5 }, [], 's')).toEqual([])
    expect(makeGroups({ rule: 'by-category', count: 5 }, [], 's', ['a'])).toEqual([])
    expect(makeGroups({ rule: 'by-category', count: 5 }, entries({ b: 1 }), 's', ['a', 'b'])).toMatchObject([{ id: 'g01', category: 'b', entries: ['b-0'] }])
    expect(makeGroups({ rule: 'even', count: 5 }, entries({ a: 2 }), 's')).toHaveLength(2)
  })

  test('Qingdao: 422 entries of 9 categories are 10 groups, the largest category in two', () => {
    const { categories, rounds } = rulebook('qingdao-2018')
    const all = Array.from({ length: 422 }, (_, i) => ({ id: `p${i}`, category: categories[i % 9]?.id ?? '' }))
    const groups = makeGroups(rounds[0]?.grouping ?? { rule: 'one' }, all, 's', categories.map(({ id }) => id))
    expect(groups).toHaveLength(10)
    const twice = groups.filter((group, i) => groups.findIndex(({ category }) => category === group.category) !== i)
    expect(twice).toHaveLength(1)
    expect(groups.every((group) => group.entries.length >= 5)).toBe(true)
  })
})
