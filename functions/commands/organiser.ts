import * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { type Organiser, organiserItem } from '../../shared/competition/organiser.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { typed } from '../../shared/kernel/text.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'

export const removeOrganiserInput = z.strictObject({ reason: typed(500) })

/** Takes somebody off the competition's organisers; what they did stays. What is removed already stays so. Throws NOT_FOUND. */
export async function removeOrganiser(context: Context, competition: string, person: string, input: z.infer<typeof removeOrganiserInput>): Promise<Organiser> {
  return act<Organiser>(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competition)
    authorise(context, 'organiser.remove', { district: contest.district, competition })
    const stored = await context.table.get(organiserItem, keys.organiser(competition, person))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    if (stored.value.removedAt !== null) return { writes: [], trail: [], answer: stored.value }
    const organiser: Organiser = { ...stored.value, removedAt: context.now }
    return {
      writes: [organiserItem.put(organiser, stored.version), { remove: keys.membership(person, `ORGANISER#${competition}`), expect: 'any' }],
      trail: [{
        scope: { of: 'competition', id: contest.id }, action: 'organiser.remove', about: { noun: 'person', id: organiser.person, label: organiser.name },
        sentence: { zh: `移除了承办单位（${organiser.organisation}）的${organiser.name}`, en: `removed ${organiser.name} of the organiser ${organiser.organisation}` }, reason: input.reason,
      }],
      answer: organiser,
    }
  })
}
