import * as z from 'zod'
import { competitionId, personId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { judgeSchema } from '../../../shared/round/judge.store.ts'
import { entrySchema } from '../../../shared/trail/trail.ts'
import { restartExecution } from '../../commands/execution-restart.ts'
import { limitJudge, limitJudgeInput, removeJudge } from '../../commands/judge.ts'
import { removalInput } from '../../commands/removal.ts'
import { listJudges } from '../../queries/judge.ts'
import { trackCompetition } from '../../queries/tracking.ts'
import { competitionView } from './competition.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })
const load = z.object({
  person: z.string(), name: z.string(), ties: z.array(z.object({ organisation: z.string(), name: z.string(), reason: z.string() })), acceptedAt: z.string(), removedAt: z.string().nullable(),
  assigned: z.int(), submitted: z.int(), lastAt: z.string().nullable(), maxLoad: z.int().nullable(), pace: z.enum(['done', 'now', 'wait', 'late', 'idle']),
})
const step = z.object({ id: z.string(), name: bilingual, state: z.enum(['done', 'now', 'failed', 'next']), enteredAt: z.string().nullable(), leftAt: z.string().nullable(), times: z.int() })

export const trackingRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/tracking', action: 'competition.track', summary: 'Where a competition stands, read from its executions',
    params,
    answer: z.object({
      competition: competitionView,
      steps: z.array(step),
      now: z.object({
        machine: z.string(), execution: z.string(), state: z.string(), step: z.string(), words: bilingual, asked: bilingual.nullable(), next: bilingual.nullable(), otherwise: bilingual.nullable(),
        since: z.string(), enteredAt: z.string(), until: z.string().nullable(), late: z.boolean(),
      }).nullable(),
      failed: z.object({ execution: z.string(), doing: bilingual, status: z.string(), error: z.string().nullable() }).nullable(),
      path: z.array(z.object({ execution: z.string(), visits: z.array(z.object({ state: z.string(), enteredAt: z.string(), leftAt: z.string().nullable() })) })),
      proposals: z.record(z.string(), z.int()),
      judges: z.array(load),
      entries: z.array(entrySchema),
    }),
    run: async (context, { params }) => {
      const tracking = await trackCompetition(context, params.competition)
      return { ...tracking, proposals: tracking.counts.proposals }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/restart', action: 'competition.restart', summary: 'Start a failed execution again from the record',
    params, body: z.strictObject({ execution: z.string().max(80) }), answer: z.object({ execution: z.string() }),
    run: (context, { params, body }) => restartExecution(context, params.competition, body.execution),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/judges', action: 'judge.list', summary: 'Judges with ties, load and progress, who is behind first',
    params, answer: z.object({ judges: z.array(load) }),
    run: async (context, { params }) => ({ judges: (await listJudges(context, params.competition)).judges }),
  }),
  route({
    method: 'delete', path: '/competitions/{competition}/judges/{person}', action: 'judge.remove', summary: 'Take a judge off, with a reason',
    params: params.extend({ person: personId }), body: removalInput, answer: judgeSchema,
    run: (context, { params, body }) => removeJudge(context, params.competition, params.person, body),
  }),
  route({
    method: 'put', path: '/competitions/{competition}/judges/{person}/limit', action: 'judge.limit', summary: 'How many proposals a judge takes at most in a round',
    params: params.extend({ person: personId }), body: limitJudgeInput, answer: judgeSchema,
    run: (context, { params, body }) => limitJudge(context, params.competition, params.person, body),
  }),
]
