import { describe, expect, test } from 'vitest'
import type { Bonuses } from '../../../shared/rulebook/bonus.ts'
import { type BonusFacts, bonusPoints, earnedBonuses, voteScores } from '../../../shared/standing/beside.ts'
import { countRound } from '../../../shared/standing/count.ts'
import { countVotes } from '../../../shared/vote/ballot.ts'
import { card, roundOf, smallRulebook } from './sample.ts'

const bonuses: Bonuses = {
  most: 3,
  rules: [
    { id: 'grade', label: { zh: '3A 及以上' }, points: 2, by: { rule: 'grade-at-least', grade: '3A' } },
    { id: 'elders', label: { zh: '为老服务' }, points: 1.5, by: { rule: 'category', category: 'elderly' } },
    { id: 'team', label: { zh: '队伍 50 人以上' }, points: 0.5, by: { rule: 'field-at-least', field: 'members', value: 50 } },
    { id: 'again', label: { zh: '三年内获过奖' }, points: 1, by: { rule: 'past-award', years: 3 } },
  ],
}
const facts: BonusFacts = { category: 'other', grade: null, content: {}, awardedOn: [], day: '2026-03-31' }

describe('bonuses', () => {
  test.each<[string, Partial<BonusFacts>, string[]]>([
    ['nothing', {}, []],
    ['a grade below', { grade: '2A' }, []],
    ['the grade, or one above', { grade: '5A' }, ['grade']],
    ['the category', { category: 'elderly' }, ['elders']],
    ['a field that reaches it', { content: { members: 50 } }, ['team']],
    ['a field that does not, or is text', { content: { members: 49 } }, []],
    ['a text in the field', { content: { members: '50' } }, []],
    ['an award three years before to the day', { awardedOn: ['2023-03-31'] }, ['again']],
    ['an award a day too early', { awardedOn: ['2023-03-30'] }, []],
    ['an award after the call closed', { awardedOn: ['2026-04-01'] }, []],
    ['everything', { grade: '3A', category: 'elderly', content: { members: 80 }, awardedOn: ['2025-01-01'] }, ['grade', 'elders', 'team', 'again']],
  ])('%s', (_what, found, earned) => {
    expect(earnedBonuses(bonuses, { ...facts, ...found })).toEqual(earned)
  })

  test('together they add no more than the cap', () => {
    expect(bonusPoints(bonuses, ['elders', 'team']).toFixed()).toBe('2')
    expect(bonusPoints(bonuses, ['grade', 'elders', 'again']).toFixed()).toBe('3')
    expect(bonusPoints(bonuses, []).toFixed()).toBe('0')
  })
})

describe('votes', () => {
  const shown = (score: 'share-of-most' | 'rank-share', votes: Record<string, number>) => Object.fromEntries([...voteScores({ score }, votes, 2)].map(([entry, value]) => [entry, value.toFixed(2)]))

  test('as a share of the most', () => {
    expect(shown('share-of-most', { a: 300, b: 100, c: 0 })).toEqual({ a: '100.00', b: '33.33', c: '0.00' })
  })

  test('by the place, equal votes alike', () => {
    expect(shown('rank-share', { a: 90_000, b: 20, c: 20, d: 3 })).toEqual({ a: '100.00', b: '75.00', c: '75.00', d: '25.00' })
  })

  test('nobody voted: nobody is ahead', () => {
    expect(shown('rank-share', { a: 0, b: 0 })).toEqual({ a: '0.00', b: '0.00' })
    expect(shown('share-of-most', {})).toEqual({})
  })

  test('are counted from ballots: once a ballot, strangers and shadows not', () => {
    expect(countVotes(['a', 'b'], [{ proposals: ['a', 'b'], shadow: false }, { proposals: ['a', 'a', 'z'], shadow: false }, { proposals: ['b'], shadow: true }] as never)).toEqual({ a: 2, b: 1 })
  })
})

test('the final score is the rounds and the vote by their weights, and then the bonuses', () => {
  const small = smallRulebook({
    bonuses, vote: { weight: 20, mostWeight: 20, during: 'only', ballots: 'once', choices: 3, score: 'share-of-most', live: false, shows: [] },
  })
  const book = { ...small, rounds: [{ ...roundOf(small, 0), weight: 80 }] }
  const count = countRound({
    rulebook: book, index: 0, entries: [{ id: 'a', category: 'other' }, { id: 'b', category: 'other' }], cards: [card('a', 'j1', '60', '30'), card('b', 'j1', '50', '30')],
    decisions: [], chosen: [], earlier: [], seed: 's', beside: { bonuses: { b: ['grade'] }, votes: { a: 40, b: 100 } },
  })
  if (!count.ok) throw new Error('both are scored')
  // a: 90 × 80% + 40 × 20%; b: 80 × 80% + 100 × 20% + 2.
  expect(count.counted.standings.map(({ entry, total, value, vote, bonus }) => ({ entry, total, value, vote, bonus }))).toEqual([
    { entry: 'b', total: '86.00', value: '86.00', vote: { votes: 100, score: '100.00', weighted: '20.00' }, bonus: { points: '2.00', earned: ['grade'] } },
    { entry: 'a', total: '80.00', value: '80.00', vote: { votes: 40, score: '40.00', weighted: '8.00' }, bonus: { points: '0.00', earned: [] } },
  ])
})
