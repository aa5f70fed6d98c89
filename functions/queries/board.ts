import * as z from 'zod'
import { type BoardColumn, boardColumns, type BoardCounts, type BoardLine, type BoardNames, boardOrder, classCode, isLateLine, isPaused, isStage, noBoardCounts, waiters } from '../../shared/board/board.ts'
import { boardCountsItem, boardLineItem, boardNamesItem, columnCode } from '../../shared/board/board.store.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { districtCode } from '../../shared/person/person.ts'
import { definitionsOf } from '../../shared/stage/definition.store.ts'
import { stageNames } from '../../shared/stage/lifecycle.ts'
import type { Project } from '../../shared/project/project.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { type Key, keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { districtOf } from './districts.ts'
import { pageWithin } from './paging.ts'

export const boardSorts = ['stage', 'due', 'title', 'organisation', 'street', 'mentor'] as const
type Sort = (typeof boardSorts)[number]
export const BOARD_PAGE = 30
/** Lines of each stage in columns. */
const LANE = 8

const code = z.string().regex(/^[0-9a-z]{6,10}$/, { error: 'ID_MALFORMED' })
/** What narrows the board down; all of it together. In the order in which addresses and saved views name it. */
export const boardNarrowing = z.object({
  /** Words, each in the title or in the organisation's full name, in whatever width and case. */
  q: z.string().trim().max(60).optional(),
  column: z.enum(boardColumns).optional(),
  street: z.string().trim().max(40).optional(),
  class: z.string().max(40).optional(),
  /** The beginning of an organisation's or a mentor's id, as lines give it. */
  organisation: code.optional(),
  mentor: code.optional(),
  waits: z.enum(waiters).optional(),
  is: z.enum(['late', 'paused']).optional(),
})
export const boardFilter = boardNarrowing.extend({
  district: districtCode.optional(),
  view: z.enum(['columns', 'table']).default('columns'),
  sort: z.enum([...boardSorts, ...boardSorts.map((sort) => `-${sort}` as const)]).default('stage'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  /** Also what organisations and mentors there are, by reading the whole board. */
  more: z.literal('yes').optional(),
})
export type BoardFilter = z.infer<typeof boardFilter>

/** Who can be chosen, and how many lines each has. */
export interface Choosable {
  code: string
  name: string
  lines: number
}

export interface Board {
  district: string
  /** Of the whole board, whatever the filter. */
  counts: BoardCounts
  /** Of all that passes the filter, by column. */
  found: Partial<Record<BoardColumn, number>>
  total: number
  /** The page given: the last where a later one was asked for. */
  page: number
  /** The first lines of each stage (and of what is over, where the filter is about it), or null as a table. */
  lanes: { column: BoardColumn; lines: BoardLine[] }[] | null
  /** The asked page of the table; empty as columns. */
  lines: BoardLine[]
  /** Known when the whole board was read. */
  organisations: Choosable[] | null
  mentors: Choosable[] | null
  /** Names of the classes by their code. */
  classes: ReadonlyMap<string, Bilingual>
}

export const isNarrowed = (filter: BoardFilter): boolean => Object.keys(boardNarrowing.shape).some((name) => filter[name as keyof typeof boardNarrowing.shape] !== undefined)

/**
 * The board. Its first page reads the first lines of each stage and the counts, whatever the number of projects; everything else (a filter,
 * a search, another order, a later page) reads the one compact partition and looks in memory. Neither waits for the very last write.
 */
export async function readBoard(context: Context, filter: BoardFilter): Promise<Board> {
  const district = districtOf(context, filter.district)
  authorise(context, 'board.read', { district })
  const first = !isNarrowed(filter) && filter.page === 1 && filter.sort === 'stage' && filter.more === undefined
  const [stored, classes, seen, names] = await Promise.all([
    context.table.get(boardCountsItem, keys.boardCounts(district)), classNames(context, district),
    first ? firstLines(context, district, filter.view) : allLines(context, district),
    fullNames(context, district, filter),
  ])
  const counts = stored?.value ?? noBoardCounts(district)
  const base = { district, counts, classes }
  if (first) {
    const lanes = filter.view === 'columns' ? stageNames.map((column) => ({ column, lines: seen.filter((line) => line.column === column) })) : null
    return { ...base, page: 1, found: counts.columns, total: totalOf(counts.columns), lanes, lines: lanes === null ? seen : [], organisations: null, mentors: null }
  }
  const all = narrowed(seen, filter, names, context.now)
  const found = all.reduce<Partial<Record<BoardColumn, number>>>((sums, { column }) => ({ ...sums, [column]: (sums[column] ?? 0) + 1 }), {})
  const columns = boardColumns.filter((column) => isStage(column) || (found[column] ?? 0) > 0)
  const page = pageWithin(filter.page, BOARD_PAGE, all.length)
  return {
    ...base, found, total: all.length, page,
    lanes: filter.view === 'columns' ? columns.map((column) => ({ column, lines: all.filter((line) => line.column === column).toSorted(byPlace).slice(0, LANE) })) : null,
    lines: filter.view === 'columns' ? [] : inOrder(all, filter.sort).slice((page - 1) * BOARD_PAGE, page * BOARD_PAGE),
    organisations: choosable(seen.map(({ organisation }) => organisation)), mentors: choosable(seen.flatMap(({ mentor }) => mentor ?? [])),
  }
}

/** Names of a district's classes by the code that lines hold, from every version of its stage definitions. */
export async function classNames({ table }: Context, district: string): Promise<Board['classes']> {
  const definitions = await definitionsOf(table, district)
  return new Map(definitions.flatMap(({ classes }) => classes.map(({ id, name }) => [classCode(id), name] as const)))
}

const totalOf = (columns: BoardCounts['columns']): number => Object.values(columns).reduce((sum, n) => sum + n, 0)

async function firstLines({ table }: Context, district: string, view: BoardFilter['view']): Promise<BoardLine[]> {
  const queries = view === 'columns' ? stageNames.map((column) => ({ ...keys.boardStage(district, columnCode(column)), limit: LANE })) : [{ ...keys.board(district), limit: BOARD_PAGE }]
  const pages = await Promise.all(queries.map((query) => table.query(boardLineItem, { ...query, consistent: false })))
  return pages.flatMap(({ items }) => items.map(({ value }) => value))
}

const allLines = async ({ table }: Context, district: string): Promise<BoardLine[]> => (await table.queryAll(boardLineItem, { ...keys.board(district), consistent: false })).map(({ value }) => value)

/** Of organisations of which lines hold only a part of the name; read where somebody searches. */
async function fullNames({ table }: Context, district: string, { q = '' }: BoardFilter): Promise<BoardNames['organisations']> {
  return q === '' ? {} : ((await table.query(boardNamesItem, { ...asPrefix(keys.boardNames(district)), consistent: false })).items[0]?.value.organisations ?? {})
}
const asPrefix = ({ pk, sk }: Key) => ({ pk, prefix: sk })

/** Full width is half width, and a capital a small letter. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

function narrowed(lines: readonly BoardLine[], filter: BoardFilter, names: BoardNames['organisations'], now: Context['now']): BoardLine[] {
  const wanted = plain(filter.q ?? '').split(/\s+/).filter((word) => word !== '')
  const has = ({ title, organisation }: BoardLine): boolean => {
    const text = plain(`${title}\n${names[organisation.code] ?? organisation.name}`)
    return wanted.every((word) => text.includes(word))
  }
  return lines.filter((line) =>
    (wanted.length === 0 || has(line))
    && (filter.column === undefined || line.column === filter.column)
    && (filter.street === undefined || line.street === filter.street)
    && (filter.class === undefined || line.class === classCode(filter.class))
    && (filter.organisation === undefined || line.organisation.code === filter.organisation)
    && (filter.mentor === undefined || line.mentor?.code === filter.mentor)
    && (filter.waits === undefined || (isStage(line.column) && line.waitsFor === filter.waits))
    && (filter.is !== 'late' || isLateLine(line, now))
    && (filter.is !== 'paused' || isPaused(line)))
}

const placeOf = (line: BoardLine): string => `${columnCode(line.column)}#${boardOrder(line)}#${line.project}`
const byPlace = (a: BoardLine, b: BoardLine): number => (placeOf(a) < placeOf(b) ? -1 : 1)

const sortKeys: Record<Exclude<Sort, 'stage'>, (line: BoardLine) => string> = {
  due: ({ dueAt }) => dueAt ?? '9', title: ({ title }) => title, organisation: ({ organisation }) => organisation.name, street: ({ street }) => street, mentor: ({ mentor }) => mentor?.name ?? '\uffff',
}

function inOrder(lines: readonly BoardLine[], sort: BoardFilter['sort']): BoardLine[] {
  const name = sort.replace(/^-/, '') as Sort
  const order = name === 'stage' ? byPlace : (a: BoardLine, b: BoardLine) => collator.compare(sortKeys[name](a), sortKeys[name](b)) || byPlace(a, b)
  return lines.toSorted(sort.startsWith('-') ? (a, b) => order(b, a) : order)
}
const collator = new Intl.Collator('zh-CN')

function choosable(all: readonly { code: string; name: string }[]): Choosable[] {
  const found = new Map<string, Choosable>()
  for (const { code: id, name } of all) found.set(id, { code: id, name, lines: (found.get(id)?.lines ?? 0) + 1 })
  return [...found.values()].toSorted((a, b) => collator.compare(a.name, b.name))
}

/** Everything that passes the filter, in its order and with every name in full: for a file. */
export async function boardLines(context: Context, filter: BoardFilter): Promise<{ lines: BoardLine[]; classes: Board['classes'] }> {
  const district = districtOf(context, filter.district)
  authorise(context, 'board.read', { district })
  const [lines, classes, names] = await Promise.all([allLines(context, district), classNames(context, district), fullNames(context, district, filter)])
  const found = inOrder(narrowed(lines, filter, names, context.now), filter.sort)
  const projects = await context.table.getMany(projectItem, found.map(({ project }) => keys.project(project)))
  return { lines: found.map((line, i) => inFull(line, projects[i]?.value)), classes }
}

function inFull(line: BoardLine, project: Project | undefined): BoardLine {
  if (project === undefined) return line
  const { title, organisation, street, mentor } = project
  return { ...line, title: title.trim(), organisation: { ...line.organisation, name: organisation.name.trim() }, street: street.trim(), mentor: line.mentor === null || mentor === null ? line.mentor : { ...line.mentor, name: mentor.name.trim() } }
}
