import { describe, expect, test } from 'vitest'
import { giveAwards } from '../../../shared/award/award.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Standing } from '../../../shared/standing/standing.ts'
import { rulebook } from '../rulebook/sample.ts'

/** A standing by totals, already in order; equal totals share the place. */
function standings(totals: readonly string[], category: (i: number) => string = () => 'other'): Standing[] {
  return totals.map((total, i) => ({
    entry: `p${i + 1}`, category: category(i), group: undefined, place: totals.indexOf(total) + 1, value: total, total, rounds: [], tie: null,
  }))
}
const falling = (count: number) => Array.from({ length: count }, (_, i) => (100 - i).toFixed(2))
const givenTo = ({ awards }: ReturnType<typeof giveAwards>, award: string) => awards.filter((one) => one.award === award).map(({ entry }) => entry)
const count = (id: string, n: number): Rulebook['awards'][number] => ({ id, name: { zh: id }, rule: 'count', count: n, within: 'all' })

describe('awards', () => {
  test('Qingdao: 3, 6, 9 and 12 of the 50 finalists, 20 without', () => {
    const given = giveAwards(rulebook('qingdao-2018'), standings(falling(50)))
    expect(['first-prize', 'second-prize', 'third-prize', 'finalist'].map((award) => givenTo(given, award).length)).toEqual([3, 6, 9, 12])
    expect(given.awards[0]).toEqual({ award: 'first-prize', place: 1, entry: 'p1', total: '100.00' })
    expect(given.awards.map(({ place }) => place)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect(given).toMatchObject({ tied: [], waiting: [], unfilled: [] })
  })

  test('Wuhan: projects and venture entries apart, each with places of its own', () => {
    const given = giveAwards(rulebook('wuhan-university-2020'), standings(falling(12), (i) => (i % 2 === 0 ? 'venture' : 'project')))
    expect(givenTo(given, 'project-gold')).toEqual(['p2'])
    expect(givenTo(given, 'project-silver')).toEqual(['p4', 'p6'])
    expect(givenTo(given, 'project-bronze')).toEqual(['p8', 'p10', 'p12'])
    expect(['venture-gold', 'venture-silver', 'venture-bronze'].flatMap((award) => givenTo(given, award))).toEqual(['p1', 'p3', 'p5'])
    expect(given.awards.find(({ entry }) => entry === 'p4')?.place).toBe(2)
  })

  test('Jiaxing: shares of the finalists, rounded down, one at least', () => {
    const book = rulebook('jiaxing-default')
    const sizes = (finalists: number) => ['first-prize', 'second-prize', 'third-prize'].map((award) => givenTo(giveAwards(book, standings(falling(finalists))), award).length)
    expect(sizes(19)).toEqual([1, 3, 5])
    expect(sizes(20)).toEqual([2, 4, 6])
    expect(sizes(3)).toEqual([1, 1, 1])
    expect(sizes(0)).toEqual([0, 0, 0])
  })

  test('fewer proposals than the quota end with what there is, and it says so', () => {
    const given = giveAwards(rulebook('qingdao-2018'), standings(falling(5)))
    expect(['first-prize', 'second-prize', 'third-prize', 'finalist'].map((award) => givenTo(given, award).length)).toEqual([3, 2, 0, 0])
    expect(given.unfilled).toMatchObject([
      { award: 'second-prize', count: 6, given: 2, sentence: { zh: '“二等奖”设 6 名，可评的项目不足，实际授予 2 名。' } },
      { award: 'third-prize', count: 9, given: 0 },
      { award: 'finalist', count: 12, given: 0 },
    ])
    expect(giveAwards(rulebook('qingdao-2018'), []).awards).toEqual([])
  })

  test('a category that is short names itself', () => {
    const given = giveAwards(rulebook('wuhan-university-2020'), standings(falling(6), () => 'project'))
    expect(given.unfilled.map(({ award, category }) => [award, category])).toEqual([['venture-gold', 'venture'], ['venture-silver', 'venture'], ['venture-bronze', 'venture']])
    expect(given.unfilled[0]?.sentence.en).toContain('(Venture entries) offers 1')
  })

  test('a count within each category is given in each', () => {
    const book: Rulebook = { ...rulebook('wuhan-university-2020'), awards: [{ id: 'best', name: { zh: '最佳' }, rule: 'count', count: 1, within: 'category' }] }
    expect(givenTo(giveAwards(book, standings(falling(4), (i) => (i < 2 ? 'venture' : 'project'))), 'best')).toEqual(['p3', 'p1'])
  })

  test('a threshold takes all who reach it and no earlier award took', () => {
    const book: Rulebook = { ...rulebook('jiaxing-default'), awards: [count('first', 1), { id: 'good', name: { zh: '良' }, rule: 'threshold', score: 98 }] }
    expect(givenTo(giveAwards(book, standings(['99.00', '98.00', '98.00', '97.99'])), 'good')).toEqual(['p2', 'p3'])
  })
})

describe('a tie across the award line', () => {
  const tied = standings(['95.00', '90.00', '90.00', '90.00', '80.00', '70.00'])
  const book: Rulebook = { ...rulebook('jiaxing-default'), awards: [count('first', 2), count('second', 2)], awardTie: 'decide' }

  test('waits for a decision, and so do the awards after it', () => {
    const given = giveAwards(book, tied)
    expect(given).toMatchObject({ awards: [{ award: 'first', entry: 'p1' }], tied: [{ award: 'first', category: null, entries: ['p2', 'p3', 'p4'], seats: 1 }], waiting: ['second'] })
  })

  test('a decision must name as many as there are seats, of those who are tied', () => {
    for (const chosen of [[], ['p2', 'p3'], ['p5']]) expect(giveAwards(book, tied, [{ award: 'first', chosen }]).tied).toHaveLength(1)
    const given = giveAwards(book, tied, [{ award: 'first', chosen: ['p3'] }])
    expect([givenTo(given, 'first'), givenTo(given, 'second')]).toEqual([['p1', 'p3'], ['p2', 'p4']])
    expect(given).toMatchObject({ tied: [], waiting: [] })
  })

  test('gives it to all where the rulebook says include', () => {
    const given = giveAwards({ ...book, awardTie: 'include' }, tied)
    expect([givenTo(given, 'first'), givenTo(given, 'second')]).toEqual([['p1', 'p2', 'p3', 'p4'], ['p5', 'p6']])
  })

  test('in one category does not hold up the other', () => {
    const wuhan: Rulebook = { ...rulebook('wuhan-university-2020'), awardTie: 'decide' }
    const given = giveAwards(wuhan, standings(['90.00', '90.00', '80.00', '70.00'], (i) => (i < 2 ? 'project' : 'venture')))
    expect(given.tied).toMatchObject([{ award: 'project-gold', category: 'project' }])
    expect(given.waiting).toEqual(['project-silver', 'project-bronze'])
    expect(givenTo(given, 'venture-gold')).toEqual(['p3'])
  })
})
