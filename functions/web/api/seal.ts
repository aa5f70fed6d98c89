import * as z from 'zod'
import { competitionId, proposalId } from '../../../shared/kernel/ids.ts'
import { bundleSchema, proofSchema } from '../../../shared/seal/bundle.ts'
import { receiptSchema } from '../../../shared/seal/leaf.ts'
import { readBundle, readProof } from '../../queries/bundle.ts'
import { readReceipt } from '../../queries/scorecard.ts'
import { Prepared, type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

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
]
