import * as fc from 'fast-check'
import { type Answer, assign } from '../../shared/assignment/assign.ts'
import { type Instance, matricesOf } from '../../shared/assignment/instance.ts'
import { evenLoads, type Loads } from '../../shared/assignment/loads.ts'
import { BARRED } from '../../shared/assignment/problem.ts'
import { theSolver } from '../../shared/portfolio/solver.ts'

export interface Small {
  instance: Instance
  needed: number
}

/** Small rounds with all kinds of trouble: none or some or all with caps, few or many conflicts, likes and dislikes. */
export const small: fc.Arbitrary<Small> = fc.record({
  entries: fc.integer({ min: 1, max: 12 }),
  judges: fc.integer({ min: 1, max: 7 }),
  needed: fc.integer({ min: 1, max: 3 }),
  topics: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }), { minLength: 12, maxLength: 12 }),
  interests: fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 4, maxLength: 4 }), { minLength: 7, maxLength: 7 }),
  caps: fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined, freq: 2 }), { minLength: 7, maxLength: 7 }),
  capped: fc.constantFrom('none', 'some', 'all'),
  preferences: fc.array(fc.tuple(fc.nat(11), fc.nat(6), fc.integer({ min: -20, max: 20 })), { maxLength: 60 }),
  conflicts: fc.array(fc.tuple(fc.nat(11), fc.nat(6)), { maxLength: 30 }),
}).map(({ entries, judges, needed, topics, interests, caps, capped, preferences, conflicts }) => ({
  needed,
  instance: {
    perSubmission: needed,
    submissions: Array.from({ length: entries }, (_, id) => ({ id, topics: [...new Set(topics[id])] })),
    reviewers: Array.from({ length: judges }, (_, id) => ({
      id, interests: Object.fromEntries((interests[id] ?? []).entries()),
      ...(capped === 'none' || (capped === 'some' && caps[id] === undefined) ? {} : { cap: caps[id] ?? 12 }),
    })),
    preferences: preferences.filter(([entry, judge]) => entry < entries && judge < judges),
    conflicts: conflicts.filter(([entry, judge]) => entry < entries && judge < judges),
  },
}))

export interface Assigned {
  answer: Answer
  matrices: ReturnType<typeof matricesOf>
}

export function assigned({ instance, needed }: Small, { seed = 's', fair = false } = {}): Assigned {
  const matrices = matricesOf(instance, seed)
  const { entries, judges, affinity, caps } = matrices
  return { matrices, answer: assign({ entries: entries.length, judges: judges.length, need: new Int32Array(entries.length).fill(needed), affinity, caps, fair }) }
}

/** The greatest total that HiGHS finds within these loads; undefined where it finds no plan. */
export async function oracle({ entries, judges, affinity }: Assigned['matrices'], needed: number, { least, most }: Loads): Promise<number | undefined> {
  const solve = await theSolver()
  const width = judges.length
  const found = solve({
    gain: Array.from(affinity, (one) => (one === BARRED ? 0 : one)),
    fixed: new Set([...affinity.entries()].flatMap(([pair, one]) => (one === BARRED ? [pair] : []))),
    rows: [
      ...entries.map((_, entry) => ({ terms: judges.map((_one, judge) => [entry * width + judge, 1] as const), least: needed, most: needed })),
      ...judges.map((_, judge) => ({ terms: entries.map((_one, entry) => [entry * width + judge, 1] as const), least: least[judge] ?? 0, most: most[judge] ?? 0 })),
    ],
  }, 60)
  if (found.status === 'stopped') throw new Error('HiGHS ran out of time.')
  return found.status === 'best' ? found.bound : undefined
}

/** Caps alone, an even load asked of nobody. */
export const capsOnly = ({ caps, entries }: Assigned['matrices']): Loads => ({ least: new Int32Array(caps.length), most: Int32Array.from(caps, (cap) => cap ?? entries.length) })

export const even = ({ caps, entries }: Assigned['matrices'], needed: number): Loads => evenLoads(entries.length * needed, caps)
