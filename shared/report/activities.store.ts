import * as z from 'zod'
import { activityId, volunteerId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'

/** What reports and spending read of the activities' own records (shared/activity, shared/hours), and nothing more. */
const activityFacts = z.object({
  id: activityId, project: z.string(), stage: z.int(), title: z.string(), startsAt: instant, state: z.string(),
  report: z.object({ beneficiaries: z.int(), attendances: z.int() }).nullable(),
})
export type ActivityFacts = z.infer<typeof activityFacts>
export const activityFactsItem = itemKind('activity', activityFacts, ({ project, id }) => keys.activity(project, id))

const hourFacts = z.object({ activity: activityId, volunteer: volunteerId, kind: z.string(), state: z.string(), minutes: z.int() })
export type HourFacts = z.infer<typeof hourFacts>
const hourFactsItem = itemKind('attendance', hourFacts, ({ activity, volunteer }) => keys.attendance(activity, volunteer))

/** A project's activities that were not called off, by when they begin. */
export async function activitiesOf(table: Table, project: string): Promise<ActivityFacts[]> {
  const all = (await table.queryAll(activityFactsItem, keys.activities(project))).map(({ value }) => value)
  return all.filter(({ state }) => state !== 'called-off').toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
}

/** Everybody's time at some activities. */
export async function hoursAt(table: Table, activities: readonly ActivityFacts[]): Promise<HourFacts[]> {
  const each = await Promise.all(activities.map(({ id }) => table.queryAll(hourFactsItem, keys.attendances(id))))
  return each.flat().map(({ value }) => value)
}
