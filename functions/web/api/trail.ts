import * as z from 'zod'
import { date } from '../../../shared/kernel/calendar.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { entrySchema } from '../../../shared/trail/trail.ts'
import { competitionTrail, districtTrail } from '../../queries/trail.ts'
import { route, type Route } from './route.ts'

const query = z.object({
  person: z.string().max(60).optional(),
  from: date.optional(),
  to: date.optional(),
  after: z.string().max(2000).optional(),
  limit: z.coerce.number<string>().int().min(1).max(500).optional(),
})
const answer = z.object({ entries: z.array(entrySchema), next: z.string().nullable() })

export const trailRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/trail', action: 'trail.read', summary: 'Who did what in a competition, newest first',
    params: z.object({ competition: z.string() }), query, answer,
    run: (context, { params, query }) => competitionTrail(context, params.competition, query),
  }),
  route({
    method: 'get', path: '/trail', action: 'trail.read', summary: 'Who did what in a district outside its competitions, newest first',
    query: query.extend({ district: districtCode.optional() }), answer,
    run: (context, { query }) => districtTrail(context, query),
  }),
]
