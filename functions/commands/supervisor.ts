import type * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { type Supervisor, supervisorItem } from '../../shared/competition/supervisor.store.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import type { removeOrganiserInput } from './organiser.ts'

/** Takes somebody off the competition's supervisors; what they signed stays. What is removed already stays so. Throws NOT_FOUND. */
export async function removeSupervisor(context: Context, competition: string, person: string, input: z.infer<typeof removeOrganiserInput>): Promise<Supervisor> {
  return act<Supervisor>(context, async () => {
    const { value: contest } = await loadCompetition(context.table, competition)
    authorise(context, 'supervisor.remove', { district: contest.district, competition })
    const stored = await context.table.get(supervisorItem, keys.supervisor(competition, person))
    if (stored === undefined) throw new Refusal('NOT_FOUND')
    if (stored.value.removedAt !== null) return { writes: [], trail: [], answer: stored.value }
    const supervisor: Supervisor = { ...stored.value, removedAt: context.now }
    return {
      writes: [supervisorItem.put(supervisor, stored.version), { remove: keys.membership(person, `SUPERVISOR#${competition}`), expect: 'any' }],
      trail: [{
        scope: { of: 'competition', id: contest.id }, action: 'supervisor.remove', about: { noun: 'person', id: supervisor.person, label: supervisor.name },
        sentence: { zh: `移除了监督员${supervisor.name}`, en: `removed the supervisor ${supervisor.name}` }, reason: input.reason,
      }],
      answer: supervisor,
    }
  })
}
