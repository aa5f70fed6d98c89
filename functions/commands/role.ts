import type * as z from 'zod'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import { type Organiser, organiserItem } from '../../shared/competition/organiser.store.ts'
import { type Supervisor, supervisorItem } from '../../shared/competition/supervisor.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { act } from '../commit.ts'
import { authorise, type Context } from '../context.ts'
import { type Removal, type removalInput, takenOff } from './removal.ts'

/** Takes somebody off the competition's organisers; what they did stays. What is removed already stays so. Throws NOT_FOUND. */
export const removeOrganiser = from<Organiser>('organiser', {
  item: organiserItem, place: keys.organiser, sentence: ({ name, organisation }) => ({ zh: `移除了承办单位（${organisation}）的${name}`, en: `removed ${name} of the organiser ${organisation}` }),
})

/** Takes somebody off the competition's supervisors; what they signed stays. What is removed already stays so. Throws NOT_FOUND. */
export const removeSupervisor = from<Supervisor>('supervisor', {
  item: supervisorItem, place: keys.supervisor, sentence: ({ name }) => ({ zh: `移除了监督员${name}`, en: `removed the supervisor ${name}` }),
})

function from<T extends Organiser | Supervisor>(role: 'organiser' | 'supervisor', { place, ...how }: Pick<Removal<T>, 'item' | 'sentence'> & { place: typeof keys.organiser }) {
  return (context: Context, competition: string, person: string, { reason }: z.infer<typeof removalInput>): Promise<T> => act<T>(context, async () => {
    const { value: { id, district } } = await loadCompetition(context.table, competition)
    const action = `${role}.remove` as const
    authorise(context, action, { district, competition: id })
    return takenOff<T>(context, { ...how, key: place(id, person), membership: `${role.toUpperCase()}#${id}`, action, scope: { of: 'competition', id }, reason })
  })
}
