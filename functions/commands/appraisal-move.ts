import { type Appraisal, type Case, type EvaluationRule, standingOf } from '../../shared/appraisal/appraisal.ts'
import { appraisalItem, loadAppraisal } from '../../shared/appraisal/appraisal.store.ts'
import type { EvaluationId, EvaluationStanding } from '../../shared/grant/standing.ts'
import type { Grant } from '../../shared/grant/grant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import type { Action } from '../../shared/person/access.ts'
import type { By } from '../../shared/stage/stage.ts'
import type { Write } from '../../shared/store/table.ts'
import { type Context, personOf } from '../context.ts'
import { act } from '../commit.ts'
import { type GrantRoom, grantRoom } from '../queries/grant-room.ts'
import { type GrantMove, moveGrantFor } from './grant-move.ts'

/** What a decision about one evaluation is made from. */
export interface AppraisalRoom extends GrantRoom {
  one: Case
  rule: EvaluationRule
}

export interface AppraisalMove extends Pick<GrantMove, 'reason' | 'news'> {
  one: Case
  sentence: Bilingual
  writes?: Write[]
}

const names: Record<EvaluationId, { zh: string; en: string }> = { 'mid-term': { zh: '中期评估', en: 'mid-term evaluation' }, final: { zh: '末期评估', en: 'final evaluation' } }

/** The rulebook's rules of one evaluation. Throws NOT_FOUND where it asks for none. */
export function ruleOf({ funding }: Pick<GrantRoom, 'funding'>, of: EvaluationId): EvaluationRule {
  const found = funding.evaluations.find(({ id }) => id === of)
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

export function byOf(context: Context): By {
  const { id, name } = personOf(context)
  return { person: id, name }
}

/** The standing for its own evaluator. Throws NOT_ALLOWED for anybody else. */
export function requireEvaluator(context: Context, { grant, appraisal }: Case): EvaluationStanding {
  const standing = standingOf(grant, appraisal.of)
  if (standing.evaluator?.person !== personOf(context).id) throw new Refusal('NOT_ALLOWED')
  return standing
}

/** Moves an evaluation of a grant in one transaction with the grant itself, and answers with what `answer` makes of it. Throws what `decide` throws, NOT_FOUND, NOT_ALLOWED. */
export async function moveAppraisal<Answer>(context: Context, id: string, of: EvaluationId, action: Action, answer: (after: Case) => Answer, decide: (room: AppraisalRoom) => Promise<AppraisalMove> | AppraisalMove): Promise<Answer> {
  return moveGrantFor(context, id, action, async (room): Promise<GrantMove & { answer: Answer }> => {
    const rule = ruleOf(room, of)
    const { value: appraisal, version } = await loadAppraisal(context.table, room.grant.id, of)
    const before: Case = { grant: room.grant, appraisal }
    const { one, sentence, writes = [], news, ...rest } = await decide({ ...room, rule, one: before })
    if (one === before) return { grant: room.grant, sentence, answer: answer(one) }
    return {
      ...rest, answer: answer(one), grant: one.grant, writes: [appraisalItem.put(one.appraisal, version), ...writes],
      sentence: { zh: `${names[of].zh}：${sentence.zh}`, en: `${names[of].en}: ${sentence.en ?? sentence.zh}` },
      ...(news === undefined ? {} : { news: { ...news, path: news.path ?? `/grants/${id}/evaluation`, news: { zh: `${names[of].zh}：${news.news.zh}`, en: `${names[of].en}: ${news.news.en ?? news.news.zh}` } } }),
    }
  })
}

interface Draft<Answer> {
  appraisal: Appraisal
  answer: Answer
}

/** Keeps somebody's draft: nothing of the grant changes, and nothing is told. Throws what `decide` throws. */
export async function keepDraft<Answer>(context: Context, id: string, of: EvaluationId, action: Action, decide: (room: AppraisalRoom) => Promise<Draft<Answer>> | Draft<Answer>): Promise<Answer> {
  return act<Answer>(context, async () => {
    const room = await grantRoom(context, id, action)
    const { value, version } = await loadAppraisal(context.table, room.grant.id, of)
    const { appraisal, answer } = await decide({ ...room, rule: ruleOf(room, of), one: { grant: room.grant, appraisal: value } })
    return { writes: [appraisalItem.put(appraisal, version)], trail: [], answer }
  })
}

export type AppraisalStep = Grant['evaluations'][number]['step']
/** What a move of an evaluation is answered with. */
export interface AppraisalAnswer {
  step: AppraisalStep
  dueAt: string | null
}
export const answerOf = ({ grant, appraisal }: Case): AppraisalAnswer => {
  const { step, dueAt } = standingOf(grant, appraisal.of)
  return { step, dueAt }
}
