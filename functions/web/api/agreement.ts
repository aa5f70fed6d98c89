import * as z from 'zod'
import { agreementSchema, agreementStates, sides, termsInput } from '../../../shared/agreement/agreement.ts'
import { grantId } from '../../../shared/kernel/ids.ts'
import { offerAgreement, signAgreement, signInput } from '../../commands/agreement.ts'
import { readAgreements } from '../../queries/agreement.ts'
import { route, type Route } from './route.ts'

const params = z.object({ grant: grantId })
const one = params.extend({ version: z.coerce.number<string>().int().min(1).max(1000) })
const answer = z.object({ state: z.enum(agreementStates) })

export const agreementRoutes: Route[] = [
  route({
    method: 'get', path: '/grants/{grant}/agreements', action: 'agreement.read', summary: 'Every version of a grant’s agreement, newest first, with its text, digest and signatures',
    params, answer: z.object({ agreements: z.array(agreementSchema) }), run: async (context, { params }) => ({ agreements: (await readAgreements(context, params.grant)).agreements }),
  }),
  route({
    method: 'post', path: '/grants/{grant}/agreements', action: 'agreement.offer', summary: 'Make the agreement from the template, or an amendment of the one in force; an offer not signed by both gives way', status: 201,
    params, body: termsInput, answer: z.object({ version: z.int() }), run: (context, { params, body }) => offerAgreement(context, params.grant, body),
  }),
  ...sides.map((side): Route => route({
    method: 'post', path: `/grants/{grant}/agreements/{version}/${side}`, action: `agreement.sign-${side}`, summary: side === 'authority' ? 'Sign for the authority; with both signatures it is in force' : 'Sign for the grantee; with both signatures it is in force',
    params: one, body: signInput, answer, run: (context, { params, body }) => signAgreement(context, params.grant, params.version, side, body),
  })),
]
