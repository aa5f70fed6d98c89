import * as z from 'zod'
import { boardColumns, boardCountsSchema, type BoardLine, boardLineSchema, isLateLine, isPaused } from '../../../shared/board/board.ts'
import { viewId, viewSchema } from '../../../shared/board/view.ts'
import { figureSchema } from '../../../shared/figures/figures.ts'
import { activityId, projectId } from '../../../shared/kernel/ids.ts'
import { type Instant, instant } from '../../../shared/kernel/instant.ts'
import { districtCode } from '../../../shared/person/person.ts'
import { removeView, renameInput, renameView, restoreView, saveView, viewInput } from '../../commands/view.ts'
import { boardFilter, readBoard } from '../../queries/board.ts'
import { figuresFilter, readFigures, readRecords, recordsFilter } from '../../queries/figures.ts'
import { readViews } from '../../queries/view.ts'
import { route, type Route } from './route.ts'

const line = boardLineSchema.extend({ late: z.boolean(), paused: z.boolean() })
const lineOf = (one: BoardLine, now: Instant) => ({ ...one, late: isLateLine(one, now), paused: isPaused(one) })
const columns = z.partialRecord(z.enum(boardColumns), z.int())
const choosable = z.array(z.object({ code: z.string(), name: z.string(), lines: z.int() })).nullable()
const params = z.object({ view: viewId })
const figure = figureSchema.omit({ district: true })
const share = figureSchema.pick({ activities: true, beneficiaries: true, attendances: true, checkedIn: true, backFilled: true, services: true })

export const boardRoutes: Route[] = [
  route({
    method: 'get', path: '/board', action: 'board.read', summary: 'All projects of a district by stage: as columns the first lines of each stage, as a table 30 a page; `sort` takes a column, with - for descending',
    query: boardFilter, answer: z.object({ total: z.int(), page: z.int(), found: columns, lanes: z.array(z.object({ column: z.enum(boardColumns), lines: z.array(line) })).nullable(), lines: z.array(line), organisations: choosable, mentors: choosable }),
    run: async (context, { query }) => {
      const { lanes, lines, ...board } = await readBoard(context, query)
      return { ...board, lines: lines.map((one) => lineOf(one, context.now)), lanes: lanes?.map(({ column, lines: own }) => ({ column, lines: own.map((one) => lineOf(one, context.now)) })) ?? null }
    },
  }),
  route({
    method: 'get', path: '/board/counts', action: 'board.read', summary: 'How many projects stand in each column, wait for whom, are paused, and belong to which street and class',
    query: z.object({ district: districtCode.optional() }), answer: boardCountsSchema, run: async (context, { query }) => (await readBoard(context, boardFilter.parse(query))).counts,
  }),
  route({
    method: 'get', path: '/board/views', action: 'board.keep-view', summary: 'Your saved views of the board',
    query: z.object({ district: districtCode.optional() }), answer: z.object({ views: z.array(viewSchema) }), run: async (context, { query }) => ({ views: (await readViews(context, query.district)).views }),
  }),
  route({ method: 'post', path: '/board/views', action: 'board.keep-view', summary: 'Save a filter of the board under a name', body: viewInput, status: 201, answer: viewSchema, run: (context, { body }) => saveView(context, body) }),
  route({ method: 'put', path: '/board/views/{view}', action: 'board.keep-view', summary: 'Rename a view', params, body: renameInput, answer: viewSchema, run: (context, { params: { view }, body }) => renameView(context, view, body) }),
  route({ method: 'delete', path: '/board/views/{view}', action: 'board.keep-view', summary: 'Remove a view; it can be had back for ten minutes', params, answer: viewSchema, run: (context, { params: { view } }) => removeView(context, view) }),
  route({ method: 'post', path: '/board/views/{view}/restoration', action: 'board.keep-view', summary: 'Undo the removal', params, answer: viewSchema, run: (context, { params: { view } }) => restoreView(context, view) }),
  route({
    method: 'get', path: '/figures', action: 'figures.read', summary: 'The district’s figures: of all time, and month by month. People and attendances are never added; minutes of service are checked-in and back-filled',
    query: figuresFilter, answer: z.object({ all: figure, months: z.array(figure), teams: z.int(), teamsJoined: z.array(z.int()), stages: columns }), run: (context, { query }) => readFigures(context, query),
  }),
  route({
    method: 'get', path: '/figures/records', action: 'figures.read', summary: 'What a figure of a month, or of all time, is counted from, 30 a page: activities, projects, or people by number with their names masked',
    query: recordsFilter, answer: z.object({
      figure, total: z.int(), page: z.int(),
      people: z.array(figureSchema.pick({ checkedIn: true, backFilled: true, services: true }).extend({ number: z.string(), name: z.string(), organisations: z.array(z.string()) })),
      records: z.array(z.object({ project: projectId, title: z.string(), activity: z.object({ id: activityId, title: z.string(), startsAt: instant }).nullable(), share: share.nullable(), at: instant.nullable() })),
    }),
    run: (context, { query }) => readRecords(context, query),
  }),
]
