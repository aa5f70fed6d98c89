import { activityItem } from '../../shared/activity/activity.store.ts'
import { countedItem, figureItem, projectPersonItem, projectSumsItem, shareItem, volunteerSumsItem } from '../../shared/figures/figures.store.ts'
import { ALL, type Counted, countedOf, countsNothing, type DistrictFigure, isNothing, noProjectSums, type Service, type Share, sharesOf, type Step, stepsBetween, type Sums, take } from '../../shared/figures/figures.ts'
import { attendanceItem } from '../../shared/hours/hours.store.ts'
import { projectId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import type { ItemKind, Stored, Table, Write } from '../../shared/store/table.ts'
import { type Kept, settled } from './kept.ts'

/** People of one transaction: each is two writes (the volunteer's sums and their share of the project), and there is room for the months. */
const PEOPLE = 40

/**
 * Counts one activity as its records stand now: the sums of its project, of those who came, and of the district change by the difference to
 * what was counted of it before, in the same write that remembers what is counted now. With many people it takes several such writes; each
 * leaves all sums agreeing.
 */
export async function countActivity(context: Kept, project: string, activity: string): Promise<void> {
  const { table } = context
  for (let more = true; more;) {
    await settled(context, `the sums of ${activity}`, async () => {
      // What was counted is read first: whoever counts from newer records in between makes this write fail.
      const counted = await table.get(countedItem, keys.activityCounted(project, activity))
      const wanted = await countedFromRecords(table, project, activity)
      const next = wanted === undefined ? undefined : part(counted?.value, wanted)
      more = next !== wanted
      if (next === undefined || (counted === undefined ? countsNothing(next) : sameCounted(counted.value, next))) return []
      return [countedItem.put(next, counted?.version ?? 'none'), ...shareWrites(counted?.value, next), ...(await sumWrites(table, next, stepsBetween(counted?.value, next)))]
    })
  }
}

/** undefined where there is no such activity. */
export async function countedFromRecords(table: Table, project: string, activity: string): Promise<Counted | undefined> {
  const [found, attendances] = await Promise.all([table.get(activityItem, keys.activity(project, activity)), table.queryAll(attendanceItem, keys.attendances(activity))])
  return found === undefined ? undefined : countedOf(found.value, attendances.map(({ value }) => value))
}

export const sameCounted = (a: Counted, b: Counted): boolean => stepsBetween(a, b).length === 0

/** The activity's lines in the lists of what each month's figures are counted from. */
function shareWrites(before: Counted | undefined, next: Counted): Write[] {
  const [old, made] = [before === undefined ? new Map<string, Share>() : sharesOf(before), sharesOf(next)]
  return [
    ...[...made].flatMap(([month, share]) => (JSON.stringify(old.get(month)) === JSON.stringify(share) ? [] : [shareItem.put(share, 'any')])),
    ...[...old.keys()].flatMap((month) => (made.has(month) ? [] : [{ remove: keys.figureRecord(next.district, month, next.activity), expect: 'any' as const }])),
  ]
}

/** As near to `wanted` as one transaction goes: the same object where it goes all the way. */
function part(before: Counted | undefined, wanted: Counted): Counted {
  const had = before?.people ?? {}
  const ids = [...new Set([...Object.keys(had), ...Object.keys(wanted.people)])] as (keyof Counted['people'])[]
  const changed = ids.filter((id) => JSON.stringify(had[id as keyof typeof had]) !== JSON.stringify(wanted.people[id]))
  if (changed.length <= PEOPLE) return wanted
  const now = new Set(changed.slice(0, PEOPLE))
  const people = ids.toSorted().flatMap((id) => {
    const service = now.has(id) ? wanted.people[id] : (had as Counted['people'])[id]
    return service === undefined ? [] : [[id, service] as const]
  })
  return { ...wanted, people: Object.fromEntries(people) }
}

async function sumWrites(table: Table, { project: id, district }: Counted, steps: readonly Step[]): Promise<Write[]> {
  if (steps.length === 0) return []
  const project = projectId.parse(id)
  const months = [...new Set<DistrictFigure['month']>([...steps.map(({ month }) => month), ALL])]
  const people = [...new Set(steps.flatMap(({ volunteer }) => (volunteer === null ? [] : [volunteer])))]
  const [[own], figures, shares, volunteers] = await Promise.all([
    table.getMany(projectSumsItem, [keys.projectSums(project)]),
    found(table, figureItem, months, (month) => keys.figure(district, month)),
    found(table, projectPersonItem, people, (volunteer) => keys.projectPerson(project, volunteer)),
    found(table, volunteerSumsItem, people, (volunteer) => keys.volunteerSums(volunteer)),
  ])
  const sums: Sums = { district, project: own?.value ?? noProjectSums(project), figures: values(figures), people: values(shares), volunteers: values(volunteers) }
  take(sums, steps)
  return [
    projectSumsItem.put(sums.project, own?.version ?? 'none'),
    ...[...sums.figures].map(([month, figure]) => figureItem.put(figure, figures.get(month)?.version ?? 'none')),
    ...[...sums.people].flatMap(([volunteer, share]) => kept(projectPersonItem, share, shares.get(volunteer))),
    ...[...sums.volunteers].flatMap(([volunteer, sum]) => kept(volunteerSumsItem, sum, volunteers.get(volunteer))),
  ]
}

/** Of somebody who has no service (any more) nothing is kept. */
export function kept<T extends Service>(kind: ItemKind<T>, sum: T, stored: Stored<T> | undefined): Write[] {
  if (!isNothing(sum)) return [kind.put(sum, stored?.version ?? 'none')]
  return stored === undefined ? [] : [{ remove: stored.key, expect: stored.version }]
}

async function found<K extends string, T>(table: Table, kind: ItemKind<T>, wanted: readonly K[], key: (one: K) => { pk: string; sk: string }): Promise<Map<K, Stored<T>>> {
  const all = await table.getMany(kind, wanted.map(key))
  return new Map(wanted.flatMap((one, i) => {
    const there = all[i]
    return there === undefined ? [] : [[one, there] as const]
  }))
}

const values = <K, T>(stored: ReadonlyMap<K, Stored<T>>): Map<K, T> => new Map([...stored].map(([key, { value }]) => [key, value] as const))
