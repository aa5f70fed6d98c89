import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Aggregation, Normalisation } from '../../../shared/rulebook/round.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Card } from '../../../shared/standing/aggregate.ts'
import { countRound, type RoundRecords } from '../../../shared/standing/count.ts'
import { roundOf, smallRulebook } from './sample.ts'

const bonuses: Rulebook['bonuses'] = { most: 1, rules: [{ id: 'good', label: { zh: '加分' }, points: 1, by: { rule: 'category', category: 'other' } }] }
const vote: Rulebook['vote'] = { weight: 10, mostWeight: 10, during: 'only', ballots: 'once', choices: 1, score: 'share-of-most', live: false, shows: [] }

/** A rulebook of one round with a bonus, a vote, and a trigger for the whole and for one item. */
function bookOf(aggregation: Aggregation, normalisation: Normalisation): Rulebook {
  const small = smallRulebook({ bonuses, vote, tieBreaks: [{ rule: 'criterion', round: 'only', criterion: 'plan' }, { rule: 'lot' }] }, aggregation)
  return { ...small, rounds: [{
    ...roundOf(small, 0), weight: 90, normalisation,
    triggers: [{ id: 'moved', label: { zh: '擅自变更' }, zero: 'item', criterion: 'plan' }, { id: 'misuse', label: { zh: '挪用' }, zero: 'total' }],
  }] }
}

const points = (max: number) => fc.integer({ min: 0, max: max * 4 }).map((n) => (n / 4).toFixed(2))
const scores = fc.record({ need: points(60), plan: points(40), found: fc.constantFrom('', '', '', '', 'moved', 'misuse') })
const field = fc.array(fc.record({ cards: fc.array(scores, { minLength: 2, maxLength: 5 }), group: fc.constantFrom('g1', 'g2'), votes: fc.nat({ max: 50 }), good: fc.boolean() }), { minLength: 2, maxLength: 7 })
type Field = (typeof field) extends fc.Arbitrary<infer Of> ? Of : never

const cardsOf = (all: Field): Card[] => all.flatMap(({ cards }, i) => cards.map(({ need, plan, found }, j): Card => ({ entry: `p${i}`, judge: `j${j}`, scores: { need, plan, ...(found === '' ? {} : { [found]: '1' }) } })))
const recordsOf = (rulebook: Rulebook, all: Field, cards = cardsOf(all)): RoundRecords => ({
  rulebook, index: 0, cards, decisions: [], chosen: [], earlier: [], seed: 's',
  entries: all.map(({ group }, i) => ({ id: `p${i}`, category: 'other', group })),
  beside: { bonuses: Object.fromEntries(all.flatMap(({ good }, i) => (good ? [[`p${i}`, ['good']]] : []))), votes: Object.fromEntries(all.map(({ votes }, i) => [`p${i}`, votes])) },
})
function counted(records: RoundRecords) {
  const count = countRound(records)
  if (!count.ok) throw new Error('everybody has cards')
  return count.counted
}

const aggregations: Aggregation[] = [{ rule: 'mean' }, { rule: 'trimmed-mean', drop: 1 }, { rule: 'median' }]
const normalisations: Normalisation[] = [{ rule: 'none' }, { rule: 'group-coefficient', within: 'all' }, { rule: 'group-standard', within: 'all' }]
const rules = fc.tuple(fc.constantFrom(...aggregations), fc.constantFrom(...normalisations))

describe('a tally', () => {
  test('the order of cards and of entries never matters, under any rule', () => {
    fc.assert(fc.property(rules, field, fc.infiniteStream(fc.nat()), ([aggregation, normalisation], all, random) => {
      const records = recordsOf(bookOf(aggregation, normalisation), all)
      const shuffled = <T>(list: readonly T[]) => list.map((one) => ({ one, at: random.next().value })).toSorted((a, b) => a.at - b.at).map(({ one }) => one)
      const again = counted({ ...records, cards: shuffled(records.cards), entries: shuffled(records.entries) })
      expect(again.standings).toEqual(counted(records).standings)
      expect(again.result.scores).toEqual(counted(records).result.scores)
    }), { numRuns: 150 })
  })

  test('a struck card equals never having been there, under any rule', () => {
    fc.assert(fc.property(rules, field, fc.nat(), scores, ([aggregation, normalisation], all, at, extra) => {
      const book = bookOf(aggregation, normalisation)
      const without = cardsOf(all)
      const place = at % (without.length + 1)
      const [stranger] = cardsOf([{ cards: [extra], group: 'g1', votes: 0, good: false }])
      if (stranger === undefined) throw new Error('one card')
      const withIt = [...without.slice(0, place), { ...stranger, entry: `p${at % all.length}`, judge: 'struck' }, ...without.slice(place)]
      expect(counted(recordsOf(book, all, withIt.filter(({ judge }) => judge !== 'struck')))).toEqual(counted(recordsOf(book, all)))
    }), { numRuns: 100 })
  })

  test.each(aggregations.map((one) => [one.rule, one] as const))('raising one score never lowers its proposal’s rank (%s), with bonuses and votes beside it', (_name, aggregation) => {
    const book = bookOf(aggregation, { rule: 'none' })
    fc.assert(fc.property(field, fc.nat(), fc.constantFrom('need', 'plan'), fc.integer({ min: 1, max: 240 }), (all, at, leaf, more) => {
      const cards = cardsOf(all)
      const raised = at % cards.length
      const better = cards.map((one, i) => (i === raised ? { ...one, scores: { ...one.scores, [leaf]: Math.min(leaf === 'need' ? 60 : 40, Number(one.scores[leaf]) + more / 4).toFixed(2) } } : one))
      const placeIn = (given: Card[]) => counted(recordsOf(book, all, given)).standings.find(({ entry }) => entry === cards[raised]?.entry)?.place ?? 0
      expect(placeIn(better)).toBeLessThanOrEqual(placeIn(cards))
    }), { numRuns: 150 })
  })

  test('triggers make an item 0, or the whole card, also for the tie-break by that item', () => {
    const one = (found: Record<string, string>) => counted(recordsOf(bookOf({ rule: 'mean' }, { rule: 'none' }), [{ cards: [], group: 'g1', votes: 1, good: false }], [{ entry: 'p0', judge: 'j', scores: { need: '50', plan: '30', ...found } }])).result.scores.p0
    expect(one({})).toMatchObject({ score: '80.00', criteria: { need: '50', plan: '30' } })
    expect(one({ moved: '1' })).toMatchObject({ score: '50.00', criteria: { need: '50', plan: '0' } })
    expect(one({ misuse: '1' })).toMatchObject({ score: '0.00', criteria: { need: '0', plan: '0' } })
  })

  test('a normalised round keeps what the cards gave beside what counts', () => {
    const all: Field = [['80', 'g1'], ['60', 'g1'], ['95', 'g2'], ['85', 'g2']].map(([total = '', group = '']) => ({ cards: [{ need: String(Number(total) - 40), plan: '40', found: '' }], group: group === 'g1' ? 'g1' : 'g2', votes: 0, good: false }))
    expect(Object.values(counted(recordsOf(bookOf({ rule: 'mean' }, { rule: 'group-coefficient', within: 'all' }), all)).result.scores).map(({ raw, score }) => [raw, score])).toEqual([['80.00', '91.43'], ['60.00', '68.57'], ['95.00', '84.44'], ['85.00', '75.56']])
  })
})
