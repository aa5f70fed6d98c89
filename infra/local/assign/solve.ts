import { type Answer, assign } from '../../../shared/assignment/assign.ts'
import { boundOf, placePrices } from '../../../shared/assignment/certificate.ts'
import { type Id, type Instance, InstanceMistake, type Matrices, matricesOf } from '../../../shared/assignment/instance.ts'
import { bestOf, servedOf } from '../../../shared/assignment/problem.ts'
import type { Repairs } from '../../../shared/assignment/repairs.ts'
import type { BlockedReport, PlanReport } from '../../../shared/assignment/report.ts'
import { Trouble } from '../trouble.ts'

export interface Solved {
  /** Submission and reviewer, in the file's order of submissions; undefined where there is no plan. */
  rows: [Id, Id][] | undefined
  /** Without what it took. */
  report: Omit<PlanReport, 'seconds' | 'peakMegabytes'> | Omit<BlockedReport, 'seconds'>
}

/** The plan of an instance with all that is reported of it. Throws Trouble where the instance names what isn't there. */
export function solve(instance: Instance, { perSubmission, seed, fair }: { perSubmission: number; seed: string; fair: boolean }): Solved {
  const matrices = readable(instance, seed)
  const { entries, judges, affinity, caps } = matrices
  const need = new Int32Array(entries.length).fill(perSubmission)
  const answer = assign({ entries: entries.length, judges: judges.length, need, affinity, caps, fair })
  const asked = { seed, perSubmission }
  if (!answer.feasible) return { rows: undefined, report: { feasible: false, ...asked, ...blockedIn(matrices, answer) } }

  const place = new Map(entries.map((id, entry) => [id, entry]))
  const loads = new Int32Array(judges.length)
  const sums = new Int32Array(entries.length)
  for (const [entry, own] of answer.assigned.entries()) {
    for (const judge of own) {
      loads[judge] = (loads[judge] ?? 0) + 1
      sums[entry] = (sums[entry] ?? 0) + (affinity[entry * judges.length + judge] ?? 0)
    }
  }
  const byId = (ids: readonly Id[], values: ArrayLike<number>) => Object.fromEntries(ids.map((id, at) => [String(id), values[at] ?? 0]))
  const prices = { submissions: byId(entries, placePrices(matrices, perSubmission, answer.prices)), reviewers: byId(judges, answer.prices) }
  const served = servedOf(sums)
  const best = servedOf(bestOf({ entries: entries.length, judges: judges.length, need, affinity }))
  const bound = boundOf(matrices, perSubmission, answer.loads, prices)
  return {
    rows: instance.submissions.flatMap(({ id }) => (answer.assigned[place.get(id) ?? -1] ?? []).map((judge): [Id, Id] => [id, judges[judge] ?? '']).toSorted(([, a], [, b]) => (a < b ? -1 : 1))),
    report: {
      feasible: true, ...asked, fair, ...served, bounds: { total: bound, worst: best.worst, tenth: best.tenth },
      loads: byId(judges, loads), certificate: { ...prices, bound, gap: bound - served.total },
    },
  }
}

function readable(instance: Instance, seed: string): Matrices {
  try {
    return matricesOf(instance, seed)
  } catch (error) {
    if (error instanceof InstanceMistake) throw new Trouble(error.message)
    throw error
  }
}

function blockedIn({ entries, judges }: Matrices, { blocking, repairs }: Extract<Answer, { feasible: false }>): Pick<BlockedReport, 'blocking' | 'repairs'> {
  const named = (ids: readonly Id[], at: readonly number[]) => at.flatMap((one) => ids[one] ?? []).toSorted((a, b) => (a < b ? -1 : 1))
  return {
    blocking: { submissions: named(entries, blocking.entries), reviewers: named(judges, blocking.judges), needed: blocking.needed, places: blocking.places },
    repairs: repairSentences(repairs, (entry) => entries[entry] ?? '', (judge) => judges[judge] ?? ''),
  }
}

/** Lines beyond so many say nothing that the first ones don't. */
const MOST_NAMED = 20

function repairSentences({ raise, allow, invite, fewer }: Repairs, entry: (at: number) => Id, judge: (at: number) => Id): string[] {
  const more = fewer.length > MOST_NAMED ? `, and ${fewer.length - MOST_NAMED} more submissions` : ''
  return [
    ...(raise === null ? [] : [`Raise the cap of ${raise.map((one) => `reviewer ${judge(one.judge)} by ${one.by}`).join(' and ')}.`]),
    ...(allow === null ? [] : [`Allow ${allow.map((one) => `submission ${entry(one.entry)} with reviewer ${judge(one.judge)}`).join(', ')}, if these conflicts can be lifted.`]),
    `Invite ${invite} ${invite === 1 ? 'reviewer' : 'reviewers'} who may take all of these submissions.`,
    `Let ${fewer.slice(0, MOST_NAMED).map((one) => `submission ${entry(one.entry)} be judged by ${one.by} fewer`).join(', ')}${more}.`,
  ]
}
