import * as z from 'zod'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { standingHeadSchema, standingLineSchema } from '../../../shared/standing/standing.store.ts'
import { filtered, readStanding } from '../../queries/standing.ts'
import { Prepared, type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

const answer = standingHeadSchema.pick({ version: true, round: true, madeAt: true, cutLines: true, tied: true, decided: true }).extend({ total: z.int(), page: z.int(), items: z.array(standingLineSchema) })

/** Written answers by ranking and query: a ranking's version is its content. */
const written = new Map<string, Prepared>()
const WRITTEN = 60

export const standingRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/rounds/{round}/standings', action: 'standing.read', summary: 'The ranking after a round, page by page', params: z.object({ competition: competitionId, round: roundIndex }),
    query: z.object({ page: z.coerce.number<string>().int().min(1).default(1), size: z.coerce.number<string>().int().min(1).max(1000).default(100), category: z.string().max(40).optional(), text: z.string().max(100).optional(), result: z.enum(['advances', 'out', 'waits']).optional() }),
    answer,
    run: async (context, { params, query }) => {
      const { ranking: { head, lines } } = await readStanding(context, params.competition, params.round)
      const key = JSON.stringify([head.competition, head.index, head.version, query.page, query.size, query.category, query.text, query.result])
      const before = written.get(key)
      if (before !== undefined) return before
      const found = filtered(lines, query)
      const made = new Prepared(JSON.stringify(answer.parse({ ...head, total: found.length, page: query.page, items: found.slice((query.page - 1) * query.size, query.page * query.size) })))
      if (written.size >= WRITTEN) written.delete(written.keys().next().value ?? '')
      written.set(key, made)
      return made
    },
  }),
]
