import * as z from 'zod'
import { evaluationCardSchema } from '../../../shared/evaluation/card.ts'
import { lineNames, selfEvaluationForm, selfEvaluationSchema } from '../../../shared/evaluation/self-evaluation.ts'
import { scale } from '../../../shared/evaluation/survey.ts'
import { personId, projectId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { officerSchema } from '../../../shared/person/person.store.ts'
import { projectSchema } from '../../../shared/project/project.ts'
import { criterionSchema } from '../../../shared/rulebook/round.ts'
import {
  reopenEvaluationCard, reopenEvaluationInput, saveEvaluationCard, saveEvaluationInput, saveSelfEvaluation, saveSelfInput, sendSelfEvaluation, submitEvaluationCard, submitEvaluationInput, takeBackSelfEvaluation,
} from '../../commands/evaluation.ts'
import { appointEvaluator, appointInput, leaveInput, stepDown } from '../../commands/evaluator.ts'
import { listEvaluators } from '../../queries/officer.ts'
import { removeOfficer, restoreOfficer } from '../../commands/officer.ts'
import { removalInput } from '../../commands/removal.ts'
import { answerInput, answerSurvey, closeSurvey, paperInput, startSurvey, typeInAnswer } from '../../commands/survey.ts'
import { type EvaluationView, myEvaluations, readEvaluation, readSurvey, waitsForCard } from '../../queries/evaluation.ts'
import { readTyped, scoresIn } from '../typed-content.ts'
import { route, type Route } from './route.ts'

const project = z.object({ project: projectId })
const evaluatorOf = z.object({ district: districtCode, person: personId })
const secret = z.object({ secret: z.string().min(20).max(100) })
const staffed = z.object({ project: projectId, evaluator: projectSchema.shape.evaluator })
const selfSaved = z.object({ state: z.enum(['draft', 'sent']), revision: z.int(), savedAt: instant })
const tally = z.object({ count: z.int(), averages: z.array(z.object({ id: z.string(), average: z.string() })).nullable(), texts: z.array(z.string()).nullable() })
const questions = z.array(z.object({ id: z.string(), text: bilingual }))
const taken = z.object({ taken: z.literal(true) })

const evaluation = z.object({
  project: projectId, stage: z.int().nullable(), grade: z.string().nullable(), evaluator: projectSchema.shape.evaluator,
  lines: z.array(z.object({ name: z.enum(lineNames), planned: z.number().nullable(), said: z.number().nullable(), recorded: z.number().nullable() })),
  self: z.object({ state: z.enum(['none', 'draft', 'sent']), revision: z.int(), answers: selfEvaluationSchema.shape.answers.nullable(), sentAt: instant.nullable() }),
  survey: z.object({ open: z.boolean(), over: z.boolean(), questions, link: tally, paper: tally }).nullable(),
  card: z.object({
    state: z.enum(['none', 'draft', 'submitted']), revision: z.int(), scores: z.record(z.string(), z.string()), comment: z.string(), total: z.string().nullable(), grade: z.string().nullable(), receipt: z.string().nullable(),
    reopened: evaluationCardSchema.shape.reopened,
  }),
  sheet: z.object({ criteria: z.array(criterionSchema), official: z.boolean(), decimals: z.int(), step: z.number(), grades: z.array(z.object({ id: z.string(), name: bilingual, from: z.number() })) }),
})

function answerOf({ project: { id, grade, evaluator }, definition: { rubric }, stage, lines, self, selfState, survey, card, cardState }: EvaluationView): z.input<typeof evaluation> {
  return {
    project: id, stage: stage?.number ?? null, grade, evaluator, lines,
    self: { state: selfState, revision: self?.revision ?? 0, answers: self?.answers ?? null, sentAt: self?.sentAt ?? null },
    survey: survey === null ? null : { open: survey.open, questions: survey.questions, ...survey.result },
    card: { state: cardState, revision: card?.revision ?? 0, scores: card?.scores ?? {}, comment: card?.comment ?? '', total: card?.total ?? null, grade: card?.grade ?? null, receipt: card?.receipt ?? null, reopened: card?.reopened ?? [] },
    sheet: { criteria: rubric.criteria, official: rubric.official, decimals: rubric.entry.decimals, step: rubric.entry.step, grades: rubric.grades },
  }
}

/** What autosave.js sends: each control's dotted name with its text. */
const autosaved = z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string().max(60), z.string().max(20_000)) })
const cardSaved = z.object({ revision: z.int(), savedAt: instant, missing: z.int(), total: z.string() })

/** Evaluators, self-evaluation, the evaluator's sheet, the satisfaction survey. */
export const evaluationRoutes: Route[] = [
  route({ method: 'get', path: '/districts/{district}/evaluators', action: 'evaluator.invite', summary: 'The district’s evaluators', params: z.object({ district: districtCode }), answer: z.object({ items: z.array(z.object({ person: personId, name: z.string(), since: instant, open: z.array(z.object({ id: projectId, title: z.string() })) })) }), run: async (context, { params }) => ({ items: (await listEvaluators(context, params.district)).items }) }),
  route({ method: 'post', path: '/districts/{district}/evaluators/{person}/removal', action: 'evaluator.remove', summary: 'Take somebody off the district’s evaluators, with a reason; refused while they are to evaluate a project', params: evaluatorOf, body: removalInput, answer: officerSchema, run: (context, { params, body }) => removeOfficer(context, 'evaluator', params.district, params.person, body) }),
  route({ method: 'delete', path: '/districts/{district}/evaluators/{person}/removal', action: 'evaluator.remove', summary: 'Undo the removal, for a few minutes', params: evaluatorOf, answer: officerSchema, run: (context, { params }) => restoreOfficer(context, 'evaluator', params.district, params.person) }),
  route({ method: 'put', path: '/projects/{project}/evaluator', action: 'project.staff', summary: 'Name who evaluates a project', params: project, body: appointInput, answer: staffed, run: (context, { params, body }) => appointEvaluator(context, params.project, body) }),
  route({ method: 'post', path: '/projects/{project}/evaluator/withdrawal', action: 'evaluation.score', summary: 'Step down as the project’s evaluator, with a reason', params: project, body: leaveInput, answer: staffed, run: (context, { params, body }) => stepDown(context, params.project, body) }),
  route({
    method: 'get', path: '/evaluations', action: 'project.list-assigned', summary: 'Projects that I evaluate or evaluated, those that wait first',
    answer: z.object({ items: z.array(z.object({ project: projectId, title: z.string(), organisation: z.string(), until: instant.nullable(), waits: z.boolean(), card: z.enum(['none', 'draft', 'submitted']).nullable(), present: z.boolean() })) }),
    run: async (context) => ({ items: (await myEvaluations(context)).map((one) => ({ project: one.project.id, title: one.project.title, organisation: one.project.organisation.name, until: waitsForCard(one) ? one.project.current.dueAt : null, waits: waitsForCard(one), card: one.card, present: one.present })) }),
  }),
  route({ method: 'get', path: '/projects/{project}/evaluation', action: 'evaluation.read', summary: 'The project’s newest evaluation: planned, said and recorded, survey, sheet', params: project, answer: evaluation, run: async (context, { params }) => answerOf(await readEvaluation(context, params.project)) }),
  route({ method: 'put', path: '/projects/{project}/evaluation/self', action: 'evaluation.assess-self', summary: 'Save the self-evaluation as a draft; it may be partial', params: project, body: saveSelfInput, answer: selfSaved, run: (context, { params, body }) => saveSelfEvaluation(context, params.project, body) }),
  route({
    method: 'post', path: '/projects/{project}/evaluation/self/autosave', action: 'evaluation.assess-self', summary: 'Save the self-evaluation as the form’s fields by name (`content.<field>`)', params: project, body: autosaved, answer: selfSaved,
    run: (context, { params, body }) => {
      const typed = readTyped(selfEvaluationForm.sections[0].fields, body.fields)
      if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
      return saveSelfEvaluation(context, params.project, { revision: body.revision, content: typed.content })
    },
  }),
  route({ method: 'post', path: '/projects/{project}/evaluation/self/submission', action: 'evaluation.assess-self', summary: 'Send the self-evaluation', params: project, status: 201, answer: selfSaved, run: (context, { params }) => sendSelfEvaluation(context, params.project) }),
  route({ method: 'delete', path: '/projects/{project}/evaluation/self/submission', action: 'evaluation.assess-self', summary: 'Take it back to correct it', params: project, answer: selfSaved, run: (context, { params }) => takeBackSelfEvaluation(context, params.project) }),
  route({ method: 'put', path: '/projects/{project}/evaluation/card', action: 'evaluation.score', summary: 'Save the evaluator’s sheet as a draft; it may be partial', params: project, body: saveEvaluationInput, answer: cardSaved, run: (context, { params, body }) => saveEvaluationCard(context, params.project, body) }),
  route({
    method: 'post', path: '/projects/{project}/evaluation/card/autosave', action: 'evaluation.score', summary: 'Save the sheet as the form’s fields by name (`scores.<criterion>`, `comment`)', params: project, body: autosaved, answer: cardSaved,
    run: (context, { params, body }) => saveEvaluationCard(context, params.project, { scores: scoresIn(body.fields), comment: body.fields.comment ?? '', revision: body.revision }),
  }),
  route({
    method: 'post', path: '/projects/{project}/evaluation/card/submission', action: 'evaluation.score', summary: 'Send the complete sheet: it is locked, and the project has its grade', params: project, body: submitEvaluationInput, status: 201,
    answer: z.object({ receipt: z.string(), total: z.string(), grade: z.string(), submittedAt: instant }), run: (context, { params, body }) => submitEvaluationCard(context, params.project, body),
  }),
  route({ method: 'post', path: '/projects/{project}/evaluation/card/reopening', action: 'project.staff', summary: 'Give a sent sheet back to its evaluator, with a reason', params: project, body: reopenEvaluationInput, answer: z.object({ revision: z.int() }), run: (context, { params, body }) => reopenEvaluationCard(context, params.project, body) }),
  route({ method: 'post', path: '/projects/{project}/evaluation/survey', action: 'evaluation.survey', summary: 'Open the satisfaction survey', params: project, status: 201, answer: z.object({ secret: z.string(), open: z.boolean() }), run: (context, { params }) => startSurvey(context, params.project) }),
  route({ method: 'delete', path: '/projects/{project}/evaluation/survey', action: 'evaluation.close-survey', summary: 'Close the survey; what came in can be read', params: project, answer: z.object({ secret: z.string(), open: z.boolean() }), run: (context, { params }) => closeSurvey(context, params.project) }),
  route({ method: 'post', path: '/projects/{project}/evaluation/survey/paper', action: 'evaluation.survey', summary: 'Type in a paper answer; it is counted apart', params: project, body: paperInput, status: 201, answer: taken, run: (context, { params, body }) => typeInAnswer(context, params.project, body) }),
  route({
    method: 'get', path: '/surveys/{secret}', action: 'survey.answer', summary: 'The questions of a survey', params: secret, answer: z.object({ project: z.string(), organisation: z.string(), questions, comment: bilingual, scale: z.array(z.int()), state: z.enum(['open', 'answered', 'over']) }),
    run: async (context, { params }) => ({ ...(await readSurvey(context, params.secret, null)), scale: [...scale] }),
  }),
  route({ method: 'post', path: '/surveys/{secret}/answers', action: 'survey.answer', summary: 'Answer a survey; one answer a device, which nothing links to it', params: secret, body: answerInput, status: 201, answer: taken, run: (context, { params, body }) => answerSurvey(context, params.secret, body) }),
]
