import * as z from 'zod'
import { type Case, type EvaluationRule, sheetOf } from '../../shared/appraisal/appraisal.ts'
import { evaluatedGrantItem } from '../../shared/appraisal/appraisal.store.ts'
import { tieToGrant } from '../../shared/appraisal/conflict.store.ts'
import { answerMore, appoint, askMore, saveCard, sendCard } from '../../shared/appraisal/sheet.ts'
import { refuseTied } from '../../shared/evaluation/conflict.ts'
import type { EvaluationId } from '../../shared/grant/standing.ts'
import { personId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { requireUnbarred } from '../../shared/person/hats.ts'
import { evaluatorItem } from '../../shared/person/person.store.ts'
import { foundOn } from '../../shared/rulebook/sheet.ts'
import { missingOf, sumOf } from '../../shared/scorecard/scorecard.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Context, personOf } from '../context.ts'
import { concernOf } from '../queries/grant-money.ts'
import { wearerOf } from '../queries/hats.ts'
import { measuredInGrant } from '../queries/measured.ts'
import { answerOf, type AppraisalAnswer, byOf, keepDraft, moveAppraisal, requireEvaluator } from './appraisal-move.ts'

export const appointAppraiserInput = z.strictObject({ person: personId })

/**
 * Names who evaluates; whoever was named before is released. Throws NOT_FOUND for somebody who is no evaluator of the district, CONFLICTED
 * with the tie that bars them, or for an asker who organises, applies or guides, WRONG_STATE once there is a result.
 */
export async function appointAppraiser(context: Context, id: string, of: EvaluationId, { person }: z.infer<typeof appointAppraiserInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.steer', answerOf, async ({ one }) => {
    const { grant } = one
    requireUnbarred('rule', await wearerOf(context), await concernOf(context.table, grant))
    const found = await context.table.get(evaluatorItem, keys.evaluator(grant.district, person))
    if (found === undefined || found.value.removedAt !== null) throw new Refusal('NOT_FOUND')
    refuseTied(await tieToGrant(context.table, grant, person), 'person')
    const evaluator = { person: found.value.person, name: found.value.name }
    return {
      one: appoint(one, evaluator, context.now),
      // The evaluator's item is written anew: a removal at the same moment has to look again.
      writes: [evaluatorItem.put(found.value, found.version), evaluatedGrantItem.put({ person: evaluator.person, grant: grant.id, since: context.now }, 'any')],
      sentence: { zh: `请${evaluator.name}评估`, en: `named ${evaluator.name} as evaluator` },
      news: { to: [{ person }], news: { zh: '请您评估', en: 'you are asked to evaluate' } },
    }
  })
}

const scores = z.record(z.string().max(40), z.string().max(40))
export const saveAppraisalCardInput = z.strictObject({ scores, comment: z.string().max(8000).default(''), revision: z.int().min(0).nullable().default(null) })
export interface SavedAppraisalCard {
  revision: number
  savedAt: Instant
  missing: number
  total: string
}

/** Keeps the evaluator's draft. Throws WRONG_STATE, STALE, INVALID, NOT_ALLOWED for the evaluator of the other evaluation. */
export function saveAppraisalCard(context: Context, id: string, of: EvaluationId, input: z.infer<typeof saveAppraisalCardInput>): Promise<SavedAppraisalCard> {
  return keepDraft(context, id, of, 'appraisal.score', async ({ one, rule }) => {
    requireEvaluator(context, one)
    const { appraisal } = saveCard(one, rule, input, await measuredIn(context, one, rule), byOf(context), context.now)
    const kept = appraisal.card?.scores ?? {}
    return { appraisal, answer: { revision: appraisal.card?.revision ?? 0, savedAt: context.now, missing: missingOf(sheetOf(rule), kept).length, total: sumOf(sheetOf(rule), kept) } }
  })
}

/** Without scores what was saved is sent; with them they are saved and sent at once. */
export const sendAppraisalCardInput = z.strictObject({ scores: scores.optional(), comment: z.string().max(8000).optional(), revision: z.int().min(0).nullable().default(null) })
export interface GivenResult {
  total: string
  passed: boolean
  grade: string | null
  objectionsUntil: Instant
}

/** Sends the sheet: the evaluation has its result. Throws CARD_INCOMPLETE, WRONG_STATE, and CONFLICTED where a tie has come up since the evaluator was named. */
export async function sendAppraisalCard(context: Context, id: string, of: EvaluationId, input: z.infer<typeof sendAppraisalCardInput>): Promise<GivenResult> {
  return moveAppraisal(context, id, of, 'appraisal.score', resultOf, async ({ one, rule }) => {
    requireEvaluator(context, one)
    const by = byOf(context)
    const { card } = one.appraisal
    const measured = await measuredIn(context, one, rule)
    const saved: Case = input.scores === undefined && input.comment === undefined ? one : saveCard(one, rule, { scores: input.scores ?? card?.scores ?? {}, comment: input.comment ?? card?.comment ?? '', revision: input.revision }, measured, by, context.now)
    const given = sendCard(saved, rule, measured, by, context.now)
    refuseTied(await tieToGrant(context.table, one.grant, by.person))
    const { total, passed, grade } = resultOf(given)
    const found = foundOn(rule, given.appraisal.results.at(-1)?.scores ?? {})
    const name = rule.grades.find(({ id }) => id === grade)?.name
    const [zh, en] = [name === undefined ? '' : `，${say(name, 'zh')}`, name === undefined ? '' : `, ${say(name, 'en')}`]
    const sentence = {
      zh: `${total} 分${zh}，${passed ? '通过' : '不通过'}${found.map(({ label }) => `；查到“${label.zh}”`).join('')}`,
      en: `${total} points${en}, ${passed ? 'passed' : 'failed'}${found.map(({ label }) => `; found "${say(label, 'en')}"`).join('')}`,
    }
    return { one: given, sentence, news: { to: [{ organisation: one.grant.organisation.id }, { administrators: one.grant.district }], news: sentence } }
  })
}

/** What the sheet's computed leaves follow from. */
const measuredIn = (context: Context, { grant, appraisal }: Case, rule: EvaluationRule) => measuredInGrant(context.table, rule.criteria, grant.proposal, appraisal.self?.figures ?? null)

function resultOf({ appraisal }: Case): GivenResult {
  const result = appraisal.results.at(-1)
  if (result === undefined) throw new TypeError(`no result of ${appraisal.grant} ${appraisal.of}`)
  const { total, passed, grade, objectionsUntil } = result
  return { total, passed, grade, objectionsUntil }
}

export const askMoreInput = z.strictObject({ kind: z.enum(['supplement', 'visit']), items: z.array(typed(200)).min(1).max(20), days: z.int().min(1).max(60) })

/** Asks the grantee for a supplement, or puts down that a visit is needed, and what about. Throws WRONG_STATE. */
export async function askForMore(context: Context, id: string, of: EvaluationId, input: z.infer<typeof askMoreInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.score', answerOf, ({ one }) => {
    requireEvaluator(context, one)
    const sentence = input.kind === 'supplement' ? { zh: '需要补充材料', en: 'a supplement is needed' } : { zh: '需要实地核查', en: 'a visit is needed' }
    return { one: askMore(one, input, byOf(context), context.now), sentence, reason: input.items.join('；'), news: { to: [{ organisation: one.grant.organisation.id }], news: sentence } }
  })
}

export const answerMoreInput = z.strictObject({ text: typed(2000) })

/** What the grantee supplies. Throws WRONG_STATE where nothing is asked for. */
export async function supplement(context: Context, id: string, of: EvaluationId, { text }: z.infer<typeof answerMoreInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.write', answerOf, ({ one }) => ({
    one: answerMore(one, 'supplement', text, byOf(context), context.now), sentence: { zh: '补充了材料', en: 'supplied what was asked for' },
    news: { to: [{ person: one.grant.evaluations.find((standing) => standing.of === of)?.evaluator?.person }], news: { zh: '补充材料已交', en: 'what you asked for is in' } },
  }))
}

/** What the evaluator found on the spot. Throws WRONG_STATE where no visit is due. */
export async function reportVisit(context: Context, id: string, of: EvaluationId, { text }: z.infer<typeof answerMoreInput>): Promise<AppraisalAnswer> {
  return moveAppraisal(context, id, of, 'appraisal.score', answerOf, ({ one }) => {
    requireEvaluator(context, one)
    return { one: answerMore(one, 'visit', text, byOf(context), context.now), sentence: { zh: `${personOf(context).name}实地核查过了`, en: `${personOf(context).name} has visited` } }
  })
}
