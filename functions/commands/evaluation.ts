import * as z from 'zod'
import { type CardTyped, type EvaluationCard, reopenEvaluation, saveEvaluation, submitEvaluation } from '../../shared/evaluation/card.ts'
import { requireNoTie } from '../../shared/evaluation/conflict.ts'
import { bondsOf } from '../../shared/evaluation/conflict.store.ts'
import { evaluationCardItem, selfEvaluationItem, surveyFacts } from '../../shared/evaluation/evaluation.store.ts'
import { reachedFigures } from '../../shared/evaluation/reached.store.ts'
import { linesOf, plannedOf, saveSelf, type SelfEvaluation, sendSelf, takeBackSelf } from '../../shared/evaluation/self-evaluation.ts'
import { surveyMistakes } from '../../shared/evaluation/survey.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { say, typed } from '../../shared/kernel/text.ts'
import { contentItem, loadProject, projectItem } from '../../shared/project/project.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { missingOf, sumOf } from '../../shared/scorecard/scorecard.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { type Definition, leastAnswers, ruleFor } from '../../shared/stage/definition.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { newsOf } from './news.ts'
import { loadForPart, projectEntry } from './project.ts'
import { reread } from './project-move.ts'

const by = (context: Context) => {
  const { id, name } = personOf(context)
  return { person: id, name }
}

export const saveSelfInput = z.strictObject({ revision: z.int().min(0).nullable().default(null), content: z.record(z.string(), z.unknown()) })

export interface SelfAnswer {
  state: SelfEvaluation['state']
  revision: number
  savedAt: Instant
}
const answerOf = ({ state, revision, savedAt }: SelfEvaluation): SelfAnswer => ({ state, revision, savedAt })

/** Keeps the draft of the self-evaluation; limits don't matter until it is sent. Throws WRONG_STATE, STALE, INVALID. */
export async function saveSelfEvaluation(context: Context, id: string, input: z.infer<typeof saveSelfInput>): Promise<SelfAnswer> {
  return act<SelfAnswer>(context, async () => {
    const { stored: { value: project } } = await loadForPart(context, id, 'self-evaluation', 'evaluation.assess-self')
    const found = await selfOf(context, project)
    const saved = saveSelf({ project: project.id, stage: project.current.number }, found?.value, { answers: input.content, revision: input.revision }, by(context), context.now)
    return { writes: [selfEvaluationItem.put(saved, found?.version ?? 'none')], trail: [], answer: answerOf(saved) }
  })
}

/** Sends it, with planned, said and recorded as they stand now. Throws INVALID with what is missing, WRONG_STATE. */
export async function sendSelfEvaluation(context: Context, id: string): Promise<SelfAnswer> {
  return act<SelfAnswer>(context, async () => {
    const { stored: { value: project, version }, definition } = await loadForPart(context, id, 'self-evaluation', 'evaluation.assess-self')
    const [found, content, reached] = await Promise.all([selfOf(context, project), context.table.get(contentItem, keys.projectContent(project.id)), reachedFigures(context.table, project)])
    const sent = sendSelf(found?.value, linesOf(plannedOf(content?.value.answers ?? {}, definition), found?.value.answers ?? {}, reached), context.now)
    const woken = await reread(context, project)
    return {
      writes: [...woken.writes, selfEvaluationItem.put(sent, found?.version ?? 'none'), projectItem.put(withEvaluation(project, { self: context.now }), version)],
      trail: [projectEntry(project, 'evaluation.assess-self', { zh: '交了自评', en: 'sent the self-evaluation' }, { from: 'draft', to: 'sent' })],
      orders: [...woken.orders, ...(await newsOf(context, project, [{ person: project.evaluator?.person }], { news: { zh: '项目单位交了自评', en: 'The organisation sent its self-evaluation' }, path: `/projects/${project.id}/evaluation/card` }, `self/${project.current.number}/${sent.revision}`))],
      answer: answerOf(sent),
    }
  })
}

/** Takes it back to correct it. Throws WRONG_STATE. */
export async function takeBackSelfEvaluation(context: Context, id: string): Promise<SelfAnswer> {
  return act<SelfAnswer>(context, async () => {
    const { stored: { value: project, version } } = await loadForPart(context, id, 'self-evaluation', 'evaluation.assess-self')
    const found = await selfOf(context, project)
    const draft = takeBackSelf(found?.value)
    return {
      writes: [selfEvaluationItem.put(draft, found?.version ?? 'none'), projectItem.put(withEvaluation(project, { self: null }), version)],
      trail: [projectEntry(project, 'evaluation.assess-self', { zh: '收回了自评，准备修改', en: 'took back the self-evaluation to change it' }, { from: 'sent', to: 'draft' })],
      answer: answerOf(draft),
    }
  })
}

export const withEvaluation = (project: Project, change: Partial<Project['current']['evaluation']>): Project => ({ ...project, current: { ...project.current, evaluation: { ...project.current.evaluation, ...change } } })

const selfOf = (context: Context, project: Project): Promise<Stored<SelfEvaluation> | undefined> => context.table.get(selfEvaluationItem, keys.selfEvaluation(project.id, project.current.number))

/** Throws WRONG_STATE unless the project's evaluation is under way. */
export function requireEvaluating({ state, current }: Project): void {
  if (state !== 'active' || current.name !== 'evaluation' || (current.state !== 'working' && current.state !== 'extension')) throw new Refusal('WRONG_STATE', { facts: { stage: current.name, state: current.state } })
}

const scores = z.record(z.string().max(40), z.string().max(40))
const comment = z.string().max(8000)
const revision = z.int().min(0).nullable().default(null)
export const saveEvaluationInput = z.strictObject({ scores, comment: comment.default(''), revision })
/** Without scores what was saved is sent; with them they are saved and sent at once. */
export const submitEvaluationInput = z.strictObject({ scores: scores.optional(), comment: comment.optional(), revision })
export const reopenEvaluationInput = z.strictObject({ reason: typed(500) })

interface Desk {
  stored: Stored<Project>
  definition: Definition
  card: Stored<EvaluationCard> | undefined
}

async function deskOf(context: Context, id: string, action: 'evaluation.score' | 'project.staff'): Promise<Desk> {
  const stored = await loadProject(context.table, id)
  authorise(context, action, projectTarget(stored.value))
  requireEvaluating(stored.value)
  const { district, current } = stored.value
  const [definition, card] = await Promise.all([loadDefinition(context.table, district, current.definition), context.table.get(evaluationCardItem, keys.evaluationCard(id, current.number))])
  return { stored, definition, card }
}

const saved = (context: Context, { stored: { value: project }, definition, card }: Desk, typed: CardTyped): EvaluationCard =>
  saveEvaluation({ project: project.id, stage: project.current.number }, card?.value, definition.rubric, typed, by(context), context.now)

export interface SavedEvaluation {
  revision: number
  savedAt: Instant
  missing: number
  total: string
}

/** Keeps the evaluator's draft. Leaves no trail: it is the evaluator's own paper until it is sent. Throws what saveEvaluation throws, WRONG_STATE. */
export async function saveEvaluationCard(context: Context, id: string, input: z.infer<typeof saveEvaluationInput>): Promise<SavedEvaluation> {
  return act<SavedEvaluation>(context, async () => {
    const desk = await deskOf(context, id, 'evaluation.score')
    const card = saved(context, desk, input)
    return { writes: [evaluationCardItem.put(card, desk.card?.version ?? 'none')], trail: [], answer: { revision: card.revision, savedAt: card.savedAt, missing: missingOf(desk.definition.rubric, card.scores).length, total: sumOf(desk.definition.rubric, card.scores) } }
  })
}

export interface SentEvaluation {
  receipt: string
  total: string
  grade: string
  submittedAt: Instant
}

/**
 * Sends a complete card, which locks it; the project has its grade from the same moment. Throws CARD_INCOMPLETE, also while the
 * satisfaction survey, by which it is judged, is not over, CARD_LOCKED, and
 * CONFLICTED where a tie has come up since the evaluator was named.
 */
export async function submitEvaluationCard(context: Context, id: string, input: z.infer<typeof submitEvaluationInput>): Promise<SentEvaluation> {
  return act<SentEvaluation>(context, async () => {
    const desk = await deskOf(context, id, 'evaluation.score')
    const { stored: { value: project, version }, definition } = desk
    const own = desk.card?.value.evaluator.person === personOf(context).id ? desk.card.value : undefined
    const draft = input.scores === undefined && input.comment === undefined && own !== undefined && (input.revision === null || input.revision === own.revision) ? own
      : saved(context, desk, { scores: input.scores ?? own?.scores ?? {}, comment: input.comment ?? own?.comment ?? '', revision: input.revision })
    const card = submitEvaluation(draft, definition, project.grade, context.now)
    requireNoTie(project, await bondsOf(context.table, project, card.evaluator.person))
    const open = surveyMistakes(await surveyFacts(context.table, project), leastAnswers(ruleFor(definition, project.current.name)))
    if (open.length > 0) throw new Refusal('CARD_INCOMPLETE', { mistakes: open })
    const grade = definition.rubric.grades.find((one) => one.id === card.grade)?.name ?? { zh: '' }
    return {
      writes: [evaluationCardItem.put(card, desk.card?.version ?? 'none'), projectItem.put({ ...withEvaluation(project, { card: context.now }), grade: card.grade }, version)],
      trail: [projectEntry(project, 'evaluation.score', { zh: `交了评估表：${card.total} 分，${grade.zh}，回执 ${card.receipt}`, en: `sent the evaluation sheet: ${card.total}, ${say(grade, 'en')}, receipt ${card.receipt}` }, { from: 'draft', to: 'submitted' })],
      orders: await newsOf(context, project, [{ organisation: project.organisation.id }, { administrators: project.district }], { news: { zh: `评估完成：${grade.zh}`, en: `Evaluated: ${say(grade, 'en')}` }, path: `/projects/${project.id}/evaluation` }, `card/${card.receipt}`),
      answer: { receipt: card.receipt ?? '', total: card.total ?? '', grade: card.grade ?? '', submittedAt: context.now },
    }
  })
}

/** An administrator gives a sent card back to its evaluator, with a reason that stays on it; the project's grade is what it was before. Throws WRONG_STATE. */
export async function reopenEvaluationCard(context: Context, id: string, input: z.infer<typeof reopenEvaluationInput>): Promise<{ revision: number }> {
  return act(context, async () => {
    const { stored: { value: project, version }, card } = await deskOf(context, id, 'project.staff')
    const opened = reopenEvaluation(card?.value, personOf(context).name, input.reason, context.now)
    const woken = await reread(context, project)
    return {
      writes: [...woken.writes, evaluationCardItem.put(opened, card?.version ?? 'none'), projectItem.put({ ...withEvaluation(project, { card: null }), grade: card?.value.earlierGrade ?? null }, version)],
      trail: [projectEntry(project, 'project.staff', { zh: '退回了评估表，请评估员重填', en: 'gave the evaluation sheet back to its evaluator' }, { from: 'submitted', to: 'draft', reason: input.reason })],
      orders: [...woken.orders, ...(await newsOf(context, project, [{ person: opened.evaluator.person }], { news: { zh: '评估表退回，请您重填', en: 'The evaluation sheet came back; please fill it in again' }, reason: input.reason, path: `/projects/${project.id}/evaluation/card` }, `card-reopened/${opened.revision}`))],
      answer: { revision: opened.revision },
    }
  })
}
