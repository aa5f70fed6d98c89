import { describe, expect, test } from 'vitest'
import { instanceOf } from '../../../infra/local/bench/instances.ts'
import { leastTotal, wellEnough } from '../../../shared/assignment/fairness.ts'
import { bestOf, servedOf } from '../../../shared/assignment/problem.ts'
import { assigned } from '../../support/assignments.ts'

const seeds = [1, 2, 3, 4, 5, 6]

describe.each([[60, 12, 5], [200, 40, 4], [422, 50, 5]])('%i submissions, %i reviewers, %i each', (submissions, reviewers, needed) => {
  test.each(seeds)('seed %i: the worst-served are served as well as can be for half a percent of the total', (seed) => {
    const instance = instanceOf({ submissions, reviewers, perSubmission: needed, seed })
    const figures = (fair: boolean) => {
      const { matrices: { affinity, judges, entries }, answer } = assigned({ instance, needed }, { fair })
      if (!answer.feasible) throw new Error('There is a plan.')
      const sums = answer.assigned.map((own, entry) => own.reduce((sum, judge) => sum + (affinity[entry * judges.length + judge] ?? 0), 0))
      return { served: servedOf(sums), best: servedOf(bestOf({ entries: entries.length, judges: judges.length, need: new Int32Array(entries.length).fill(needed), affinity })) }
    }
    const [plain, fair] = [figures(false), figures(true)]
    expect(fair.served.total).toBeGreaterThanOrEqual(leastTotal(plain.served.total))
    expect(fair.served.worst).toBeGreaterThanOrEqual(wellEnough(fair.best.worst))
    expect(fair.served.tenth).toBeGreaterThanOrEqual(plain.served.tenth)
    expect(fair.served.tenth).toBeGreaterThanOrEqual(Math.floor(fair.best.tenth * 0.99))
  })
})
