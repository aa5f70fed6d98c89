import * as z from 'zod'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { grantStates } from '../../../shared/grant/lifecycle.ts'
import { accounts } from '../../../shared/ledger/ledger.ts'
import { ledgerGroups, publicGrants, readLedger } from '../../queries/ledger.ts'
import { route, type Route } from './route.ts'

const standing = z.record(z.enum(accounts), z.int())

export const ledgerRoutes: Route[] = [
  route({
    method: 'get', path: '/ledger', action: 'ledger.read', summary: 'Where the money of the district’s ventures stands, in fen: each line adds up to its total, the lines and what is left to the budget',
    query: z.object({ by: z.enum(ledgerGroups).default('competition'), competition: competitionId.optional() }),
    answer: z.object({ lines: z.array(z.object({ key: z.string(), name: z.string(), grants: z.int(), balances: standing, total: z.int() })), sum: standing, budget: z.int() }),
    run: async (context, { query }) => {
      const { lines, sum, budget } = await readLedger(context, query.by, query.competition)
      return { lines, sum, budget }
    },
  }),
  route({
    method: 'get', path: '/public/competitions/{competition}/grants', action: 'grant.public', summary: 'What a venture has funded and what came of it', params: z.object({ competition: competitionId }),
    answer: z.object({ grants: z.array(z.object({ title: z.string(), organisation: z.string(), category: z.string(), amount: z.int(), state: z.enum(grantStates), grade: z.string().nullable() })) }),
    run: async (context, { params }) => ({ grants: (await publicGrants(context, params.competition)).grants }),
  }),
]
