import { lot } from '../kernel/draw.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { type PlanInput, conflictTest } from './plan.ts'

type Assignments = Readonly<Record<string, readonly string[]>>

/**
 * What is wrong with a plan changed by hand: judges or entries that aren't there, a judge twice, a conflict, fewer than the round's floor,
 * a judge above their most. An empty list: it can be confirmed. `path` is `assignments.<entry>` or `judges.<judge>`.
 */
export function checkPlan(input: PlanInput, assignments: Assignments): Mistake[] {
  const judges = new Map(input.judges.map((judge) => [judge.id, judge]))
  const entries = new Set(input.groups.flatMap((group) => group.entries))
  const inConflict = conflictTest(input.conflicts)
  const { floor } = input.round
  const strangers = Object.keys(assignments).filter((entry) => !entries.has(entry)).map((entry) => ({
    path: `assignments.${entry}`, code: 'ENTRY_UNKNOWN', zh: '该项目不在本轮评审之中。', en: 'This proposal is not judged in this round.',
  }))
  const ofEntries = [...entries].flatMap((entry): Mistake[] => {
    const given = assignments[entry] ?? []
    const path = `assignments.${entry}`
    const seen = new Set<string>()
    const mistakes = given.flatMap((judge): Mistake[] => {
      if (!judges.has(judge)) {
        return [{
          path, code: 'JUDGE_UNKNOWN',
          zh: `“${judge}”不是本次大赛的评委。`,
          en: `"${judge}" is not a judge of this competition.`,
        }]
      }
      if (seen.has(judge)) return [{ path, code: 'JUDGE_TWICE', zh: '同一位评委被安排了两次。', en: 'The same judge is assigned twice.' }]
      seen.add(judge)
      if (inConflict(judge, entry)) {
        return [{
          path, code: 'CONFLICT',
          zh: '该评委与申报单位有利益关系，须回避。',
          en: 'This judge has a conflict of interest with the applicant.',
        }]
      }
      return []
    })
    if (seen.size >= floor) return mistakes
    return [...mistakes, {
      path, code: 'TOO_FEW_JUDGES',
      zh: `只有 ${seen.size} 位评委，至少需要 ${floor} 位。`, en: `It has ${seen.size} judges; ${floor} are needed at least.`,
    }]
  })
  const ofJudges = input.judges.flatMap(({ id, maxLoad }): Mistake[] => {
    const load = [...entries].filter((entry) => assignments[entry]?.includes(id)).length
    if (maxLoad === undefined || load <= maxLoad) return []
    return [{
      path: `judges.${id}`, code: 'LOAD_ABOVE_MOST',
      zh: `安排了 ${load} 个项目，超过该评委的上限 ${maxLoad}。`,
      en: `${load} proposals are above this judge's most of ${maxLoad}.`,
    }]
  })
  return [...strangers, ...ofEntries, ...ofJudges]
}

/** Judges who could stand in for one entry: no conflict, not on it already, below their most; the least loaded first, equal ones by lot. */
export function replacementsFor(input: PlanInput, assignments: Assignments, entry: string): string[] {
  const inConflict = conflictTest(input.conflicts)
  const load = (judge: string) => Object.values(assignments).filter((given) => given.includes(judge)).length
  const given = assignments[entry] ?? []
  return input.judges
    .filter(({ id, maxLoad }) => !inConflict(id, entry) && !given.includes(id) && (maxLoad === undefined || load(id) < maxLoad))
    .map(({ id }) => ({ id, load: load(id), lot: lot(input.seed, entry, id) }))
    .toSorted((a, b) => a.load - b.load || (a.lot < b.lot ? -1 : 1))
    .map(({ id }) => id)
}
