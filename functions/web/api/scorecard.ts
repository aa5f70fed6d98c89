import * as z from 'zod'
import { personId, proposalId } from '../../../shared/kernel/ids.ts'
import { criterionSchema, extraSchema, triggerSchema } from '../../../shared/rulebook/round.ts'
import { reopenInput, reopenScorecard, saveCardInput, saveScorecard, submitCardInput, submitScorecard } from '../../commands/scorecard.ts'
import { listCards, readCard } from '../../queries/scorecard.ts'
import { scoresIn, textIn } from '../typed-content.ts'
import { type Route, route } from './route.ts'

/** A round by its place in the rulebook, from 0. */
export const roundIndex = z.coerce.number<string>().int().min(0).max(99)
const place = z.object({ proposal: proposalId, round: roundIndex })
const scores = z.record(z.string(), z.string())
const saved = z.object({ revision: z.int(), savedAt: z.string(), missing: z.int(), total: z.string().nullable() })

const ownCard = z.object({
  proposal: z.string(), round: z.int(), state: z.enum(['none', 'draft', 'submitted']), scores, comment: z.string(), total: z.string(), missing: z.int(), revision: z.int(), savedAt: z.string().nullable(),
  submittedAt: z.string().nullable(), receipt: z.string().nullable(), reopened: z.array(z.object({ at: z.string(), reason: z.string() })), open: z.boolean(), /** Of a live pitch: whether its host has opened the card, not yet, or not any more. */ gate: z.enum(['open', 'waiting', 'locked']).nullable(), closesAt: z.string(),
  sheet: z.object({ criteria: z.array(criterionSchema), extras: z.array(extraSchema), triggers: z.array(triggerSchema), total: z.number(), decimals: z.int(), step: z.number(), official: z.boolean() }),
  /** Of each computed leaf, the numbers that its points follow from. */
  measured: z.record(z.string(), z.object({ planned: z.number().nullable(), actual: z.number().nullable() })),
})

/** What autosave.js sends: each control's dotted name with its text, or an empty list for a tick box that is not ticked. */
const autosaved = z.strictObject({ revision: z.coerce.number().int().min(0), fields: z.record(z.string().max(60), z.union([z.string().max(4000), z.array(z.string().max(40)).max(1)])) })

export const scorecardRoutes: Route[] = [
  route({
    method: 'get', path: '/proposals/{proposal}/scorecards/{round}', action: 'scorecard.read', summary: 'One’s own scorecard of a proposal, with the sheet', params: place, answer: ownCard,
    run: async (context, { params }) => (await readCard(context, params.proposal, params.round)).view,
  }),
  route({
    method: 'put', path: '/proposals/{proposal}/scorecards/{round}', action: 'scorecard.save', summary: 'Save a scorecard as a draft; it may be partial', params: place, body: saveCardInput, answer: saved,
    run: (context, { params, body }) => saveScorecard(context, params.proposal, params.round, body),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/scorecards/{round}/autosave', action: 'scorecard.save', summary: 'Save a scorecard as the form’s fields by name (`scores.<criterion>`, `comment`)', params: place, body: autosaved, answer: saved,
    run: (context, { params, body }) => saveScorecard(context, params.proposal, params.round, {
      scores: scoresIn(body.fields), comment: textIn(body.fields, 'comment'), revision: body.revision,
    }),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/scorecards/{round}/submission', action: 'scorecard.submit', summary: 'Send a complete scorecard, which locks it', params: place, body: submitCardInput, status: 201,
    answer: z.object({ receipt: z.string(), total: z.string(), submittedAt: z.string(), revision: z.int() }),
    run: (context, { params, body }) => submitScorecard(context, params.proposal, params.round, body),
  }),
  route({
    method: 'post', path: '/proposals/{proposal}/scorecards/{round}/reopening', action: 'scorecard.reopen', summary: 'Give a sent scorecard back to its judge, with a reason', params: place, body: reopenInput, answer: z.object({ revision: z.int() }),
    run: (context, { params, body }) => reopenScorecard(context, params.proposal, params.round, body),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/scorecards', action: 'scorecard.list', summary: 'All scorecards of a proposal, for administrators', params: z.object({ proposal: proposalId }), query: z.object({ round: roundIndex.optional() }),
    answer: z.object({ items: z.array(z.object({
      round: z.int(), judge: personId, name: z.string(), state: z.enum(['draft', 'submitted']), scores, comment: z.string(), total: z.string().nullable(), savedAt: z.string(), submittedAt: z.string().nullable(),
      receipt: z.string().nullable(), reopened: z.array(z.object({ at: z.string(), by: z.string(), reason: z.string() })), recused: z.boolean(),
    })) }),
    run: async (context, { params, query }) => ({ items: (await listCards(context, params.proposal, query.round)).map((card) => ({ ...card, judge: personId.parse(card.judge) })) }),
  }),
]
