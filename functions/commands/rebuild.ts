import { type BoardLine, boardLine, type BoardNames, countLine, noBoardCounts, withName } from '../../shared/board/board.ts'
import { boardCountsItem, boardLineItem, boardNamesItem, boardPlaceItem, lineKey } from '../../shared/board/board.store.ts'
import { competitionItem } from '../../shared/competition/competition.store.ts'
import { organisationItem } from '../../shared/organisation/organisation.store.ts'
import { loadProject, ownProjectItem, projectItem } from '../../shared/project/project.store.ts'
import { proposalItem } from '../../shared/proposal/proposal.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict, type Table } from '../../shared/store/table.ts'
import { incubated } from './board.ts'
import { recount } from './counts.ts'
import { inParallel, type Kept, settled } from './kept.ts'
import { rebuildActivities, rebuildProjectSums, rebuildRecords, rebuildSums } from './rebuild-sums.ts'

/** What a rebuild went through, and how much of it was not as the records say. */
export interface Rebuilt {
  projects: number
  activities: number
  volunteers: number
  competitions: number
  mended: { lines: number; strays: number; counts: number; activities: number; sums: number; figures: number; records: number }
}

/**
 * Makes what the stream's consumer keeps (the board with its counts, the sums, the figures, the counts of competitions) again from the
 * records, and ends with the same numbers. It may run beside the platform: every write is conditional on what it was made from, and what
 * changes meanwhile is looked at again. It finds projects through the district's organisations, in whose partitions they stand, so that
 * no project pays for an index of its own.
 */
export async function rebuild(context: Kept, district: string, tell: (line: string) => void = () => undefined): Promise<Rebuilt> {
  const { table } = context
  const competitions = await table.queryAll(competitionItem, keys.competitionsOf(district))
  const organisations = await organisationsOf(table, district, competitions.map(({ value }) => value.id))
  const projects = await projectsOf(table, organisations)
  tell(`${organisations.length} organisations, ${projects.length} projects`)
  const lines = await rebuildLines(context, district, projects)
  const strays = await removeStrays(table, district, projects)
  const counts = await rebuildCounts(table, district, projects)
  await rebuildNames(table, district, projects)
  tell('board')
  const activities = await rebuildActivities(table, projects)
  tell(`${activities.seen} activities`)
  let sums = 0
  await inParallel(projects, async (project) => { sums += await rebuildProjectSums(table, project) })
  const rest = await rebuildSums(table, district, projects, organisations)
  tell(`${rest.volunteers} volunteers`)
  const records = await rebuildRecords(table, district, projects)
  for (const { value } of competitions) await recount(context, value.id)
  return {
    projects: projects.length, activities: activities.seen, volunteers: rest.volunteers, competitions: competitions.length,
    mended: { lines, strays, counts, activities: activities.mended, sums: sums + rest.sums, figures: rest.figures, records },
  }
}

/** Those that joined, and those for which a paper form was entered: they may have a project before they join. */
async function organisationsOf(table: Table, district: string, competitions: readonly string[]): Promise<string[]> {
  const joined = await table.queryAll(organisationItem, keys.organisationsOf(district))
  const found = new Set<string>(joined.map(({ value }) => value.id))
  await inParallel(competitions, async (competition) => {
    for (const { value } of await table.queryAll(proposalItem, keys.proposalsOf(competition))) if (value.paper !== undefined) found.add(value.organisation.id)
  })
  return [...found]
}

/** All projects, each once: one that was handed over stands under both organisations. */
async function projectsOf(table: Table, organisations: readonly string[]): Promise<string[]> {
  const found = new Set<string>()
  await inParallel(organisations, async (organisation) => {
    for (const { value } of await table.queryAll(ownProjectItem, keys.projectsOfOrganisation(organisation))) found.add(value.project)
  })
  return [...found].toSorted()
}

/** Writes every line and place that is not as the project says. Returns how many. */
async function rebuildLines(context: Kept, district: string, projects: readonly string[]): Promise<number> {
  const { table } = context
  const standing = new Map((await table.queryAll(boardLineItem, keys.board(district))).map(({ value }) => [lineKey(value).sk, value]))
  let mended = 0
  await inParallel(projects, (id) => settled(context, `the line of ${id}`, async () => {
    // The place is read before the project: who moves it in between makes this write fail.
    const place = await table.get(boardPlaceItem, keys.boardPlace(id))
    const { value: project, version } = await loadProject(table, id)
    const line = boardLine(project)
    const next = { project: project.id, version, line, incubatedAt: await incubated(context, project) }
    if (place !== undefined && same(place.value, next) && same(standing.get(lineKey(line).sk), line)) return []
    mended += 1
    const old = place?.value.line
    return [
      boardPlaceItem.put(next, place?.version ?? 'none'), boardLineItem.put(line, 'any'),
      ...(old !== undefined && lineKey(old).sk !== lineKey(line).sk ? [{ remove: lineKey(old), expect: 'any' as const }] : []),
    ]
  }))
  return mended
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Removes lines that no place knows of. Returns how many. */
async function removeStrays(table: Table, district: string, projects: readonly string[]): Promise<number> {
  // As stored, and of every kind: a line that cannot be read is a stray, too.
  const keysThere: string[] = []
  let after: string | undefined
  do {
    const page = await table.queryRaw({ ...keys.board(district), after })
    keysThere.push(...page.items.map(({ sk }) => String(sk)))
    after = page.next
  } while (after !== undefined)
  const places = new Map((await table.getMany(boardPlaceItem, projects.map((id) => keys.boardPlace(id)))).flatMap((place) => (place === undefined ? [] : [[place.value.project as string, place] as const])))
  let removed = 0
  for (const sk of keysThere) {
    const project = sk.split('#')[2] ?? ''
    const place = places.get(project)
    if (place !== undefined && lineKey(place.value.line).sk === sk) continue
    try {
      await table.transact([{ remove: { pk: keys.board(district).pk, sk }, expect: 'any' }, { check: keys.boardPlace(project), expect: place?.version ?? 'none' }])
      removed += 1
    } catch (error) {
      // Its project moved this moment: whoever moved it removed the line.
      if (!(error instanceof Conflict)) throw error
    }
  }
  return removed
}

/** Returns 1 where the counts were not those of the lines. */
async function rebuildCounts(table: Table, district: string, projects: readonly string[]): Promise<number> {
  let mended = 0
  await settled({ table }, 'the counts of the board', async () => {
    const stored = await table.get(boardCountsItem, keys.boardCounts(district))
    const lines = (await table.getMany(boardPlaceItem, projects.map((id) => keys.boardPlace(id)))).flatMap((place): BoardLine[] => (place === undefined ? [] : [place.value.line]))
    const counts = lines.filter((line) => line.district === district).reduce((sum, line) => countLine(sum, line, 1), noBoardCounts(district))
    mended = sorted(stored?.value ?? noBoardCounts(district)) === sorted(counts) ? 0 : 1
    return mended === 0 ? [] : [boardCountsItem.put(counts, stored?.version ?? 'none')]
  })
  return mended
}

async function rebuildNames(table: Table, district: string, projects: readonly string[]): Promise<void> {
  await settled({ table }, 'the names of the board', async () => {
    const stored = await table.get(boardNamesItem, keys.boardNames(district))
    const found = await table.getMany(projectItem, projects.map((id) => keys.project(id)))
    const names = found.reduce<BoardNames>((all, project) => (project === undefined || project.value.district !== district ? all : withName(all, project.value)), { district, organisations: {} })
    return sorted(stored?.value ?? { district, organisations: {} }) === sorted(names) ? [] : [boardNamesItem.put(names, stored?.version ?? 'none')]
  })
}

/** The same text for the same figures, in whatever order they came about. */
const sorted = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1))) : one))
