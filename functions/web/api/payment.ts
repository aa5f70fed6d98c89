import * as z from 'zod'
import { trancheSchema } from '../../../shared/grant/grant.ts'
import { grantStates } from '../../../shared/grant/lifecycle.ts'
import { competitionId, grantId } from '../../../shared/kernel/ids.ts'
import { accountInput, accountSchema } from '../../../shared/payment/account.ts'
import { bankReturnSchema } from '../../../shared/payment/bank-return.ts'
import { orderLineSchema, paymentOrderSchema, referenceOf } from '../../../shared/payment/order.ts'
import { acceptAccount, confirmAccountInput, setAccount } from '../../commands/account.ts'
import { applyBankReturn, readBankReturn, returnInput } from '../../commands/bank-return.ts'
import { orderInput, orderPayments } from '../../commands/payment-order.ts'
import { approve, prepare, undoApprove, undoPrepare, undoReleaseInput } from '../../commands/release.ts'
import { readMoney } from '../../queries/grant-money.ts'
import { exportOrder, readOrder, readPayments, readReturned } from '../../queries/payment.ts'
import { listFormats } from '../../queries/registry.ts'
import type { Context } from '../../context.ts'
import { route, type Route } from './route.ts'

const mistake = z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })
/** To those who neither own nor pay it, all but the last four digits are stars. */
const accountSeen = accountSchema.extend({ number: z.string() })
const ofGrant = z.object({ grant: grantId })
const ofTranche = ofGrant.extend({ tranche: z.string() })
const answer = z.object({ state: z.enum(grantStates), tranches: z.array(trancheSchema) })


const ofCompetition = z.object({ competition: competitionId })
const ofOrder = ofCompetition.extend({ order: z.coerce.number().int().min(1) })
const ofReturn = ofOrder.extend({ return: z.string() })
const part = z.object({ grant: grantId, tranche: z.string(), title: z.string(), amount: z.int() })
const partOf = ({ grant, tranche }: { grant: { id: z.infer<typeof grantId>; title: string }; tranche: { id: string; amount: number } }): z.infer<typeof part> => ({ grant: grant.id, tranche: tranche.id, title: grant.title, amount: tranche.amount })
const orderSeen = paymentOrderSchema.extend({ lines: z.array(orderLineSchema.extend({ account: accountSeen.pick({ holder: true, bank: true, branch: true, lineNumber: true, number: true, province: true, city: true }) })) })
const returned = z.object({
  file: bankReturnSchema.omit({ rows: true }), problems: z.array(mistake),
  lines: z.array(z.object({ reference: z.string(), amount: z.int(), paid: z.boolean().nullable(), on: z.string().nullable(), reason: z.string(), known: z.boolean() })),
})
async function returnSeen(context: Context, competition: string, order: number, id: string): Promise<z.input<typeof returned>> {
  const { file, match } = await readReturned(context, competition, order, id)
  return { file, problems: match.problems, lines: match.matched.map(({ reference, amount, outcome, known }) => ({ reference, amount, paid: outcome?.paid ?? null, on: outcome?.on ?? null, reason: outcome?.reason ?? '', known })) }
}

/** The payment of a grant's parts. */
export const paymentRoutes: Route[] = [
  route({
    method: 'get', path: '/grants/{grant}/money', action: 'grant.read', summary: 'A grant’s account (whole for the grantee and finance) and of each part what keeps it from being paid',
    params: ofGrant, answer: z.object({ account: accountSeen.nullable(), tranches: z.array(z.object({ tranche: trancheSchema, unmet: z.array(mistake) })) }),
    run: async (context, { params }) => {
      const { account, tranches } = await readMoney(context, params.grant)
      return { account, tranches }
    },
  }),
  route({ method: 'put', path: '/grants/{grant}/account', action: 'account.give', summary: 'Give the account to be paid to; a change takes its confirmation back', params: ofGrant, body: accountInput, answer, run: (context, { params, body }) => setAccount(context, params.grant, body) }),
  route({ method: 'post', path: '/grants/{grant}/account/confirmation', action: 'account.confirm', summary: 'Confirm the account as seen', params: ofGrant, body: confirmAccountInput, answer, run: (context, { params, body }) => acceptAccount(context, params.grant, body) }),
  route({ method: 'post', path: '/grants/{grant}/tranches/{tranche}/preparation', action: 'release.prepare', summary: 'Ask finance to release a part; every unmet condition is named', params: ofTranche, answer, run: (context, { params }) => prepare(context, params.grant, params.tranche) }),
  route({ method: 'post', path: '/grants/{grant}/tranches/{tranche}/preparation/undo', action: 'release.undo', summary: 'Take a preparation back, or refuse it', params: ofTranche, body: undoReleaseInput, answer, run: (context, { params, body }) => undoPrepare(context, params.grant, params.tranche, body) }),
  route({ method: 'post', path: '/grants/{grant}/tranches/{tranche}/approval', action: 'release.approve', summary: 'Approve a release that somebody else prepared', params: ofTranche, answer, run: (context, { params }) => approve(context, params.grant, params.tranche) }),
  route({ method: 'post', path: '/grants/{grant}/tranches/{tranche}/approval/undo', action: 'release.approve', summary: 'Take an approval back before its payment order', params: ofTranche, body: undoReleaseInput, answer, run: (context, { params, body }) => undoApprove(context, params.grant, params.tranche, body) }),
  route({
    method: 'get', path: '/competitions/{competition}/payments', action: 'payment.read', summary: 'What of a competition’s money can be asked for, waits for an approval, for a payment order, and for the bank',
    params: ofCompetition, answer: z.object({ preparable: z.array(part), asked: z.array(part), ready: z.array(part.extend({ reference: z.string() })), held: z.array(part.extend({ unmet: z.array(mistake) })), orders: z.array(orderSeen) }),
    run: async (context, { params }) => {
      const { preparable, asked, ready, held, orders } = await readPayments(context, params.competition)
      return { preparable: preparable.map(partOf), asked: asked.map(partOf), ready: ready.map((one) => ({ ...partOf(one), reference: referenceOf(one) })), held: held.map((one) => ({ ...partOf(one), unmet: one.unmet })), orders }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/payments', action: 'payment.order', summary: 'Make a payment order of what was seen, by its references; this is final', params: ofCompetition, body: orderInput, status: 201,
    answer: z.object({ number: z.int(), lines: z.int(), total: z.int() }), run: (context, { params, body }) => orderPayments(context, params.competition, body),
  }),
  route({ method: 'get', path: '/competitions/{competition}/payments/{order}', action: 'payment.read', summary: 'A payment order with what the bank answered', params: ofOrder, answer: orderSeen, run: async (context, { params }) => (await readOrder(context, params.competition, params.order)).order.value }),
  route({
    method: 'get', path: '/competitions/{competition}/payments/{order}/file', action: 'payment.order', summary: 'The order for the bank (base64)', params: ofOrder, query: z.object({ format: z.enum(listFormats).default('xlsx') }), answer: z.object({ name: z.string(), type: z.string(), content: z.base64() }),
    run: async (context, { params, query }) => {
      const { name, type, bytes } = await exportOrder(context, params.competition, params.order, query.format)
      return { name, type, content: Buffer.from(bytes).toString('base64') }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/payments/{order}/returns', action: 'payment.order', summary: 'Read the bank’s answer (xlsx or CSV, base64); nothing changes until it is applied', params: ofOrder, body: returnInput, status: 201, answer: returned,
    run: async (context, { params, body }) => returnSeen(context, params.competition, params.order, (await readBankReturn(context, params.competition, params.order, body)).id),
  }),
  route({ method: 'get', path: '/competitions/{competition}/payments/{order}/returns/{return}', action: 'payment.order', summary: 'What the bank’s file says, line by line, and what is wrong with it', params: ofReturn, answer: returned, run: (context, { params }) => returnSeen(context, params.competition, params.order, params.return) }),
  route({
    method: 'post', path: '/competitions/{competition}/payments/{order}/returns/{return}/application', action: 'payment.order', summary: 'Record all that the file says, or nothing', params: ofReturn, answer: returned,
    run: async (context, { params }) => {
      await applyBankReturn(context, params.competition, params.order, params.return)
      return returnSeen(context, params.competition, params.order, params.return)
    },
  }),
]
