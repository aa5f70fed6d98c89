import { type Bilingual, say } from '../kernel/text.ts'
import { formatYuan, type Fen } from '../kernel/money.ts'
import type { Funding } from '../rulebook/funding.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import type { Candidate } from './candidate.ts'

/** One inequality over the chosen: how many of `members` (indexes of candidates), or their money in fen, from `least` to `most`. */
export interface Row {
  members: readonly number[]
  of: 'number' | 'money'
  least: number | null
  most: number | null
}

/** A rule that the portfolio keeps, as people call it: several rows may be one rule (at most so many of each street). */
export interface Constraint {
  id: string
  sentence: Bilingual
  /** Where the rule stands; null for what people set for this decision. */
  source: Bilingual | null
  rows: readonly Row[]
}

/** What the portfolio has to keep to. `pins` were set by hand: these must be in, or must stay out. */
export interface Frame {
  budget: Fen
  quotas: Funding['quotas']
  oneEach: Funding['oneEach']
  categories: Rulebook['categories']
  /** As many as the rulebook's awards have places: of each category, or (null) of all. */
  places: readonly { category: string | null; most: number }[]
  pins: readonly { proposal: string; title: string; take: boolean }[]
}

export const BUDGET = 'budget'

/** The constraints by name, the budget first: fewer rules never make a worse portfolio. */
export function constraintsOf(candidates: readonly Candidate[], { budget, quotas, oneEach, categories, places, pins }: Frame): Constraint[] {
  const where = (of: (candidate: Candidate) => boolean) => candidates.flatMap((candidate, i) => (of(candidate) ? [i] : []))
  const groups = (by: (candidate: Candidate) => string) => [...Map.groupBy(candidates.keys(), (i) => { const candidate = candidates[i]; return candidate === undefined ? '' : by(candidate) })]
  const few = (members: readonly number[], most: number): Row[] => (members.length > most ? [{ members, of: 'number', least: null, most }] : [])
  const constraints: Constraint[] = [{
    id: BUDGET, source: null, rows: [{ members: [...candidates.keys()], of: 'money', least: null, most: budget }],
    sentence: { zh: `资助总额不超过 ${formatYuan(budget)} 元`, en: `No more than ${formatYuan(budget)} yuan in all` },
  }]
  if (places.length > 0) {
    const all = places.reduce((sum, { most }) => sum + most, 0)
    constraints.push({
      id: 'places', source: null, rows: places.flatMap(({ category, most }) => few(category === null ? [...candidates.keys()] : where((candidate) => candidate.category === category), most)),
      sentence: places.length === 1 ? { zh: `章程的名额：最多资助 ${all} 个项目`, en: `The rulebook has ${all} places` } : { zh: `章程按类别的名额：共 ${all} 个`, en: `The rulebook has ${all} places, by category` },
    })
  }
  for (const quota of quotas) {
    if (quota.by === 'street') {
      constraints.push({
        id: 'street', source: quota.source, rows: groups(({ street }) => street).flatMap(([street, members]) => (street === '' ? [] : few(members, quota.most))),
        sentence: { zh: `每个街道（镇）最多资助 ${quota.most} 个项目`, en: `At most ${quota.most} of each street` },
      })
      continue
    }
    const members = where(({ category }) => category === quota.category)
    const name: Bilingual = categories.find(({ id }) => id === quota.category)?.name ?? { zh: quota.category }
    if (quota.least !== undefined && quota.least > 0) {
      constraints.push({
        id: `least-${quota.category}`, source: quota.source, rows: [{ members, of: 'number', least: quota.least, most: null }],
        sentence: { zh: `“${name.zh}”至少资助 ${quota.least} 个项目`, en: `At least ${quota.least} of "${say(name, 'en')}"` },
      })
    }
    if (quota.most !== undefined) {
      constraints.push({
        id: `most-${quota.category}`, source: quota.source, rows: [{ members, of: 'number', least: null, most: quota.most }],
        sentence: { zh: `“${name.zh}”最多资助 ${quota.most} 个项目`, en: `At most ${quota.most} of "${say(name, 'en')}"` },
      })
    }
  }
  if (oneEach !== null) {
    constraints.push({
      id: 'one-each', source: oneEach.source, rows: groups(({ organisation }) => organisation).flatMap(([, members]) => few(members, 1)),
      sentence: { zh: '每个单位最多资助一个项目', en: 'At most one project of each organisation' },
    })
  }
  for (const { proposal, title, take } of pins) {
    const members = where((candidate) => candidate.proposal === proposal)
    constraints.push({
      id: `pin-${proposal}`, source: null, rows: [{ members, of: 'number', least: take ? 1 : null, most: take ? null : 0 }],
      sentence: take ? { zh: `人工指定：一定资助“${title}”`, en: `Set by hand: "${title}" is funded` } : { zh: `人工指定：不资助“${title}”`, en: `Set by hand: "${title}" is not funded` },
    })
  }
  return constraints
}

/** Whether `amounts` (fen by candidate, 0: not chosen) keep to the constraint; exact. */
export function keeps({ rows }: Constraint, amounts: readonly Fen[]): boolean {
  return rows.every(({ members, of, least, most }) => {
    const total = members.reduce((sum, i) => sum + valueOf(amounts[i] ?? 0, of), 0)
    return (least === null || total >= least) && (most === null || total <= most)
  })
}

/** Whether more of the members could never mend it: taken further, the chosen would still be too many, or too dear. */
export function exceeds({ rows }: Constraint, amounts: readonly Fen[]): boolean {
  return rows.some(({ members, of, most }) => most !== null && members.reduce((sum, i) => sum + valueOf(amounts[i] ?? 0, of), 0) > most)
}

const valueOf = (amount: Fen, of: Row['of']): number => (of === 'money' ? amount : amount > 0 ? 1 : 0)
