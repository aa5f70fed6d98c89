import * as z from 'zod'
import { exclusionSchema } from '../../../shared/conflict/exclusion.ts'
import { tieSchema } from '../../../shared/conflict/conflict.ts'
import { competitionId, personId, proposalId } from '../../../shared/kernel/ids.ts'
import { findAgain, ruleInput, ruleOn, undoRuling } from '../../commands/conflict.ts'
import { replaceConflicted, replaceInput } from '../../commands/conflict-replacement.ts'
import { askExclusions, exclusionsInput } from '../../commands/exclusion.ts'
import { conflictFilter, conflictStates, listConflicts } from '../../queries/conflict.ts'
import { readExclusions } from '../../queries/exclusion.ts'
import { type Route, route } from './route.ts'

const params = z.object({ competition: competitionId })
const pair = params.extend({ proposal: proposalId, judge: personId })
const own = z.object({ proposal: proposalId })
const at = '/competitions/{competition}/conflicts'
const asked = z.object({ asks: z.array(exclusionSchema), at: z.string().nullable() })

/** 利益关系: ties of judges to proposals, and whom applicants ask to stay away. */
export const conflictRoutes: Route[] = [
  route({
    method: 'get', path: at, action: 'conflict.list', summary: 'Ties of judges to proposals, what needs a replacement first', params, query: conflictFilter,
    answer: z.object({
      foundAt: z.string().nullable(), judges: z.int(), proposals: z.int(), barred: z.int(), assigned: z.int(), total: z.int(), page: z.int(),
      items: z.array(z.object({
        proposal: z.string(), number: z.string(), title: z.string(), organisation: z.string(), judge: z.string(), judgeName: z.string(), ties: z.array(tieSchema), recusal: z.string().nullable(), state: z.enum(conflictStates), assigned: z.boolean(),
        ruling: z.object({ state: z.enum(['confirmed', 'lifted', 'added']), reason: z.string(), by: z.object({ id: z.string(), name: z.string() }), at: z.string(), ties: z.array(tieSchema) }).nullable(),
      })),
    }),
    run: (context, { params, query }) => listConflicts(context, params.competition, query),
  }),
  route({ method: 'post', path: at, action: 'conflict.find', summary: 'Look for ties again', params, answer: z.object({ pairs: z.int() }), run: (context, { params }) => findAgain(context, params.competition) }),
  route({
    method: 'post', path: `${at}/{proposal}/{judge}`, action: 'conflict.rule', summary: 'Confirm, lift or add a tie, with a reason', params: pair, body: ruleInput, answer: z.object({ state: z.enum(conflictStates) }),
    run: (context, { params, body }) => ruleOn(context, params.competition, params.proposal, params.judge, body),
  }),
  route({ method: 'delete', path: `${at}/{proposal}/{judge}`, action: 'conflict.rule', summary: 'Take back what was said of a tie', params: pair, answer: z.object({ undone: z.literal(true) }), run: (context, { params }) => undoRuling(context, params.competition, params.proposal, params.judge) }),
  route({
    method: 'post', path: `${at}/{proposal}/{judge}/replacement`, action: 'round.plan', summary: 'Take a proposal from a judge who is tied to it, and give it to another', params: pair, body: replaceInput, answer: z.object({ replaced: z.literal(true) }),
    run: (context, { params, body }) => replaceConflicted(context, params.competition, params.proposal, params.judge, body),
  }),
  route({ method: 'get', path: '/proposals/{proposal}/exclusions', action: 'exclusion.read', summary: 'Whom the applicant asks to stay away', params: own, answer: asked, run: (context, { params }) => readExclusions(context, params.proposal) }),
  route({ method: 'put', path: '/proposals/{proposal}/exclusions', action: 'exclusion.ask', summary: 'Ask people or organisations to stay away, all of them at once', params: own, body: exclusionsInput, answer: asked, run: (context, { params, body }) => askExclusions(context, params.proposal, body) }),
]
