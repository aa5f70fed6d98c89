import * as z from 'zod'
import { competitionId, proposalId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { pitchSchema } from '../../../shared/pitch/pitch.ts'
import { snapshotSchema } from '../../../shared/pitch/snapshot.ts'
import { proposalNumber } from '../../../shared/proposal/proposal.ts'
import { deskInput, runDesk } from '../../commands/pitch.ts'
import { feesInput, setFees } from '../../commands/fees.ts'
import { myLive, readDesk, readDraw, readSnapshot } from '../../queries/pitch.ts'
import { route, type Route } from './route.ts'
import { roundIndex } from './scorecard.ts'

const params = z.object({ competition: competitionId, round: roundIndex })
const desk = params.extend({ group: z.string().regex(/^[\w-]{1,40}$/) })
const at = '/competitions/{competition}/rounds/{round}'

/** The live pitch: its desk, the judges' own view, and what everybody may watch. */
export const pitchRoutes: Route[] = [
  route({
    method: 'get', path: `${at}/desk/{group}`, action: 'pitch.run', summary: 'The desk of a group’s live pitch, and which judge has not sent which card', params: desk,
    answer: z.object({ pitch: pitchSchema.nullable(), cards: z.record(z.string(), z.array(z.object({ judge: z.string(), name: z.string(), state: z.enum(['none', 'draft', 'submitted']) }))) }),
    run: async (context, { params }) => {
      const { pitch, cards } = await readDesk(context, 'pitch.run', params.competition, params.round, params.group)
      return { pitch: pitch ?? null, cards }
    },
  }),
  route({
    method: 'post', path: `${at}/desk/{group}`, action: 'pitch.run', summary: 'One deed at the desk: set up, draw, call, clock, open and lock cards, read out', params: desk, body: deskInput,
    answer: pitchSchema.pick({ state: true, turn: true, phase: true, order: true }), run: (context, { params, body }) => runDesk(context, params.competition, params.round, params.group, body),
  }),
  route({
    method: 'get', path: `${at}/desk/{group}/draw`, action: 'pitch.record', summary: 'The record of a group’s draw, from which anybody can repeat it', params: desk,
    answer: z.object({ said: z.string(), seed: z.string(), at: z.string(), host: z.string(), supervisor: z.string(), order: z.array(z.object({ proposal: proposalId, number: z.string(), title: z.string() })) }),
    run: async (context, { params }) => {
      const { draw, pitch } = await readDraw(context, params.competition, params.round, params.group)
      return { ...draw, order: pitch.order.map((proposal) => ({ proposal, number: proposalNumber(proposal), title: pitch.entries.find((entry) => entry.proposal === proposal)?.title ?? '' })) }
    },
  }),
  route({
    method: 'get', path: `${at}/live`, action: 'assignment.list', summary: 'One’s own cards of a live pitch in its order, and which of them are open', params,
    answer: z.object({
      open: z.boolean(),
      groups: z.array(z.object({
        id: z.string(), name: bilingual,
        cards: z.array(z.object({ proposal: proposalId, title: z.string(), place: z.int().nullable(), gate: z.enum(['open', 'waiting', 'locked']), state: z.enum(['none', 'draft', 'submitted']), revision: z.int(), scores: z.record(z.string(), z.string()), comment: z.string(), total: z.string().nullable(), receipt: z.string().nullable(), reopened: z.string().nullable() })),
      })),
    }),
    run: async (context, { params }) => {
      const { open, groups } = await myLive(context, params.competition, params.round)
      return { open, groups: groups.map(({ pitch, cards }) => ({ id: pitch.group, name: pitch.name, cards: cards.map(({ card, measured: _, ...rest }) => ({ ...rest, revision: card?.revision ?? 0, comment: card?.comment ?? '', receipt: card?.receipt ?? null })) })) }
    },
  }),
  route({ method: 'get', path: `${at}/snapshot`, action: 'pitch.watch', summary: 'What everybody may watch of a live pitch; nothing of who has scored', params, answer: snapshotSchema, run: (context, { params }) => readSnapshot(context, params.competition, params.round) }),
  route({ method: 'put', path: `${at}/fees`, action: 'pitch.fees', summary: 'What each judge of the round is paid, in fen', params, body: feesInput, answer: feesInput, run: (context, { params, body }) => setFees(context, params.competition, params.round, body) }),
]
