import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { proposalId } from '../../../shared/kernel/ids.ts'
import { best } from '../../../shared/portfolio/best.ts'
import type { Candidate } from '../../../shared/portfolio/candidate.ts'
import { type Constraint, constraintsOf, type Frame, keeps } from '../../../shared/portfolio/constraint.ts'
import { propose } from '../../../shared/portfolio/propose.ts'
import { rankOrder } from '../../../shared/portfolio/rank.ts'
import { type Solve, theSolver } from '../../../shared/portfolio/solver.ts'

const source = { zh: '章程', en: 'rulebook' }
const idOf = (n: number) => proposalId.parse(`r_${String(n).padStart(26, '0')}`)
const names = ['a', 'b', 'c']
const categories = names.map((id) => ({ id, name: { zh: id } }))

/** Candidates in the order of their scores; amounts to the fen, some of them nothing. */
const candidatesOf = (drawn: readonly { points: number; amount: number; category: number; street: number; organisation: number }[]): Candidate[] => drawn
  .toSorted((a, b) => b.points - a.points)
  .map(({ points, amount, category, street, organisation }, i) => ({
    proposal: idOf(i), place: i + 1, score: (points / 100).toFixed(2), category: names[category] ?? 'a', street: street === 0 ? '' : `街道 ${street}`, organisation: `机构 ${organisation}`, amount,
  }))

const drawn = (most: number) => fc.array(fc.record({
  points: fc.oneof(fc.integer({ min: 5900, max: 6100 }), fc.integer({ min: 0, max: 12000 })), amount: fc.oneof(fc.constantFrom(0, 2_000_000, 5_000_000), fc.integer({ min: 1, max: 8_000_001 })),
  category: fc.nat(2), street: fc.nat(3), organisation: fc.nat(7),
}), { maxLength: most })

const quota = fc.record({ category: fc.constantFrom(...names), least: fc.option(fc.nat(3), { nil: undefined }), most: fc.option(fc.nat(5), { nil: undefined }) })
const framed = fc.record({ budget: fc.integer({ min: 1, max: 30_000_000 }), quotas: fc.uniqueArray(quota, { maxLength: 3, selector: ({ category }) => category }), street: fc.option(fc.integer({ min: 1, max: 4 })), oneEach: fc.boolean(), places: fc.option(fc.integer({ min: 1, max: 8 })), pins: fc.array(fc.record({ nth: fc.nat(9), take: fc.boolean() }), { maxLength: 2 }) })

const frameOf = ({ budget, quotas, street, oneEach, places, pins }: { places: number | null; budget: number; quotas: { category: string; least?: number | undefined; most?: number | undefined }[]; street: number | null; oneEach: boolean; pins: { nth: number; take: boolean }[] }): Frame => ({
  budget, categories, oneEach: oneEach ? { source } : null, places: places === null ? [] : [{ category: null, most: places }],
  quotas: [
    ...quotas.map(({ category, least, most }) => ({ by: 'category' as const, category, source, ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) })),
    ...(street === null ? [] : [{ by: 'street' as const, most: street, source }]),
  ],
  pins: [...new Map(pins.map((pin) => [pin.nth, pin])).values()].map(({ nth, take }) => ({ proposal: idOf(nth), title: `项目 ${nth}`, take })),
})

/** Tries every choice: the highest sum of points, and of those the most that the rank order takes too. null: none keeps to all. */
function bruteForce(candidates: readonly Candidate[], constraints: readonly Constraint[], ranked: ReadonlySet<string>): { points: number; alike: number } | null {
  let found: { points: number; alike: number } | null = null
  for (let mask = 0; mask < 2 ** candidates.length; mask += 1) {
    const amounts = candidates.map(({ amount }, i) => ((mask >> i) & 1 ? amount : 0))
    const taken = candidates.filter((_, i) => (mask >> i) & 1)
    if (taken.some(({ amount }) => amount === 0) || !constraints.every((constraint) => keeps(constraint, amounts))) continue
    const points = taken.reduce((sum, { score }) => sum + Math.round(Number(score) * 100), 0)
    const alike = taken.reduce((sum, { proposal }) => sum + (ranked.has(proposal) ? 1 : -1), 0)
    if (found === null || points > found.points || (points === found.points && alike > found.alike)) found = { points, alike }
  }
  return found
}

let solve: Solve
beforeAll(async () => { solve = await theSolver() })

const rankedOf = (candidates: readonly Candidate[], frame: Frame) => new Set(candidates.filter((_, i) => rankOrder(candidates, constraintsOf(candidates, { ...frame, pins: [] })).chosen[i]).map(({ proposal }) => proposal))

describe('the best portfolio', () => {
  const equals = (candidates: Candidate[], frame: Frame) => {
    const constraints = constraintsOf(candidates, frame)
    const ranked = rankedOf(candidates, frame)
    const found = best(candidates, constraints, ranked, solve, 20)
    const expected = bruteForce(candidates, constraints, ranked)
    if (!found.feasible) {
      expect(expected).toBeNull()
      return
    }
    const taken = candidates.filter((_, i) => found.chosen[i])
    expect({ points: Math.round(Number(found.score) * 100), alike: taken.reduce((sum, { proposal }) => sum + (ranked.has(proposal) ? 1 : -1), 0) }).toEqual(expected)
    expect(constraints.filter((constraint) => !keeps(constraint, candidates.map(({ amount }, i) => (found.chosen[i] ? amount : 0))))).toEqual([])
    expect(Number(found.over)).toBe(0)
  }

  test('is what trying every choice finds', () => {
    fc.assert(fc.property(drawn(9), framed, (some, frame) => { equals(candidatesOf(some), frameOf(frame)) }), { numRuns: 300 })
  })

  test('is what trying every choice finds, of sixteen', () => {
    const sixteen = fc.array(fc.record({ points: fc.integer({ min: 6000, max: 9500 }), amount: fc.integer({ min: 1_000_001, max: 9_999_999 }), category: fc.nat(2), street: fc.nat(3), organisation: fc.nat(12) }), { minLength: 16, maxLength: 16 })
    fc.assert(fc.property(sixteen, framed, (some, frame) => { equals(candidatesOf(some), frameOf({ ...frame, budget: frame.budget * 2 })) }), { numRuns: 12 })
  })

  test('is never worse with more money', () => {
    fc.assert(fc.property(drawn(24), framed, fc.integer({ min: 1, max: 20_000_000 }), (some, drawnFrame, more) => {
      const candidates = candidatesOf(some)
      const frame = frameOf(drawnFrame)
      const score = (budget: number) => {
        const found = best(candidates, constraintsOf(candidates, { ...frame, budget }), new Set(), solve, 20)
        return found.feasible ? Number(found.score) : -1
      }
      expect(score(frame.budget + more)).toBeGreaterThanOrEqual(score(frame.budget))
    }), { numRuns: 60 })
  })

  test('is at least as good as a rank order that keeps to every rule, and the same for the same question', () => {
    fc.assert(fc.property(drawn(30), framed, (some, drawnFrame) => {
      const candidates = candidatesOf(some)
      const frame = { ...frameOf(drawnFrame), pins: [] }
      const proposed = propose(candidates, frame, solve)
      if (proposed.rank.unmet.length === 0) expect(Number(proposed.best?.score)).toBeGreaterThanOrEqual(Number(proposed.rank.score))
      expect(propose(candidates, frame, solve)).toEqual(proposed)
      expect(proposed.best === null).toBe(proposed.clash.length > 0)
      for (const { gain } of proposed.costs) expect(Number(gain)).toBeGreaterThanOrEqual(0)
    }), { numRuns: 40 })
  })
})

describe('rules that clash', () => {
  test('are the smallest set that nothing keeps to', () => {
    fc.assert(fc.property(drawn(7), framed, (some, drawnFrame) => {
      const candidates = candidatesOf(some)
      const frame = frameOf(drawnFrame)
      const constraints = constraintsOf(candidates, frame)
      const { clash } = propose(candidates, frame, solve)
      const clashes = (some: readonly Constraint[]) => bruteForce(candidates, some, new Set()) === null
      if (clash.length === 0) {
        expect(clashes(constraints)).toBe(false)
        return
      }
      expect(clashes(constraints.filter(({ id }) => clash.includes(id)))).toBe(true)
      for (let mask = 0; mask < 2 ** constraints.length; mask += 1) {
        const fewer = constraints.filter((_, i) => (mask >> i) & 1)
        if (fewer.length < clash.length) expect(clashes(fewer)).toBe(false)
      }
    }), { numRuns: 40 })
  })

  test('are named in words', () => {
    const candidates = candidatesOf([{ points: 9000, amount: 6_000_000, category: 0, street: 1, organisation: 1 }, { points: 8000, amount: 6_000_000, category: 0, street: 1, organisation: 2 }, { points: 7000, amount: 100_000, category: 1, street: 2, organisation: 3 }])
    const frame: Frame = { budget: 10_000_000, categories, quotas: [{ by: 'category', category: 'a', least: 2, source }, { by: 'street', most: 2, source }], oneEach: { source }, places: [], pins: [] }
    const { clash, constraints, best: found } = propose(candidates, frame, solve)
    expect(found).toBeNull()
    expect(clash).toEqual(['budget', 'least-a'])
    expect(constraints.filter(({ id }) => clash.includes(id)).map(({ sentence }) => sentence.zh)).toEqual(['资助总额不超过 100,000.00 元', '“a”至少资助 2 个项目'])
  })
})

describe('the rank order', () => {
  const one = (points: number, amount: number, organisation: number, category = 0) => ({ points, amount, organisation, category, street: 0 })

  test('ends with the first whom the money left is not enough for, and passes over whom a rule bars', () => {
    const candidates = candidatesOf([one(9000, 50, 1), one(8900, 10, 1), one(8800, 0, 2), one(8700, 40, 3), one(8600, 30, 4), one(8500, 5, 5)])
    const { chosen, passed, unmet } = rankOrder(candidates, constraintsOf(candidates, { budget: 100, categories, quotas: [{ by: 'category', category: 'b', least: 1, source }], oneEach: { source }, places: [], pins: [] }))
    expect(chosen).toEqual([true, false, false, true, false, false])
    expect(passed.map(({ because }) => because)).toEqual(['one-each', 'nothing', 'budget', 'budget'])
    expect(unmet).toEqual(['least-b'])
  })

  test('stands beside the best, with what each rule costs', () => {
    const candidates = candidatesOf([one(9500, 60, 1), one(8000, 30, 2), one(7900, 30, 2), one(7000, 40, 3)])
    const proposed = propose(candidates, { budget: 100, categories, quotas: [], oneEach: { source }, places: [], pins: [] }, solve)
    expect(proposed.rank).toMatchObject({ proposals: [idOf(0), idOf(1)], score: '175.00', total: 90 })
    // 95 + 80 by one organisation each; 80 + 79 + 70 = 229 were it not for that rule.
    expect(proposed.best).toMatchObject({ proposals: [idOf(0), idOf(1)], score: '175.00', over: '0.00' })
    expect(proposed.costs).toEqual([
      { constraint: 'budget', gain: '70.00', projects: 1, atLeast: false },
      { constraint: 'one-each', gain: '54.00', projects: 1, atLeast: false },
    ])
  })
})
