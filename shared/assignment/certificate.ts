import { deal } from './deal.ts'
import { leastTotal } from './fairness.ts'
import { type Id, type Instance, type Matrices, matricesOf, placesOf } from './instance.ts'
import { asDealt, evenLoads, type Loads } from './loads.ts'
import { BARRED, bestOf, greatest, servedOf } from './problem.ts'
import type { BlockedReport, Certificate, PlanReport } from './report.ts'

/**
 * No plan within the loads has a greater total, whatever the prices (weak duality of the transportation problem): each place costs its
 * submission's price, each pair what its affinity is above both prices, each reviewer their price for all they take at most, or at least
 * where it is below 0.
 */
export function boundOf({ entries, judges, affinity }: Matrices, needed: number, { least, most }: Loads, prices: Pick<Certificate, 'submissions' | 'reviewers'>): number {
  const own = judges.map((judge) => prices.reviewers[String(judge)] ?? 0)
  let bound = own.reduce((sum, price, judge) => sum + price * (price > 0 ? most[judge] ?? 0 : least[judge] ?? 0), 0)
  for (const [entry, id] of entries.entries()) {
    const place = prices.submissions[String(id)] ?? 0
    bound += needed * place
    for (let judge = 0; judge < own.length; judge += 1) {
      const pair = affinity[entry * own.length + judge] ?? BARRED
      if (pair !== BARRED) bound += Math.max(0, pair - (own[judge] ?? 0) - place)
    }
  }
  return bound
}

/** Each submission's price that gives the lowest bound with these reviewers' prices: what its last judge is worth. */
export function placePrices({ entries, judges, affinity }: Matrices, needed: number, prices: readonly number[]): number[] {
  const worth = new Float64Array(judges.length)
  const best = new Float64Array(needed)
  return entries.map((_, entry) => {
    for (let judge = 0; judge < worth.length; judge += 1) {
      const pair = affinity[entry * worth.length + judge] ?? BARRED
      worth[judge] = pair === BARRED ? -Infinity : pair - (prices[judge] ?? 0)
    }
    return greatest(worth, best)[needed - 1] ?? 0
  })
}

/** With greater prices sums pass 2^53, and rounding could make a bound that is too low. */
const MOST_PRICE = 1_000_000_000

/**
 * What is wrong with a plan and what is claimed of it; an empty list: the plan keeps every rule, its figures hold, and its total is the
 * greatest there is but for the gap. Uses the instance, the plan and the prices alone, and nothing of the optimiser. Throws InstanceMistake.
 */
export function checkPlanReport(instance: Instance, rows: readonly (readonly [Id, Id])[], report: PlanReport): string[] {
  const { perSubmission: needed, certificate } = report
  if ([certificate.submissions, certificate.reviewers].some((prices) => Object.values(prices).some((price) => Math.abs(price) > MOST_PRICE))) return [`A price is beyond ±${MOST_PRICE}: with it the bound can't be added up exactly.`]
  const matrices = matricesOf(instance, report.seed)
  const { entries, judges, affinity, caps } = matrices
  const entryAt = placesOf(entries, 'Submission')
  const judgeAt = placesOf(judges, 'Reviewer')
  const mistakes: string[] = []
  const taken = entries.map(() => new Set<number>())
  const loads = new Int32Array(judges.length)
  const sums = new Int32Array(entries.length)
  for (const [submission, reviewer] of rows) {
    const [entry, judge] = [entryAt.get(String(submission)), judgeAt.get(String(reviewer))]
    if (entry === undefined || judge === undefined) return [`The plan names [${submission}, ${reviewer}], which is not in the instance.`]
    const pair = affinity[entry * judges.length + judge] ?? BARRED
    if (taken[entry]?.has(judge) === true) mistakes.push(`Submission ${submission} has reviewer ${reviewer} twice.`)
    if (pair === BARRED) mistakes.push(`Submission ${submission} has reviewer ${reviewer} in spite of a conflict.`)
    else sums[entry] = (sums[entry] ?? 0) + pair
    taken[entry]?.add(judge)
    loads[judge] = (loads[judge] ?? 0) + 1
  }
  for (const [entry, given] of taken.entries()) if (given.size !== needed) mistakes.push(`Submission ${entries[entry]} has ${given.size} reviewers, not ${needed}.`)
  if (mistakes.length > 0) return mistakes

  const allowed = loadsFor(matrices, needed, loads)
  for (const [judge, id] of judges.entries()) {
    const [load, least, most] = [loads[judge] ?? 0, allowed.least[judge] ?? 0, allowed.most[judge] ?? 0]
    if (load < least || load > most) mistakes.push(`Reviewer ${id} takes ${load}: ${caps[judge] === null ? `an even load is ${least === most ? least : `${least} to ${most}`}` : `the cap is ${most}`}.`)
    if ((report.loads[String(id)] ?? 0) !== load) mistakes.push(`Reviewer ${id} takes ${load}, not ${report.loads[String(id)] ?? 0} as reported.`)
  }
  const bound = boundOf(matrices, needed, allowed, certificate)
  const served = servedOf(sums)
  const best = servedOf(bestOf({ entries: entries.length, judges: judges.length, need: new Int32Array(entries.length).fill(needed), affinity }))
  const claims = [
    ['total', report.total, served.total], ['worst', report.worst, served.worst], ['tenth', report.tenth, served.tenth],
    ['bound on the total', certificate.bound, bound], ['gap', certificate.gap, bound - served.total],
    ['bound on the total', report.bounds.total, bound], ['bound on the worst', report.bounds.worst, best.worst], ['bound on the tenth', report.bounds.tenth, best.tenth],
  ] as const
  for (const [name, claimed, found] of claims) if (claimed !== found) mistakes.push(`The ${name} is ${found}, not ${claimed} as reported.`)
  if (!report.fair && served.total !== bound) mistakes.push(`The plan claims the greatest total, but stays ${bound - served.total} below the bound.`)
  if (report.fair && served.total < leastTotal(bound)) mistakes.push(`The plan's total is more than half a percent below the bound.`)
  return mistakes
}

/** Even loads or caps; where the plan is less even, what the most even deal makes unavoidable. */
function loadsFor({ entries, judges, affinity, caps }: Matrices, needed: number, loads: Int32Array): Loads {
  const even = evenLoads(entries.length * needed, caps)
  if (loads.every((load, judge) => load >= (even.least[judge] ?? 0) && load <= (even.most[judge] ?? 0))) return even
  const most = Int32Array.from(caps, (cap) => cap ?? entries.length)
  const need = new Int32Array(entries.length).fill(needed)
  return asDealt(even, caps, deal({ entries: entries.length, judges: judges.length, need, affinity, least: even.least, most }, (judge) => caps[judge] === null).loads)
}

/** What is wrong with the reason given for there being no plan; an empty list: it holds. Throws InstanceMistake. */
export function checkBlockedReport(instance: Instance, { perSubmission, seed, blocking }: BlockedReport): string[] {
  const { entries, judges, affinity, caps } = matricesOf(instance, seed)
  const among = new Set(blocking.reviewers.map(String))
  const listed = [...entries.entries()].filter(([, id]) => blocking.submissions.some((one) => String(one) === String(id)))
  const mistakes: string[] = []
  if (listed.length !== blocking.submissions.length) mistakes.push('A submission of the blocking set is not in the instance.')
  let places = 0
  for (const [judge, id] of judges.entries()) {
    const may = listed.filter(([entry]) => affinity[entry * judges.length + judge] !== BARRED)
    if (among.has(String(id))) places += Math.min(caps[judge] ?? may.length, may.length)
    else for (const [, entry] of may) mistakes.push(`Submission ${entry} may be taken by reviewer ${id}, too, who is not of the blocking set.`)
  }
  const needed = listed.length * perSubmission
  if (needed !== blocking.needed) mistakes.push(`The submissions need ${needed} places, not ${blocking.needed}.`)
  if (places !== blocking.places) mistakes.push(`The reviewers have ${places} places, not ${blocking.places}.`)
  if (needed <= places) mistakes.push('The places are enough: the set blocks nothing.')
  return mistakes
}
