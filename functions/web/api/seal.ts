import * as z from 'zod'
import { competitionId, personId, proposalId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { bundleSchema, proofSchema } from '../../../shared/seal/bundle.ts'
import { receiptSchema } from '../../../shared/seal/leaf.ts'
import { readBundle, readProof } from '../../queries/bundle.ts'
import { replay } from '../../queries/replay.ts'
import { readReceipt } from '../../queries/scorecard.ts'
import { Prepared, type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

const side = z.object({ place: z.int().nullable(), total: z.string().nullable(), award: bilingual.nullable(), advances: z.boolean() })
const replayView = z.object({
  rulebook: z.object({ id: z.string(), version: z.int() }),
  rounds: z.array(z.object({ index: z.int(), name: bilingual, cards: z.int(), stored: z.string(), rebuilt: z.string(), same: z.boolean(), sealed: z.boolean(), seal: z.string() })),
  awards: z.boolean().nullable(),
  cards: z.array(z.object({ index: z.int(), judge: z.string(), name: z.string(), total: z.string() })),
  whatIf: z.object({
    changes: z.array(z.object({ number: z.string(), title: z.string(), before: side, after: side })),
    short: z.array(z.object({ number: z.string(), cards: z.int(), needed: z.int() })), unheard: z.array(z.object({ number: z.string(), title: z.string() })),
  }).nullable(),
})

export const sealRoutes: Route[] = [
  route({
    method: 'get', path: '/public/competitions/{competition}/bundle', action: 'bundle.read', summary: 'What the result can be counted again from, once a notice names the seals: `npm run verify` reads it',
    params: z.object({ competition: competitionId }), answer: bundleSchema,
    run: async (context, { params }) => new Prepared((await readBundle(context, params.competition)).text),
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/proof', action: 'proof.read', summary: 'The proof that a proposal’s own cards are among those sealed',
    params: z.object({ proposal: proposalId }), answer: proofSchema,
    run: async (context, { params }) => (await readProof(context, params.proposal)).proof,
  }),
  route({
    method: 'get', path: '/proposals/{proposal}/scorecards/{round}/receipt', action: 'scorecard.read', summary: 'The receipt of one’s own sent card, with the salt that its hash was made with',
    params: z.object({ proposal: proposalId, round: roundIndex }), answer: receiptSchema,
    run: (context, { params }) => readReceipt(context, params.proposal, params.round),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/replay', action: 'result.replay', summary: 'The result counted again from the cards; with a proposal its cards, and with round and judge what would be without that card',
    params: z.object({ competition: competitionId }), query: z.object({ proposal: proposalId.optional(), round: roundIndex.optional(), judge: personId.optional() }), answer: replayView,
    run: (context, { params, query }) => replay(context, params.competition, query),
  }),
]
