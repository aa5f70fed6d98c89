import * as z from 'zod'
import { SAMPLES, sampleSchema, scoreSample, writeSamples } from '../../shared/calibration/calibration.ts'
import { calibrationItem, trialCardItem } from '../../shared/calibration/calibration.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { act } from '../commit.ts'
import { type Context, personOf } from '../context.ts'
import { myCalibration, readCalibration } from '../queries/calibration.ts'

export const samplesInput = z.strictObject({ samples: z.array(sampleSchema).length(SAMPLES), revision: z.int().min(0) })

/** Writes the cases that judges score before a round. Throws what writeSamples throws. */
export async function setSamples(context: Context, id: string, index: number, input: z.infer<typeof samplesInput>): Promise<{ revision: number }> {
  return act(context, async () => {
    const { room, calibration, trials } = await readCalibration(context, id, index)
    const { competition: { value: competition }, round: { value: round } } = room
    const made = writeSamples(calibration?.value, round.state, trials.length, input, { competition: competition.id, index, by: personOf(context).id }, context.now)
    return {
      writes: [calibrationItem.put(made, calibration?.version ?? 'none')],
      trail: [{
        scope: { of: 'competition', id: competition.id }, action: 'calibration.prepare', about: { noun: 'competition', id: competition.id, label: competition.name.zh },
        sentence: { zh: `写了第 ${index + 1} 轮的试评样例`, en: `wrote the sample cases of round ${index + 1}` },
      }],
      answer: { revision: made.revision },
    }
  })
}

export const trialInput = z.strictObject({ scores: z.record(z.string().max(40), z.string().max(40)), revision: z.int().min(0) })

/**
 * A judge's scores of one case; no trail, and no item but the judge's own. Throws NOT_FOUND for a case that there isn't, STALE where its texts were changed
 * since the judge read them, and what scoreSample throws.
 */
export async function sendTrial(context: Context, id: string, index: number, sample: number, input: z.infer<typeof trialInput>): Promise<{ total: string }> {
  return act(context, async () => {
    const { calibration, own, rules, round, begun } = await myCalibration(context, id, index)
    if (calibration.samples[sample] === undefined) throw new Refusal('NOT_FOUND')
    if (input.revision !== calibration.revision) throw new Refusal('STALE')
    const card = scoreSample(calibration, own.flatMap((one) => one ?? []), rules, round.state, begun, { judge: personOf(context).id, sample, scores: input.scores }, context.now)
    return { writes: [trialCardItem.put(card, 'none')], trail: [], answer: { total: card.total } }
  })
}
