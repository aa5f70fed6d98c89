import { proposalId } from '../../../shared/kernel/ids.ts'
import { best } from '../../../shared/portfolio/best.ts'
import type { Candidate } from '../../../shared/portfolio/candidate.ts'
import { constraintsOf, type Frame } from '../../../shared/portfolio/constraint.ts'
import { LIMITS, propose } from '../../../shared/portfolio/propose.ts'
import { theSolver } from '../../../shared/portfolio/solver.ts'
import { busyness, type Figure, median, rounded, timed } from './figure.ts'

const PROPOSALS = 400
const CATEGORIES = 5
const SEEDS = 5
const AIM = 5000
const source = { zh: '章程', en: 'rulebook' }

/** 400 proposals under a budget for about a fifth of what they ask, with least and most of each category, most of each street, and one an organisation. */
export async function measurePortfolio(): Promise<Figure[]> {
  const load = performance.now()
  const solve = await theSolver()
  const loaded = performance.now() - load
  const frame: Frame = {
    budget: 8_000_000_00, oneEach: { source }, places: [], pins: [], categories: Array.from({ length: CATEGORIES }, (_, i) => ({ id: `c${i}`, name: { zh: `类别 ${i}` } })),
    quotas: [...Array.from({ length: CATEGORIES }, (_, i) => ({ by: 'category' as const, category: `c${i}`, least: 8, most: 25, source })), { by: 'street' as const, most: 14, source }],
  }
  const chosen: number[] = []
  const alone: number[] = []
  const whole: number[] = []
  let proven = 0
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const candidates = drawn(seed)
    alone.push(...(await timed(1, async () => {
      const found = best(candidates, constraintsOf(candidates, frame), new Set(), solve, LIMITS.best)
      if (!found.feasible) throw new Error('the drawn rules clash')
      chosen.push(found.chosen.filter(Boolean).length)
      if (Number(found.over) === 0) proven += 1
    })))
    whole.push(...(await timed(1, async () => { propose(candidates, frame, solve) })))
  }
  const worst = Math.max(...alone)
  const method = `${SEEDS} drawn competitions, ${Math.min(...chosen)} to ${Math.max(...chosen)} funded, ${proven} proven to be the best within ${LIMITS.best} s, 13 rules; ${busyness()}`
  return [
    { name: 'solver, loaded', value: rounded(loaded), unit: 'ms', method: 'WebAssembly compiled, once a process' },
    { name: `best portfolio of ${PROPOSALS}, median`, value: rounded(median(alone)), unit: 'ms', method },
    { name: `best portfolio of ${PROPOSALS}, slowest`, value: rounded(worst), unit: 'ms', method: `aim ${AIM}, ${worst <= AIM ? 'met' : 'missed'}; ${method}` },
    { name: `portfolio of ${PROPOSALS} with the cost of each rule, median`, value: rounded(median(whole)), unit: 'ms', method: `the programme is solved again without each rule; ${method}` },
  ]
}

/** A competition that a seed gives again. */
function drawn(seed: number): Candidate[] {
  let state = seed
  const next = (below: number) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: PROPOSALS }, (_, i) => ({ i, points: 6000 + next(3500), amount: 20_000_00 + next(180_000) * 100, category: `c${next(CATEGORIES)}`, street: `街道 ${next(9)}`, organisation: `机构 ${next(240)}` }))
    .toSorted((a, b) => b.points - a.points)
    .map(({ i, points, ...rest }, place) => ({ proposal: proposalId.parse(`r_${String(i).padStart(26, '0')}`), place: place + 1, score: (points / 100).toFixed(2), ...rest }))
}
