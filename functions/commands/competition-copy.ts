import * as z from 'zod'
import { competitionItem, competitionRulebookItem, loadCompetition, loadRulebook } from '../../shared/competition/competition.store.ts'
import type { Competition } from '../../shared/competition/competition.ts'
import { copiedDates } from '../../shared/competition/copy.ts'
import { pastMistakes, windowsOf } from '../../shared/competition/dates.ts'
import { describedInput, moment } from '../../shared/competition/settings.ts'
import { newCompetitionId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { bothScopes, type Competed } from './competition.ts'

export const copyInput = z.strictObject({
  name: describedInput.shape.name.unwrap(),
  /** When the copy's call closes; the other dates keep their distance from it. Left out: all dates move by the days since the earlier one began. */
  callClosesAt: moment.optional(),
})

/**
 * A draft made from another competition of the district: its settings, and its rules with whatever was changed in them. Nobody who took
 * part in it comes along. Throws NOT_FOUND, INVALID for a call that would close in the past.
 */
export async function copyCompetition(context: Context, id: string, input: z.infer<typeof copyInput>): Promise<Competed> {
  return act(context, async () => {
    const { value: earlier } = await loadCompetition(context.table, id)
    authorise(context, 'competition.create', { district: earlier.district })
    const rulebook = await loadRulebook(context.table, earlier)
    const dates = copiedDates(earlier, context.now, input.callClosesAt)
    const past = input.callClosesAt === undefined ? [] : pastMistakes(windowsOf(dates, rulebook).slice(0, 1), context.now)
    if (past.length > 0) throw new Refusal('INVALID', { mistakes: past.map((mistake) => ({ ...mistake, path: 'callClosesAt' })) })
    const { district, kind, authority, contact, introduction, rulebook: source } = earlier
    const competition: Competition = {
      id: newCompetitionId(), district, kind, name: input.name, authority, contact, introduction, state: 'draft', rulebook: source, seed: '', dates,
      createdAt: context.now, createdBy: personOf(context).id, publishedAt: null, round: null, eligibilityFinishedAt: null, notice: null, endedBecause: null, cancelledAt: null, awardsPublishedAt: null,
    }
    return {
      writes: [competitionItem.put(competition, 'none'), competitionRulebookItem.put({ competition: competition.id, rulebook }, 'none')],
      trail: bothScopes(competition, { action: 'competition.copy', sentence: { zh: `照“${earlier.name.zh}”新建了大赛`, en: `set the competition up as a copy of "${earlier.name.en ?? earlier.name.zh}"` }, to: 'draft' }),
      answer: { competition },
    }
  })
}
