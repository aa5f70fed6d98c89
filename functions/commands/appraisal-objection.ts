import * as z from 'zod'
import { rulingEffects } from '../../shared/appraisal/appraisal.ts'
import { object, rule as ruleOn } from '../../shared/appraisal/objection.ts'
import { grantTarget } from '../../shared/grant/grant.ts'
import type { EvaluationId } from '../../shared/grant/standing.ts'
import { newObjectionId, type ObjectionId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { objectionNumber } from '../../shared/notice/notice.ts'
import { may } from '../../shared/person/access.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import type { Context } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { answerOf, type AppraisalAnswer, byOf, moveAppraisal } from './appraisal-move.ts'

/** `name` and `contact`: of who objects, where it is not the grantee itself. */
export const appraisalObjectionInput = z.strictObject({ name: z.string().trim().max(60).default(''), contact: z.string().trim().max(120).default(''), facts: z.string().trim().min(10).max(3000) })

/** Takes an objection: a member's is the grantee's own; others put down whose it is. Throws WRONG_STATE outside its days, INVALID. */
export async function objectToResult(context: Context, id: string, of: EvaluationId, input: z.infer<typeof appraisalObjectionInput>): Promise<{ id: ObjectionId; number: string }> {
  const objection = newObjectionId()
  const number = objectionNumber(objection)
  return moveAppraisal(context, id, of, 'appraisal.object', () => ({ id: objection, number }), ({ one, grant }) => {
    const own = may(context.actor, 'appraisal.write', grantTarget(grant))
    const whose = own ? { kind: 'grantee' as const, name: grant.organisation.name, contact: '' } : { kind: 'person' as const, name: input.name, contact: input.contact }
    const sentence = { zh: `收到异议 ${number}`, en: `objection ${number} came in` }
    return { one: object(one, { id: objection, ...whose, facts: input.facts }, byOf(context), context.now), sentence, news: { to: [{ administrators: grant.district }], news: sentence } }
  })
}

export const appraisalRulingInput = z.strictObject({
  effect: z.enum(rulingEffects), reasons: typed(3000),
  total: z.string().trim().max(10).nullable().default(null),
  until: z.iso.date().nullable().default(null),
})

const effects: Record<z.infer<typeof appraisalRulingInput>['effect'], { zh: string; en: string }> = {
  confirm: { zh: '维持结果', en: 'the result stands' }, change: { zh: '改变结果', en: 'the result is changed' }, again: { zh: '重新评估', en: 'it is evaluated again' },
}

/** Rules on an objection, with reasons. Throws WRONG_STATE, INVALID, and CONFLICTED for who organises, applies, guides or has evaluated it. */
export async function ruleOnAppraisal(context: Context, id: string, of: EvaluationId, objection: string, input: z.infer<typeof appraisalRulingInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.rule', answerOf, async ({ one, rule, grant }) => {
    requireUnbarred('rule', await wearerOf(context), await concernOf(context.table, grant))
    const by = byOf(context)
    if (grant.evaluations.some(({ evaluator }) => evaluator?.person === by.person)) throw new Refusal('CONFLICTED', { mistakes: [{ path: '', code: 'IS_EVALUATOR', zh: '您评估了这个项目，不能裁定对它的异议，请由别人决定。', en: 'Who evaluated it cannot rule on it; let somebody else decide.' }] })
    const sentence = { zh: `异议裁定：${effects[input.effect].zh}`, en: `ruling: ${effects[input.effect].en}` }
    return {
      one: ruleOn(one, objection, rule, input, by, context.now), sentence, reason: input.reasons,
      news: { to: [{ organisation: grant.organisation.id }, ...(input.effect === 'again' ? [{ person: grant.evaluations.find((standing) => standing.of === of)?.evaluator?.person }] : [])], news: sentence },
    }
  })
}
