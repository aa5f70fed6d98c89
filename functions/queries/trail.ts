import { addDays, startOfShanghaiDay } from '../../shared/kernel/calendar.ts'
import type { Language } from '../../shared/kernel/text.ts'
import { say } from '../../shared/kernel/text.ts'
import { loadCompetition } from '../../shared/competition/competition.store.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { readTrail } from '../../shared/trail/trail.store.ts'
import { plusSeconds, type Instant, milliseconds, toInstant } from '../../shared/kernel/instant.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'
import { districtOf } from './districts.ts'

export interface TrailQuery {
  /** A person's id; `workflow` for what the platform did by itself. */
  person?: string | undefined
  /** Days in Asia/Shanghai, both included: 'YYYY-MM-DD'. */
  from?: string | undefined
  to?: string | undefined
  after?: string | undefined
  limit?: number | undefined
}
export interface TrailPage {
  entries: Entry[]
  next: string | null
}

/** An export holds what a year of a large contest leaves; the rest is asked for by narrower dates. */
const MOST_EXPORTED = 20_000

/** A competition's trail, newest first. */
export async function competitionTrail(context: Context, id: string, query: TrailQuery): Promise<TrailPage> {
  return page(context, await competitionScope(context, id), query)
}

/** What happened in a district outside of its competitions, newest first. */
export async function districtTrail(context: Context, query: TrailQuery & { district?: string | undefined }): Promise<TrailPage> {
  return page(context, districtScope(context, query.district), query)
}

async function competitionScope(context: Context, id: string): Promise<Entry['scope']> {
  const { value: competition } = await loadCompetition(context.table, id)
  authorise(context, 'trail.read', { district: competition.district, competition: id })
  return { of: 'competition', id }
}

function districtScope(context: Context, named: string | undefined): Entry['scope'] {
  const district = districtOf(context, named)
  authorise(context, 'trail.read', { district })
  return { of: 'district', id: district }
}

async function page(context: Context, scope: Entry['scope'], query: TrailQuery): Promise<TrailPage> {
  const { items, next } = await readTrail(context.table, scope, { person: query.person, ...bounds(query), limit: query.limit ?? 50, after: query.after })
  return { entries: items.map(({ value }) => value), next: next ?? null }
}

/** Whole days in Shanghai as instants; the last day runs to its last millisecond. */
function bounds(query: TrailQuery): { from?: Instant; to?: Instant } {
  return {
    ...(query.from === undefined ? {} : { from: startOfShanghaiDay(query.from) }),
    ...(query.to === undefined ? {} : { to: toInstant(milliseconds(startOfShanghaiDay(addDays(query.to, 1))) - 1) }),
  }
}

/** The trail (of a competition, or of the asker's district) as CSV for spreadsheets, newest first, by the same filter as the page. */
export async function exportTrail(context: Context, competition: string | null, query: TrailQuery & { district?: string | undefined }, language: Language): Promise<string> {
  const scope = competition === null ? districtScope(context, query.district) : await competitionScope(context, competition)
  const rows: string[][] = []
  let after: string | undefined
  do {
    const { entries, next } = await page(context, scope, { ...query, after, limit: 500 })
    rows.push(...entries.map((entry) => [
      plusSeconds(entry.at, 8 * 3600).slice(0, 19).replace('T', ' '), entry.by?.name ?? (language === 'zh' ? '系统' : 'Platform'), say(entry.sentence, language),
      entry.about.label, entry.reason ?? '', entry.from ?? '', entry.to ?? '', entry.action,
    ]))
    after = next ?? undefined
  } while (after !== undefined && rows.length < MOST_EXPORTED)
  const head = language === 'zh' ? ['时间（北京时间）', '谁', '做了什么', '对象', '理由', '从', '到', '操作'] : ['Time (Beijing)', 'Who', 'What', 'About', 'Reason', 'From', 'To', 'Action']
  return csv([head, ...rows])
}
