import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forecast, keyDates, spreadEvenly } from '../../../shared/competition/forecast.ts'
import { datesFrom } from '../../../shared/competition/dates.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { libraryRulebooks } from '../../../shared/rulebook/library.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'

const rulebook = (id: string): Rulebook => {
  const found = libraryRulebooks().find((one) => one.id === id)
  if (found === undefined) throw new Error(id)
  return found
}

describe('what the rules will do, by numbers', () => {
  test('Qingdao, 422 entries: the largest category is judged in two of the ten groups', () => {
    const qingdao = rulebook('qingdao-2018')
    const per = { ...spreadEvenly(qingdao.categories, 372), elderly: 92 }
    const result = forecast(qingdao, per, 50)
    expect(result.rounds[0]?.groups.filter(({ category }) => category === 'elderly').map(({ entries }) => entries)).toEqual([46, 46])
    expect(result.rounds.map(({ groups, advances }) => [groups.length, advances])).toEqual([[10, result.proposals], [10, 50], [10, 50]])
  })

  test('Jiaxing: 40% of 58 go on (rounded up), and the shares of awards are of those', () => {
    const result = forecast(rulebook('jiaxing-default'), { elderly: 30, children: 28 })
    expect(result.finalists).toBe(24)
    expect(result.awards.map(({ places, given }) => [places, given])).toEqual([[2, 2], [4, 4], [7, 7]])
    expect(result.unawarded).toBe(11)
  })

  test('Wuhan: twelve of each kind; a kind that nobody entered leaves its awards unfilled', () => {
    const result = forecast(rulebook('wuhan-university-2020'), { project: 40, venture: 0 })
    expect(result.finalists).toBe(12)
    expect(result.awards.filter(({ category }) => category === 'venture').map(({ places, given }) => [places, given])).toEqual([[1, 0], [1, 0], [1, 0]])
  })

  test('what a score decides is left open', () => {
    const base = rulebook('jiaxing-default')
    const byScore = { ...base, awards: [...base.awards, { id: 'good', name: { zh: '优秀' }, rule: 'threshold' as const, score: 80 }], rounds: base.rounds.map((round, i) => (i === 0 ? { ...round, advance: { rule: 'threshold' as const, score: 70 } } : round)) }
    const result = forecast(byScore, { elderly: 10 })
    expect(result.rounds[0]?.advances).toBeNull()
    expect(result.awards.at(-1)).toMatchObject({ places: null, given: null })
    expect(result.unawarded).toBeNull()
  })

  test('for any numbers: nobody is invented, no award goes beyond its places, every card has its judge where judges are enough', () => {
    fc.assert(fc.property(fc.constantFrom(...libraryRulebooks()), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 5, max: 40 }), (rules, total, judges) => {
      const result = forecast(rules, spreadEvenly(rules.categories, total), judges)
      let entries = total
      for (const [i, round] of result.rounds.entries()) {
        expect(round.entries).toBe(entries)
        expect(round.groups.reduce((sum, group) => sum + group.entries, 0)).toBe(entries)
        expect(round.loads.short).toBe(0)
        if (i < result.rounds.length - 1) entries = round.advances ?? entries
        expect(entries).toBeLessThanOrEqual(round.entries)
      }
      expect(result.finalists).toBe(entries)
      expect(result.awards.every(({ places, given }) => (given ?? 0) <= (places ?? Infinity))).toBe(true)
      expect(result.awards.reduce((sum, { given }) => sum + (given ?? 0), 0) + (result.unawarded ?? 0)).toBe(entries)
    }), { numRuns: 60 })
  })
})

describe('key dates', () => {
  test('a window that ends on a holiday is marked; the notice counts working days only and says where the calendar is not known', () => {
    const rules = rulebook('jiaxing-default')
    const from = instant.parse('2025-08-01T02:00:00.000Z')
    const { windows, notice } = keyDates({ ...datesFrom(rules, from), roundsCloseAt: [instant.parse('2025-09-20T09:00:00.000Z'), instant.parse('2025-09-29T09:00:00.000Z')] }, rules, {})
    expect(windows.map(({ window, off }) => [window, off])).toEqual([['call', true], ['eligibility', false], ['round-0', true], ['round-1', false]])
    // National Day and Mid-Autumn 2025: 1 to 8 October off, 11 October (Saturday) worked.
    expect(notice).toMatchObject({ first: '2025-09-30', last: '2025-10-14', provisional: false })
    expect(keyDates(datesFrom(rules, instant.parse('2040-01-02T02:00:00.000Z')), rules, {}).notice.provisional).toBe(true)
  })
})
