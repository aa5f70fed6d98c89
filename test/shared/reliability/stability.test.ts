import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Aggregation } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import { lookAt, type Stability, sureness } from '../../../shared/reliability/stability.ts'
import { countRound, type RoundRecords } from '../../../shared/standing/count.ts'
import type { Card } from '../../../shared/standing/aggregate.ts'
import { nothingBeside } from '../../../shared/standing/beside.ts'
import { smallRulebook } from '../standing/sample.ts'

const contest = (changes: { aggregation?: Aggregation; advance?: Rulebook['rounds'][number]['advance']; awards?: Rulebook['awards'] } = {}): Rulebook => {
  const book = smallRulebook({ awards: changes.awards ?? [], tieBreaks: [] }, changes.aggregation)
  return { ...book, rounds: book.rounds.map((round) => ({ ...round, advance: changes.advance ?? { rule: 'all' } })) }
}

/** A row an entry, a column a judge: totals out of 100. */
const round = (rulebook: Rulebook, rows: Record<string, readonly number[]>): RoundRecords => ({
  rulebook, index: 0, beside: nothingBeside, chosen: [], decisions: [], earlier: [], seed: 'seed', entries: Object.keys(rows).map((id) => ({ id, category: rulebook.categories[0]?.id ?? '' })),
  cards: Object.entries(rows).flatMap(([entry, totals]) => totals.map((total, j): Card => ({ entry, judge: `j${j + 1}`, scores: { need: String(total / 2), plan: String(total / 2) } }))),
})

function looked(records: RoundRecords): Stability {
  const { variations, under, stability } = lookAt(records)
  return stability(variations.map(under))
}
const award = (id: string, count: number) => ({ id, name: { zh: id }, rule: 'count' as const, count, within: 'all' as const })

test('one judge alone carries an entry over the line: whose absence would change it is named, and who takes the place', () => {
  const records = round(contest({ advance: { rule: 'top', count: 1, within: 'all' } }), { a: [100, 70, 70], b: [78, 79, 78], c: [40, 41, 42] })
  const { lines: [line], variations, places } = looked(records)
  expect(variations).toBe(5)
  expect(line).toMatchObject({ of: 'advance', inside: 1, last: { entry: 'a', value: '80.00' }, next: { entry: 'b', value: '78.33' }, margin: '1.67', tied: 0 })
  expect(line?.changes).toEqual([
    { variation: { of: 'judge', judge: 'j1' }, enters: ['b'], leaves: ['a'] }, { variation: { of: 'rule', aggregation: { rule: 'median' } }, enters: ['b'], leaves: ['a'] },
    { variation: { of: 'rule', aggregation: { rule: 'trimmed-mean', drop: 1 } }, enters: ['b'], leaves: ['a'] },
  ])
  expect(places).toEqual({ a: { best: 1, worst: 2, changes: 3 }, b: { best: 1, worst: 2, changes: 3 }, c: { best: 3, worst: 3, changes: 0 } })
})

test('at each award: who took one above is no neighbour, and both sides are told with their totals', () => {
  const records = round(contest({ awards: [award('first', 1), award('second', 2)] }), { a: [95, 94], b: [90, 91], c: [80, 81], d: [79, 80], e: [50, 51] })
  const { lines } = looked(records)
  expect(lines.map(({ award: of, inside, last, next, margin }) => [of, inside, last.entry, next.entry, margin])).toEqual([['first', 1, 'a', 'b', '4'], ['second', 2, 'c', 'd', '1']])
  expect(lines.map(({ changes }) => changes.length)).toEqual([0, 0])
})

test('chance is the standard error of the difference that the additive model leaves, where the same judges scored both', () => {
  // By hand: severities 5 and −5 leave ±1 of each of 8 scores, so σ² = 8 / (8 − 4 − 2 + 1); of a difference of two means of two it is all: σ²·(1/2 + 1/2).
  const records = round(contest({ advance: { rule: 'top', count: 2, within: 'all' } }), { a: [86, 94], b: [84, 96], c: [66, 74], d: [64, 76] })
  expect(looked(records).lines[0]?.chance).toBeCloseTo(Math.sqrt(8 / 3), 9)
})

test('chance is known of no round in which each entry has one card', () => {
  expect(looked(round(contest({ advance: { rule: 'top', count: 1, within: 'all' } }), { a: [80], b: [70] })).lines[0]).toMatchObject({ chance: null, changes: [] })
})

test('a threshold is measured from the mark to the nearer side', () => {
  const { lines } = looked(round(contest({ awards: [{ id: 'passed', name: { zh: '合格' }, rule: 'threshold', score: 80 }] }), { a: [90, 92], b: [82, 84], c: [79, 79] }))
  expect(lines).toMatchObject([{ award: 'passed', mark: '80', margin: '1', inside: 2 }])
})

test('tied across the line, where people decide: said, and nobody counted as in', () => {
  const rulebook = contest({ advance: { rule: 'top', count: 1, within: 'all' } })
  const records = round({ ...rulebook, rounds: rulebook.rounds.map((one) => ({ ...one, advanceTie: 'decide' as const })) }, { a: [80, 80], b: [80, 80], c: [60, 60] })
  const [line] = looked(records).lines
  expect(line).toMatchObject({ inside: 0, tied: 2, margin: '0' })
  expect(line && sureness(line, 4)).toBe('open')
})

test('an entry left without a card by the absence of its only judge is out in that variation and counted in all others', () => {
  const records = round(contest({ advance: { rule: 'top', count: 1, within: 'all' } }), { a: [90], b: [70, 72] })
  const { lines: [line], places } = looked(records)
  expect(line?.changes.map(({ variation, enters }) => [variation, enters])).toEqual([])
  expect(places.a).toEqual({ best: 1, worst: 1, changes: 0 })
})

test('looking changes nothing: the same records still give the same result, and the base is the result', () => {
  fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 8 }), (rows) => {
    const records = round(contest({ aggregation: { rule: 'trimmed-mean', drop: 1 }, awards: [award('first', 1), award('second', 2)] }), Object.fromEntries(rows.map((row, i) => [`e${i}`, row])))
    const before = JSON.stringify(countRound(records))
    const { places, lines } = looked(records)
    expect(JSON.stringify(countRound(records))).toBe(before)
    const counted = countRound(records)
    if (!counted.ok) throw new Error('not counted')
    for (const { entry, place } of counted.counted.standings) {
      expect(places[entry]?.best).toBeLessThanOrEqual(place)
      expect(places[entry]?.worst).toBeGreaterThanOrEqual(place)
    }
    for (const line of lines) if (sureness(line, 5) === 'firm') expect(line.changes).toEqual([])
  }), { numRuns: 100 })
})

test.each([
  ['far apart and never different', { margin: '4', chance: 1, changes: 0, tied: 0 }, 'firm'], ['nearer than two standard errors', { margin: '1.9', chance: 1, changes: 0, tied: 0 }, 'close'],
  ['within what chance is worth', { margin: '0.9', chance: 1, changes: 0, tied: 0 }, 'open'], ['different without one of many judges', { margin: '4', chance: 1, changes: 1, tied: 0 }, 'close'],
  ['different under half of the variations', { margin: '4', chance: 1, changes: 5, tied: 0 }, 'open'], ['nothing known of chance, never different', { margin: '0.1', chance: null, changes: 0, tied: 0 }, 'firm'],
] as const)('%s', (_, { changes, ...line }, sure) => {
  expect(sureness({ ...line, changes: Array.from({ length: changes }, () => ({ variation: { of: 'judge' as const, judge: 'j' }, enters: [], leaves: [] })) }, 10)).toBe(sure)
})
