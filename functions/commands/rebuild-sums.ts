import { activityItem } from '../../shared/activity/activity.store.ts'
import { boardPlaceItem } from '../../shared/board/board.store.ts'
import { countedItem, figureItem, incubatedItem, projectPersonItem, projectSumsItem, shareItem, volunteerSumsItem } from '../../shared/figures/figures.store.ts'
import { addService, ALL, type Counted, countsNothing, type DistrictFigure, type Incubated, monthOf, noFigure, noProjectSums, noService, noVolunteerSums, type Share, sharesOf, stepsBetween, type Sums, take, type VolunteerSums } from '../../shared/figures/figures.ts'
import { projectId, type VolunteerId } from '../../shared/kernel/ids.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict, type ItemKind, type Stored, type Table, type Write } from '../../shared/store/table.ts'
import { enrolmentItem } from '../../shared/volunteer/volunteer.store.ts'
import { countedFromRecords, kept, sameCounted } from './figures.ts'
import { inParallel, settled } from './kept.ts'

/** Writes of one transaction, with room for a check. */
const WRITES = 90

/** What is counted of each activity, from its records. The sums follow (below). */
export async function rebuildActivities(table: Table, projects: readonly string[]): Promise<{ seen: number; mended: number }> {
  const told = { seen: 0, mended: 0 }
  await inParallel(projects, async (project) => {
    const [activities, counted] = await Promise.all([table.queryAll(activityItem, keys.activities(project)), table.queryAll(countedItem, keys.activitiesCounted(project))])
    const there = new Map(counted.map((one) => [one.value.activity as string, one]))
    told.seen += activities.length
    const writes: { id: string; write: Write }[] = []
    for (const { value: { id } } of activities) {
      const [wanted, had] = [await countedFromRecords(table, project, id), there.get(id)]
      there.delete(id)
      if (wanted === undefined || (had === undefined ? countsNothing(wanted) : sameCounted(had.value, wanted))) continue
      writes.push({ id, write: countedItem.put(wanted, had?.version ?? 'none') })
    }
    for (const [id, { key, version }] of there) writes.push({ id, write: { remove: key, expect: version } })
    told.mended += writes.length
    for (let start = 0; start < writes.length; start += WRITES) await writeCounted(table, project, writes.slice(start, start + WRITES))
  })
  return told
}

async function writeCounted(table: Table, project: string, part: readonly { id: string; write: Write }[]): Promise<void> {
  try {
    await table.transact(part.map(({ write }) => write))
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    // The consumer counted some of them meanwhile: each by itself, from what stands now.
    for (const { id } of part) {
      await settled({ table }, `what is counted of ${id}`, async () => {
        const had = await table.get(countedItem, keys.activityCounted(project, id))
        const wanted = await countedFromRecords(table, project, id)
        if (wanted === undefined) return had === undefined ? [] : [{ remove: had.key, expect: had.version }]
        return had !== undefined && sameCounted(had.value, wanted) ? [] : [countedItem.put(wanted, had?.version ?? 'none')]
      })
    }
  }
}

const countedOfProject = async (table: Table, project: string): Promise<Counted[]> => (await table.queryAll(countedItem, keys.activitiesCounted(project))).map(({ value }) => value)

const noSums = (project: string, district: string): Sums => ({ district, project: noProjectSums(projectId.parse(project)), people: new Map(), volunteers: new Map(), figures: new Map() })

/** The sums of one project and of its people. Returns how many were wrong. */
export async function rebuildProjectSums(table: Table, project: string): Promise<number> {
  for (let nth = 0; nth < 12; nth += 1) {
    // Read first: whatever is counted of this project from now on changes it, and makes the writes below fail.
    const own = await table.get(projectSumsItem, keys.projectSums(project))
    const [counted, people] = await Promise.all([countedOfProject(table, project), table.queryAll(projectPersonItem, keys.projectPeople(project))])
    const sums = noSums(project, counted[0]?.district ?? '000000')
    for (const one of counted) take(sums, stepsBetween(undefined, one))
    const there = new Map(people.map((one) => [one.value.volunteer, one]))
    const writes = [...sums.people].flatMap(([volunteer, share]) => (same(there.get(volunteer)?.value, share) ? [] : kept(projectPersonItem, share, there.get(volunteer))))
    for (const [volunteer, { key, version }] of there) if (!sums.people.has(volunteer)) writes.push({ remove: key, expect: version })
    const wrong = own === undefined ? counted.length > 0 : !same(own.value, sums.project)
    try {
      const guard: Write = { check: keys.projectSums(project), expect: own?.version ?? 'none' }
      for (let start = 0; start < writes.length; start += WRITES) await table.transact([...writes.slice(start, start + WRITES), guard])
      if (wrong) await table.transact([projectSumsItem.put(sums.project, own?.version ?? 'none')])
      return writes.length + Number(wrong)
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
    }
  }
  throw new Error(`the sums of ${project} could not be written`)
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The sums of all volunteers and the district's figures. What changes meanwhile is looked at in another round. */
export async function rebuildSums(table: Table, district: string, projects: readonly string[], organisations: readonly string[]): Promise<{ volunteers: number; sums: number; figures: number }> {
  const people = new Set<VolunteerId>()
  await inParallel(organisations, async (organisation) => {
    for (const { value } of await table.queryAll(enrolmentItem, keys.volunteersOf(organisation))) people.add(value.volunteer)
  })
  await inParallel(projects, async (project) => {
    for (const { people: came } of await countedOfProject(table, project)) for (const id of Object.keys(came)) people.add(id as VolunteerId)
  })
  const told = { volunteers: people.size, sums: 0, figures: 0 }
  for (let round = 0; round < 12; round += 1) {
    const ids = [...people]
    const stored = new Map((await table.getMany(volunteerSumsItem, ids.map((id) => keys.volunteerSums(id)))).flatMap((one) => (one === undefined ? [] : [[one.value.volunteer, one] as const])))
    const figures = await table.queryAll(figureItem, keys.figures(district))
    const sums = await fromCounted(table, district, projects)
    const volunteers = ids.flatMap((id) => volunteerWrites(id, district, sums.volunteers.get(id), stored.get(id)))
    const months = figureWrites(district, sums.figures, figures)
    const missed = (await written(table, volunteers)) + (await written(table, months))
    told.sums += volunteers.length
    told.figures += months.length
    if (missed === 0) return told
  }
  throw new Error('the figures changed faster than they could be counted')
}

/** The lists of what each month's figures are counted from. Returns how many lines were wrong. */
export async function rebuildRecords(table: Table, district: string, projects: readonly string[]): Promise<number> {
  const months = (await table.queryAll(figureItem, keys.figures(district))).flatMap(({ value: { month } }) => (month === ALL ? [] : [month]))
  const there = new Map<string, Share | Incubated>()
  for (const month of months) {
    for (const of of ['a_', 'j_'] as const) for (const { key, value } of await table.queryAll<Share | Incubated>([shareItem, incubatedItem] as ItemKind<Share | Incubated>[], keys.figureRecords(district, month, of))) there.set(`${key.pk} ${key.sk}`, value)
  }
  const places = await table.getMany(boardPlaceItem, projects.map((id) => keys.boardPlace(id)))
  let mended = 0
  const mend = async (writes: readonly Write[], guard: Write) => {
    mended += 1
    // Where what it is made from changed meanwhile, whoever changed it wrote the line.
    await table.transact([...writes, guard]).catch((error: unknown) => { if (!(error instanceof Conflict)) throw error })
  }
  await inParallel(projects, async (project) => {
    for (const { value: counted, key, version } of await table.queryAll(countedItem, keys.activitiesCounted(project))) {
      for (const share of sharesOf(counted).values()) {
        const at = keys.figureRecord(district, share.month, share.activity)
        if (!same(there.get(`${at.pk} ${at.sk}`), share)) await mend([shareItem.put(share, 'any')], { check: key, expect: version })
        there.delete(`${at.pk} ${at.sk}`)
      }
    }
  })
  for (const place of places) {
    if (place === undefined || place.value.incubatedAt === null) continue
    const { project, incubatedAt: since } = place.value
    const line = { district, month: monthOf(since), project, at: since }
    const at = keys.figureRecord(district, line.month, project)
    if (!same(there.get(`${at.pk} ${at.sk}`), line)) await mend([incubatedItem.put(line, 'any')], { check: place.key, expect: place.version })
    there.delete(`${at.pk} ${at.sk}`)
  }
  const placed = new Map(places.flatMap((place) => (place === undefined ? [] : [[place.value.project as string, place] as const])))
  for (const [at, line] of there) {
    const [pk = '', sk = ''] = at.split(' ')
    const guard = 'activity' in line ? { key: keys.activityCounted(line.project, line.activity), version: (await table.get(countedItem, keys.activityCounted(line.project, line.activity)))?.version } : { key: keys.boardPlace(line.project), version: placed.get(line.project)?.version }
    await mend([{ remove: { pk, sk }, expect: 'any' }], { check: guard.key, expect: guard.version ?? 'none' })
  }
  return mended
}

/** Everything that is counted in the district, added up. */
async function fromCounted(table: Table, district: string, projects: readonly string[]): Promise<Sums> {
  const all = noSums(projects[0] ?? `j_${'0'.repeat(26)}`, district)
  await inParallel(projects, async (project) => {
    // Of the project's own sums nothing is used: they are counted by themselves.
    for (const one of await countedOfProject(table, project)) if (one.district === district) take({ ...all, people: new Map() }, stepsBetween(undefined, one))
  })
  const figure = (month: DistrictFigure['month']) => {
    const found = all.figures.get(month) ?? noFigure(district, month)
    all.figures.set(month, found)
    return found
  }
  for (const place of await table.getMany(boardPlaceItem, projects.map((id) => keys.boardPlace(id)))) {
    if (place === undefined || place.value.incubatedAt === null || place.value.line.district !== district) continue
    for (const month of [monthOf(place.value.incubatedAt), ALL] as const) figure(month).incubated += 1
  }
  return all
}

/** Only this district's share is made again: a volunteer may serve in another as well. */
function volunteerWrites(volunteer: VolunteerId, district: string, made: VolunteerSums | undefined, stored: Stored<VolunteerSums> | undefined): Write[] {
  const { [district]: _, ...elsewhere } = stored?.value.months ?? {}
  const months = { ...elsewhere, ...made?.months }
  const total = Object.values(months).flatMap((one) => Object.values(one)).reduce((sum, one) => addService(sum, one), noService)
  const next: VolunteerSums = { ...noVolunteerSums(volunteer), ...total, months }
  return stored !== undefined && sameSums(stored.value, next) ? [] : kept(volunteerSumsItem, next, stored)
}

const sameSums = (a: VolunteerSums, b: VolunteerSums): boolean => same(plain(a), plain(b))
/** In one order, whatever order the months came in. */
const plain = ({ checkedIn, backFilled, services, months }: VolunteerSums) =>
  [checkedIn, backFilled, services, Object.entries(months).flatMap(([district, own]) => Object.entries(own).map(([month, one]) => [`${district} ${month}`, one.checkedIn, one.backFilled, one.services])).toSorted()]

function figureWrites(district: string, made: Sums['figures'], stored: readonly Stored<DistrictFigure>[]): Write[] {
  const there = new Map(stored.map((one) => [one.value.month, one]))
  const months = new Set([...made.keys(), ...there.keys()])
  return [...months].flatMap((month) => {
    const [next, had] = [made.get(month) ?? noFigure(district, month), there.get(month)]
    return same(had?.value ?? noFigure(district, month), next) ? [] : [figureItem.put(next, had?.version ?? 'none')]
  })
}

/** Writes what still finds what it was made from. Returns how many did not. */
async function written(table: Table, writes: readonly Write[]): Promise<number> {
  let missed = 0
  for (let start = 0; start < writes.length; start += WRITES) {
    try {
      await table.transact(writes.slice(start, start + WRITES))
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      missed += error.failed.length
    }
  }
  return missed
}
