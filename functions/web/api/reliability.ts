import * as z from 'zod'
import { Refusal } from '../../../shared/kernel/refusal.ts'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { clueSchema } from '../../../shared/reliability/radar.ts'
import { reliabilitySchema } from '../../../shared/reliability/reliability.ts'
import { readRadar } from '../../queries/radar.ts'
import { readReliability } from '../../queries/reliability.ts'
import { type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

const params = z.object({ competition: competitionId, round: roundIndex })

export const reliabilityRoutes: Route[] = [
  route({
    method: 'get', path: '/competitions/{competition}/rounds/{round}/reliability', action: 'standing.read', summary: 'How sure a counted round’s result is: advice, which changes nothing', params,
    answer: reliabilitySchema.omit({ competition: true, index: true }).extend({ names: z.record(z.string(), z.string()) }),
    run: async (context, { params: { competition, round } }) => {
      const { reliability, names } = await readReliability(context, competition, round)
      // It follows the ranking by a few seconds.
      if (reliability === null) throw new Refusal('NOT_FOUND')
      return { ...reliability, names: Object.fromEntries(names) }
    },
  }),
  route({
    method: 'get', path: '/competitions/{competition}/rounds/{round}/radar', action: 'radar.read', summary: 'What deserves a second look in a round whose scoring is over; nothing follows from it by itself', params,
    answer: z.object({ clues: z.array(clueSchema), names: z.record(z.string(), z.string()), titles: z.record(z.string(), z.string()) }),
    run: async (context, { params: { competition, round } }) => {
      const { clues, names, titles } = await readRadar(context, competition, round)
      return { clues, names: Object.fromEntries(names), titles: Object.fromEntries(titles) }
    },
  }),
]
