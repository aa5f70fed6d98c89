import { presentActivities } from '../activity/activity.store.ts'
import { countedItem } from '../figures/figures.store.ts'
import { sum } from '../kernel/decimal.ts'
import type { Project } from '../project/project.ts'
import { presentSpendings } from '../spending/spending.store.ts'
import { keys } from '../store/keys.ts'
import type { Table } from '../store/table.ts'
import type { ReachedFigures } from './self-evaluation.ts'

/**
 * What the records hold of the project's present cycle, which planned and reached are compared by; null while there is nothing. People are
 * those that the activities' reports name, minutes those of service that counts, spending is in fen.
 */
export async function reachedFigures(table: Table, project: Pick<Project, 'id' | 'cycle'>): Promise<ReachedFigures | null> {
  const [activities, spendings] = await Promise.all([presentActivities(table, project), presentSpendings(table, project)])
  const counted = (await table.getMany(countedItem, activities.map(({ id }) => keys.activityCounted(project.id, id)))).flatMap((one) => one?.value ?? [])
  const held = activities.flatMap(({ state, report }) => (state === 'reported' && report !== null ? [report] : []))
  const services = counted.flatMap(({ people }) => Object.values(people).flat())
  if (held.length === 0 && services.length === 0 && spendings.length === 0) return null
  const total = (numbers: number[]) => sum(numbers).toNumber()
  return {
    activities: held.length, people: total(held.map(({ beneficiaries }) => beneficiaries)), attendances: total(held.map(({ attendances }) => attendances)),
    minutes: total(services.map(({ checkedIn, backFilled }) => checkedIn + backFilled)), spent: total(spendings.filter(({ struck }) => struck === null).map(({ amount }) => amount)),
  }
}
