import { type BoardCounts, type BoardLine, boardLine, type BoardNames, countLine, isPaused, noBoardCounts, withName } from '../../shared/board/board.ts'
import { boardCountsItem, boardLineItem, boardNamesItem, boardPlaceItem, lineKey } from '../../shared/board/board.store.ts'
import { figureItem, incubatedItem } from '../../shared/figures/figures.store.ts'
import { ALL, incubatedAt, isPastIncubation, type Month, monthOf, noFigure } from '../../shared/figures/figures.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import type { Project } from '../../shared/project/project.ts'
import { pastStageItem } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored, Write } from '../../shared/store/table.ts'
import { type Kept, settled } from './kept.ts'

/**
 * Brings a project's line to where it belongs, and the counts with it, in one write. An image that is not newer than the one the line was
 * made from changes nothing, so that every effect is once.
 */
export async function keepLine(context: Kept, image: { value: Project; version: number }): Promise<void> {
  const { table } = context
  const { value: project, version } = image
  await settled(context, `the board's line of ${project.id}`, async () => {
    const [place, counts, names] = await table.getEach({ kind: boardPlaceItem, key: keys.boardPlace(project.id) }, { kind: boardCountsItem, key: keys.boardCounts(project.district) }, { kind: boardNamesItem, key: keys.boardNames(project.district) })
    if (place !== undefined && place.value.version >= version) return []
    const before = place?.value.line
    const line = boardLine(project)
    const since = place?.value.incubatedAt ?? (await incubated(context, project))
    const placed = boardPlaceItem.put({ project: project.id, version, line, incubatedAt: since }, place?.version ?? 'none')
    const incubatedNow = since !== null && (place?.value.incubatedAt ?? null) === null
    return [placed, ...lineWrites(before, line, counts), ...nameWrites(project, names), ...(incubatedNow ? await incubatedWrites(context, project, since) : [])]
  })
}

export async function incubated({ table }: Kept, project: Project): Promise<Instant | null> {
  if (!isPastIncubation(project)) return null
  const past = await table.queryAll(pastStageItem, keys.pastStages(project.id))
  return incubatedAt(project, past.map(({ value }) => value.stage))
}

function nameWrites(project: Project, stored: Stored<BoardNames> | undefined): Write[] {
  const before = stored?.value ?? { district: project.district, organisations: {} }
  const names = withName(before, project)
  return names === before ? [] : [boardNamesItem.put(names, stored?.version ?? 'none')]
}

/** Lines as the table gives them back and as they are made: their fields stand in the order of the schema. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const countedIn = (line: BoardLine) => [line.column, line.waitsFor, isPaused(line), line.street, line.class]

function lineWrites(before: BoardLine | undefined, line: BoardLine, stored: Stored<BoardCounts> | undefined): Write[] {
  if (before !== undefined && same(before, line)) return []
  const was = stored?.value ?? noBoardCounts(line.district)
  const counts = countLine(before === undefined ? was : countLine(was, before, -1), line, 1)
  const moved = before !== undefined && lineKey(before).sk !== lineKey(line).sk
  return [
    boardLineItem.put(line, 'any'),
    ...(moved ? [{ remove: lineKey(before), expect: 'any' as const }] : []),
    ...(before !== undefined && same(countedIn(before), countedIn(line)) ? [] : [boardCountsItem.put(counts, stored?.version ?? 'none')]),
  ]
}

async function incubatedWrites({ table }: Kept, { id, district }: Project, at: Instant): Promise<Write[]> {
  const months: (Month | typeof ALL)[] = [monthOf(at), ALL]
  const found = await table.getMany(figureItem, months.map((month) => keys.figure(district, month)))
  return [incubatedItem.put({ district, month: monthOf(at), project: id, at }, 'any'), ...months.map((month, i) => {
    const figure = found[i]?.value ?? noFigure(district, month)
    return figureItem.put({ ...figure, incubated: figure.incubated + 1 }, found[i]?.version ?? 'none')
  })]
}
