import * as z from 'zod'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { bilingual } from '../../../shared/kernel/text.ts'
import { tryOn } from '../../queries/rule-trial.ts'
import { type Route, route } from './route.ts'

const stood = z.object({ place: z.int(), total: z.string(), award: bilingual.nullable() })

/** 规则试算. */
export const ruleTrialRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/rule-trial', action: 'competition.preview', summary: 'This competition’s rules tried on an earlier one’s scorecards: who would have changed places', params: z.object({ competition: competitionId }), query: z.object({ of: competitionId.optional() }),
    answer: z.object({
      of: z.string().nullable(), earlier: z.array(z.object({ id: z.string(), name: bilingual })), obstacles: z.array(bilingual),
      rounds: z.array(z.object({ name: bilingual, gained: z.array(z.string()), lost: z.array(z.string()), tied: z.array(z.string()) })),
      lines: z.array(z.object({ proposal: z.string(), title: z.string(), organisation: z.string(), then: stood, now: stood })),
    }),
    run: async (context, { params, query }) => {
      const { of, earlier, obstacles, outcome } = await tryOn(context, params.competition, query.of)
      return { of: of?.id ?? null, earlier: earlier.map(({ id, name }) => ({ id, name })), obstacles, rounds: outcome?.rounds ?? [], lines: outcome?.lines ?? [] }
    },
  }),
]
