import type { Instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { loadCorrections } from '../notice/calendar.store.ts'
import type { ActivityDue } from '../project/moments.ts'
import { isOpenFor, type Project } from '../project/project.ts'
import { loadProject, pastStageItem } from '../project/project.store.ts'
import type { StageRule } from '../stage/definition.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { type Activity, type ActivityHead, activityHeadSchema, activitySchema, dueOf, isDropped, stoppedAt } from './activity.ts'

export const activityItem = itemKind('activity', activitySchema, (activity) => keys.activity(activity.project, activity.id))
export const activityHeadItem = itemKind('activity-head', activityHeadSchema, (head) => keys.activityHead(head.activity))

/** A project's activities in the order of time. */
export async function activitiesOf(table: Table, project: string): Promise<Stored<Activity>[]> {
  return (await table.queryAll(activityItem, keys.activities(project))).toSorted((a, b) => a.value.startsAt.localeCompare(b.value.startsAt) || a.value.id.localeCompare(b.value.id))
}

/** Those of the project's present cycle that were not called off, in the order of time. */
export async function presentActivities(table: Table, { id, cycle }: Pick<Project, 'id' | 'cycle'>): Promise<Activity[]> {
  return (await activitiesOf(table, id)).map(({ value }) => value).filter((one) => one.cycle === cycle && one.state !== 'called-off')
}

/** Activities of the present cycle that are planned, with the end of the time in which each has to be reported. None where the project cannot report any now. */
export async function activitiesDue(table: Table, project: Project, rule: StageRule): Promise<ActivityDue[]> {
  if (!isOpenFor(project, 'activities', rule.parts)) return []
  const [planned, corrections] = await Promise.all([presentActivities(table, project), loadCorrections(table, project.district)])
  return planned.filter(({ state }) => state === 'planned').map((activity) => ({ id: activity.id, title: activity.title, dueAt: dueOf(activity, corrections) }))
}

/** Throws NOT_FOUND. */
export async function loadActivity(table: Table, project: string, id: string): Promise<Stored<Activity>> {
  const found = await table.get(activityItem, keys.activity(project, id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** By its id alone, as its public page is asked for. Throws NOT_FOUND. */
export async function findActivity(table: Table, id: string): Promise<{ head: ActivityHead; activity: Activity }> {
  const head = await table.get(activityHeadItem, keys.activityHead(id))
  if (head === undefined) throw new Refusal('NOT_FOUND')
  return { head: head.value, activity: (await loadActivity(table, head.value.project, id)).value }
}

/** When work on the activities of a project's stages stopped, by the number of the stage; null for one that goes on. */
export async function stopsOf(table: Table, { id, current }: Pick<Project, 'id' | 'current'>): Promise<(activity: Pick<Activity, 'stage'>) => Instant | null> {
  const past = await table.queryAll(pastStageItem, keys.pastStages(id))
  const stops = new Map([...past.map(({ value }) => value.stage), current].map((stage) => [stage.number, stoppedAt(stage)]))
  return ({ stage }) => stops.get(stage) ?? null
}

export interface ActivityFacts {
  reported: number
  /** Begun, and neither reported nor called off. */
  unreported: number
  /** Those ahead, in the order of time: with the gate they would count as called off. */
  ahead: Activity[]
}

/** For a gate: how the activities of the project's present cycle stand. */
export async function activityFacts(table: Table, project: string, now: Instant): Promise<ActivityFacts> {
  const { value } = await loadProject(table, project)
  const [all, stopped] = await Promise.all([activitiesOf(table, project), stopsOf(table, value)])
  const own = all.map((one) => one.value).filter((one) => one.cycle === value.cycle && !isDropped(one, stopped(one)))
  const planned = own.filter(({ state }) => state === 'planned')
  // While its gate is decided nothing goes on: as it stood when it was asked for, so it stays.
  const at = value.current.asked?.at ?? now
  return { reported: own.filter(({ state }) => state === 'reported').length, unreported: planned.filter(({ startsAt }) => startsAt < at).length, ahead: planned.filter(({ startsAt }) => startsAt >= at) }
}
