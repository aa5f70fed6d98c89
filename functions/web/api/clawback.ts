import * as z from 'zod'
import { banSchema } from '../../../shared/ban/ban.ts'
import { clawbackSchema, openClawbackInput } from '../../../shared/clawback/clawback.ts'
import { grantId } from '../../../shared/kernel/ids.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { liftBan, liftBanInput } from '../../commands/ban.ts'
import { answerWriteOff, answerWriteOffInput, askWriteOff, openClawback, receiveInput, receivePayment, writeOffInput } from '../../commands/clawback.ts'
import { listBans, readRecovery } from '../../queries/clawback.ts'
import { route, type Route } from './route.ts'

const params = z.object({ grant: grantId })
const one = params.extend({ number: z.coerce.number<string>().int().min(1).max(1000) })
const open = z.object({ open: z.int() })

export const clawbackRoutes: Route[] = [
  route({
    method: 'get', path: '/grants/{grant}/clawbacks', action: 'clawback.read', summary: 'What was claimed back of a grant, newest first; `claimable`: what was paid and is not claimed yet, in fen',
    params, answer: z.object({ clawbacks: z.array(clawbackSchema), claimable: z.int() }), run: async (context, { params }) => { const { clawbacks, claimable } = await readRecovery(context, params.grant); return { clawbacks, claimable } },
  }),
  route({
    method: 'post', path: '/grants/{grant}/clawbacks', action: 'clawback.open', summary: 'Claim money back, line by line; with `ban` the organisation may not apply for the rulebook’s years', status: 201,
    params, body: openClawbackInput, answer: z.object({ number: z.int() }), run: (context, { params, body }) => openClawback(context, params.grant, body),
  }),
  route({ method: 'post', path: '/grants/{grant}/clawbacks/{number}/payments', action: 'clawback.receive', summary: 'Record money that has come back', params: one, body: receiveInput, answer: open, run: (context, { params, body }) => receivePayment(context, params.grant, params.number, body) }),
  route({ method: 'post', path: '/grants/{grant}/clawbacks/{number}/write-offs', action: 'clawback.ask-write-off', summary: 'Ask that a part is given up', params: one, body: writeOffInput, answer: open, run: (context, { params, body }) => askWriteOff(context, params.grant, params.number, body) }),
  route({ method: 'post', path: '/grants/{grant}/clawbacks/{number}/write-offs/answer', action: 'clawback.write-off', summary: 'Approve or refuse it; not by who asked', params: one, body: answerWriteOffInput, answer: open, run: (context, { params, body }) => answerWriteOff(context, params.grant, params.number, body) }),
  route({ method: 'get', path: '/bans', action: 'ban.list', summary: 'Organisations that may not apply, and until when', query: z.object({ district: districtCode.optional() }), answer: z.object({ bans: z.array(banSchema) }), run: async (context, { query }) => ({ bans: (await listBans(context, query.district)).bans }) }),
  route({ method: 'post', path: '/districts/{district}/bans/{ban}/lifting', action: 'ban.lift', summary: 'Lift a ban before its day, with a reason', params: z.object({ district: districtCode, ban: z.string().max(60) }), body: liftBanInput, answer: banSchema, run: (context, { params, body }) => liftBan(context, params.district, params.ban, body) }),
]
