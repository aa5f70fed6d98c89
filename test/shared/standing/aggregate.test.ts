import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aggregate, scoreRound } from '../../../shared/standing/aggregate.ts'
import { card, roundOf, smallRulebook } from './sample.ts'

describe('aggregation', () => {
  test.each([
    ['mean', { rule: 'mean' }, ['80', '90', '100'], 2, '90.00'],
    ['mean, rounded half up', { rule: 'mean' }, ['2.675'], 2, '2.68'],
    ['mean of thirds', { rule: 'mean' }, ['80', '80', '81'], 2, '80.33'],
    ['mean of tenths, without dust', { rule: 'mean' }, ['0.1', '0.2'], 2, '0.15'],
    ['mean at the half', { rule: 'mean' }, ['1.00', '1.01'], 2, '1.01'],
    ['highest and lowest dropped', { rule: 'trimmed-mean', drop: 1 }, ['60', '91', '92', '93', '100'], 2, '92.00'],
    ['only one of several highest dropped', { rule: 'trimmed-mean', drop: 1 }, ['100', '100', '100', '70', '70'], 2, '90.00'],
    ['two scores left of four', { rule: 'trimmed-mean', drop: 1 }, ['60', '80', '90', '100'], 2, '85.00'],
    ['too few to drop: the plain mean', { rule: 'trimmed-mean', drop: 1 }, ['60', '100'], 2, '80.00'],
    ['median of five', { rule: 'median' }, ['9.5', '10', '100', '2', '50'], 2, '10.00'],
    ['median of four', { rule: 'median' }, ['1', '2', '3', '10'], 2, '2.50'],
    ['one score', { rule: 'median' }, ['88.8'], 2, '88.80'],
  ] as const)('%s', (_name, rule, totals, decimals, expected) => {
    expect(aggregate(rule, totals, decimals).toFixed(decimals)).toBe(expected)
  })

  test('nothing to aggregate is a mistake of the programmer, not a zero', () => {
    expect(() => aggregate({ rule: 'mean' }, [], 2)).toThrow(TypeError)
  })
})

describe('scoring a round', () => {
  const round = { ...roundOf(smallRulebook(), 0), floor: 2 }
  const cards = [card('p1', 'j1', '50', '30'), card('p1', 'j2', '40.5', '30'), card('p2', 'j1', '60', '40')]

  test('names who has too few cards, those with none among them', () => {
    expect(scoreRound(round, ['p1', 'p2', 'p3'], cards, [])).toEqual({
      ok: false, unscored: [{ entry: 'p2', cards: 1, needed: 2 }, { entry: 'p3', cards: 0, needed: 2 }],
    })
  })

  test('refuses until each is decided', () => {
    const one = scoreRound(round, ['p1', 'p2', 'p3'], cards, [{ entry: 'p3', decision: 'exclude', reason: '撤回' }])
    expect(one).toEqual({ ok: false, unscored: [{ entry: 'p2', cards: 1, needed: 2 }] })
  })

  test('counts once all are decided, and keeps the decisions', () => {
    const decisions = [{ entry: 'p2', decision: 'accept-fewer', reason: '一位评委失联' }, { entry: 'p3', decision: 'exclude', reason: '撤回' }] as const
    const counted = scoreRound(round, ['p1', 'p2', 'p3'], cards, decisions)
    expect(counted).toMatchObject({ ok: true, result: { round: 'only', decided: decisions, scores: { p1: { score: '75.25' }, p2: { score: '100.00' } } } })
    expect(counted.ok && Object.keys(counted.result.scores)).toEqual(['p1', 'p2'])
  })

  test('an entry without any card can be excluded, but not taken with fewer', () => {
    const counted = scoreRound(round, ['p1', 'p3'], cards, [{ entry: 'p3', decision: 'accept-fewer', reason: '…' }])
    expect(counted).toEqual({ ok: false, unscored: [{ entry: 'p3', cards: 0, needed: 2 }] })
  })

  test('a decision on an entry that has enough cards by now is passed over', () => {
    expect(scoreRound(round, ['p1'], cards, [{ entry: 'p1', decision: 'exclude', reason: '…' }])).toMatchObject({ ok: true, result: { decided: [], scores: { p1: {} } } })
  })

  test('keeps the totals without names and the means of criteria', () => {
    const counted = scoreRound(round, ['p1'], cards, [])
    expect(counted.ok && counted.result.scores['p1']).toEqual({ score: '75.25', totals: ['80.00', '70.50'], criteria: { need: '45.25', plan: '30' } })
  })

  test('no entries: an empty result', () => {
    expect(scoreRound(round, [], [], [])).toEqual({ ok: true, result: { round: 'only', scores: {}, decided: [] } })
  })

  test('the order of cards never matters', () => {
    const score = fc.integer({ min: 0, max: 4000 }).map((n) => (n / 100).toFixed(2))
    const aggregation = fc.constantFrom({ rule: 'mean' } as const, { rule: 'median' } as const, { rule: 'trimmed-mean', drop: 1 } as const)
    fc.assert(fc.property(aggregation, fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 9 }), fc.infiniteStream(fc.nat()), (rule, scores, random) => {
      const all = scores.map(([need, plan], i) => card('p', `j${i}`, need, plan))
      const shuffled = all.map((one) => ({ one, at: random.next().value })).toSorted((a, b) => a.at - b.at).map(({ one }) => one)
      const counted = { ...roundOf(smallRulebook({}, rule), 0), floor: 1 }
      expect(scoreRound(counted, ['p'], shuffled, [])).toEqual(scoreRound(counted, ['p'], all, []))
    }))
  })
})
