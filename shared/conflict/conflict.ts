import * as z from 'zod'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'

/** 利益关系: ways in which a judge is tied to a proposal. */
export const tieKinds = ['organisation', 'employer', 'office', 'person', 'host', 'mentor', 'competes', 'funding', 'judge', 'applicant'] as const
export type TieKind = (typeof tieKinds)[number]

/** One way, with the sentence that says how it was found. `fact` tells it from others of its kind, and stays the same when names change. */
export const tieSchema = z.object({ kind: z.enum(tieKinds), fact: z.string(), zh: z.string(), en: z.string() })
export type Tie = z.infer<typeof tieSchema>

/** What was found between one judge and one proposal; there is at least one tie. */
export const findingSchema = z.object({ proposal: proposalId, judge: personId, ties: z.array(tieSchema).min(1) })
export type Finding = z.infer<typeof findingSchema>

/** What an administrator said of a judge and a proposal. It covers the ties that were known then: one that is found later bars again. */
export const rulingSchema = z.object({
  competition: competitionId,
  proposal: proposalId,
  judge: personId,
  /** `added`: nobody had found it; the reason is the tie. */
  state: z.enum(['confirmed', 'lifted', 'added']),
  /** As they stood when it was said, so that it can be read later what was known. */
  ties: z.array(tieSchema),
  reason: z.string().min(1).max(500),
  by: z.object({ id: personId, name: z.string() }),
  at: instant,
})
export type Ruling = z.infer<typeof rulingSchema>

export type ConflictState = 'found' | 'confirmed' | 'lifted' | 'added' | 'recused'

/** A judge and a proposal as everything known of them says. */
export interface Conflict {
  proposal: Finding['proposal']
  judge: Finding['judge']
  ties: Tie[]
  ruling: Ruling | null
  state: ConflictState
  /** The judge may not score it. */
  bars: boolean
}

const pairOf = ({ proposal, judge }: { proposal: string; judge: string }) => `${proposal}#${judge}`

/**
 * Findings, rulings and recusals put together, a pair once. What is found bars until it is lifted, what was confirmed or added bars though
 * nothing is found any more, and a judge's own recusal always bars. A lifting covers the ties that were known when it was said.
 */
export function conflictsOf(findings: readonly Finding[], rulings: readonly Ruling[], recusals: readonly { proposal: Finding['proposal']; judge: Finding['judge'] }[]): Conflict[] {
  const found = new Map(findings.map((one) => [pairOf(one), one]))
  const said = new Map(rulings.map((one) => [pairOf(one), one]))
  const recused = new Set(recusals.map(pairOf))
  const pairs = new Map([...findings, ...rulings, ...recusals].map((one) => [pairOf(one), { proposal: one.proposal, judge: one.judge }]))
  return [...pairs].map(([pair, { proposal, judge }]) => {
    const ties = found.get(pair)?.ties ?? []
    const ruling = said.get(pair) ?? null
    const state = recused.has(pair) ? 'recused' : stateOf(ties, ruling)
    return { proposal, judge, ties: ties.length > 0 ? ties : (ruling?.ties ?? []), ruling, state, bars: state !== 'lifted' }
  })
}

/** What a tie is told by. */
export const nameOf = ({ kind, fact }: Pick<Tie, 'kind' | 'fact'>): string => `${kind} ${fact}`

function stateOf(ties: readonly Tie[], ruling: Ruling | null): ConflictState {
  if (ruling === null) return 'found'
  if (ruling.state !== 'lifted') return ruling.state
  const known = new Set(ruling.ties.map(nameOf))
  return ties.every((tie) => known.has(nameOf(tie))) ? 'lifted' : 'found'
}

export const rulingDecisions = ['confirm', 'lift', 'add'] as const
export type RulingDecision = (typeof rulingDecisions)[number]

/**
 * What an administrator says of a pair. `conflict`: what is known of it; undefined for nothing. Throws WRONG_STATE for a recusal, which is
 * the judge's own word, and where there is nothing to confirm or lift; ALREADY_EXISTS where there is something already and it is added.
 */
export function ruleOnConflict(conflict: Conflict | undefined, pair: Pick<Ruling, 'competition' | 'proposal' | 'judge'>, decision: RulingDecision, said: Pick<Ruling, 'reason' | 'by' | 'at'>): Ruling {
  if (conflict?.state === 'recused') throw new Refusal('WRONG_STATE', { facts: { state: 'recused' }, mistakes: [{ path: 'decision', code: 'RECUSED', zh: '这是评委自己申请的回避，不能由别人改动', en: 'The judge recused; nobody else can change that' }] })
  if (decision === 'add') {
    if (conflict?.bars === true) throw new Refusal('ALREADY_EXISTS', { mistakes: [{ path: 'judge', code: 'ALREADY_BARRED', zh: '这位评委已经不能评这一份', en: 'This judge is barred from it already' }] })
    return { ...pair, ...said, state: 'added', ties: conflict?.ties ?? [] }
  }
  if (conflict === undefined) throw new Refusal('NOT_FOUND')
  return { ...pair, ...said, state: decision === 'confirm' ? 'confirmed' : 'lifted', ties: conflict.ties }
}
