import * as z from 'zod'
import { activityItem } from '../../shared/activity/activity.store.ts'
import { boardCountsItem } from '../../shared/board/board.store.ts'
import { type BoardCounts, noBoardCounts } from '../../shared/board/board.ts'
import { figureItem, incubatedItem, shareItem } from '../../shared/figures/figures.store.ts'
import { addService, ALL, type DistrictFigure, type Month, month as monthSchema, monthOf, noFigure, type Share } from '../../shared/figures/figures.ts'
import { addMonths } from '../../shared/kernel/calendar.ts'
import type { ProjectId } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { districtCode } from '../../shared/person/person.ts'
import { projectItem } from '../../shared/project/project.store.ts'
import { loadBook, organisationBook } from '../../shared/registry/registry.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { districtOf } from './districts.ts'
import { type FigurePerson, peopleOf } from './figure-people.ts'
import { pageWithin } from './paging.ts'

export const figuresFilter = z.object({ district: districtCode.optional(), /** So many months up to this one. */ months: z.coerce.number().int().min(1).max(60).default(12) })

export interface Figures {
  district: string
  /** Since the beginning. */
  all: DistrictFigure
  /** Oldest first; a month without anything is there too. */
  months: DistrictFigure[]
  /** Teams in the registry, by hand, by import or by admission. */
  teams: number
  /** Of each of the months: teams that had joined the platform by its end. */
  teamsJoined: number[]
  /** Projects by stage. */
  stages: BoardCounts['columns']
}

/** The district's figures, as the stream's consumer keeps them: one item a month. */
export async function readFigures(context: Context, filter: z.infer<typeof figuresFilter>): Promise<Figures> {
  const district = districtOf(context, filter.district)
  authorise(context, 'figures.read', { district })
  const [stored, counts, register] = await Promise.all([context.table.queryAll(figureItem, keys.figures(district)), context.table.get(boardCountsItem, keys.boardCounts(district)), loadBook(context.table, district, organisationBook)])
  const figures = new Map(stored.map(({ value }) => [value.month, value]))
  const last = `${monthOf(context.now)}-01`
  const months = Array.from({ length: filter.months }, (_, i): Month => addMonths(last, i - filter.months + 1).slice(0, 7))
  const joined = register.entries.flatMap(({ kind, joinedAt }) => (kind === 'team' && joinedAt !== null ? [monthOf(joinedAt)] : []))
  return { district, all: figures.get(ALL) ?? noFigure(district, ALL), months: months.map((one) => figures.get(one) ?? noFigure(district, one)), teams: register.head.value.teams, teamsJoined: months.map((one) => joined.filter((at) => at <= one).length), stages: (counts?.value ?? noBoardCounts(district)).columns }
}

/** The figures that are counted from records of a month. */
export const countedFigures = ['incubated', 'activities', 'beneficiaries', 'attendances', 'checkedIn', 'backFilled', 'services', 'volunteers'] as const
export type CountedFigure = (typeof countedFigures)[number]
export const recordsFilter = z.object({ district: districtCode.optional(), figure: z.enum(countedFigures), /** One month, or since the beginning. */ month: z.union([monthSchema, z.literal(ALL)]), page: z.coerce.number().int().min(1).max(1000).default(1) })
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
  /** Of volunteers: who they are, instead of records. */
  people: FigurePerson[]
  total: number
  /** The page given: the last where a later one was asked for. */
  page: number
}

/** What one figure of one month, or of all, is counted from: the activities with their share of it, the projects, or people. */
export async function readRecords(context: Context, { district: named, figure, month, page: wanted }: z.infer<typeof recordsFilter>): Promise<Records> {
  const district = districtOf(context, named)
  authorise(context, 'figures.read', { district })
  const { table } = context
  const stored = (await table.get(figureItem, keys.figure(district, month)))?.value ?? noFigure(district, month)
  const months = month === ALL ? (await table.queryAll(figureItem, keys.figures(district))).flatMap(({ value }) => (value.month === ALL ? [] : [value.month])) : [month]
  const base = { district, figure: stored, records: [], people: [] }
  const part = <T>(all: readonly T[]) => {
    const page = pageWithin(wanted, RECORDS_PAGE, all.length)
    return { page, total: all.length, shown: all.slice((page - 1) * RECORDS_PAGE, page * RECORDS_PAGE) }
  }
  if (figure === 'volunteers') {
    const { shown: people, ...rest } = part(await peopleOf(table, district, month))
    return { ...base, ...rest, people }
  }
  if (figure === 'incubated') {
    const found = await Promise.all(months.map((one) => table.queryAll(incubatedItem, keys.figureRecords(district, one, 'j_'))))
    const { shown, ...rest } = part(found.flat().map(({ value }) => value).toSorted((a, b) => a.at.localeCompare(b.at)))
    const titles = await titlesOf(context, shown.map(({ project }) => project))
    return { ...base, ...rest, records: shown.map(({ project, at }) => ({ project, title: titles.get(project) ?? project, activity: null, share: null, at })) }
  }
  const found = await Promise.all(months.map((one) => table.queryAll(shareItem, { ...keys.figureRecords(district, one, 'a_'), consistent: false })))
  const { shown, ...rest } = part(together(found.flat().map(({ value }) => value)).filter((share) => share[figure] > 0).toSorted((a, b) => b[figure] - a[figure] || (a.activity < b.activity ? -1 : 1)))
  const [titles, activities] = await Promise.all([titlesOf(context, shown.map(({ project }) => project)), table.getMany(activityItem, shown.map(({ project, activity }) => keys.activity(project, activity)))])
  return {
    ...base, ...rest,
    records: shown.flatMap((share, i) => {
      const activity = activities[i]?.value
      return activity === undefined ? [] : [{ project: share.project, title: titles.get(share.project) ?? share.project, activity: { id: activity.id, title: activity.title, startsAt: activity.startsAt }, share, at: null }]
    }),
  }
}

/** One share an activity, whatever months it lies in. */
function together(shares: readonly Share[]): Share[] {
  const sums = new Map<string, Share>()
  for (const share of shares) {
    const known = sums.get(share.activity)
    sums.set(share.activity, known === undefined ? share : { ...known, ...addService(known, share), activities: known.activities + share.activities, beneficiaries: known.beneficiaries + share.beneficiaries, attendances: known.attendances + share.attendances })
  }
  return [...sums.values()]
}

async function titlesOf({ table }: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await table.getMany(projectItem, [...new Set(ids)].map((id) => keys.project(id)))
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.value.id, one.value.title] as const])))
}
