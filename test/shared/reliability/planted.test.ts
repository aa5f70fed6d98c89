import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { oneWayIcc, twoWayIcc } from '../../../shared/reliability/icc.ts'
import { kendallsW } from '../../../shared/reliability/kendall.ts'
import { krippendorffsAlpha } from '../../../shared/reliability/krippendorff.ts'
import { blockOf, type Rating } from '../../../shared/reliability/rating.ts'
import { severityOf } from '../../../shared/reliability/severity.ts'
import { normal, random, ratings } from './sample.ts'

/** A round whose truth is known: how good each entry is, how strict each judge, and chance on top. `each` judges an entry, drawn by lot. */
function simulated(seed: number, { entries = 30, judges = 8, each = 4, quality = 5, strict = 3, chance = 2 } = {}): { cards: Rating[]; severity: Map<string, number> } {
  const draw = random(seed)
  const planted = Array.from({ length: judges }, () => normal(draw, strict))
  const middle = planted.reduce((sum, one) => sum + one, 0) / judges
  const severity = new Map(planted.map((one, j) => [`j${j}`, one - middle]))
  const cards = Array.from({ length: entries }, (_, i) => {
    const level = 75 + normal(draw, quality)
    const chosen = [...severity.keys()].map((judge) => [draw(), judge] as const).toSorted(([a], [b]) => a - b).slice(0, each)
    return chosen.map(([, judge]) => ({ entry: `e${i}`, judge, value: level - (severity.get(judge) ?? 0) + normal(draw, chance) }))
  }).flat()
  return { cards, severity }
}

/** Of `seeds` simulated rounds, the share of cases in which an interval holds the truth. */
const held = (seeds: number, cases: (seed: number) => boolean[]) => {
  const all = Array.from({ length: seeds }, (_, seed) => cases(seed)).flat()
  return all.filter(Boolean).length / all.length
}

test('planted severity is within the interval in 95 of 100 cases, whatever entries a judge was given', () => {
  const share = held(250, (seed) => {
    const { cards, severity } = simulated(seed)
    const found = severityOf(cards)
    return found.state === 'known' ? found.judges.map(({ judge, low, high }) => low <= (severity.get(judge) ?? 0) && (severity.get(judge) ?? 0) <= high) : [false]
  })
  expect(share).toBeGreaterThan(0.935)
  expect(share).toBeLessThan(0.965)
})

test('the planted chance of a single score is found again', () => {
  const found = severityOf(simulated(7, { entries: 400, judges: 20 }).cards)
  expect(found.state === 'known' && Math.abs(found.residual - 2)).toBeLessThan(0.15)
})

test('the true reliability is within the interval of either ICC in more than nine of ten cases (it is an approximation with few judges)', () => {
  // Shares of variance as planted: 25 of the entries, 9 of the judges, 4 of chance.
  const truth = 25 / (25 + 9 + 4)
  const two = held(400, (seed) => { const icc = twoWayIcc(blockOf(simulated(seed, { judges: 5, each: 5 }).cards)); return icc === null ? [] : [icc.single.low <= truth && truth <= icc.single.high] })
  expect(two).toBeGreaterThan(0.9)
  // Judges drawn anew for each entry out of many: what a one-way layout means.
  const one = held(400, (seed) => { const icc = oneWayIcc(simulated(seed, { judges: 300, each: 4 }).cards); return icc === null ? [] : [icc.single.low <= truth && truth <= icc.single.high] })
  expect(one).toBeGreaterThan(0.9)
})

test('severity is refused where nobody scored entries of two parts, and the parts are named', () => {
  const refused = severityOf([...ratings([[80, 70], [85, 74]]), { entry: 'f1', judge: 'k1', value: 60 }, { entry: 'f1', judge: 'k2', value: 65 }])
  expect(refused).toEqual({ state: 'unconnected', components: [{ judges: ['j001', 'j002'], entries: ['e001', 'e002'] }, { judges: ['k1', 'k2'], entries: ['f1'] }] })
  const bridged = severityOf([...ratings([[80, 70], [85, 74]]), { entry: 'f1', judge: 'k1', value: 60 }, { entry: 'f1', judge: 'k2', value: 65 }, { entry: 'e001', judge: 'k1', value: 71 }])
  expect(bridged.state).toBe('known')
})

test.each([
  ['no card', []], ['one card', ratings([[80]])], ['one judge', ratings([[80], [70], [60]])], ['one entry', ratings([[80, 70, 60]])], ['all the same', ratings([[80, 80], [80, 80], [80, 80]])], ['nothing in common', ratings([[80, null], [null, 70], [null, 60]])],
])('%s: nothing is made up', (_, cards) => {
  expect([twoWayIcc(blockOf(cards)), oneWayIcc(cards), kendallsW(blockOf(cards)), krippendorffsAlpha(cards)]).toEqual([null, null, null, null])
  const severity = severityOf(cards)
  if (severity.state === 'known') for (const one of severity.judges) expect([one.severity, one.low, one.high].every(Number.isFinite)).toBe(true)
})

test('judges of one mind agree wholly; those who differ by the same points everywhere still agree on the order', () => {
  const same = ratings([[60, 60, 60], [70, 70, 70], [80, 80, 80], [90, 90, 90]])
  expect([twoWayIcc(blockOf(same))?.average.value, kendallsW(blockOf(same)), krippendorffsAlpha(same)]).toEqual([1, 1, 1])
  const apart = ratings([[60, 65, 50], [70, 75, 60], [80, 85, 70], [90, 95, 80]])
  expect(kendallsW(blockOf(apart))).toBe(1)
  expect(krippendorffsAlpha(apart)).toBeLessThan(0.9)
  expect(severityOf(apart)).toMatchObject({ state: 'known', judges: [{ severity: 0 }, { severity: -5 }, { severity: 10 }].map(({ severity }) => ({ severity: expect.closeTo(severity - 5 / 3, 9) })) })
})

test('the order of cards never matters, and points for everybody alike change no figure', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: -20, max: 20 }), (seed, points) => {
    const { cards } = simulated(seed, { entries: 8, judges: 4, each: 4 })
    const other = cards.toSorted((a, b) => a.value - b.value).map((card) => ({ ...card, value: card.value + points }))
    const [before, after] = [severityOf(cards), severityOf(other)]
    if (before.state !== 'known' || after.state !== 'known') throw new Error('refused')
    for (const [i, one] of before.judges.entries()) expect(after.judges[i]?.severity).toBeCloseTo(one.severity, 8)
    expect(krippendorffsAlpha(other)).toBeCloseTo(krippendorffsAlpha(cards) ?? NaN, 8)
    expect(twoWayIcc(blockOf(other))?.single.low).toBeCloseTo(twoWayIcc(blockOf(cards))?.single.low ?? NaN, 6)
  }), { numRuns: 50 })
})
