import * as z from 'zod'
import { deviceMark, surveyAnswerItem, surveyAnswers, surveyByItem, surveyBySecret, surveyDeviceItem, surveyItem } from '../../shared/evaluation/evaluation.store.ts'
import { openSurvey, readAnswer, resultOf, type Survey, surveyIsOpen } from '../../shared/evaluation/survey.ts'
import { newSecret, secretHash } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { projectTarget, type Project } from '../../shared/project/project.ts'
import { loadProject, projectItem } from '../../shared/project/project.store.ts'
import { loadDefinition } from '../../shared/stage/definition.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { countTry } from '../throttle.ts'
import { requireEvaluating, withEvaluation } from './evaluation.ts'
import { newsOf } from './news.ts'
import { projectEntry } from './project.ts'

async function loadOwn(context: Context, id: string, action: 'evaluation.survey' | 'evaluation.close-survey' = 'evaluation.survey'): Promise<{ project: Project; version: number; survey: Stored<Survey> | undefined }> {
  const { value: project, version } = await loadProject(context.table, id)
  authorise(context, action, projectTarget(project))
  return { project, version, survey: await context.table.get(surveyItem, keys.survey(project.id, project.current.number)) }
}

export interface SurveyStanding {
  secret: string
  open: boolean
}

/** Opens the survey of the evaluation that is under way, or opens it again while nothing of it has been read. Throws WRONG_STATE. */
export async function startSurvey(context: Context, id: string): Promise<SurveyStanding> {
  const secret = newSecret()
  const { id: person, name } = personOf(context)
  return act<SurveyStanding>(context, async () => {
    const { project, version, survey } = await loadOwn(context, id)
    requireEvaluating(project)
    const { number: stage } = project.current
    const definition = await loadDefinition(context.table, project.district, project.current.definition)
    const result = survey === undefined ? null : resultOf(survey.value, await surveyAnswers(context.table, project.id, stage), true)
    const opened = openSurvey(survey?.value, result, { project: project.id, stage, secret, ...definition.survey }, { person, name }, context.now)
    return {
      writes: [projectItem.put(withEvaluation(project, { survey: false }), version), surveyItem.put(opened, survey?.version ?? 'none'), ...(survey === undefined ? [surveyByItem.put({ digest: secretHash(opened.secret), project: project.id, stage }, 'none')] : [])],
      trail: [projectEntry(project, 'evaluation.survey', { zh: '打开了满意度调查', en: 'opened the satisfaction survey' })],
      answer: { secret: opened.secret, open: true },
    }
  })
}

/** No more answers; what came in can be read. The organisation or an administrator does it. Throws WRONG_STATE where none is open. */
export async function closeSurvey(context: Context, id: string): Promise<SurveyStanding> {
  return act<SurveyStanding>(context, async () => {
    const { project, version, survey } = await loadOwn(context, id, 'evaluation.close-survey')
    if (survey === undefined || survey.value.closedAt !== null) throw new Refusal('WRONG_STATE')
    return {
      writes: [projectItem.put(withEvaluation(project, { survey: true }), version), surveyItem.put({ ...survey.value, closedAt: context.now }, survey.version)],
      trail: [projectEntry(project, 'evaluation.survey', { zh: '结束了满意度调查', en: 'closed the satisfaction survey' })],
      orders: await newsOf(context, project, [{ person: project.evaluator?.person }], { news: { zh: '满意度调查结束了，可以看结果', en: 'The satisfaction survey is closed; its results can be read' }, path: `/projects/${project.id}/evaluation/card` }, `survey/${project.current.number}/${survey.version}`),
      answer: { secret: survey.value.secret, open: false },
    }
  })
}

const score = z.int().min(1).max(5)
const content = { scores: z.record(z.string().max(40), score), text: z.string().max(4000).default('') }
export const paperInput = z.strictObject(content)
export const answerInput = z.strictObject({
  ...content,
  /** What tells this device from others: drawn by lot and kept by the device itself. Only a digest of it is kept here, apart from the answer. */
  device: z.string().min(20).max(100),
})

/** A member types in a paper answer; it is counted apart. Throws INVALID, WRONG_STATE. */
export async function typeInAnswer(context: Context, id: string, input: z.infer<typeof paperInput>): Promise<{ taken: true }> {
  const answer = newSecret()
  return act<{ taken: true }>(context, async () => {
    const { project, survey } = await loadOwn(context, id)
    if (survey === undefined || !surveyIsOpen(survey.value, project)) throw new Refusal('WRONG_STATE')
    return {
      writes: [surveyAnswerItem.put({ project: project.id, stage: survey.value.stage, id: answer, way: 'paper', ...readAnswer(survey.value, input) }, 'none')],
      trail: [projectEntry(project, 'evaluation.survey', { zh: '录入了一份纸质问卷', en: 'typed in a paper answer' })],
      answer: { taken: true },
    }
  })
}

/** Answers an hour from one address: a home or a community centre shares one. */
const ANSWERS_AN_HOUR = 100

/**
 * An answer from anybody who has the link. It leaves no trail and no command record, since both hold a time; the try is counted by address
 * for this hour, without the survey. Throws NOT_FOUND, WRONG_STATE once it is over, INVALID, ALREADY_EXISTS from a device that has answered.
 */
export async function answerSurvey(context: Context, secret: string, input: z.infer<typeof answerInput>): Promise<{ taken: true }> {
  authorise(context, 'survey.answer', {})
  return act<{ taken: true }>({ ...context, command: null }, async () => {
    const survey = await surveyBySecret(context.table, secret)
    if (survey === undefined) throw new Refusal('NOT_FOUND')
    const { value: project } = await loadProject(context.table, survey.value.project)
    if (!surveyIsOpen(survey.value, project)) throw new Refusal('WRONG_STATE')
    const answer = readAnswer(survey.value, input)
    const mark = deviceMark(survey.value, input.device)
    if ((await context.table.get(surveyDeviceItem, keys.surveyDevice(mark.digest))) !== undefined) throw new Refusal('ALREADY_EXISTS')
    await countTry(context, 'survey', ANSWERS_AN_HOUR)
    return {
      writes: [surveyAnswerItem.put({ project: project.id, stage: survey.value.stage, id: newSecret(), way: 'link', ...answer }, 'none'), surveyDeviceItem.put(mark, 'none')],
      trail: [], answer: { taken: true },
    }
  })
}
