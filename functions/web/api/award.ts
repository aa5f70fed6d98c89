import * as z from 'zod'
import { awardsSchema } from '../../../shared/award/award.store.ts'
import { certificateSchema } from '../../../shared/award/certificate.ts'
import { certificateId, competitionId } from '../../../shared/kernel/ids.ts'
import { decideTie, decideTieInput, publishAwards } from '../../commands/award.ts'
import { readAwards, readCertificate, readResult } from '../../queries/award.ts'
import { readRanking } from '../../queries/ranking.ts'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { publicLineView } from './lines.ts'
import { route, type Route } from './route.ts'

const params = z.object({ competition: competitionId })

export const awardRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/awards', action: 'award.read', summary: 'The awards, once they are published',
    params, answer: z.object({ publishedAt: z.string(), waiting: z.int(), awards: z.array(publicLineView.extend({ certificate: certificateId })) }),
    run: async (context, { params }) => {
      const { publishedAt, lines, waiting } = await readAwards(context, params.competition)
      if (publishedAt === null) throw new Refusal('NOT_FOUND')
      return { publishedAt, waiting, awards: lines }
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/awards', action: 'award.publish', summary: 'Publish the awards with their certificates; again changes nothing. While objections wait, and the rulebook lets it, those that none is about',
    params, answer: z.object({ awards: z.int(), waiting: z.int(), publishedAt: z.string() }),
    run: (context, { params }) => publishAwards(context, params.competition),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/awards/ties', action: 'notice.prepare', summary: 'Who is tied across the last place of a proposed award, and which awards are not filled',
    params, answer: z.object({ ties: awardsSchema.shape.ties, unfilled: awardsSchema.shape.unfilled }),
    run: async (context, { params }) => {
      const { awards } = await readResult(context, params.competition)
      if (awards === null) throw new Refusal('NOT_FOUND')
      return awards
    },
  }),
  route({
    method: 'post', path: '/competitions/{competition}/awards/ties', action: 'award.decide', summary: 'Decide who of those tied across the last place of an award takes it',
    params, body: decideTieInput, answer: z.object({ open: z.int() }),
    run: (context, { params, body }) => decideTie(context, params.competition, body),
  }),
  route({
    method: 'get', path: '/competitions/{competition}/awards/ranking', action: 'notice.prepare', summary: 'All winners in one order, best first, as the next level up asks for them; `final` once the awards are published',
    params, query: z.object({ category: z.string().max(40).optional() }), answer: z.object({ final: z.boolean(), lines: z.array(publicLineView.extend({ rank: z.int() })) }),
    run: async (context, { params, query }) => {
      const { final, lines } = await readRanking(context, params.competition, query.category)
      return { final, lines }
    },
  }),
  route({
    method: 'get', path: '/certificates/{certificate}', action: 'certificate.verify', summary: 'What a certificate certifies; an id that is not real is not found',
    params: z.object({ certificate: certificateId }), answer: certificateSchema.omit({ proposal: true }),
    run: (context, { params }) => readCertificate(context, params.certificate),
  }),
]
