import * as z from 'zod'
import { grantSchema } from '../../../shared/grant/grant.ts'
import { competitionId, grantId } from '../../../shared/kernel/ids.ts'
import { accounts } from '../../../shared/ledger/ledger.ts'
import { entrySchema } from '../../../shared/trail/trail.ts'
import { closeGrant, closeGrantInput, endGrant, endGrantInput } from '../../commands/grant.ts'
import { dutyWords } from '../../queries/grant-due.ts'
import { grantStory, listGrants, ownGrants, readGrant } from '../../queries/grant.ts'
import { route, type Route } from './route.ts'

const sentence = z.object({ zh: z.string(), en: z.string().optional() })
const duty = z.object({ of: z.string(), words: sentence, dueAt: z.string(), whose: z.string() })

export const grantRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/grants', action: 'grant.list', summary: 'The grants of a venture competition in the order of its award list; `balances` in fen, which together are zero',
    params: z.object({ competition: competitionId }), answer: z.object({ grants: z.array(grantSchema), balances: z.record(z.enum(accounts), z.int()) }),
    run: async (context, { params }) => {
      const { grants, balances } = await listGrants(context, params.competition)
      return { grants, balances }
    },
  }),
  route({ method: 'get', path: '/grants', action: 'grant.list-own', summary: 'What the asker’s organisations were granted', answer: z.object({ grants: z.array(grantSchema) }), run: async (context) => ({ grants: await ownGrants(context) }) }),
  route({
    method: 'get', path: '/grants/{grant}', action: 'grant.read', summary: 'One grant with its tranches, what has to be done by when, and its story',
    params: z.object({ grant: grantId }), answer: z.object({ grant: grantSchema, duties: z.array(duty), step: z.string().nullable(), entries: z.array(entrySchema) }),
    run: async (context, { params }) => {
      const { grant, duties, tracking, entries } = await readGrant(context, params.grant)
      return { grant, duties: duties.map((one) => ({ ...one, words: dutyWords(one) })), step: tracking.now?.step ?? null, entries }
    },
  }),
  route({
    method: 'get', path: '/grants/{grant}/trail', action: 'grant.read', summary: 'Who did what for a grant, newest first: agreement, account, money, evaluations, recovery',
    params: z.object({ grant: grantId }), query: z.object({ after: z.string().max(2000).optional() }), answer: z.object({ entries: z.array(entrySchema), next: z.string().nullable() }),
    run: async (context, { params, query }) => {
      const { entries, next } = await grantStory(context, params.grant, query.after)
      return { entries, next }
    },
  }),
  route({
    method: 'post', path: '/grants/{grant}/end', action: 'grant.end', summary: 'End a grant for which no agreement came about; its money is free again', params: z.object({ grant: grantId }), body: endGrantInput,
    answer: z.object({ state: z.literal('ended') }),
    run: async (context, { params, body }) => {
      await endGrant(context, params.grant, body)
      return { state: 'ended' as const }
    },
  }),
  route({
    method: 'post', path: '/grants/{grant}/closing', action: 'grant.close', summary: 'Close a grant whose final evaluation counts; with `cancelRest` what is not paid is free again', params: z.object({ grant: grantId }), body: closeGrantInput,
    answer: z.object({ state: z.literal('closed') }),
    run: async (context, { params, body }) => {
      await closeGrant(context, params.grant, body)
      return { state: 'closed' as const }
    },
  }),
]
