import * as z from 'zod'
import { competitionId, personId, proposalId } from '../../../shared/kernel/ids.ts'
import { recusalInput, recuse, resolveRecusal, resolveRecusalInput } from '../../commands/recusal.ts'
import { readRecusals } from '../../queries/round.ts'
import { type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

export const recusalRoutes: Route[] = [
  route({
    method: 'post', path: '/proposals/{proposal}/recusals', action: 'recusal.ask', summary: 'Recuse oneself from a proposal of the round being scored', params: z.object({ proposal: proposalId }), body: recusalInput, status: 201, answer: z.object({ state: z.literal('asked') }),
    run: (context, { params, body }) => recuse(context, params.proposal, body),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/rounds/{round}/recusals', action: 'recusal.list', summary: 'Recusals of a round, what waits for a decision first', params: z.object({ competition: competitionId, round: roundIndex }),
    answer: z.object({ items: z.array(z.object({
      proposal: z.string(), title: z.string(), judge: z.string(), judgeName: z.string(), reason: z.string(), at: z.string(), state: z.enum(['asked', 'replaced', 'without']), replacement: z.string().nullable(),
      left: z.int(), mayGoOn: z.boolean(), blocked: z.boolean(), candidates: z.array(z.object({ judge: z.string(), name: z.string(), load: z.int() })),
    })) }),
    run: async (context, { params }) => ({ items: (await readRecusals(context, params.competition, params.round)).recusals }),
  }),
  route({
    method: 'post', path: '/competitions/{competition}/rounds/{round}/recusals/{proposal}/{judge}', action: 'recusal.resolve', summary: 'Replace a recused judge, or go on without', params: z.object({ competition: competitionId, round: roundIndex, proposal: proposalId, judge: personId }),
    body: resolveRecusalInput, answer: z.object({ state: z.enum(['replaced', 'without']) }),
    run: (context, { params, body }) => resolveRecusal(context, params.competition, params.round, params.proposal, params.judge, body),
  }),
]
