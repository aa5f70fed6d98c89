import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instanceOf } from '../../../infra/local/bench/instances.ts'
import { BARRED } from '../../../shared/assignment/problem.ts'
import { assigned, type Assigned, capsOnly, even, oracle, small } from '../../support/assignments.ts'

const loadsOf = (answer: Extract<Assigned['answer'], { feasible: true }>, judges: number) =>
  Array.from({ length: judges }, (_, judge) => answer.assigned.filter((own) => own.includes(judge)).length)

const totalOf = ({ matrices, answer }: Assigned) => (answer.feasible
  ? answer.assigned.flatMap((own, entry) => own.map((judge) => matrices.affinity[entry * matrices.judges.length + judge] ?? 0)).reduce((sum, one) => sum + one, 0)
  : Number.NaN)

describe('against HiGHS', () => {
  test('a plan is found where there is one, and its total is the greatest there is', async () => {
    await fc.assert(fc.asyncProperty(small, async (one) => {
      const found = assigned(one)
      const { matrices, answer } = found
      const most = await oracle(matrices, one.needed, even(matrices, one.needed))
      if (most !== undefined) expect(totalOf(found)).toBe(most)
      else expect(answer.feasible).toBe((await oracle(matrices, one.needed, capsOnly(matrices))) !== undefined)
      if (answer.feasible) expect(totalOf(found)).toBe(await oracle(matrices, one.needed, answer.loads))
    }), { numRuns: 150 })
  })

  test.each([[60, 12, 5, undefined], [90, 15, 3, 4], [120, 30, 4, undefined]])('%i submissions, %i reviewers, %i each', async (submissions, reviewers, perSubmission, slack) => {
    const instance = instanceOf({ submissions, reviewers, perSubmission, seed: submissions, ...(slack === undefined ? {} : { slack }) })
    const found = assigned({ instance, needed: perSubmission })
    expect(totalOf(found)).toBe(await oracle(found.matrices, perSubmission, even(found.matrices, perSubmission)))
  })
})

test('every submission has its number of different reviewers, none in conflict, loads within what is allowed', () => {
  fc.assert(fc.property(small, fc.boolean(), (one, fair) => {
    const { matrices, answer } = assigned(one, { fair })
    if (!answer.feasible) return
    for (const [entry, own] of answer.assigned.entries()) {
      expect(new Set(own).size).toBe(one.needed)
      expect(own.filter((judge) => matrices.affinity[entry * matrices.judges.length + judge] === BARRED)).toEqual([])
    }
    for (const [judge, load] of loadsOf(answer, matrices.judges.length).entries()) {
      expect(load).toBeGreaterThanOrEqual(answer.loads.least[judge] ?? 0)
      expect(load).toBeLessThanOrEqual(answer.loads.most[judge] ?? 0)
    }
  }))
})

describe('loads', () => {
  const people = (caps: (number | undefined)[]) => caps.map((cap, id) => ({ id, interests: {}, ...(cap === undefined ? {} : { cap }) }))
  const loads = (caps: (number | undefined)[], conflicts: [number, number][] = [], submissions = 9) => {
    const { matrices, answer } = assigned({ needed: 2, instance: { submissions: Array.from({ length: submissions }, (_, id) => ({ id, topics: [] })), reviewers: people(caps), preferences: [], conflicts } })
    if (!answer.feasible) return undefined
    const found = loadsOf(answer, caps.length)
    return caps.map((_, id) => found[matrices.judges.indexOf(id)])
  }

  test('without caps they are even within one', () => {
    expect(loads([undefined, undefined, undefined, undefined])?.toSorted()).toEqual([4, 4, 5, 5])
  })

  test('whoever has a cap stays within it, the others are even among themselves', () => {
    expect(loads([2, undefined, undefined, undefined])).toEqual([2, expect.any(Number), expect.any(Number), expect.any(Number)])
    expect(loads([2, undefined, undefined, undefined])?.slice(1).toSorted()).toEqual([5, 5, 6])
    expect(loads([9, undefined, undefined, undefined])?.[0]).toBeGreaterThanOrEqual(4)
  })

  test('whoever can take but one takes it, and the others stay even', () => {
    const barred = Array.from({ length: 8 }, (_, id): [number, number] => [id, 0])
    const [first, ...others] = loads([undefined, undefined, undefined, undefined], barred) ?? []
    expect(first).toBe(1)
    expect(others.toSorted()).toEqual([5, 6, 6])
  })
})

test('the seed alone decides between equally good plans: the order of the file does not', () => {
  fc.assert(fc.property(small, fc.boolean(), (one, fair) => {
    const pairs = ({ matrices, answer }: Assigned) => (answer.feasible
      ? answer.assigned.flatMap((own, entry) => own.map((judge) => `${matrices.entries[entry]} ${matrices.judges[judge]}`)).toSorted()
      : answer.blocking)
    const turned = { ...one, instance: {
      ...one.instance, submissions: one.instance.submissions.toReversed(), reviewers: one.instance.reviewers.toReversed(), conflicts: one.instance.conflicts.toReversed(),
    } }
    expect(pairs(assigned(turned, { fair }))).toEqual(pairs(assigned(one, { fair })))
  }))
})

test('another seed draws another of the equally good plans', () => {
  const instance = { submissions: Array.from({ length: 20 }, (_, id) => ({ id, topics: [] })), reviewers: Array.from({ length: 10 }, (_, id) => ({ id, interests: {} })), preferences: [], conflicts: [] }
  const plan = (seed: string) => {
    const { matrices, answer } = assigned({ needed: 3, instance }, { seed })
    return answer.feasible ? matrices.entries.map((id, entry) => [id, (answer.assigned[entry] ?? []).map((judge) => matrices.judges[judge])]).toSorted(([a], [b]) => Number(a) - Number(b)) : []
  }
  expect(plan('1')).toEqual(plan('1'))
  expect(plan('1')).not.toEqual(plan('2'))
})
