import { itemKind, type PageOf, type Table, type Write } from '../store/table.ts'
import { keys } from '../store/keys.ts'
import { type Instant } from '../kernel/instant.ts'
import { type Entry, entrySchema } from './trail.ts'

const partitions = { competition: keys.competitionTrail, project: keys.projectTrail, grant: keys.grantTrail, district: keys.districtTrail } as const
const partition = (scope: Entry['scope']) => partitions[scope.of](scope.id).pk

/** Listed in its scope by time, and in the index by the person who did it. */
export const entryItem = itemKind('entry', entrySchema, (entry) => ({
  pk: partition(entry.scope), sk: `${entry.at}#${entry.id}`, lpk: `${partition(entry.scope)}#${entry.by?.person ?? 'workflow'}`, lsk: `${entry.at}#${entry.id}`,
}))

export const recordEntry = (entry: Entry): Write => entryItem.put(entry, 'none')

export interface TrailFilter {
  /** 'workflow' for what the platform did by itself. */
  person?: string | undefined
  from?: Instant | undefined
  to?: Instant | undefined
  limit?: number
  after?: string | undefined
}

/** Newest first. */
export function readTrail(table: Table, scope: Entry['scope'], filter: TrailFilter): Promise<PageOf<Entry>> {
  const bounds = { ...(filter.from === undefined ? {} : { from: filter.from }), ...(filter.to === undefined ? {} : { to: `${filter.to}~` }) }
  const where = filter.person === undefined ? { pk: partition(scope) } : { index: 'list' as const, pk: `${partition(scope)}#${filter.person}` }
  return table.query(entryItem, { ...where, ...bounds, limit: filter.limit ?? 50, after: filter.after, newestFirst: true })
}
