import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPlan, replacementsFor } from '../../../shared/round/plan-check.ts'
import { type Plan, type PlanInput, makePlan } from '../../../shared/round/plan.ts'

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

interface Shape {
  assignment: 'panel' | 'spread'
  panelSize: number
  groups: number[]
  judges: number
  conflicts: [judge: number, entry: number][]
}

function input({ assignment, panelSize, groups, judges, conflicts }: Shape, seed = 's'): PlanInput {
  let next = 0
  return {
    round: { assignment, panelSize, floor: Math.max(1, panelSize - 1) },
    groups: groups.map((size, i) => ({ id: `g${i}`, entries: Array.from({ length: size }, () => `p${next++}`) })),
    judges: ids('j', judges).map((id) => ({ id })),
    conflicts: conflicts.map(([judge, entry]) => ({ judge: `j${judge}`, entry: `p${entry}` })),
    seed,
  }
}

const shape = fc.record({
  assignment: fc.constantFrom('panel' as const, 'spread' as const),
  panelSize: fc.integer({ min: 1, max: 5 }),
  groups: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 }),
  judges: fc.integer({ min: 0, max: 14 }),
  conflicts: fc.array(fc.tuple(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 53 })), { maxLength: 60 }),
})

const barred = ({ conflicts }: PlanInput, judge: string, entry: string) => conflicts.some((one) => one.judge === judge && one.entry === entry)
const spreadOf = (plan: Plan) => Math.max(...Object.values(plan.loads)) - Math.min(...Object.values(plan.loads))

describe('any plan', () => {
  test('never uses a conflict, gives nobody an entry twice, counts loads, and says what is short', () => {
    fc.assert(fc.property(shape, (one) => {
      const given = input(one)
      const plan = makePlan(given)
      const entries = given.groups.flatMap((group) => group.entries)
      expect(Object.keys(plan.assignments).sort()).toEqual(entries.sort())
      for (const [entry, judges] of Object.entries(plan.assignments)) {
        expect(judges.filter((judge) => barred(given, judge, entry))).toEqual([])
        expect(new Set(judges).size).toBe(judges.length)
        expect(judges.length).toBeLessThanOrEqual(one.panelSize)
      }
      for (const { id } of given.judges) expect(plan.loads[id]).toBe(Object.values(plan.assignments).filter((judges) => judges.includes(id)).length)
      const short = entries.filter((entry) => (plan.assignments[entry]?.length ?? 0) < one.panelSize)
      expect(plan.shortfalls.map(({ entry }) => entry).sort()).toEqual(short.sort())
      expect(plan.ok).toBe(short.length === 0)
      for (const { found, blocks } of plan.shortfalls) expect(blocks).toBe(found < given.round.floor)
      expect(checkPlan(given, plan.assignments).map(({ code }) => code)).toEqual(plan.shortfalls.filter(({ blocks }) => blocks).map(() => 'TOO_FEW_JUDGES'))
    }))
  })

  test('is the same for the same seed, whatever order the judges come in', () => {
    fc.assert(fc.property(shape, (one) => {
      const given = input(one)
      expect(makePlan({ ...given, judges: given.judges.toReversed(), conflicts: given.conflicts.toReversed() })).toEqual(makePlan(given))
    }))
  })
})

describe('a spread', () => {
  test('gives every entry its full number wherever conflicts leave that many judges', () => {
    fc.assert(fc.property(shape, (one) => {
      const given = input({ ...one, assignment: 'spread' })
      const plan = makePlan(given)
      for (const [entry, judges] of Object.entries(plan.assignments)) {
        const free = given.judges.filter(({ id }) => !barred(given, id, entry)).length
        expect(judges.length).toBe(Math.min(one.panelSize, free))
      }
    }))
  })

  test('without conflicts, loads are within one of each other', () => {
    fc.assert(fc.property(shape.filter(({ judges }) => judges > 0), (one) => {
      expect(spreadOf(makePlan(input({ ...one, assignment: 'spread', conflicts: [] })))).toBeLessThanOrEqual(1)
    }))
  })

  test('with conflicts, nobody could hand an entry straight to somebody with two fewer', () => {
    fc.assert(fc.property(shape, (one) => {
      const given = input({ ...one, assignment: 'spread' })
      const { assignments, loads } = makePlan(given)
      for (const [entry, judges] of Object.entries(assignments)) {
        for (const giver of judges) {
          for (const { id } of given.judges) {
            if (judges.includes(id) || barred(given, id, entry)) continue
            expect((loads[giver] ?? 0) - (loads[id] ?? 0)).toBeLessThanOrEqual(1)
          }
        }
      }
    }))
  })

  test('with many conflicts, no chain of hand-overs could make it more even', () => {
    // Whom each entry may go to: 1 to 4 of 4 judges, one judge an entry.
    const allowed = fc.array(fc.subarray([0, 1, 2, 3], { minLength: 1 }), { minLength: 4, maxLength: 16 })
    fc.assert(fc.property(allowed, fc.string(), (open, seed) => {
      const conflicts = open.flatMap((judges, entry) => [0, 1, 2, 3].filter((judge) => !judges.includes(judge)).map((judge): [number, number] => [judge, entry]))
      const { assignments, loads } = makePlan(input({ assignment: 'spread', panelSize: 1, groups: [open.length], judges: 4, conflicts }, seed))
      for (const giver of [0, 1, 2, 3]) {
        const reached = new Set([giver])
        for (const judge of reached) {
          for (const [entry, judges] of open.entries()) if (assignments[`p${entry}`]?.[0] === `j${judge}`) for (const other of judges) reached.add(other)
        }
        for (const other of reached) expect((loads[`j${giver}`] ?? 0) - (loads[`j${other}`] ?? 0)).toBeLessThanOrEqual(1)
      }
    }), { numRuns: 500 })
  })

  test('where every judge can take one entry only, a deal that serves all is found if there is one', () => {
    // Entry i may go to judge i, so such a deal is there; and to some others, so that a greedy one misses it.
    fc.assert(fc.property(fc.array(fc.subarray([0, 1, 2, 3, 4, 5]), { minLength: 6, maxLength: 6 }), fc.string(), (open, seed) => {
      const conflicts = open.flatMap((also, entry) =>
        [0, 1, 2, 3, 4, 5].filter((judge) => judge !== entry && !also.includes(judge)).map((judge): [number, number] => [judge, entry]))
      const given = input({ assignment: 'spread', panelSize: 1, groups: [6], judges: 6, conflicts }, seed)
      expect(makePlan({ ...given, judges: given.judges.map(({ id }) => ({ id, maxLoad: 1 })) }).ok).toBe(true)
    }), { numRuns: 300 })
  })

  test('maxLoad is kept, and what is short is named', () => {
    const given = { ...input({ assignment: 'spread', panelSize: 2, groups: [4], judges: 3, conflicts: [] }), judges: ids('j', 3).map((id) => ({ id, maxLoad: 2 })) }
    const plan = makePlan(given)
    expect(Object.values(plan.loads)).toEqual([2, 2, 2])
    expect(plan.shortfalls.reduce((sum, { needed, found }) => sum + needed - found, 0)).toBe(2)
    expect(plan.shortfalls[0]?.reason.zh).toBe('可评的评委都已排满。')
  })

  test('who would take more than an even share gets an even share, and who takes less gets that', () => {
    const given = { ...input({ assignment: 'spread', panelSize: 2, groups: [8], judges: 5, conflicts: [] }), judges: ids('j', 5).map((id, n) => ({ id, maxLoad: [4, 1, undefined, 9, 4][n] })) }
    const { loads } = makePlan(given)
    expect(loads['j1']).toBe(1)
    expect(Object.values(loads).toSorted()).toEqual([1, 3, 4, 4, 4])
  })

  test('422 entries, 50 judges, 5 each, in well under a second', () => {
    const conflicts = Array.from({ length: 400 }, (_, i): [number, number] => [i % 50, (i * 37) % 422])
    const started = performance.now()
    const plan = makePlan(input({ assignment: 'spread', panelSize: 5, groups: [422], judges: 50, conflicts }))
    expect(plan.ok).toBe(true)
    expect(spreadOf(plan)).toBeLessThanOrEqual(1)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

describe('panels', () => {
  test('have no judge in common where there are judges enough', () => {
    const plan = makePlan(input({ assignment: 'panel', panelSize: 5, groups: Array.from({ length: 10 }, () => 42), judges: 50, conflicts: [] }))
    expect(plan.ok).toBe(true)
    expect(new Set(Object.values(plan.panels).flat()).size).toBe(50)
    expect(Object.values(plan.panels).every((members) => members.length === 5)).toBe(true)
  })

  test('share judges evenly where there are not', () => {
    const plan = makePlan(input({ assignment: 'panel', panelSize: 3, groups: [5, 5, 5, 5], judges: 4, conflicts: [] }))
    expect(plan.ok).toBe(true)
    expect(Object.values(plan.loads)).toEqual([15, 15, 15, 15])
  })

  test('keep out who is tied to an entry of the group, where others can sit', () => {
    const plan = makePlan(input({ assignment: 'panel', panelSize: 2, groups: [3, 3], judges: 4, conflicts: [[0, 0], [1, 1], [2, 4]] }))
    expect(plan.ok).toBe(true)
    expect(plan.panels['g0']?.toSorted()).toEqual(['j2', 'j3'])
    expect(plan.panels['g1']?.toSorted()).toEqual(['j0', 'j1'])
  })

  test('where nobody else can, the judge leaves out that entry, and the shortfall says so', () => {
    const plan = makePlan(input({ assignment: 'panel', panelSize: 3, groups: [4], judges: 3, conflicts: [[1, 2]] }))
    expect(plan.panels['g0']).toHaveLength(3)
    expect(plan.assignments['p0']).toHaveLength(3)
    expect(plan.shortfalls).toMatchObject([{ entry: 'p2', needed: 3, found: 2, blocks: false, reason: { zh: '3 位评委中有 1 位须回避。' } }])
  })

  test('everybody recused from one entry: it is named and blocks', () => {
    const plan = makePlan(input({ assignment: 'panel', panelSize: 2, groups: [2], judges: 2, conflicts: [[0, 0], [1, 0]] }))
    expect(plan.shortfalls).toMatchObject([{ entry: 'p0', found: 0, blocks: true }])
  })

  test('a judge with a most sits on no panel that passes it', () => {
    const given = { ...input({ assignment: 'panel', panelSize: 1, groups: [6, 2], judges: 2, conflicts: [] }), judges: [{ id: 'j0', maxLoad: 3 }, { id: 'j1' }] }
    expect(makePlan(given)).toMatchObject({ ok: true, loads: { j0: 0, j1: 8 } })
  })

  test('no judges, no entries', () => {
    expect(makePlan(input({ assignment: 'panel', panelSize: 2, groups: [2], judges: 0, conflicts: [] })).shortfalls).toHaveLength(2)
    expect(makePlan(input({ assignment: 'panel', panelSize: 2, groups: [], judges: 2, conflicts: [] }))).toMatchObject({ ok: true, loads: { j0: 0, j1: 0 } })
  })
})

describe('a plan changed by hand', () => {
  const given = input({ assignment: 'spread', panelSize: 2, groups: [2], judges: 4, conflicts: [[3, 0]] })

  test('is told every mistake', () => {
    const limited = { ...given, judges: [{ id: 'j0', maxLoad: 1 }, { id: 'j1' }, { id: 'j3' }] }
    const round = { ...limited.round, floor: 2 }
    const mistakes = checkPlan({ ...limited, round }, { p0: ['j0', 'j3', 'j9'], p1: ['j0', 'j0'], p7: ['j1'] })
    expect(mistakes.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      'assignments.p0 CONFLICT', 'assignments.p0 JUDGE_UNKNOWN', 'assignments.p1 JUDGE_TWICE', 'assignments.p1 TOO_FEW_JUDGES', 'assignments.p7 ENTRY_UNKNOWN',
      'judges.j0 LOAD_ABOVE_MOST',
    ])
  })

  test('may go down to the floor, not below', () => {
    expect(checkPlan(given, { p0: ['j0'], p1: ['j1', 'j2'] })).toEqual([])
    expect(checkPlan(given, { p0: [], p1: ['j1'] })).toMatchObject([{ path: 'assignments.p0', code: 'TOO_FEW_JUDGES' }])
    expect(checkPlan(given, {})).toHaveLength(2)
  })

  test('a replacement is without conflict, not there yet, and the least loaded', () => {
    expect(replacementsFor(given, { p0: ['j0'], p1: ['j0', 'j1'] }, 'p0')).toEqual(['j2', 'j1'])
  })
})
