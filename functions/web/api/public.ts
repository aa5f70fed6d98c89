import * as z from 'zod'
import { competitionSchema } from '../../../shared/competition/competition.ts'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { noticeSchema } from '../../../shared/notice/notice.ts'
import { rulebookShape } from '../../../shared/rulebook/rulebook.ts'
import { listPublic, publicKinds, readPublic } from '../../queries/public.ts'
import { route, type Route } from './route.ts'

/** What strangers see of a competition: nothing of who set it up. */
const publicView = competitionSchema.pick({
  id: true, district: true, name: true, authority: true, contact: true, introduction: true, state: true, seed: true, dates: true, publishedAt: true, round: true, endedBecause: true, cancelledAt: true, awardsPublishedAt: true,
}).extend({ notice: noticeSchema.pick({ number: true, firstDay: true, lastDay: true, endsAt: true, publishedAt: true }).nullable() })

export const publicRoutes: Route[] = [
  route({
    method: 'get', path: '/public/competitions', action: 'competition.public', summary: 'Competitions whose call is out, newest first',
    query: z.object({ kind: z.enum(publicKinds).optional(), text: z.string().max(60).optional(), after: z.string().max(2000).optional() }),
    answer: z.object({ competitions: z.array(publicView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { found, next } = await listPublic(context, query)
      return { competitions: found.map(({ competition, notice }) => ({ ...competition, notice })), next }
    },
  }),
  route({
    method: 'get', path: '/public/competitions/{competition}', action: 'competition.public', summary: 'A call with its rules',
    params: z.object({ competition: competitionId }), answer: publicView.extend({ rules: rulebookShape, /** Organisations that run it for the authority. */ organisers: z.array(z.string()) }),
    run: async (context, { params }) => {
      const { competition, notice, rulebook, organisers } = await readPublic(context, params.competition)
      return { ...competition, notice, rules: rulebook, organisers }
    },
  }),
]
