import * as z from 'zod'
import { trancheSchema } from '../../../shared/grant/grant.ts'
import { grantStates } from '../../../shared/grant/lifecycle.ts'
import { grantId } from '../../../shared/kernel/ids.ts'
import { accountInput, accountSchema } from '../../../shared/payment/account.ts'
import { acceptAccount, confirmAccountInput, setAccount } from '../../commands/account.ts'
import { approve, prepare, undoApprove, undoPrepare, undoReleaseInput } from '../../commands/release.ts'
import { readMoney } from '../../queries/grant-money.ts'
import { route, type Route } from './route.ts'

const mistake = z.object({ path: z.string(), code: z.string(), zh: z.string(), en: z.string() })
/** To those who neither own nor pay it, all but the last four digits are stars. */
const accountSeen = accountSchema.extend({ number: z.string() })
const ofGrant = z.object({ grant: grantId })
const ofTranche = ofGrant.extend({ tranche: z.string() })
const answer = z.object({ state: z.enum(grantStates), tranches: z.array(trancheSchema) })

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
]
