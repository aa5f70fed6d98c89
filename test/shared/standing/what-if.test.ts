import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../shared/kernel/canonical.ts'
import { nothingBeside } from '../../../shared/standing/beside.ts'
import { withoutCards } from '../../../shared/standing/what-if.ts'
import { Chance, counted, play } from '../seal/history.ts'
import { card, smallRulebook } from './sample.ts'

describe('what if a card were struck', () => {
  test('nothing struck: every round is as it was counted', () => {
    for (let n = 0; n < 100; n += 1) {
      const { rounds } = play(`same-${n}`)
      for (const [i, { before, after, short, unheard }] of withoutCards(rounds.map(({ records }) => records), () => false).entries()) {
        expect([canonicalJson(before), canonicalJson(after)]).toEqual([canonicalJson(rounds[i]?.counted), canonicalJson(rounds[i]?.counted)])
        expect([short, unheard]).toEqual([[], []])
      }
    }
  })

  test('a struck card is as one that was never there', () => {
    let compared = 0
    for (let n = 0; n < 200; n += 1) {
      const { rounds } = play(`struck-${n}`)
      const [first] = rounds
      if (first === undefined || first.records.cards.length === 0) continue
      const struck = new Chance(`strike-${n}`).oneOf(first.records.cards)
      const [found] = withoutCards([first.records], (_, one) => one === struck)
      if (found === undefined || found.short.length > 0) continue
      compared += 1
      expect(canonicalJson(found.after)).toBe(canonicalJson(counted({ ...first.records, cards: first.records.cards.filter((one) => one !== struck) })))
    }
    expect(compared).toBeGreaterThan(50)
  })

  test('with too few cards left it is counted with those; with none the proposal is left out, and both are said', () => {
    const rulebook = smallRulebook()
    const [round] = rulebook.rounds
    if (round === undefined) throw new Error('no round')
    const records = {
      rulebook: { ...rulebook, rounds: [{ ...round, floor: 2 }] }, index: 0, chosen: [], beside: nothingBeside, decisions: [{ entry: 'c', decision: 'accept-fewer' as const, reason: '一位评委失联' }], earlier: [], seed: 's',
      entries: ['a', 'b', 'c'].map((id) => ({ id, category: 'x' })), cards: [card('a', 'j1', '50', '30'), card('a', 'j2', '40', '30'), card('b', 'j1', '45', '30'), card('b', 'j2', '45', '30'), card('c', 'j1', '10', '10')],
    }
    const [fewer] = withoutCards([records], (_, { entry, judge }) => entry === 'a' && judge === 'j2')
    expect(fewer?.short).toEqual([{ entry: 'a', cards: 1, needed: 2 }])
    expect(fewer?.before.standings.map(({ entry, place }) => `${place} ${entry}`)).toEqual(['1 a', '1 b', '3 c'].toSorted())
    expect(fewer?.after.standings.map(({ entry, place, value }) => `${place} ${entry} ${value}`)).toEqual(['1 a 80.00', '2 b 75.00', '3 c 20.00'])
    const [none] = withoutCards([records], (_, { entry }) => entry === 'c')
    expect(none?.short).toEqual([{ entry: 'c', cards: 0, needed: 2 }])
    expect(none?.after.standings.map(({ entry }) => entry)).toEqual(['a', 'b'])
  })

  test('who would have gone on and was not judged later is named', () => {
    const rulebook = smallRulebook()
    const [round] = rulebook.rounds
    if (round === undefined) throw new Error('no round')
    const two = { ...rulebook, rounds: [{ ...round, id: 'first', weight: 50, advance: { rule: 'top' as const, count: 1, within: 'all' as const } }, { ...round, weight: 50 }] }
    const shared = { rulebook: two, chosen: [], beside: nothingBeside, decisions: [], seed: 's' }
    const entries = ['a', 'b'].map((id) => ({ id, category: 'x' }))
    const rounds = [
      { ...shared, index: 0, earlier: [], entries, cards: [card('a', 'j1', '60', '40'), card('a', 'j2', '30', '20'), card('b', 'j1', '40', '30')] },
      { ...shared, index: 1, earlier: [], entries: entries.slice(0, 1), cards: [card('a', 'j1', '50', '30')] },
    ]
    const [first, second] = withoutCards(rounds, (index, { entry, judge }) => index === 0 && entry === 'a' && judge === 'j1')
    expect(first?.unheard).toEqual(['b'])
    expect(second?.after.standings.map(({ entry }) => entry)).toEqual(['a'])
  })
})
