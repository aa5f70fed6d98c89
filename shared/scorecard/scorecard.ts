import * as z from 'zod'
import { decimal } from '../kernel/decimal.ts'
import { competitionId, personId, proposalId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { characters } from '../kernel/text.ts'
import type { Criterion, Round } from '../rulebook/round.ts'
import { cardTotal, leavesOf, reasonMistakes, type Scores, scoreMistakes, type Sheet, totalSoFar } from '../rulebook/sheet.ts'
import { proposalNumber } from '../proposal/proposal.ts'
import { type CountedCard, leafOf, type Receipt, receiptCode, saltSchema } from '../seal/leaf.ts'
import type { SealedCard } from '../seal/seal.ts'

/** draft → submitted (locked) → reopened by an administrator, with a reason → submitted again. */
const scorecardLifecycle = { draft: ['submitted'], submitted: ['draft'] } as const

/** What one judge fills in for one proposal in one round. Only that judge writes it (and the administrator who reopens it). */
export const scorecardSchema = z.object({
  competition: competitionId,
  proposal: proposalId,
  index: z.int(),
  judge: personId,
  state: z.enum(Object.keys(scorecardLifecycle) as [keyof typeof scorecardLifecycle]),
  /** By the sheet's leaf, bonus or deduction: a decimal as typed ('19.5'), never a float. Computed leaves are in it with the points that followed, and triggers that were found as '1'. */
  scores: z.record(z.string(), z.string()),
  comment: z.string(),
  /** Sum of the leaves with bonuses and deductions, once submitted. */
  total: z.string().nullable(),
  revision: z.int(),
  /** When anything of it was first kept. */
  begunAt: instant,
  savedAt: instant,
  submittedAt: instant.nullable(),
  /** Of a submitted card: what makes its leaf of the round's tree unguessable. Nobody reads it but the judge, on the receipt, until cards are published. */
  salt: saltSchema.nullable(),
  /** Ten digits of that leaf. */
  receipt: z.string().nullable(),
  reopened: z.array(z.object({ at: instant, by: z.string(), reason: z.string() })),
})
export type Scorecard = z.infer<typeof scorecardSchema>

/** Characters of a judge's word to the applicant. */
export const COMMENT_LIMIT = 500

/** As a judge types it: full-width digits are digits, and zeros behind the last decimal say nothing (19.50 is 19.5). */
function plain(typed: string): string {
  const text = typed.normalize('NFKC').trim().replace('。', '.')
  // Nothing is less than nothing: -0 is 0.
  return /^\d{1,6}(\.\d{1,6})?$|^-0{1,6}(\.0{1,6})?$/.test(text) ? decimal(text).abs().toFixed() : text
}

/**
 * What a judge typed as the card keeps it. Empty fields are left out (a draft may be partial). Throws INVALID with a sentence for every
 * field that is wrong, at `scores.<leaf>` and `comment`, which has `limit` characters at most.
 */
export function readScores(round: Sheet, typed: Scores, comment: string, limit = COMMENT_LIMIT): Record<string, string> {
  const scores = Object.fromEntries(Object.entries(typed).map(([id, text]) => [id, plain(text)] as const).filter(([, text]) => text !== ''))
  const mistakes = scoreMistakes(round, scores, false)
  if (characters(comment) > limit) mistakes.push({ path: 'comment', code: 'TOO_LONG', zh: `这段话最多 ${limit} 个字，请删短一些。`, en: `At most ${limit} characters; please shorten it.` })
  if (mistakes.length > 0) throw new Refusal('INVALID', { mistakes })
  return scores
}

/** The leaves that have no score yet. */
export const missingOf = (round: Pick<Sheet, 'criteria'>, scores: Scores): Criterion[] => leavesOf(round.criteria).filter(({ id }) => scores[id] === undefined)

/** What is scored so far with bonuses and deductions, exact, as a plain decimal. */
export const sumOf = (sheet: Pick<Sheet, 'criteria' | 'extras' | 'triggers'>, scores: Scores): string => totalSoFar(sheet, scores).toFixed()

export type CardPlace = Pick<Scorecard, 'competition' | 'proposal' | 'index' | 'judge'>

/**
 * A draft saved. `revision` is the one that the judge's page was made from; null saves over whatever there is (a program that has read none).
 * Throws CARD_LOCKED once submitted, STALE when another tab has saved since, INVALID with a sentence a field.
 */
export function saveCard(place: CardPlace, card: Scorecard | undefined, round: Round, typed: { scores: Scores; comment: string; revision: number | null }, now: Instant): Scorecard {
  if (card?.state === 'submitted') throw new Refusal('CARD_LOCKED')
  const scores = readScores(round, typed.scores, typed.comment)
  if (typed.revision !== null && typed.revision !== (card?.revision ?? 0)) throw new Refusal('STALE')
  return {
    ...place, state: 'draft', scores, comment: typed.comment, total: null, revision: (card?.revision ?? 0) + 1, begunAt: card?.begunAt ?? now, savedAt: now, submittedAt: null, salt: null, receipt: null, reopened: card?.reopened ?? [],
  }
}

/** A complete card sent: locked, added up, with its receipt. `salt`: 128 random bits. Throws CARD_LOCKED, CARD_INCOMPLETE with a sentence for each leaf without a score, and for a trigger without a reason. */
export function submitCard(card: Scorecard, round: Round, salt: string, now: Instant): Scorecard {
  if (card.state === 'submitted') throw new Refusal('CARD_LOCKED')
  requireComplete(round, card.scores, reasonMistakes(round, card.scores, card.comment))
  const sent: Scorecard = { ...card, state: 'submitted', total: cardTotal(round, card.scores).toFixed(), submittedAt: now, savedAt: now, salt }
  return { ...sent, receipt: receiptCode(receiptOf(sent, round).leaf) }
}

/** Throws CARD_INCOMPLETE with a sentence for each leaf without a score. */
export function requireComplete(round: Sheet, scores: Scores, also: readonly Mistake[] = []): void {
  const mistakes = [...scoreMistakes(round, scores, true), ...also]
  if (mistakes.length > 0) throw new Refusal('CARD_INCOMPLETE', { mistakes })
}

/** Opened again by an administrator: the judge's scores stay, as a draft. Throws WRONG_STATE unless it is submitted. */
export function reopenCard(card: Scorecard, by: string, reason: string, now: Instant): Scorecard {
  if (card.state !== 'submitted') throw new Refusal('WRONG_STATE', { facts: { state: card.state } })
  return { ...card, state: 'draft', total: null, submittedAt: null, salt: null, receipt: null, revision: card.revision + 1, reopened: [...card.reopened, { at: now, by, reason }] }
}

/** All that counting reads of a card but whose it is: this, and no more, is sealed. */
export const countedOf = ({ scores }: Scorecard): CountedCard => ({ scores })

/** A sent card as its round is sealed with it. Throws TypeError for one that is not sent. */
export function sealedOf(card: Scorecard): SealedCard {
  if (card.salt === null) throw new TypeError(`the card of ${card.proposal} is not sent`)
  return { proposal: proposalNumber(card.proposal), card: countedOf(card), salt: card.salt }
}

/** What the judge of a sent card can keep, and anybody can compute its leaf from. Throws TypeError for one that is not sent. */
export function receiptOf(card: Scorecard, round: Pick<Round, 'id'>): Receipt {
  const { proposal, ...slot } = sealedOf(card)
  const place = { competition: card.competition, round: round.id, proposal }
  return { kind: 'xiuyuan-receipt', version: 1, ...place, ...slot, leaf: leafOf(place, slot), submittedAt: card.submittedAt ?? '' }
}
