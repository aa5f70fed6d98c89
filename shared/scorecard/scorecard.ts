import { createHash } from 'node:crypto'
import * as z from 'zod'
import { compareDecimals, decimal, decimalsOf, sum } from '../kernel/decimal.ts'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { characters } from '../kernel/text.ts'
import type { Criterion, Round } from '../rulebook/round.ts'

/** draft → submitted (locked) → reopened by an administrator, with a reason → submitted again. */
export const scorecardLifecycle = { draft: ['submitted'], submitted: ['draft'] } as const

/** What one judge fills in for one proposal in one round. Only that judge writes it (and the administrator who reopens it). */
export const scorecardSchema = z.object({
  competition: competitionId,
  proposal: proposalId,
  index: z.int(),
  judge: personId,
  state: z.enum(['draft', 'submitted']),
  /** By the sheet's leaf: a decimal as typed ('19.5'), never a float. */
  scores: z.record(z.string(), z.string()),
  comment: z.string(),
  /** Sum of the leaves, once submitted. */
  total: z.string().nullable(),
  revision: z.int(),
  savedAt: instant,
  submittedAt: instant.nullable(),
  receipt: z.string().nullable(),
  reopened: z.array(z.object({ at: instant, by: z.string(), reason: z.string() })),
})
export type Scorecard = z.infer<typeof scorecardSchema>

/** Characters of a judge's word to the applicant. */
export const COMMENT_LIMIT = 500

/** The sheet's leaves, in the order in which they are scored: what a card holds a score for. */
export function leavesOf(criteria: readonly Criterion[]): Criterion[] {
  return criteria.flatMap((criterion) => (criterion.children === undefined || criterion.children.length === 0 ? [criterion] : leavesOf(criterion.children)))
}

/** Full-width digits are digits; what is no plain decimal is undefined. Zeros behind the last decimal say nothing: 19.50 is 19.5. */
function plainDecimal(typed: string): string | undefined {
  const text = typed.normalize('NFKC').trim().replace('。', '.')
  return /^\d{1,6}(\.\d{1,6})?$/.test(text) ? decimal(text).toFixed() : undefined
}

/**
 * What a judge typed as the card keeps it. Empty fields are left out (a draft may be partial). Every field that is wrong has a
 * sentence at `scores.<leaf>`: a leaf that the sheet has not, no number, below 0, above the leaf's max, too many decimals.
 * Throws INVALID.
 */
export function readScores(round: Round, typed: Readonly<Record<string, string>>, comment: string): Record<string, string> {
  const leaves = new Map(leavesOf(round.criteria).map((leaf) => [leaf.id, leaf]))
  const mistakes: Mistake[] = []
  const scores: Record<string, string> = {}
  for (const [id, text] of Object.entries(typed)) {
    const path = `scores.${id}`
    const leaf = leaves.get(id)
    if (leaf === undefined) mistakes.push({ path, code: 'CRITERION_UNKNOWN', zh: `这张评分表没有“${id}”这一项指标。`, en: `This scorecard has no criterion "${id}".` })
    else if (text.trim() !== '') {
      const value = plainDecimal(text)
      const wrong = value === undefined ? notNumber(path, leaf) : scoreMistake(path, leaf, value, round.entry.decimals)
      if (wrong !== undefined) mistakes.push(wrong)
      else if (value !== undefined) scores[id] = value
    }
  }
  if (characters(comment) > COMMENT_LIMIT) mistakes.push({ path: 'comment', code: 'TOO_LONG', zh: `这段话最多 ${COMMENT_LIMIT} 个字，请删短一些。`, en: `At most ${COMMENT_LIMIT} characters; please shorten it.` })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return scores
}

const named = (leaf: Criterion) => ({ zh: leaf.label.zh, en: leaf.label.en ?? leaf.label.zh })

const notNumber = (path: string, leaf: Criterion): Mistake => ({
  path, code: 'SCORE_NOT_NUMBER', zh: `“${named(leaf).zh}”请只填 0 到 ${leaf.max} 的数字。`, en: `${named(leaf).en}: type a number from 0 to ${leaf.max}.`,
})

function scoreMistake(path: string, leaf: Criterion, value: string, decimals: number): Mistake | undefined {
  const { zh, en } = named(leaf)
  if (compareDecimals(value, leaf.max) > 0) return { path, code: 'SCORE_ABOVE_MAX', zh: `“${zh}”满分 ${leaf.max} 分，填了 ${value}。`, en: `${en} has at most ${leaf.max} points; you gave ${value}.` }
  if (decimalsOf(value) <= decimals) return undefined
  return decimals === 0
    ? { path, code: 'SCORE_TOO_FINE', zh: `“${zh}”请填整数，填了 ${value}。`, en: `${en} takes whole points; you gave ${value}.` }
    : { path, code: 'SCORE_TOO_FINE', zh: `“${zh}”最多 ${decimals} 位小数，填了 ${value}。`, en: `${en} takes ${decimals} decimal${decimals === 1 ? '' : 's'} at most; you gave ${value}.` }
}

/** The leaves that have no score yet. */
export const missingOf = (round: Round, scores: Readonly<Record<string, string>>): Criterion[] => leavesOf(round.criteria).filter(({ id }) => scores[id] === undefined)

/** The exact sum of what is scored, as a plain decimal. */
export const sumOf = (scores: Readonly<Record<string, string>>): string => sum(Object.values(scores)).toFixed()

export type CardPlace = Pick<Scorecard, 'competition' | 'proposal' | 'index' | 'judge'>

/**
 * A draft saved. `revision` is the one that the judge's page was made from; null saves over whatever there is (a program that has read none).
 * Throws CARD_LOCKED once submitted, STALE when another tab has saved since, INVALID with a sentence a field.
 */
export function saveCard(place: CardPlace, card: Scorecard | undefined, round: Round, typed: { scores: Readonly<Record<string, string>>; comment: string; revision: number | null }, now: Instant): Scorecard {
  if (card?.state === 'submitted') throw new Refusal('CARD_LOCKED')
  const scores = readScores(round, typed.scores, typed.comment)
  if (typed.revision !== null && typed.revision !== (card?.revision ?? 0)) throw new Refusal('STALE')
  return {
    ...place, state: 'draft', scores, comment: typed.comment, total: null, revision: (card?.revision ?? 0) + 1, savedAt: now, submittedAt: null, receipt: null, reopened: card?.reopened ?? [],
  }
}

/** A complete card sent: locked, added up, with its receipt. Throws CARD_LOCKED, CARD_INCOMPLETE with a sentence for each leaf without a score. */
export function submitCard(card: Scorecard, round: Round, now: Instant): Scorecard {
  if (card.state === 'submitted') throw new Refusal('CARD_LOCKED')
  const mistakes = missingOf(round, card.scores).map((leaf): Mistake => ({
    path: `scores.${leaf.id}`, code: 'SCORE_MISSING', zh: `“${named(leaf).zh}”还没有打分。`, en: `${named(leaf).en} has no score yet.`,
  }))
  if (mistakes.length > 0) throw new Refusal('CARD_INCOMPLETE', { mistakes })
  const sent: Scorecard = { ...card, state: 'submitted', total: sumOf(card.scores), submittedAt: now, savedAt: now }
  return { ...sent, receipt: receiptOf(sent) }
}

/** Opened again by an administrator: the judge's scores stay, as a draft. Throws WRONG_STATE unless it is submitted. */
export function reopenCard(card: Scorecard, by: string, reason: string, now: Instant): Scorecard {
  if (card.state !== 'submitted') throw new Refusal('WRONG_STATE', { facts: { state: card.state } })
  return { ...card, state: 'draft', total: null, submittedAt: null, receipt: null, revision: card.revision + 1, reopened: [...card.reopened, { at: now, by, reason }] }
}

/** Ten characters that anybody can compute again from the card: it says whether what was counted is what was sent. */
export function receiptOf(card: Scorecard): string {
  const canonical = JSON.stringify([
    card.competition, card.proposal, card.index, card.judge, Object.entries(card.scores).toSorted(([a], [b]) => (a < b ? -1 : 1)), card.comment, card.total, card.submittedAt,
  ])
  const digest = createHash('sha256').update(canonical).digest('hex').toUpperCase()
  return `PF-${digest.slice(0, 5)}-${digest.slice(5, 10)}`
}
