import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Instant } from '../kernel/instant.ts'
import { milliseconds, plusDays } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { districtCode } from '../person/person.ts'
import { keys } from '../store/keys.ts'
import { Conflict, itemKind, type Table, type Write } from '../store/table.ts'
import { BUCKETS, bucketOf, type Changes, changedBuckets } from './book.ts'
import { type ClassTable, classTableSchema, unnamedClasses } from './classes.ts'
import { type Entry, entrySchema, type PersonEntry, personEntrySchema } from './entry.ts'

/** A register of a district: its name in keys, and the schema of its entries. */
export interface Book<E extends { id: string }> {
  name: 'organisations' | 'people'
  schema: z.ZodType<E>
}
/** Organisations and teams. */
export const organisationBook: Book<Entry> = { name: 'organisations', schema: entrySchema }
export const peopleBook: Book<PersonEntry> = { name: 'people', schema: personEntrySchema }

const headSchema = z.object({
  district: districtCode,
  book: z.enum(['organisations', 'people']),
  /** Counts the switches. */
  revision: z.int(),
  /** Of them so many are teams. */
  teams: z.int(),
  /** Names of the parts in force, one a bucket; '' where it is empty. */
  parts: z.array(z.string()).length(BUCKETS),
})
export type Head = z.infer<typeof headSchema>
export const headItem = itemKind('registry-head', headSchema, (head) => keys.registryHead(head.district, head.book))

/** Entries as text: read at one go, which a list of some dozen fields a line is not. `until`: when a replaced part may go; null while it is in force. */
const partItem = itemKind(
  'registry-part',
  z.object({ district: districtCode, book: z.string(), part: z.string(), entries: z.string(), until: z.number().nullable() }),
  ({ district, book, part }) => keys.registryPart(district, book, part),
  ({ until }) => until ?? undefined,
)

export const classTableItem = itemKind('class-table', classTableSchema, (table) => keys.classTable(table.district))

/** The district's classes; without names while nobody has given any. `version`: what a change of them must still find. */
export async function loadClasses(table: Table, district: string): Promise<{ value: ClassTable; version: number | 'none' }> {
  return (await table.get(classTableItem, keys.classTable(district))) ?? { value: unnamedClasses(district), version: 'none' }
}

export interface LoadedHead {
  value: Head
  version: number | 'none'
}

export async function loadHead(table: Table, district: string, book: Book<{ id: string }>['name']): Promise<LoadedHead> {
  return (await table.get(headItem, keys.registryHead(district, book))) ?? { value: { district, book, revision: 0, teams: 0, parts: Array.from({ length: BUCKETS }, () => '') }, version: 'none' }
}

/** How long replaced parts are kept: a little longer than an import can be undone. */
const KEPT_DAYS = 35
/** Parts this process has read, the last used last: they never change, so that a list reads one head and what it has not seen. */
const seen = new Map<string, unknown[]>()
const MOST_SEEN = 4 * BUCKETS

function remember(name: string, entries: unknown[]): void {
  seen.delete(name)
  seen.set(name, entries)
  for (const oldest of seen.keys()) {
    if (seen.size <= MOST_SEEN) return
    seen.delete(oldest)
  }
}

/** The entries of some parts, in the order of their buckets. Throws NOT_FOUND where one is gone. */
export async function loadParts<E extends { id: string }>(table: Table, district: string, book: Book<E>, names: readonly string[]): Promise<E[]> {
  const wanted = names.filter((name) => name !== '')
  const missing = wanted.filter((name) => !seen.has(`${book.name} ${name}`))
  const read = await table.getMany(partItem, missing.map((name) => keys.registryPart(district, book.name, name)))
  const fresh = new Map(read.flatMap((stored) => (stored === undefined ? [] : [[stored.value.part, z.array(book.schema).parse(JSON.parse(stored.value.entries))] as const])))
  return wanted.flatMap((name) => {
    const known = fresh.get(name) ?? (seen.get(`${book.name} ${name}`) as E[] | undefined)
    if (known === undefined) throw new Refusal('NOT_FOUND')
    remember(`${book.name} ${name}`, known)
    return known
  })
}

/** Every entry of a register as its head names them. */
export async function loadBook<E extends { id: string }>(table: Table, district: string, book: Book<E>): Promise<{ head: LoadedHead; entries: E[] }> {
  const head = await loadHead(table, district, book.name)
  return { head, entries: await loadParts(table, district, book, head.value.parts) }
}

/** One entry with the rest of its part: two reads. */
export async function loadBucket<E extends { id: string }>(table: Table, district: string, book: Book<E>, id: string): Promise<{ head: LoadedHead; entries: E[]; entry: E | undefined }> {
  const head = await loadHead(table, district, book.name)
  const entries = await loadParts(table, district, book, [head.value.parts[bucketOf(id)] ?? ''])
  return { head, entries, entry: entries.find((one) => one.id === id) }
}

/** What the registry knows of an organisation; undefined where it has no entry. Ask `standingAt` of it, at the deadline that matters. */
export const loadEntry = async (table: Table, district: string, organisation: string): Promise<Entry | undefined> => (await loadBucket(table, district, organisationBook, organisation)).entry

/** A switch that is ready: everything is written but what makes it count. */
export interface Switch {
  /** Goes into the transaction of the deed, with the head that was read. */
  write: Write
  head: Head
  replaced: { part: string; entries: string }[]
}

/**
 * Writes the parts that a change makes, under names that nobody reads yet, and gives the write that puts them in force. Written again
 * they are the same parts; a crash before the switch leaves the register as it was. `entries`: at least those of the buckets that change.
 */
export async function prepareSwitch<E extends { id: string }>(table: Table, book: Book<E>, head: LoadedHead, entries: readonly E[], changes: Changes<E>): Promise<Switch> {
  const { district, parts: before } = head.value
  const parts = [...before]
  const old = new Map<number, E[]>()
  for (const entry of entries) old.set(bucketOf(entry.id), [...(old.get(bucketOf(entry.id)) ?? []), entry])
  const replaced: Switch['replaced'] = []
  let { teams } = head.value
  for (const [bucket, list] of changedBuckets(entries, changes)) {
    const text = JSON.stringify(list.map((entry) => book.schema.parse(entry)))
    const part = list.length === 0 ? '' : createHash('sha256').update(text).digest('base64url').slice(0, 26)
    if (part === before[bucket]) continue
    // A part is some ten to a few hundred KB, so that a transaction holds one.
    if (part !== '') await table.transact([partItem.put({ district, book: book.name, part, entries: text, until: null }, 'any')])
    if (before[bucket] !== undefined && before[bucket] !== '') replaced.push({ part: before[bucket], entries: JSON.stringify(old.get(bucket) ?? []) })
    parts[bucket] = part
    teams += teamsIn(list) - teamsIn(old.get(bucket) ?? [])
  }
  const next: Head = { ...head.value, revision: head.value.revision + 1, teams, parts }
  return { write: headItem.put(next, head.version), head: next, replaced }
}

const teamsIn = (entries: readonly object[]): number => entries.filter((one) => 'kind' in one && one.kind === 'team').length

/** After a switch: what it replaced may go once no import can be undone to it. Whatever was put in force again meanwhile stays. */
export async function retire(table: Table, { head, replaced }: Switch, now: Instant): Promise<void> {
  const { district, book } = head
  const standing = await loadHead(table, district, book)
  if (standing.version === 'none' || standing.value.revision !== head.revision) return
  const until = Math.floor(milliseconds(plusDays(now, KEPT_DAYS)) / 1000)
  for (const { part, entries } of replaced) {
    try {
      await table.transact([partItem.put({ district, book, part, entries, until }, 'any'), { check: keys.registryHead(district, book), expect: standing.version }])
    } catch (error) {
      // Somebody has switched again, perhaps back to this part.
      if (error instanceof Conflict) return
      throw error
    }
  }
}
