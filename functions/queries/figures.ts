import * as z from 'zod'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { boardCountsItem } from '../../shared/board/board.store.ts'
import { type BoardCounts, noBoardCounts } from '../../shared/board/board.ts'
import { figureItem, incubatedItem, shareItem } from '../../shared/figures/figures.store.ts'
import { ALL, type DistrictFigure, type Month, month as monthSchema, monthOf, noFigure, type Share } from '../../shared/figures/figures.ts'
import { addMonths } from '../../shared/kernel/calendar.ts'
import type { ProjectId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { districtCode } from '../../shared/person/person.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { loadHead } from '../../shared/registry/registry.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { districtOf } from './districts.ts'

export const figuresFilter = z.object({ district: districtCode.optional(), /** So many months up to this one. */ months: z.coerce.number().int().min(1).max(60).default(12) })

export interface Figures {
  district: string
  /** Since the beginning. */
  all: DistrictFigure
  /** Oldest first; a month without anything is there too. */
  months: DistrictFigure[]
  /** Teams in the registry, by hand, by import or by admission. */
  teams: number
  /** Projects by stage. */
  stages: BoardCounts['columns']
}

/** The district's figures, as the stream's consumer keeps them: one item a month. */
export async function readFigures(context: Context, filter: z.infer<typeof figuresFilter>): Promise<Figures> {
  const district = districtOf(context, filter.district)
  authorise(context, 'figures.read', { district })
  const [stored, counts, register] = await Promise.all([context.table.queryAll(figureItem, keys.figures(district)), context.table.get(boardCountsItem, keys.boardCounts(district)), loadHead(context.table, district, 'organisations')])
  const figures = new Map(stored.map(({ value }) => [value.month, value]))
  const last = `${monthOf(context.now)}-01`
  const months = Array.from({ length: filter.months }, (_, i): Month => addMonths(last, i - filter.months + 1).slice(0, 7))
  return { district, all: figures.get(ALL) ?? noFigure(district, ALL), months: months.map((one) => figures.get(one) ?? noFigure(district, one)), teams: register.value.teams, stages: (counts?.value ?? noBoardCounts(district)).columns }
}

/** The figures that are counted from records of a month. */
export const countedFigures = ['incubated', 'activities', 'beneficiaries', 'attendances', 'checkedIn', 'backFilled', 'services', 'volunteers'] as const
export type CountedFigure = (typeof countedFigures)[number]
export const recordsFilter = z.object({ district: districtCode.optional(), figure: z.enum(countedFigures), month: monthSchema, page: z.coerce.number().int().min(1).max(1000).default(1) })
export const RECORDS_PAGE = 30

export interface FigureRecord {
  project: ProjectId
  title: string
  /** null: the project itself is what is counted. */
  activity: { id: Share['activity']; title: string; startsAt: Instant } | null
  /** Of the activity in that month; null for a project. */
  share: Share | null
  /** When the project had incubation behind it. */
  at: Instant | null
}
export interface Records {
  district: string
  figure: DistrictFigure
  records: FigureRecord[]
  total: number
}

/** What one figure of one month is counted from: the activities with their share of it, or the projects. */
export async function readRecords(context: Context, { district: named, figure, month, page }: z.infer<typeof recordsFilter>): Promise<Records> {
  const district = districtOf(context, named)
  authorise(context, 'figures.read', { district })
  const { table } = context
  const stored = (await table.get(figureItem, keys.figure(district, month)))?.value ?? noFigure(district, month)
  const part = <T>(all: readonly T[]) => all.slice((page - 1) * RECORDS_PAGE, page * RECORDS_PAGE)
  if (figure === 'incubated') {
    const all = (await table.queryAll(incubatedItem, keys.figureRecords(district, month, 'j_'))).map(({ value }) => value).toSorted((a, b) => a.at.localeCompare(b.at))
    const shown = part(all)
    const titles = await titlesOf(context, shown.map(({ project }) => project))
    return { district, figure: stored, total: all.length, records: shown.map(({ project, at }) => ({ project, title: titles.get(project) ?? project, activity: null, share: null, at })) }
  }
  const counted = figure === 'volunteers' ? 'services' : figure
  const all = (await table.queryAll(shareItem, { ...keys.figureRecords(district, month, 'a_'), consistent: false })).flatMap(({ value }) => (value[counted] > 0 ? [value] : [])).toSorted((a, b) => b[counted] - a[counted] || (a.activity < b.activity ? -1 : 1))
  const shown = part(all)
  const [titles, activities] = await Promise.all([titlesOf(context, shown.map(({ project }) => project)), table.getMany(activityItem, shown.map(({ project, activity }) => keys.activity(project, activity)))])
  return {
    district, figure: stored, total: all.length,
    records: shown.flatMap((share, i) => {
      const activity = activities[i]?.value
      return activity === undefined ? [] : [{ project: share.project, title: titles.get(share.project) ?? share.project, activity: { id: activity.id, title: activity.title, startsAt: activity.startsAt }, share, at: null }]
    }),
  }
}

async function titlesOf({ table }: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await table.getMany(projectItem, [...new Set(ids)].map((id) => keys.project(id)))
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.value.id, one.value.title] as const])))
}
