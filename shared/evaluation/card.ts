import { createHash } from 'node:crypto'
import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { gradeOf } from '../project/gate.ts'
import { cardTotal, type Scores, scoreMistakes } from '../rulebook/sheet.ts'
import { readScores } from '../scorecard/scorecard.ts'
import type { Definition } from '../stage/definition.ts'
import { type By, bySchema } from '../stage/stage.ts'

/** draft → submitted (locked, the project has its grade) → reopened by an administrator, with a reason → submitted again. */
const cardLifecycle = { draft: ['submitted'], submitted: ['draft'] } as const

/** The evaluator's sheet of one evaluation stage. Only the evaluator writes it (and the administrator who reopens it). */
export const evaluationCardSchema = z.object({
  project: inside(projectId),
  stage: inside(z.int()),
  evaluator: personal(bySchema),
  state: inside(z.enum(Object.keys(cardLifecycle) as [keyof typeof cardLifecycle])),
  /** By the sheet's leaf: a decimal as typed ('19.5'), never a float. */
  scores: inside(z.record(z.string(), z.string())),
  /** The evaluator's opinion, for the organisation to read. */
  comment: inside(z.string()),
  /** Exact sum of the leaves, once submitted, and the id of the grade it earns. */
  total: inside(z.string().nullable()),
  grade: inside(z.string().nullable()),
  /** The project's grade before, to come back if the card is reopened. */
  earlierGrade: inside(z.string().nullable()),
  revision: inside(z.int()),
  savedAt: inside(instant),
  submittedAt: inside(instant.nullable()),
  receipt: inside(z.string().nullable()),
  reopened: inside(z.array(z.object({ at: instant, by: z.string(), reason: z.string() }))),
})
export type EvaluationCard = z.infer<typeof evaluationCardSchema>

/** Characters of the evaluator's opinion. */
export const OPINION_LIMIT = 1000

export interface CardTyped {
  scores: Scores
  comment: string
  revision: number | null
}

/** A draft saved. A card that another evaluator began is begun anew. Throws CARD_LOCKED, STALE, INVALID with a sentence a field. */
export function saveEvaluation(place: Pick<EvaluationCard, 'project' | 'stage'>, card: EvaluationCard | undefined, rubric: Definition['rubric'], typed: CardTyped, by: By, now: Instant): EvaluationCard {
  if (card?.state === 'submitted') throw new Refusal('CARD_LOCKED')
  const scores = readScores(rubric, typed.scores, typed.comment, OPINION_LIMIT)
  const own = card?.evaluator.person === by.person ? card : undefined
  if (typed.revision !== null && typed.revision !== (own?.revision ?? 0)) throw new Refusal('STALE')
  return {
    ...place, evaluator: by, state: 'draft', scores, comment: typed.comment, total: null, grade: null, earlierGrade: null, revision: (own?.revision ?? 0) + 1, savedAt: now, submittedAt: null, receipt: null, reopened: own?.reopened ?? [],
  }
}

/** A complete card sent: locked, added up exactly, graded. Throws CARD_LOCKED, CARD_INCOMPLETE with a sentence for what is missing. */
export function submitEvaluation(card: EvaluationCard, definition: Definition, earlierGrade: string | null, now: Instant): EvaluationCard {
  if (card.state === 'submitted') throw new Refusal('CARD_LOCKED')
  const mistakes = scoreMistakes(definition.rubric, card.scores, true)
  if (card.comment.trim() === '') mistakes.push({ path: 'comment', code: 'REQUIRED', zh: '请写评估意见，项目单位会看到。', en: 'Write your opinion; the organisation will read it.' })
  if (mistakes.length > 0) throw new Refusal('CARD_INCOMPLETE', { mistakes })
  const total = cardTotal(definition.rubric, card.scores).toFixed()
  const sent: EvaluationCard = { ...card, state: 'submitted', total, grade: gradeOf(definition, Number(total)).id, earlierGrade, revision: card.revision + 1, savedAt: now, submittedAt: now }
  return { ...sent, receipt: receiptOf(sent) }
}

/** Opened again: the scores stay, as a draft. Throws WRONG_STATE unless it is submitted. */
export function reopenEvaluation(card: EvaluationCard | undefined, by: string, reason: string, now: Instant): EvaluationCard {
  if (card?.state !== 'submitted') throw new Refusal('WRONG_STATE', { facts: { state: card?.state ?? 'none' } })
  return { ...card, state: 'draft', total: null, grade: null, earlierGrade: null, submittedAt: null, receipt: null, revision: card.revision + 1, reopened: [...card.reopened, { at: now, by, reason }] }
}

/** Ten characters that anybody can compute again from the card. */
function receiptOf(card: EvaluationCard): string {
  const canonical = JSON.stringify([card.project, card.stage, card.evaluator.person, Object.entries(card.scores).toSorted(([a], [b]) => (a < b ? -1 : 1)), card.comment, card.total, card.submittedAt])
  const digest = createHash('sha256').update(canonical).digest('hex').toUpperCase()
  return `PG-${digest.slice(0, 5)}-${digest.slice(5, 10)}`
}
