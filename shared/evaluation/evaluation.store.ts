import * as z from 'zod'
import { milliseconds } from '../kernel/instant.ts'
import { projectId, secretHash } from '../kernel/ids.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { evaluationCardSchema } from './card.ts'
import { selfEvaluationSchema } from './self-evaluation.ts'
import type { GateFacts } from '../project/gate.ts'
import type { Project } from '../project/project.ts'
import { type Survey, type SurveyAnswer, surveyAnswerSchema, surveyIsOver, surveySchema } from './survey.ts'

export const selfEvaluationItem = itemKind('self-evaluation', selfEvaluationSchema, (self) => keys.selfEvaluation(self.project, self.stage))
export const evaluationCardItem = itemKind('evaluation-card', evaluationCardSchema, (card) => keys.evaluationCard(card.project, card.stage))
export const surveyItem = itemKind('survey', surveySchema, (survey) => keys.survey(survey.project, survey.stage))
/** From the digest of a link's secret to its survey. */
export const surveyByItem = itemKind('survey-by', z.object({ digest: z.string(), project: projectId, stage: z.int() }), ({ digest }) => keys.surveyBy(digest))
export const surveyAnswerItem = itemKind('survey-answer', surveyAnswerSchema, (answer) => keys.answer(answer.project, answer.stage, answer.id))

/** How long a device is known to have answered: longer than any stage takes, counted from the survey's opening, which tells nothing of the answer. */
const DEVICE_DAYS = 1200

/**
 * That a device has answered: a digest of its random cookie and the survey's secret, and nothing else. Without the cookie nobody can make
 * the digest; two surveys give two digests; no field and no time leads from it to the answer.
 */
export const surveyDeviceSchema = z.object({ digest: z.string(), goneAt: z.int() })
export const surveyDeviceItem = itemKind('survey-device', surveyDeviceSchema, ({ digest }) => keys.surveyDevice(digest), ({ goneAt }) => goneAt)

export const deviceMark = (survey: Survey, device: string): z.infer<typeof surveyDeviceSchema> => ({
  digest: secretHash(`${survey.secret} ${device}`), goneAt: Math.floor(milliseconds(survey.openedAt) / 1000) + DEVICE_DAYS * 86_400,
})

/** undefined for a secret that opens nothing. */
export async function surveyBySecret(table: Table, secret: string): Promise<Stored<Survey> | undefined> {
  const by = await table.get(surveyByItem, keys.surveyBy(secretHash(secret)))
  return by === undefined ? undefined : table.get(surveyItem, keys.survey(by.value.project, by.value.stage))
}

/** In the order of their ids, which is drawn by lot. */
export const surveyAnswers = async (table: Table, project: string, stage: number): Promise<SurveyAnswer[]> => (await table.queryAll(surveyAnswerItem, keys.answers(project, stage))).map(({ value }) => value)

/** What the evaluation's gate asks for. Answers by link and on paper both count. */
export async function evaluationFacts(table: Table, project: Project): Promise<Pick<GateFacts, 'selfEvaluation' | 'card' | 'survey'>> {
  const { id, current: { number: stage } } = project
  const [[self, card], survey] = await Promise.all([
    table.getEach({ kind: selfEvaluationItem, key: keys.selfEvaluation(id, stage) }, { kind: evaluationCardItem, key: keys.evaluationCard(id, stage) }), surveyFacts(table, project),
  ])
  return { selfEvaluation: self?.value.state === 'sent', card: card?.value.state === 'submitted', survey }
}

/** How the survey of the present stage stands; null before it was opened. */
export async function surveyFacts(table: Table, project: Project): Promise<GateFacts['survey']> {
  const { id, current: { number: stage } } = project
  const [survey, answers] = await Promise.all([table.get(surveyItem, keys.survey(id, stage)), surveyAnswers(table, id, stage)])
  return survey === undefined ? null : { over: surveyIsOver(survey.value, project), answers: answers.length }
}
