import * as z from 'zod'
import { failLate } from '../../shared/appraisal/appraisal.ts'
import { linkedRecords } from '../../shared/appraisal/appraisal.store.ts'
import { answerPostponement, askPostponement, saveSelf, sendSelf } from '../../shared/appraisal/self.ts'
import { loadGrant } from '../../shared/grant/grant.store.ts'
import { type EvaluationId, isOverdue } from '../../shared/grant/standing.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { typed } from '../../shared/kernel/text.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import type { Context } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { answerOf, type AppraisalAnswer, byOf, keepDraft, moveAppraisal } from './appraisal-move.ts'

export const saveAppraisalSelfInput = z.strictObject({ revision: z.int().min(0).nullable().default(null), content: z.record(z.string(), z.unknown()) })

/** Keeps the draft of the self-evaluation; limits don't matter until it is sent. Throws WRONG_STATE outside its days, STALE, INVALID. */
export function saveAppraisalSelf(context: Context, id: string, of: EvaluationId, input: z.infer<typeof saveAppraisalSelfInput>): Promise<{ revision: number; savedAt: Instant }> {
  return keepDraft(context, id, of, 'appraisal.write', ({ one }) => {
    const { appraisal } = saveSelf(one, { answers: input.content, revision: input.revision }, byOf(context), context.now)
    return { appraisal, answer: { revision: appraisal.self?.revision ?? 0, savedAt: context.now } }
  })
}

/** Sends it, with the figures of the linked project's records as they stand now. Throws INVALID with what is missing, WRONG_STATE. */
export async function sendAppraisalSelf(context: Context, id: string, of: EvaluationId): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.write', answerOf, async ({ one }) => {
    const evaluator = one.grant.evaluations.find((standing) => standing.of === of)?.evaluator
    return {
      one: sendSelf(one, (await linkedRecords(context.table, one.grant))?.figures ?? null, context.now),
      sentence: { zh: '交了自评', en: 'sent the self-evaluation' },
      news: { to: [evaluator === null || evaluator === undefined ? { administrators: one.grant.district } : { person: evaluator.person }], news: { zh: '自评已交', en: 'the self-evaluation is in' } },
    }
  })
}

export const askPostponementInput = z.strictObject({ reason: typed(1000), until: z.iso.date() })

/** Asks for a later date, with reasons. Throws WRONG_STATE, INVALID. */
export async function askForPostponement(context: Context, id: string, of: EvaluationId, input: z.infer<typeof askPostponementInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.write', answerOf, ({ one }) => ({
    one: askPostponement(one, input, byOf(context), context.now),
    sentence: { zh: `申请延期到 ${input.until}`, en: `asked for a later date, ${input.until}` }, reason: input.reason,
    news: { to: [{ administrators: one.grant.district }], news: { zh: `申请延期到 ${input.until}`, en: `a later date is asked for, ${input.until}` } },
  }))
}

export const answerPostponementInput = z.strictObject({ granted: z.boolean(), /** Another day than was asked for. */ until: z.iso.date().nullable().default(null), reason: typed(1000) })

/** Grants or refuses it, with reasons. Throws WRONG_STATE where none waits, INVALID, CONFLICTED for who organises, applies or guides. */
export async function answerAboutPostponement(context: Context, id: string, of: EvaluationId, input: z.infer<typeof answerPostponementInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.steer', answerOf, async ({ one }) => {
    requireUnbarred('rule', await wearerOf(context), await concernOf(context.table, one.grant))
    const after = answerPostponement(one, input, byOf(context), context.now)
    const to = after.appraisal.postponements.at(-1)?.answer?.until
    const sentence = input.granted ? { zh: `同意延期到 ${to}`, en: `granted a later date, ${to}` } : { zh: '不同意延期', en: 'refused a later date' }
    return { one: after, sentence, reason: input.reason, news: { to: [{ organisation: one.grant.organisation.id }], news: sentence } }
  })
}

/** Every evaluation of the grant whose date has passed without anything and without a cause: a fail. Called by its machine; called again it does nothing. */
export async function failOverdue(context: Context, id: string): Promise<void> {
  const { value: grant } = await loadGrant(context.table, id)
  for (const { of } of grant.evaluations.filter((standing) => isOverdue(grant, standing, context.now))) {
    await moveAppraisal(context, id, of, 'appraisal.steer', answerOf, ({ one, rule }) => {
      const standing = one.grant.evaluations.find((found) => found.of === of)
      if (standing === undefined || !isOverdue(one.grant, standing, context.now)) return { one, sentence: { zh: '' } }
      const sentence = { zh: '逾期未交自评，又没有申请延期，按不通过处理', en: 'no self-evaluation by its date and no cause given: it has failed' }
      return { one: failLate(one, rule, context.now), sentence, news: { to: [{ organisation: one.grant.organisation.id }, { administrators: one.grant.district }], news: sentence } }
    })
  }
}
