import * as z from 'zod'
import { closesAt } from '../../../shared/competition/competition.ts'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { changePlan, changePlanInput, confirmPlan, makePlanInput, makeRoundPlan, undoPlan } from '../../commands/plan.ts'
import { replanInput, replanRound } from '../../commands/replan.ts'
import { closeRound, decideTies, decideTiesInput, decideUnscored, decideUnscoredInput, reassignInput, reassignUnscored, remindInput, remindJudges } from '../../commands/round.ts'
import { judgedCompetitions, myAssignments } from '../../queries/assignment.ts'
import { planHeadSchema } from '../../../shared/round/round.store.ts'
import { readInstance, readPlan } from '../../queries/plan.ts'
import { readProgress, readUnscored, roomOf } from '../../queries/round.ts'
import { type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

const params = z.object({ competition: competitionId, round: roundIndex })
const at = '/competitions/{competition}/rounds/{round}'
const sentence = z.object({ zh: z.string(), en: z.string().optional() })
const mistake = z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })
const state = z.enum(['planning', 'scoring', 'closed', 'tied', 'finished'])
const judge = z.object({ judge: z.string(), name: z.string(), load: z.int() })

const plan = z.object({
  version: z.string(), previous: z.string().nullable(), state, assignment: z.enum(['panel', 'spread']), panelSize: z.int(), floor: z.int(), made: z.boolean(), ready: z.boolean(), missing: z.array(mistake),
  groups: z.array(z.object({
    id: z.string(), name: bilingual, category: z.string().nullable(), panel: z.array(z.string()),
    proposals: z.array(z.object({ proposal: z.string(), number: z.string(), title: z.string(), organisation: z.string(), category: z.string(), judges: z.array(z.string()) })),
  })),
  judges: z.array(z.object({ id: z.string(), name: z.string(), load: z.int(), maxLoad: z.int().nullable() })),
  served: z.object({ total: z.int(), worst: z.int(), tenth: z.int() }).nullable(), seed: z.string(), blocking: planHeadSchema.shape.blocking.nullable(),
  barred: z.array(z.object({ judge: z.string(), proposal: z.string(), reason: sentence })),
  shortfalls: z.array(z.object({ entry: z.string(), needed: z.int(), found: z.int(), blocks: z.boolean(), reason: sentence })),
})

const instance = z.object({
  seed: z.string(), perSubmission: z.int().optional(),
  submissions: z.array(z.object({ id: z.union([z.int(), z.string()]), topics: z.array(z.union([z.int(), z.string()])) })),
  reviewers: z.array(z.object({ id: z.union([z.int(), z.string()]), interests: z.record(z.string(), z.int()), cap: z.int().nullish() })),
  preferences: z.array(z.array(z.union([z.int(), z.string()]))), conflicts: z.array(z.array(z.union([z.int(), z.string()]))),
})

const assignments = z.object({
  items: z.array(z.object({
    proposal: z.string(), number: z.string(), title: z.string(), category: z.string(), organisation: z.string().nullable(), state: z.enum(['none', 'draft', 'submitted']), missing: z.int(),
    total: z.string().nullable(), submittedAt: z.string().nullable(), reopened: z.string().nullable(),
  })),
  open: z.boolean(), closesAt: z.string(),
})

export const roundRoutes: Route[] = [
  route({
    method: 'get', path: '/judging', action: 'assignment.list', summary: 'Competitions that one judges', answer: z.object({ items: z.array(z.object({ id: z.string(), name: bilingual, state: z.string(), round: z.int().nullable() })) }),
    run: async (context) => ({ items: await judgedCompetitions(context) }),
  }),
  route({
    method: 'get', path: `${at}/assignments`, action: 'assignment.list', summary: 'One’s own proposals to score in a round', params, answer: assignments,
    run: (context, { params }) => myAssignments(context, params.competition, params.round),
  }),
  route({
    method: 'get', path: at, action: 'round.read', summary: 'How a round stands', params,
    answer: z.object({ index: z.int(), round: z.string(), state, entries: z.int(), openedAt: z.string(), scoringOpenedAt: z.string().nullable(), closesAt: z.string(), closedAt: z.string().nullable(), endedAt: z.string().nullable(), standing: z.string().nullable() }),
    run: async (context, { params }) => {
      const room = await roomOf(context, 'round.read', params.competition, params.round)
      return { ...room.round.value, closesAt: closesAt(room.competition.value, `round-${params.round}`) }
    },
  }),
  route({ method: 'get', path: `${at}/plan`, action: 'round.read', summary: 'The plan: groups, judges, loads, what is missing', params, answer: plan, run: async (context, { params }) => (await readPlan(context, params.competition, params.round)).view }),
  route({ method: 'post', path: `${at}/plan`, action: 'round.plan', summary: 'Deal the judges afresh, by the competition’s seed', params, body: makePlanInput, status: 201, answer: plan, run: (context, { params, body }) => makeRoundPlan(context, params.competition, params.round, body) }),
  route({
    method: 'put', path: `${at}/plan`, action: 'round.plan', summary: 'Change the plan by hand; says what that leads to', params, body: changePlanInput, answer: z.object({ consequences: z.array(sentence), plan }),
    run: (context, { params, body }) => changePlan(context, params.competition, params.round, body),
  }),
  route({
    method: 'post', path: `${at}/plan/replanning`, action: 'round.plan', summary: 'Deal again with few changes, after a judge dropped out', params, body: replanInput,
    answer: z.object({ consequences: z.array(sentence), plan, changes: z.array(z.object({ proposal: z.string(), title: z.string(), leave: z.array(z.string()), come: z.array(z.string()) })) }),
    run: (context, { params, body }) => replanRound(context, params.competition, params.round, body),
  }),
  route({ method: 'get', path: `${at}/instance`, action: 'round.read', summary: 'The round as an instance of `npm run assign`, with the seed that makes its plan again', params, answer: instance, run: (context, { params }) => readInstance(context, params.competition, params.round) }),
  route({ method: 'post', path: `${at}/plan/undo`, action: 'round.plan', summary: 'Take the last change of the plan back', params, answer: plan, run: (context, { params }) => undoPlan(context, params.competition, params.round) }),
  route({
    method: 'post', path: `${at}/plan/confirmation`, action: 'round.plan', summary: 'Put the plan in force and open the scoring', params, answer: z.object({ state: z.literal('scoring'), scoringOpenedAt: z.string() }),
    run: (context, { params }) => confirmPlan(context, params.competition, params.round),
  }),
  route({
    method: 'get', path: `${at}/progress`, action: 'round.read', summary: 'How far the judges are, and all cards', params,
    answer: z.object({
      judges: z.array(z.object({ judge: z.string(), name: z.string(), assigned: z.int(), submitted: z.int(), draft: z.int(), lastAt: z.string().nullable(), late: z.boolean() })),
      cards: z.array(z.object({ proposal: z.string(), title: z.string(), judge: z.string(), name: z.string(), state: z.enum(['draft', 'submitted']), total: z.string().nullable(), submittedAt: z.string().nullable(), receipt: z.string().nullable(), reopened: z.int() })),
      assigned: z.int(), submitted: z.int(), complete: z.boolean(), closesAt: z.string(),
    }),
    run: async (context, { params }) => (await readProgress(context, params.competition, params.round)).progress,
  }),
  route({
    method: 'post', path: `${at}/reminders`, action: 'round.plan', summary: 'Mail the judges who have cards to send; once a day each', params, body: remindInput, answer: z.object({ reminded: z.int(), withoutMail: z.int() }),
    run: (context, { params, body }) => remindJudges(context, params.competition, params.round, body),
  }),
  route({ method: 'post', path: `${at}/closing`, action: 'round.close', summary: 'End the scoring early, all cards being in', params, answer: z.object({ endedAt: z.string() }), run: (context, { params }) => closeRound(context, params.competition, params.round) }),
  route({
    method: 'get', path: `${at}/unscored`, action: 'round.read', summary: 'Proposals with too few scores', params,
    answer: z.object({ items: z.array(z.object({
      proposal: z.string(), number: z.string(), title: z.string(), organisation: z.string(), cards: z.int(), needed: z.int(), judges: z.array(z.object({ judge: z.string(), name: z.string(), submitted: z.boolean() })), candidates: z.array(judge),
      decision: z.object({ decision: z.enum(['exclude', 'accept-fewer']), reason: z.string() }).nullable(),
    })) }),
    run: async (context, { params }) => ({ items: (await readUnscored(context, params.competition, params.round)).unscored }),
  }),
  route({
    method: 'post', path: `${at}/unscored/decisions`, action: 'round.resolve', summary: 'Leave unscored proposals out, or take the fewer scores they have', params, body: decideUnscoredInput, answer: z.object({ open: z.int() }),
    run: (context, { params, body }) => decideUnscored(context, params.competition, params.round, body),
  }),
  route({
    method: 'post', path: `${at}/unscored/reassignment`, action: 'round.resolve', summary: 'Give unscored proposals to other judges until a new date', params, body: reassignInput, answer: z.object({ state: z.literal('scoring'), closesAt: z.string() }),
    run: (context, { params, body }) => reassignUnscored(context, params.competition, params.round, body),
  }),
  route({
    method: 'post', path: `${at}/ties`, action: 'round.resolve', summary: 'Say who of those tied across the line goes on', params, body: decideTiesInput, answer: z.object({ chosen: z.int() }),
    run: (context, { params, body }) => decideTies(context, params.competition, params.round, body),
  }),
]
