import * as z from 'zod'
import { competitionId, fileId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { candidateLineSchema } from '../../../shared/portfolio/candidate.ts'
import { decisionSchema } from '../../../shared/portfolio/decision.ts'
import { proposedSchema } from '../../../shared/portfolio/decision.store.ts'
import { announceOpinion, announceOpinionInput, checkOpinion, removeOpinion } from '../../commands/decision-opinion.ts'
import { askPortfolio, askPortfolioInput, prepareDecision, prepareDecisionInput, reopenDecision, reopenDecisionInput, takeDecision, takeDecisionInput } from '../../commands/decision.ts'
import { readDecision } from '../../queries/decision.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })
const opinion = z.object({ competition: competitionId, file: fileId })
const { shape } = decisionSchema

export const decisionRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/decision', action: 'decision.prepare', summary: 'Who would be funded, by the portfolio and by the plain rank order; what was prepared and decided',
    params,
    answer: z.object({
      /** The programme is at work. */
      pending: z.boolean(),
      decision: z.object({ budget: shape.budget, pins: shape.pins, prepared: shape.prepared, opinions: shape.opinions, decided: shape.decided }).nullable(),
      /** In the order of the ranking; amounts in fen. */
      candidates: z.array(candidateLineSchema),
      proposed: proposedSchema.nullable(),
    }),
    run: async (context, { params }) => {
      const { pending, decision, portfolio } = await readDecision(context, params.competition)
      return { pending, decision, candidates: portfolio?.lines ?? [], proposed: portfolio?.proposed ?? null }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/decision/portfolio', action: 'decision.prepare', summary: 'Ask for another portfolio: under this budget, with these projects in or out; it is ready within a minute',
    params, body: askPortfolioInput, answer: z.object({ asked: z.int() }),
    run: (context, { params, body }) => askPortfolio(context, params.competition, body),
  }),
  route({
    method: 'put', path: '/competitions/{competition}/decision', action: 'decision.prepare', summary: 'Put a choice of projects and amounts before the authority; other than the rank order it needs a reason',
    params, body: prepareDecisionInput, answer: z.object({ number: z.int() }),
    run: (context, { params, body }) => prepareDecision(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/decision', action: 'decision.take', summary: 'Decide as prepared; whoever prepared it, organises the competition or applied cannot',
    params, body: takeDecisionInput, answer: z.object({ lines: z.int() }),
    run: (context, { params, body }) => takeDecision(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/decision/reopening', action: 'decision.take', summary: 'Take the decision back before its list goes under notice',
    params, body: reopenDecisionInput, answer: z.object({ asked: z.int() }),
    run: (context, { params, body }) => reopenDecision(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/decision/opinions', action: 'decision.prepare', summary: 'A form to upload an approval opinion with: post `fields`, then the file as `file`, to `url`; then ask for its check',
    params, body: announceOpinionInput, status: 201, answer: z.object({ file: fileId, url: z.string(), fields: z.record(z.string(), z.string()) }),
    run: (context, { params, body }) => announceOpinion(context, params.competition, body),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/decision/opinions/{file}/check', action: 'decision.prepare', summary: 'Check an opinion that was uploaded by its bytes; a ready one stands with the decision',
    params: opinion, answer: z.object({ file: fileId, name: z.string(), bytes: z.int(), type: z.string().nullable(), state: z.enum(['ready', 'refused']), reason: bilingual.nullable() }),
    run: async (context, { params: { competition, file } }) => {
      const { id, ...checked } = await checkOpinion(context, competition, file)
      return { ...checked, file: id }
    },
  }),
  route({
    method: 'delete', path: '/competitions/{competition}/decision/opinions/{file}', action: 'decision.prepare', summary: 'Take an opinion off while nothing is decided',
    params: opinion, answer: z.object({ removed: z.boolean() }),
    run: (context, { params: { competition, file } }) => removeOpinion(context, competition, file),
  }),
]
