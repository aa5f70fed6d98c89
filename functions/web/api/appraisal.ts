import * as z from 'zod'
import { appraisalSchema, sheetOf } from '../../../shared/appraisal/appraisal.ts'
import { selfForm } from '../../../shared/appraisal/self.ts'
import { loadGrant } from '../../../shared/grant/grant.store.ts'
import { evaluationIds, standingSchema } from '../../../shared/grant/standing.ts'
import { grantId, objectionId } from '../../../shared/kernel/ids.ts'
import { instant } from '../../../shared/kernel/instant.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { criterionSchema, extraSchema, triggerSchema } from '../../../shared/rulebook/round.ts'
import { answerAboutPostponement, answerPostponementInput, askForPostponement, askPostponementInput, saveAppraisalSelf, saveAppraisalSelfInput, sendAppraisalSelf } from '../../commands/appraisal.ts'
import { appraisalObjectionInput, appraisalRulingInput, objectToResult, ruleOnAppraisal } from '../../commands/appraisal-objection.ts'
import {
  answerMoreInput, appointAppraiser, appointAppraiserInput, askForMore, askMoreInput, reportVisit, saveAppraisalCard, saveAppraisalCardInput, sendAppraisalCard, sendAppraisalCardInput, supplement,
} from '../../commands/appraisal-sheet.ts'
import { myAppraisals, readAppraisals } from '../../queries/appraisal.ts'
import { readTyped, scoresIn, textIn } from '../typed-content.ts'
import { route, type Route } from './route.ts'

const of = z.enum(evaluationIds)
const one = z.object({ grant: grantId, of })
const at = '/grants/{grant}/evaluations/{of}'
const moved = z.object({ step: standingSchema.shape.step, dueAt: z.string().nullable() })
const saved = z.object({ revision: z.int(), savedAt: instant })
const cardSaved = saved.extend({ missing: z.int(), total: z.string() })
const window = z.object({ opensAt: instant, dueAt: instant })
const grade = z.object({ id: z.string(), name: z.object({ zh: z.string(), en: z.string().optional() }), from: z.number() })
const evaluation = z.object({
  of, standing: standingSchema, window: window.nullable(), selfOpen: z.boolean(), appraisal: appraisalSchema, recorded: z.unknown(), objectionsOpen: z.boolean(),
  sheet: z.object({ criteria: z.array(criterionSchema), extras: z.array(extraSchema), triggers: z.array(triggerSchema), total: z.number(), official: z.boolean(), passMark: z.number(), grades: z.array(grade) }),
})
/** What autosave.js sends: each control's dotted name with its text; of a sheet also an empty list, for a tick box that is not ticked. */
const autosaved = z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string().max(60), z.string().max(20_000)) })
const autosavedCard = z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string().max(60), z.union([z.string().max(20_000), z.array(z.string().max(40)).max(1)])) })

/** Mid-term and final evaluation of grants. */
export const appraisalRoutes: Route[] = [
  route({
    method: 'get', path: '/grants/{grant}/evaluations', action: 'appraisal.read', summary: 'The mid-term and final evaluation of a grant: dates, self-evaluation, requests, results, objections; drafts only for who writes them', params: z.object({ grant: grantId }), answer: z.object({ evaluations: z.array(evaluation) }),
    run: async (context, { params }) => {
      const { views } = await readAppraisals(context, params.grant)
      return { evaluations: views.map(({ of, standing, window, selfOpen, appraisal, recorded, objectionsOpen, rule }) => ({
        of, standing, window, selfOpen, appraisal, recorded, objectionsOpen,
        sheet: { criteria: rule.criteria, extras: [...(sheetOf(rule).extras ?? [])], triggers: rule.triggers, total: rule.sheetTotal, official: rule.official, passMark: rule.passMark, grades: rule.grades.map(({ id, name, from }) => ({ id, name, from })) },
      })) }
    },
  }),
  route({
    method: 'get', path: '/evaluations/grants', action: 'project.list-assigned', summary: 'Evaluations of grants that I make or made, those that wait first',
    answer: z.object({ items: z.array(z.object({ grant: grantId, of, title: z.string(), organisation: z.string(), step: standingSchema.shape.step, until: instant.nullable() })) }),
    run: async (context) => ({ items: (await myAppraisals(context)).map(({ grant, standing, duty }) => ({ grant: grant.id, of: standing.of, title: grant.title, organisation: grant.organisation.name, step: standing.step, until: duty?.dueAt ?? null })) }),
  }),
  route({ method: 'put', path: `${at}/self`, action: 'appraisal.write', summary: 'Save the self-evaluation as a draft; it may be partial', params: one, body: saveAppraisalSelfInput, answer: saved, run: (context, { params, body }) => saveAppraisalSelf(context, params.grant, params.of, body) }),
  route({
    method: 'post', path: `${at}/self/autosave`, action: 'appraisal.write', summary: 'Save the self-evaluation as the form’s fields by name (`content.<field>`)', params: one, body: autosaved, answer: saved,
    run: async (context, { params, body }) => {
      const { value: grant } = await loadGrant(context.table, params.grant)
      const typed = readTyped(selfForm(grant.project !== null).sections[0].fields, body.fields)
      if (typed.mistakes.length > 0) throw new Refusal('INVALID', { mistakes: typed.mistakes })
      return saveAppraisalSelf(context, params.grant, params.of, { revision: body.revision, content: typed.content })
    },
  }),
  route({ method: 'post', path: `${at}/self/submission`, action: 'appraisal.write', summary: 'Send the self-evaluation', params: one, status: 201, answer: moved, run: (context, { params }) => sendAppraisalSelf(context, params.grant, params.of) }),
  route({ method: 'post', path: `${at}/postponement`, action: 'appraisal.write', summary: 'Ask for a later date, with reasons', params: one, body: askPostponementInput, status: 201, answer: moved, run: (context, { params, body }) => askForPostponement(context, params.grant, params.of, body) }),
  route({ method: 'post', path: `${at}/postponement/answer`, action: 'appraisal.steer', summary: 'Grant or refuse the later date, with reasons', params: one, body: answerPostponementInput, answer: moved, run: (context, { params, body }) => answerAboutPostponement(context, params.grant, params.of, body) }),
  route({ method: 'put', path: `${at}/evaluator`, action: 'appraisal.steer', summary: 'Name who evaluates', params: one, body: appointAppraiserInput, answer: moved, run: (context, { params, body }) => appointAppraiser(context, params.grant, params.of, body) }),
  route({ method: 'put', path: `${at}/card`, action: 'appraisal.score', summary: 'Save the evaluator’s sheet as a draft; it may be partial', params: one, body: saveAppraisalCardInput, answer: cardSaved, run: (context, { params, body }) => saveAppraisalCard(context, params.grant, params.of, body) }),
  route({
    method: 'post', path: `${at}/card/autosave`, action: 'appraisal.score', summary: 'Save the sheet as the form’s fields by name (`scores.<criterion>`, `comment`)', params: one, body: autosavedCard, answer: cardSaved,
    run: (context, { params, body }) => saveAppraisalCard(context, params.grant, params.of, { scores: scoresIn(body.fields), comment: textIn(body.fields, 'comment'), revision: body.revision }),
  }),
  route({
    method: 'post', path: `${at}/card/submission`, action: 'appraisal.score', summary: 'Send the complete sheet: the evaluation has its result', params: one, body: sendAppraisalCardInput, status: 201,
    answer: z.object({ total: z.string(), passed: z.boolean(), grade: z.string().nullable(), objectionsUntil: instant }), run: (context, { params, body }) => sendAppraisalCard(context, params.grant, params.of, body),
  }),
  route({ method: 'post', path: `${at}/requests`, action: 'appraisal.score', summary: 'Ask for a supplement, or put down that a visit is needed', params: one, body: askMoreInput, status: 201, answer: moved, run: (context, { params, body }) => askForMore(context, params.grant, params.of, body) }),
  route({ method: 'post', path: `${at}/supplement`, action: 'appraisal.write', summary: 'Supply what was asked for', params: one, body: answerMoreInput, answer: moved, run: (context, { params, body }) => supplement(context, params.grant, params.of, body) }),
  route({ method: 'post', path: `${at}/visit`, action: 'appraisal.score', summary: 'Put down what the visit found', params: one, body: answerMoreInput, answer: moved, run: (context, { params, body }) => reportVisit(context, params.grant, params.of, body) }),
  route({ method: 'post', path: `${at}/objections`, action: 'appraisal.object', summary: 'Object to the result: the grantee for itself, others for somebody with name, contact and facts', params: one, body: appraisalObjectionInput, status: 201, answer: z.object({ id: objectionId, number: z.string() }), run: (context, { params, body }) => objectToResult(context, params.grant, params.of, body) }),
  route({ method: 'post', path: `${at}/objections/{objection}/ruling`, action: 'appraisal.rule', summary: 'Rule on an objection: confirm, change the total, or have it evaluated again', params: one.extend({ objection: objectionId }), body: appraisalRulingInput, answer: moved, run: (context, { params, body }) => ruleOnAppraisal(context, params.grant, params.of, params.objection, body) }),
]
