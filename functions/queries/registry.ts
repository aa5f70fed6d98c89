import * as z from 'zod'
import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { ClassTable } from '../../shared/registry/classes.ts'
import { type Entry, entrySchema, grades, type Listing, listings, type PersonEntry, type Standing, standingAt, workerLevels } from '../../shared/registry/entry.ts'
import { inRegister, type RegisterOf } from '../../shared/registry/registers.store.ts'
import { loadBook, loadBucket, loadClasses } from '../../shared/registry/registry.store.ts'
import { cellsOf, type Register } from '../../shared/registry/sheet.ts'
import { authorise, type Context } from '../context.ts'
import { csv } from './csv.ts'
import { pageWithin } from './paging.ts'
import { xlsx } from './xlsx.ts'

const sorts = ['name', '-name', 'street', '-street', 'grade', '-grade', 'until', '-until'] as const

export const registryFilter = z.object({
  /** Part of a name, code, host, contact, phone or certificate. */
  q: z.string().trim().max(100).optional(),
  street: z.string().max(60).optional(),
  /** A major or a minor class, by its id. */
  class: z.string().max(20).optional(),
  grade: z.enum([...grades, 'none']).optional(),
  listed: z.enum([...listings, 'none']).optional(),
  standing: z.enum(['registered', 'filed']).optional(),
  joined: z.enum(['yes', 'no']).optional(),
  level: z.enum([...workerLevels, 'none']).optional(),
  reported: z.enum(['yes', 'no']).optional(),
  sort: z.enum(sorts).default('name'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(30),
})
export type RegistryFilter = z.infer<typeof registryFilter>

/** One entry of a list: its cells as they are exported, and how it stands today. */
export interface Listed {
  id: string
  cells: Record<string, string>
  standing: Standing | null
  joinedAt: Instant | null
}
export interface RegistryList {
  items: Listed[]
  total: number
  page: number
  size: number
  /** Streets that stand in the register, for the filter. */
  streets: string[]
  classes: ClassTable
  /** Entries of each register's book that are its own. */
  all: number
}

/** A register filtered and in order. The whole of it is at hand by its version, so that a page reads one head and what has changed since. */
export async function listRegistry(context: Context, district: string, register: Register, filter: RegistryFilter): Promise<RegistryList> {
  authorise(context, 'registry.read', { district })
  return inRegister(register, async (of) => {
    const { found, own, classes } = await findEntries(context, district, of, filter)
    const page = pageWithin(filter.page, filter.size, found.length)
    const start = (page - 1) * filter.size
    return {
      items: found.slice(start, start + filter.size).map((entry) => listed(of, classes, entry, context.now)), total: found.length, page, size: filter.size,
      streets: [...new Set(own.map((entry) => streetOf(entry)))].filter((street) => street !== '').sort(byText), classes, all: own.length,
    }
  })
}

async function findEntries<E extends { id: string }, D>(context: Context, district: string, of: RegisterOf<E, D>, filter: Omit<RegistryFilter, 'page' | 'size'>): Promise<{ found: E[]; own: E[]; classes: ClassTable }> {
  const [{ entries }, { value: classes }] = await Promise.all([loadBook(context.table, district, of.book), loadClasses(context.table, district)])
  const own = entries.filter(of.holds)
  const q = filter.q?.toLowerCase() ?? ''
  const found = own.filter((entry) => (q === '' || searched(entry).some((text) => text.toLowerCase().includes(q))) && (filter.street === undefined || streetOf(entry) === filter.street) && fits(entry, filter, classes, context.now))
  const by = filter.sort.replace(/^-/, '')
  const keyed = found.map((entry) => ({ entry, key: by === 'name' ? '' : sortKey(entry, by, context.now), name: of.sheet.nameOf(entry) }))
  const way = filter.sort.startsWith('-') ? -1 : 1
  keyed.sort((a, b) => way * (byText(a.key, b.key) || byText(a.name, b.name)))
  return { found: keyed.map(({ entry }) => entry), own, classes }
}

const { compare: byText } = new Intl.Collator('zh-CN', { numeric: true })
const isPerson = (entry: { id: string }): entry is PersonEntry => 'certificate' in entry
const isEntry = (entry: { id: string }): entry is Entry => 'grades' in entry
const streetOf = (entry: { id: string }): string => (isEntry(entry) || isPerson(entry) ? entry.street : '')

function searched(entry: { id: string }): string[] {
  if (isEntry(entry)) return [entry.name, entry.creditCode, entry.filingNumber, entry.hostName, entry.hostCode, entry.contactName, entry.contactPhone]
  return isPerson(entry) ? [entry.name, entry.phone, entry.organisation, entry.certificate, entry.leads] : []
}

function sortKey(entry: { id: string }, by: string, now: Instant): string {
  if (by === 'street') return streetOf(entry)
  if (isEntry(entry)) return by === 'grade' ? (standingAt(entry, now).grade ?? '') : ''
  return isPerson(entry) && by === 'until' ? (entry.registeredUntil ?? '9') : ''
}

function fits(entry: { id: string }, filter: Pick<RegistryFilter, 'class' | 'grade' | 'listed' | 'standing' | 'joined' | 'level' | 'reported'>, classes: ClassTable, now: Instant): boolean {
  if (isPerson(entry)) {
    return (filter.level === undefined || (filter.level === 'none' ? entry.level === '' : entry.level === filter.level)) && (filter.reported === undefined || (entry.reportedTo !== '') === (filter.reported === 'yes'))
  }
  if (!isEntry(entry)) return false
  if (filter.standing !== undefined && entry.standing !== filter.standing) return false
  if (filter.joined !== undefined && (entry.joinedAt !== null) !== (filter.joined === 'yes')) return false
  if (filter.class !== undefined && entry.class !== filter.class && classes.minors.find(({ id }) => id === entry.class)?.major !== filter.class) return false
  if (filter.grade === undefined && filter.listed === undefined) return true
  const { grade, listings: on } = standingAt(entry, now)
  return (filter.grade === undefined || (grade ?? 'none') === filter.grade) && (filter.listed === undefined || (filter.listed === 'none' ? on.length === 0 : on.includes(filter.listed)))
}

function listed<E extends { id: string }, D>({ sheet }: RegisterOf<E, D>, classes: ClassTable, entry: E, now: Instant): Listed {
  const known = isEntry(entry) ? entry : undefined
  return { id: entry.id, cells: cellsOf(sheet, classes, sheet.draftOf(entry)), standing: known === undefined ? null : standingAt(known, now), joinedAt: known?.joinedAt ?? null }
}

export interface EntrySeen extends Listed {
  name: string
  /** The entry as it stands: a change names it. */
  entry: { id: string }
  grades: Entry['grades']
  listings: { list: Listing; from: string; to: string | null }[]
  classes: ClassTable
}

/** One entry with its history. Throws NOT_FOUND. */
export async function readEntry(context: Context, district: string, register: Register, id: string): Promise<EntrySeen> {
  authorise(context, 'registry.read', { district })
  return inRegister(register, async (of) => {
    const [{ entry }, { value: classes }] = await Promise.all([loadBucket(context.table, district, of.book, id), loadClasses(context.table, district)])
    if (entry === undefined || !of.holds(entry)) throw new Refusal('NOT_FOUND')
    const known = isEntry(entry) ? entrySchema.parse(entry) : undefined
    const newest = <P extends { from: string }>(all: readonly P[]): P[] => all.toSorted((a, b) => b.from.localeCompare(a.from))
    return { ...listed(of, classes, entry, context.now), name: of.sheet.nameOf(entry), entry, grades: newest(known?.grades ?? []), listings: newest(known?.listings ?? []), classes }
  })
}

/** The table of classes; without names while nobody has given any. */
export async function readClasses(context: Context, district: string): Promise<ClassTable> {
  authorise(context, 'registry.read', { district })
  return (await loadClasses(context.table, district)).value
}

export interface ListFile {
  name: string
  type: string
  bytes: Uint8Array
}
export const listFormats = ['xlsx', 'csv'] as const
export type ListFormat = (typeof listFormats)[number]
const types: Record<ListFormat, string> = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' }
const titles: Record<Register, string> = { organisations: '社会组织', teams: '志愿服务队伍', people: '人员' }

/** A register, or what a filter finds of it, in the columns that an import takes: read in again it changes nothing. */
export async function exportRegistry(context: Context, district: string, register: Register, filter: Omit<RegistryFilter, 'page' | 'size'>, format: ListFormat): Promise<ListFile> {
  authorise(context, 'registry.export', { district })
  return inRegister(register, async (of) => {
    const { found, classes } = await findEntries(context, district, of, filter)
    const { columns, draftOf } = of.sheet
    const rows = found.map((entry) => {
      const draft = draftOf(entry)
      return columns.map((column) => column.write(draft, classes))
    })
    const head = columns.map(({ label }) => label.zh)
    const bytes = format === 'csv' ? Buffer.from(csv([head, ...rows])) : await xlsx([{ name: titles[register], head, rows, widths: columns.map(({ width }) => width) }])
    return { name: `${titles[register]}-${shanghaiDate(context.now)}.${format}`, type: types[format], bytes }
  })
}

/** An empty list with its headings, and a second sheet that says what goes where. */
export async function registryTemplate(context: Context, district: string, register: Register): Promise<ListFile> {
  authorise(context, 'registry.import', { district })
  return inRegister(register, async ({ sheet: { columns } }) => {
    const bytes = await xlsx([
      { name: titles[register], head: columns.map(({ label }) => label.zh), rows: [columns.map(() => '')], widths: columns.map(({ width }) => width) },
      { name: '说明', head: ['列', '要不要填', '怎样填'], rows: columns.map(({ label, required, hint }) => [label.zh, required ? '必填' : '选填', hint.zh]), widths: [22, 12, 70] },
    ])
    return { name: `${titles[register]}-模板.xlsx`, type: types.xlsx, bytes }
  })
}
