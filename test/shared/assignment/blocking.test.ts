import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instance } from '../../../shared/assignment/instance.ts'
import { BARRED } from '../../../shared/assignment/problem.ts'
import { assigned, capsOnly, oracle, small } from '../../support/assignments.ts'

const instance = (submissions: number, reviewers: (number | undefined)[], barred: [number, number][]): Instance => ({
  submissions: Array.from({ length: submissions }, (_, id) => ({ id, topics: [] })),
  reviewers: reviewers.map((cap, id) => ({ id, interests: {}, ...(cap === undefined ? {} : { cap }) })), preferences: [], conflicts: barred,
})

const named = ({ matrices, answer }: ReturnType<typeof assigned>) => {
  if (answer.feasible) return undefined
  const { entries, judges, needed, places } = answer.blocking
  return { submissions: entries.map((one) => matrices.entries[one]).toSorted(), reviewers: judges.map((one) => matrices.judges[one]).toSorted(), needed, places, lack: answer.repairs.lack, invite: answer.repairs.invite }
}

/** Everybody but these is barred from the submissions. */
const onlyFor = (submissions: number[], reviewers: number[], all: number): [number, number][] =>
  submissions.flatMap((one) => Array.from({ length: all }, (_, id) => id).filter((id) => !reviewers.includes(id)).map((id): [number, number] => [one, id]))

describe('the blocking set', () => {
  test('names all submissions that two reviewers alone could take, each of them once', () => {
    const one = instance(12, Array.from({ length: 6 }, () => undefined), onlyFor([7, 9, 11], [1, 4], 6))
    expect(named(assigned({ instance: one, needed: 3 }))).toEqual({ submissions: [11, 7, 9], reviewers: [1, 4], needed: 9, places: 6, lack: 3, invite: 1 })
  })

  test('counts caps', () => {
    const one = instance(12, [9, 4, 9, 9, 4, 9], onlyFor([0, 1, 2, 3, 4], [1, 4], 6))
    expect(named(assigned({ instance: one, needed: 2 }))).toEqual({ submissions: [0, 1, 2, 3, 4], reviewers: [1, 4], needed: 10, places: 8, lack: 2, invite: 1 })
  })

  test('leaves out whoever has reviewers enough', () => {
    const one = instance(4, [1, 1, 9, 9], [...onlyFor([0, 1], [0], 4), ...onlyFor([2], [2, 3], 4)])
    expect(named(assigned({ instance: one, needed: 1 }))).toMatchObject({ submissions: [0, 1], reviewers: [0], needed: 2, places: 1 })
  })

  test('is everybody where all caps together are too few', () => {
    const one = instance(10, [4, 4, 4], [])
    expect(named(assigned({ instance: one, needed: 2 }))).toMatchObject({ reviewers: [0, 1, 2], needed: 20, places: 12, lack: 8 })
  })

  test('is nobody where there are no reviewers', () => {
    expect(named(assigned({ instance: instance(2, [], []), needed: 2 }))).toMatchObject({ submissions: [0, 1], reviewers: [], needed: 4, places: 0, invite: 2 })
  })
})

test('a blocking set blocks, its submissions can go to nobody else, and none of its reviewers is idle', () => {
  fc.assert(fc.property(small, (one) => {
    const { matrices: { affinity, judges, caps }, answer } = assigned(one)
    if (answer.feasible) return
    const { entries, judges: among, needed, places } = answer.blocking
    const may = (judge: number) => entries.filter((entry) => affinity[entry * judges.length + judge] !== BARRED).length
    expect(judges.flatMap((_, judge) => (may(judge) > 0 ? [judge] : []))).toEqual(among)
    expect(needed).toBe(entries.length * one.needed)
    expect(places).toBe(among.reduce((sum, judge) => sum + Math.min(caps[judge] ?? may(judge), may(judge)), 0))
    expect(needed).toBeGreaterThan(places)
  }), { numRuns: 300 })
})

test('each repair that is a change of caps or pairs mends its set', async () => {
  await fc.assert(fc.asyncProperty(small, async (one) => {
    const { matrices, answer } = assigned(one)
    if (answer.feasible) return
    const { blocking: { entries }, repairs: { raise, allow, fewer } } = answer
    const part = (affinity: Int32Array, caps: (number | null)[]) => {
      const own = { entries: entries.map((entry) => matrices.entries[entry] ?? 0), judges: matrices.judges, caps, affinity: Int32Array.from(entries.flatMap((entry) => [...affinity.subarray(entry * matrices.judges.length, (entry + 1) * matrices.judges.length)])) }
      return oracle(own, one.needed, capsOnly(own))
    }
    expect(await part(matrices.affinity, matrices.caps)).toBeUndefined()
    if (raise !== null) expect(await part(matrices.affinity, matrices.caps.map((cap, judge) => (cap === null ? null : cap + (raise.find((line) => line.judge === judge)?.by ?? 0))))).toBeDefined()
    if (allow !== null) expect(await part(matrices.affinity.map((pair, at) => (allow.some(({ entry, judge }) => entry * matrices.judges.length + judge === at) ? 0 : pair)), matrices.caps)).toBeDefined()
    const wide = { ...matrices, judges: [...matrices.judges, ...Array.from({ length: answer.repairs.invite }, (_, at) => `new ${at}`)] }
    const own = { ...wide, entries: entries.map((entry) => matrices.entries[entry] ?? 0), caps: [...matrices.caps, ...Array.from({ length: answer.repairs.invite }, () => null)], affinity: Int32Array.from(entries.flatMap((entry) => [...matrices.affinity.subarray(entry * matrices.judges.length, (entry + 1) * matrices.judges.length), ...Array.from({ length: answer.repairs.invite }, () => 0)])) }
    expect(await oracle(own, one.needed, capsOnly(own))).toBeDefined()
    expect(fewer.length).toBeGreaterThan(0)
  }), { numRuns: 80 })
})
