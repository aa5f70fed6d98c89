import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { rebuild } from '../../../functions/commands/rebuild.ts'
import { newCredential, newVolunteerId, secretHash } from '../../../shared/kernel/ids.ts'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { sessionItem } from '../../../shared/person/person.store.ts'
import { definitionLibrary } from '../../../shared/stage/library.ts'
import { keys } from '../../../shared/store/keys.ts'
import { Table } from '../../../shared/store/table.ts'
import { type Actor, castOf, DISTRICT } from '../rehearse/cast.ts'
import { type Caller, createClient } from '../rehearse/client.ts'
import { openTheatre, type Theatre } from '../rehearse/theatre.ts'
import { startTable } from '../table.ts'
import { type Loaded, loadMany } from '../demo/many.ts'
import { busyness, type Figure, median, rounded, timed } from './figure.ts'
import { itemBytes } from './size.ts'

const SEED = 'projects'
const [FEW, MANY] = [100, 1200] as const
/** Of them so many are left to the consumer; the others are made by a rebuild. */
const LAST = 10
/** Activities a project: 15,000 of 1,200. */
const ACTIVITIES = 12.5
/** Hour records of one activity after the other: 100,000 of 15,000. */
const HOURS = [7, 7, 6] as const
const VOLUNTEERS = 4000
const any = z.unknown()
const FIRST_PAGE = 30
const FILTERED_UNITS = 50

const filters = [['street', `street=${encodeURIComponent('示例三镇')}`], ['search', `q=${encodeURIComponent('微更新')}`], ['late, as a table by organisation', 'is=late&view=table&sort=organisation']] as const

/** A district of 100 projects, then of 1,200 with 15,000 activities and 100,000 hour records: the board, the figures, the rebuild. */
export async function measureProjects(tell: (line: string) => void): Promise<Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'xiuyuan-bench-'))
  const seat = { proposals: 60, judges: 1 }
  const cast = castOf(SEED, seat)
  const organisations = cast.applicants.map(({ organisation }, nth) => ({ id: organisation, name: `嘉兴市示例区第 ${nth} 社会工作服务中心` }))
  const volunteers = Array.from({ length: VOLUNTEERS }, newVolunteerId)
  const definition = definitionLibrary().get('district-default')
  if (definition === undefined) throw new TypeError('the library has no default')
  const now = toInstant(Date.now())
  const load = (table: Table, from: number, to: number) => loadMany(table, { organisations, volunteers, definition, from, to, now, activities: ACTIVITIES, hours: HOURS, workflows: false })
  try {
    await (await openTheatre({ data, seed: SEED, seat: { ...seat, kinds: ['agency', 'team'] } })).close()
    const few = await fill(data, (table) => load(table, 0, FEW))
    tell(`  ${FEW} projects`)
    const first = few.projects[0] ?? ''
    const small = await onStage(data, cast.administrator, (stage) => firstPages(stage, first))
    const more = await fill(data, (table) => load(table, FEW, MANY - LAST))
    tell(`  ${MANY} projects`)
    return await onStage(data, cast.administrator, async (stage) => {
      const began = performance.now()
      const last = await load(stage.table, MANY - LAST, MANY)
      await stage.theatre.caughtUp()
      const behind = performance.now() - began
      const loads = [few, more, last]
      const loaded = { projects: loads.flatMap(({ projects }) => projects), activities: sum(loads, 'activities'), hours: sum(loads, 'hours'), minutes: sum(loads, 'minutes') }
      await requireAll(stage.caller, loaded)
      const figures = [...firstFigures(small, await firstPages(stage, first), loaded), ...(await filteredFigures(stage)), await districtFigure(stage)]
      const bytes = (await lines(stage.table)).map(itemBytes)
      figures.push({ name: 'largest line of the board', value: Math.max(...bytes), unit: 'bytes', method: `as stored, of ${bytes.length}; ${Math.round(bytes.reduce((a, b) => a + b, 0) / bytes.length)} on average; a test has the worst case within 300` })
      figures.push({ name: 'activities a second that the consumer counts', value: rounded((last.activities / behind) * 1000), unit: '1/s', method: `${LAST} projects, ${last.activities} activities and ${last.hours} hour records written beside the rest, until board and figures have them; the hours of the district are then those of the records to the minute; ${busyness()}` })
      tell('  rebuild')
      const from = performance.now()
      const { mended } = await rebuild({ table: stage.table }, DISTRICT)
      figures.push({ name: 'rebuild of board, sums and figures', value: rounded((performance.now() - from) / 1000), unit: 's', method: `all of it read and compared beside the running platform; differences to what stands: ${Object.values(mended).reduce((a, b) => a + b, 0)}; making all of it the first time took ${rounded(more.rebuilt)} s; ${busyness()}` })
      return figures
    })
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

const sum = <K extends string>(all: readonly Record<K, number>[], key: K): number => all.reduce((total, one) => total + one[key], 0)

/** Writes with nobody but the table engine there, makes board and figures by a rebuild, and lets the consumer begin after all of it. */
async function fill(data: string, write: (table: Table) => Promise<Loaded>): Promise<Loaded & { rebuilt: number }> {
  const local = await startTable(data)
  const table = new Table({ name: local.name, endpoint: local.endpoint, region: 'local' })
  const loaded = await write(table)
  const began = performance.now()
  await rebuild({ table }, DISTRICT)
  const rebuilt = (performance.now() - began) / 1000
  await local.close()
  const database = new DatabaseSync(join(data, 'table.sqlite'), { readOnly: true })
  const passed = Number(database.prepare('SELECT MAX(CAST(sequence_number AS INTEGER)) AS last FROM _stream_records').get()?.last ?? 0)
  database.close()
  writeFileSync(join(data, 'stream.json'), JSON.stringify({ passed }))
  return { ...loaded, rebuilt }
}

interface Asked {
  time: number
  units: number
}

interface Stage {
  theatre: Theatre
  table: Table
  caller: Caller
  /** So many looks at a page, and so many calls of the board's API: milliseconds in the middle, and the units that the last one read. */
  page(path: string, times: number): Promise<Asked>
  board(query: string, times: number): Promise<Asked>
}

async function onStage<T>(data: string, administrator: Actor, play: (stage: Stage) => Promise<T>): Promise<T> {
  const theatre = await openTheatre({ data, seed: SEED, seat: null })
  const client = createClient({ origin: theatre.origin, patience: 0, connections: 2 })
  const caller = client.as(administrator.token)
  const table = new Table({ name: 'xiuyuan', endpoint: theatre.tableEndpoint(), region: 'local' })
  const session = newCredential(administrator.id)
  const look = async (path: string) => {
    const { status } = await client.send('GET', path, { cookie: `session=${session}`, 'accept-language': 'zh' })
    if (status !== 200) throw new Error(`${path} answered ${status}`)
  }
  const measure = async (step: string, times: number, ask: () => Promise<void>): Promise<Asked> => {
    await timed(10, ask)
    const time = median(await timed(times, ask))
    return { time, units: (await theatre.capacity()).steps.find((one) => one.step === step)?.read.at(-1) ?? Number.NaN }
  }
  try {
    await table.transact([sessionItem.put({ hash: secretHash(session), person: administrator.id, organisation: null, createdAt: Date.now(), expiresAt: Date.now() + 3_600_000 }, 'any')])
    return await play({
      theatre, table, caller,
      page: (path, times) => measure(`GET ${path.replace(/\?.*/, '').replace(/j_[0-9a-z]{26}/, '{}')}`, times, () => look(path)),
      board: (query, times) => measure('GET /board', times, async () => { await caller.call('GET', `/board${query}`, any) }),
    })
  } finally {
    client.close()
    await theatre.close()
  }
}

const firstPages = async ({ board, page }: Stage, project: string) => ({ columns: await board('', 100), table: await board('?view=table', 100), page: await page('/board', 100), tablePage: await page('/board?view=table', 100), project: await page(`/projects/${project}`, 100) })
type FirstPages = Awaited<ReturnType<typeof firstPages>>

function firstFigures(small: FirstPages, large: FirstPages, { activities, hours }: Pick<Loaded, 'activities' | 'hours'>): Figure[] {
  const time = (name: string, few: number, many: number): Figure => ({
    name, value: rounded(many, 2), unit: 'ms',
    method: `${MANY} projects, ${activities} activities, ${hours} hour records; median of 100, one connection (with ${FEW} projects ${rounded(few, 2)} ms); aim ${FIRST_PAGE}, ${many <= FIRST_PAGE ? 'met' : 'missed'}; ${busyness()}`,
  })
  const units = (name: string, few: number, many: number): Figure => ({
    name: `units of ${name}`, value: many, unit: 'capacity units', method: `read by one call, with who asks; with ${FEW} projects ${few}: ${many === few ? 'the same' : 'NOT the same'}`,
  })
  return [
    time('board’s first page as columns, API', small.columns.time, large.columns.time), time('board’s first page as columns', small.page.time, large.page.time), time('board’s first page as a table', small.tablePage.time, large.tablePage.time),
    time('a project’s page', small.project.time, large.project.time),
    units('the board’s first page as columns, API', small.columns.units, large.columns.units), units('the board’s first page as a table, API', small.table.units, large.table.units), units('a project’s page', small.project.units, large.project.units),
  ]
}

async function filteredFigures({ board, page }: Stage): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, query] of filters) {
    const { time, units } = await board(`?${query}`, 40)
    figures.push(
      { name: `filtered board (${name})`, value: rounded(time, 2), unit: 'ms', method: `one compact partition of ${MANY} lines read and filtered in memory; API, median of 40, one connection; the page ${rounded((await page(`/board?${query}`, 20)).time, 2)} ms; ${busyness()}` },
      { name: `units of the filtered board (${name})`, value: units, unit: 'capacity units', method: `with who asks and the counts; aim ${FILTERED_UNITS}, ${units <= FILTERED_UNITS ? 'met' : 'missed'}` },
    )
  }
  return figures
}

async function districtFigure({ page }: Stage): Promise<Figure> {
  return { name: 'district figures, page', value: rounded((await page('/district', 40)).time, 2), unit: 'ms', method: `one item a month; median of 40, one connection; ${busyness()}` }
}

/** Throws unless board and figures have everything that was written. */
async function requireAll(administrator: Caller, loaded: { projects: readonly string[]; activities: number; minutes: number }): Promise<void> {
  const { total } = await administrator.call('GET', '/board', z.object({ total: z.int() }))
  const { all } = await administrator.call('GET', '/figures', z.object({ all: z.object({ activities: z.int(), checkedIn: z.int(), backFilled: z.int() }) }))
  if (total !== loaded.projects.length || all.activities !== loaded.activities || all.checkedIn + all.backFilled !== loaded.minutes) {
    throw new Error(`${loaded.projects.length} projects, ${loaded.activities} activities and ${loaded.minutes} minutes were written; board and figures say ${total}, ${all.activities} and ${all.checkedIn + all.backFilled}`)
  }
}

async function lines(table: Table): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  let after: string | undefined
  do {
    const part = await table.queryRaw({ ...keys.board(DISTRICT), after })
    found.push(...part.items)
    after = part.next
  } while (after !== undefined)
  return found
}
