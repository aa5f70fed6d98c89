import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Card, scoreRound } from '../../../shared/standing/aggregate.ts'
import { advance } from '../../../shared/standing/advance.ts'
import { type Standing, makeStandings } from '../../../shared/standing/standing.ts'
import { makeGroups } from '../../../shared/round/groups.ts'
import type { Advance } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { rulebook } from '../rulebook/sample.ts'
import { card, fullCard, roundOf, smallRulebook } from './sample.ts'

function count(book: Rulebook, index: number, entries: readonly string[], cards: readonly Card[]) {
  const counted = scoreRound({ ...roundOf(book, index), floor: 1 }, entries, cards, [])
  if (!counted.ok) throw new Error('unscored')
  return counted.result
}

/** The standing of a one-round rulebook in which each entry has one card. */
function standing(book: Rulebook, scores: Record<string, [need: string, plan: string]>, seed = 's'): Standing[] {
  const entries = Object.keys(scores)
  const cards = Object.entries(scores).map(([entry, [need, plan]]) => card(entry, 'j1', need, plan))
  return makeStandings(book, [count(book, 0, entries, cards)], entries.map((id) => ({ id, category: 'other' })), seed)
}
const places = (standings: readonly Standing[]) => standings.map(({ entry, place }) => `${place} ${entry}`)

describe('places', () => {
  test('shared ones leave a gap: 1, 2, 2, 4', () => {
    const found = standing(smallRulebook(), { a: ['50', '30'], b: ['40', '30'], c: ['40', '30'], d: ['10', '10'] })
    expect(places(found)).toEqual(['1 a', '2 b', '2 c', '4 d'])
    expect(found[1]?.tie).toMatchObject({ with: ['c'], decidedBy: null, sentence: { zh: '与另外 1 个项目分数相同；2 个项目并列。' } })
    expect(found[0]?.tie).toBeNull()
  })

  test('a tie is broken in order, and each place says by what', () => {
    const book = smallRulebook({ tieBreaks: [{ rule: 'criterion', round: 'only', criterion: 'plan' }, { rule: 'lot' }] })
    const found = standing(book, { a: ['40', '30'], b: ['35', '35'], c: ['40', '30'], d: ['60', '40'] })
    expect(found.slice(0, 2).map(({ entry }) => entry)).toEqual(['d', 'b'])
    expect(found.map(({ place }) => place)).toEqual([1, 2, 3, 4])
    expect(found[1]?.tie).toMatchObject({ decidedBy: { rule: 'criterion' }, sentence: { zh: '与另外 2 个项目分数相同；书面评审“方案”平均分 35，由此排定。' } })
    expect(found[2]?.tie?.decidedBy).toEqual({ rule: 'lot' })
    expect(found[2]?.tie?.sentence.zh).toMatch(/^与另外 2 个项目分数相同；书面评审“方案”平均分 30，仍与 1 个项目相同；抽签 [0-9a-f]{8}，由此排定。$/)
    expect(found[2]?.tie?.sentence.en).toMatch(/still equal to 1\); decided|decided by mean of/)
  })

  test('a lot is the same for the same seed, and not always for the same one', () => {
    const book = smallRulebook({ tieBreaks: [{ rule: 'lot' }] })
    const first = (seed: string) => standing(book, { a: ['40', '30'], b: ['40', '30'] }, seed)[0]?.entry
    expect(first('x')).toBe(first('x'))
    expect(new Set(Array.from({ length: 40 }, (_, i) => first(`seed ${i}`)))).toEqual(new Set(['a', 'b']))
  })

  test('the weighted sum is exact: 15, 25 and 60 percent', () => {
    const book = rulebook('qingdao-2018')
    const result = (round: string, score: string) => ({ round, scores: { p: { score, totals: [], criteria: {} } }, decided: [] })
    const [found] = makeStandings(book, [result('first', '80.10'), result('paper', '90.33'), result('pitch', '95.55')], [{ id: 'p', category: 'other' }], 's')
    // 12.015 + 22.5825 + 57.33 = 91.9275
    expect(found).toMatchObject({ total: '91.93', value: '91.93', rounds: [{ weighted: '12.02' }, { weighted: '22.58' }, { weighted: '57.33' }] })
  })

  test('a sheet that is not out of 100 counts as its share', () => {
    const base = rulebook('wuhan-university-2020')
    const rounds = [{ ...roundOf(base, 0), weight: 50, sheetTotal: 30 }, { ...roundOf(base, 1), weight: 50, sheetTotal: 70 }]
    const result = (round: string, score: string) => ({ round, scores: { p: { score, totals: [], criteria: {} } }, decided: [] })
    // 10/30 and 14/70: 50 × (1/3 + 1/5) = 26.666…
    expect(makeStandings({ ...base, rounds }, [result('paper', '10'), result('pitch', '14')], [{ id: 'p', category: 'project' }], 's')[0]?.total).toBe('26.67')
  })

  test('before the last round the place is by what the advance is by, after it by the total', () => {
    const book = rulebook('wuhan-university-2020')
    const result = (round: string, a: string, b: string) => ({ round, decided: [], scores: { a: { score: a, totals: [], criteria: {} }, b: { score: b, totals: [], criteria: {} } } })
    const entries = [{ id: 'a', category: 'project' }, { id: 'b', category: 'project' }]
    const paper = makeStandings(book, [result('paper', '70.00', '90.00')], entries, 's')
    expect(paper.map(({ entry, value, total }) => [entry, value, total])).toEqual([['b', '90.00', '0.00'], ['a', '70.00', '0.00']])
    expect(places(makeStandings(book, [result('paper', '70.00', '90.00'), result('pitch', '80.00', '79.00')], entries, 's'))).toEqual(['1 a', '2 b'])
  })

  test('tie-breaks of rounds that are not counted yet are passed over', () => {
    const book = rulebook('qingdao-2018')
    const result = { round: 'first', decided: [], scores: { a: { score: '80.00', totals: [], criteria: {} }, b: { score: '80.00', totals: [], criteria: {} } } }
    const found = makeStandings(book, [result], [{ id: 'a', category: 'other' }, { id: 'b', category: 'other' }], 's')
    expect(found.map(({ tie }) => tie?.decidedBy)).toEqual([{ rule: 'lot' }, { rule: 'lot' }])
  })

  test('results out of order are a mistake of the programmer', () => {
    expect(() => makeStandings(rulebook('qingdao-2018'), [{ round: 'pitch', scores: {}, decided: [] }], [], 's')).toThrow(TypeError)
  })

  test('nobody: an empty standing', () => {
    expect(standing(smallRulebook(), {})).toEqual([])
  })
})

describe('fairness', () => {
  const score = (max: number) => fc.integer({ min: 0, max: max * 4 }).map((n) => (n / 4).toFixed(2))
  const sheets = fc.array(fc.array(fc.tuple(score(60), score(40)), { minLength: 5, maxLength: 5 }), { minLength: 2, maxLength: 6 })

  test.each([['mean', { rule: 'mean' }], ['trimmed mean', { rule: 'trimmed-mean', drop: 1 }], ['median', { rule: 'median' }]] as const)(
    'raising one score never lowers that proposal’s place (%s)', (_name, aggregation) => {
      const book = smallRulebook({ tieBreaks: [{ rule: 'criterion', round: 'only', criterion: 'plan' }, { rule: 'lot' }] }, aggregation)
      fc.assert(fc.property(sheets, fc.nat(), fc.nat({ max: 4 }), fc.constantFrom('need', 'plan'), fc.integer({ min: 1, max: 240 }), (all, at, judge, leaf, more) => {
        const entries = all.map((_, i) => `p${i}`)
        const raised = `p${at % all.length}`
        const cards = all.flatMap((given, i) => given.map(([need, plan], j) => card(`p${i}`, `j${j}`, need, plan)))
        const better = cards.map((one) => {
          if (one.entry !== raised || one.judge !== `j${judge}`) return one
          const max = leaf === 'need' ? 60 : 40
          return { ...one, scores: { ...one.scores, [leaf]: Math.min(max, Number(one.scores[leaf]) + more / 4).toFixed(2) } }
        })
        const placeIn = (given: readonly Card[]) =>
          makeStandings(book, [count(book, 0, entries, given)], entries.map((id) => ({ id, category: 'other' })), 's').find(({ entry }) => entry === raised)?.place ?? 0
        expect(placeIn(better)).toBeLessThanOrEqual(placeIn(cards))
      }), { numRuns: 60 })
    })

  test('the order of cards and of entries never matters', () => {
    const book = smallRulebook()
    fc.assert(fc.property(sheets, (all) => {
      const entries = all.map((_, i) => `p${i}`)
      const cards = all.flatMap((given, i) => given.map(([need, plan], j) => card(`p${i}`, `j${j}`, need, plan)))
      const listed = entries.map((id) => ({ id, category: 'other' }))
      const there = makeStandings(book, [count(book, 0, entries, cards)], listed, 's')
      const back = makeStandings(book, [count(book, 0, entries.toReversed(), cards.toReversed())], listed.toReversed(), 's')
      expect(back).toEqual(there)
    }), { numRuns: 60 })
  })
})

describe('the advance', () => {
  const five = standing(smallRulebook(), { a: ['50', '30'], b: ['40', '30'], c: ['40', '30'], d: ['40', '30'], e: ['10', '10'] })
  const rule = (advance: Advance, advanceTie: 'include' | 'decide' = 'decide') => ({ advance, advanceTie, advanceBy: 'round' as const, sheetTotal: 100 })

  test('all', () => {
    expect(advance(rule({ rule: 'all' }), five)).toMatchObject({ advancing: ['a', 'b', 'c', 'd', 'e'], out: [], tied: [] })
  })

  test('top, with the line between different places', () => {
    expect(advance(rule({ rule: 'top', count: 4, within: 'all' }), five)).toEqual({
      advancing: ['a', 'b', 'c', 'd'], out: ['e'], tied: [],
      cutLines: [{ pool: null, count: 4, last: { entry: 'd', value: '70.00' }, next: { entry: 'e', value: '20.00' } }],
    })
  })

  test('a tie across the line waits for a decision that names as many as there are seats', () => {
    const top = rule({ rule: 'top', count: 3, within: 'all' })
    expect(advance(top, five)).toMatchObject({ advancing: ['a'], out: ['e'], tied: [{ pool: null, entries: ['b', 'c', 'd'], seats: 2 }] })
    expect(advance(top, five, ['b'])).toMatchObject({ advancing: ['a'], tied: [{ seats: 2 }] })
    expect(advance(top, five, ['b', 'e'])).toMatchObject({ advancing: ['a'], tied: [{ seats: 2 }] })
    expect(advance(top, five, ['d', 'b'])).toMatchObject({ advancing: ['a', 'b', 'd'], out: ['c', 'e'], tied: [] })
  })

  test('or lets all of them through', () => {
    expect(advance(rule({ rule: 'top', count: 2, within: 'all' }, 'include'), five)).toMatchObject({ advancing: ['a', 'b', 'c', 'd'], out: ['e'], tied: [] })
  })

  test('a share is rounded up, exactly', () => {
    expect(advance(rule({ rule: 'share', percent: 20, within: 'all' }), five).advancing).toEqual(['a'])
    expect(advance(rule({ rule: 'share', percent: 21, within: 'all' }, 'include'), five).advancing).toEqual(['a', 'b', 'c', 'd'])
    expect(advance(rule({ rule: 'share', percent: 1, within: 'all' }), five.slice(4)).advancing).toEqual(['e'])
  })

  test('a threshold is of 100, whatever the sheet’s total', () => {
    expect(advance(rule({ rule: 'threshold', score: 70 }), five).advancing).toEqual(['a', 'b', 'c', 'd'])
    expect(advance({ ...rule({ rule: 'threshold', score: 35 }), sheetTotal: 200 }, five).advancing).toEqual(['a', 'b', 'c', 'd'])
    expect(advance({ ...rule({ rule: 'threshold', score: 36 }), sheetTotal: 200 }, five).advancing).toEqual(['a'])
  })

  test('within categories and groups each has its own line', () => {
    const mixed = five.map((one, i) => ({ ...one, category: i % 2 === 0 ? 'x' : 'y', group: i < 3 ? 'g01' : 'g02' }))
    expect(advance(rule({ rule: 'top', count: 1, within: 'category' }), mixed)).toMatchObject({ advancing: ['a'], out: ['c', 'e'], tied: [{ pool: 'y', entries: ['b', 'd'], seats: 1 }] })
    expect(advance(rule({ rule: 'top', count: 1, within: 'group' }), mixed)).toMatchObject({ advancing: ['a', 'd'], out: ['b', 'c', 'e'] })
  })

  test('more seats than entries, and nobody at all', () => {
    expect(advance(rule({ rule: 'top', count: 9, within: 'all' }), five).advancing).toHaveLength(5)
    expect(advance(rule({ rule: 'top', count: 9, within: 'group' }), [])).toEqual({ advancing: [], out: [], cutLines: [], tied: [] })
  })

  test('Qingdao: 422 proposals of 9 categories in 10 groups leave exactly 50, whatever the scores', () => {
    const book = rulebook('qingdao-2018')
    const categories = book.categories.map(({ id }) => id)
    fc.assert(fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 6 })), fc.integer({ min: 40, max: 60 }), (random, largest) => {
      const all = Array.from({ length: 422 }, (_, i) => ({ id: `p${i}`, category: categories[i < largest ? 0 : i % 9] ?? '' }))
      const groups = makeGroups(roundOf(book, 1).grouping, all, 's', categories)
      const groupOf = new Map(groups.flatMap((group) => group.entries.map((entry) => [entry, group.id])))
      const entries = all.map((entry) => ({ ...entry, group: groupOf.get(entry.id) }))
      const results = [0, 1].map((index) =>
        count(book, index, all.map(({ id }) => id), all.map(({ id }) => fullCard(roundOf(book, index), id, 'j1', 0.4 + random.next().value / 10))))
      const done = advance(roundOf(book, 1), makeStandings(book, results, entries, 's'))
      expect(done.tied).toEqual([])
      expect(done.advancing).toHaveLength(50)
      expect(done.out).toHaveLength(372)
    }), { numRuns: 3 })
  })
})
