import * as z from 'zod'
import { sampleSchema, SAMPLES } from '../../../shared/calibration/calibration.ts'
import { competitionId } from '../../../shared/kernel/ids.ts'
import { samplesInput, sendTrial, setSamples, trialInput } from '../../commands/calibration.ts'
import { myCalibration, readCalibration } from '../../queries/calibration.ts'
import { type Route, route } from './route.ts'
import { roundIndex } from './scorecard.ts'

const params = z.object({ competition: competitionId, round: roundIndex })
const spread = z.object({ totals: z.array(z.string()), leaves: z.record(z.string(), z.array(z.string())) })
const at = '/competitions/{competition}/rounds/{round}/calibration'

export const calibrationRoutes: Route[] = [
  route({
    method: 'get', path: at, action: 'calibration.prepare', summary: 'The sample cases of a round, and how judges scored them, nameless', params,
    answer: z.object({ revision: z.int(), samples: z.array(sampleSchema), spreads: z.array(spread), done: z.int(), judges: z.int() }),
    run: async (context, { params: { competition, round } }) => {
      const { calibration, spreads, done, judges } = await readCalibration(context, competition, round)
      return { revision: calibration?.value.revision ?? 0, samples: calibration?.value.samples ?? [], spreads, done, judges }
    },
  }),
  route({ method: 'put', path: at, action: 'calibration.prepare', summary: 'Write the sample cases, until a judge has scored one', params, body: samplesInput, answer: z.object({ revision: z.int() }), run: (context, { params: { competition, round }, body }) => setSamples(context, competition, round, body) }),
  route({
    method: 'get', path: `${at}/own`, action: 'calibration.score', summary: 'One’s own sample cases; of those one has scored, how the others did, nameless', params,
    answer: z.object({ revision: z.int(), open: z.boolean(), samples: z.array(z.object({ title: z.string(), text: z.string(), note: z.string().nullable(), scores: z.record(z.string(), z.string()).nullable(), total: z.string().nullable(), spread: spread.nullable() })) }),
    run: async (context, { params: { competition, round } }) => {
      const { calibration: { revision, samples }, own, spreads, open } = await myCalibration(context, competition, round)
      return { revision, open, samples: samples.map(({ title, text, note }, i) => ({ title, text, note: own[i] == null ? null : note, scores: own[i]?.scores ?? null, total: own[i]?.total ?? null, spread: spreads[i] ?? null })) }
    },
  }),
  route({
    method: 'post', path: `${at}/{sample}/card`, action: 'calibration.score', summary: 'Score a sample case; no tally ever reads it', params: params.extend({ sample: z.coerce.number<string>().int().min(0).max(SAMPLES - 1) }), body: trialInput, status: 201, answer: z.object({ total: z.string() }),
    run: (context, { params: { competition, round, sample }, body }) => sendTrial(context, competition, round, sample, body),
  }),
]
