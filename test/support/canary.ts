import * as z from 'zod'
import { exposureOf } from '../../shared/kernel/exposure.ts'
import type { Key } from '../../shared/store/keys.ts'
import type { ItemKind, Table } from '../../shared/store/table.ts'
import type { Somebody, TestPlatform } from './platform.ts'

/** Marks planted in fields that are not public, with where each stands. Letters and figures only: nothing escapes or cuts them. */
export class Marks {
  readonly placed = new Map<string, string>()

  make(where: string): string {
    const mark = `canary${this.placed.size}q7x`
    this.placed.set(mark, where)
    return mark
  }

  /** Where the marks in a text come from. */
  in(text: string): string[] {
    return [...new Set([...text.matchAll(/canary\d+q7x/g)].flatMap(([mark]) => this.placed.get(mark) ?? []))]
  }
}

/** A record that a canary sits in: how it is read and written, and the schema that says what of it is public. */
export interface Planter<Made> {
  kind: string
  plant: (table: Table, made: Made, marks: Marks) => Promise<number>
}

/**
 * One kind of record. Every text of a field that is not declared public is replaced by a mark, within lists and objects too; `keep` names
 * (dotted) what the platform itself goes by and so has to stay.
 */
export function planter<Made, T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, key: (made: Made) => Key, keep: readonly string[] = []): Planter<Made> {
  return {
    kind,
    plant: async (table, made, marks) => {
      const found = await table.get(item, key(made))
      if (found === undefined) throw new Error(`there is no ${kind} to plant a canary in`)
      const before = marks.placed.size
      const planted = schema.parse(withMarks(schema, found.value, (path) => (keep.some((kept) => path === kept || path.startsWith(`${kept}.`)) ? undefined : marks.make(`${kind}.${path}`))))
      await table.transact([item.put(planted, found.version)])
      return marks.placed.size - before
    },
  }
}

function core(schema: z.ZodType): z.ZodType {
  let at = schema
  while (at instanceof z.ZodNullable || at instanceof z.ZodOptional || at instanceof z.ZodDefault || at instanceof z.ZodReadonly) at = at.unwrap() as z.ZodType
  return at
}

function withMarks(schema: z.ZodType, value: unknown, mark: (path: string) => string | undefined, path = '', hidden = false): unknown {
  const type = core(schema)
  const under = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (type instanceof z.ZodObject && isRecord(value)) {
    return Object.fromEntries(Object.entries(type.shape).map(([name, field]) => [name, withMarks(field as z.ZodType, value[name], mark, under(name), hidden || exposureOf(field as z.ZodType)?.seen !== 'public')]))
  }
  if (type instanceof z.ZodArray && Array.isArray(value)) return value.map((one: unknown, i) => withMarks(type.element as z.ZodType, one, mark, under(String(i)), hidden))
  if (type instanceof z.ZodRecord && isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withMarks(type.valueType as z.ZodType, one, mark, under(name), hidden)]))
  // An id, a date or a choice takes no mark; a text does, also one that was left out.
  if (!hidden || (typeof value !== 'string' && value !== undefined) || !schema.safeParse('canary0q7x').success) return value
  return mark(path) ?? value
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

export interface Leak {
  as: string
  address: string
  found: string[]
}

/** Ends with which page it begins; what it must never walk into. */
const skipped = /^\/(language|sign-in|sign-out|assets|oidc)\b/
const MOST_PAGES = 400

/**
 * Everything that somebody reaches: every address given and every link, picture and form's page from there on, the files behind them, and
 * what the API says at `/api` addresses. Returns each answer's text by its address.
 */
export async function crawl(platform: TestPlatform, reader: Somebody, starts: readonly string[]): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  const waiting = [...starts]
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (seen.has(address) || skipped.test(address)) continue
    if (seen.size >= MOST_PAGES) throw new Error(`more than ${MOST_PAGES} pages: the walk has no end`)
    const { text, links } = await open(platform, reader, address)
    seen.set(address, text)
    waiting.push(...links)
  }
  return seen
}

async function open(platform: TestPlatform, reader: Somebody, address: string): Promise<{ text: string; links: string[] }> {
  if (address.startsWith('/api/')) {
    const { body, headers } = await reader.api('GET', address.slice('/api'.length))
    return { text: `${JSON.stringify([...headers])}${JSON.stringify(body)}`, links: [] }
  }
  const { html, headers } = await reader.page(address)
  const location = headers.get('location')
  const there = location === null ? undefined : new URL(location, platform.url)
  const links = [...html.matchAll(/(?:href|src|action)="(\/[^"#]*)/g)].map(([, link]) => (link ?? '').replaceAll('&amp;', '&'))
  if (there?.origin === new URL(platform.url).origin) links.push(there.pathname + there.search)
  return { text: `${JSON.stringify([...headers])}${html}`, links: links.filter((link) => link !== '') }
}

/** The addresses of routes whose parameters are all known. */
export function addresses(paths: readonly string[], known: Readonly<Record<string, string>>): string[] {
  return paths.flatMap((path) => {
    const names = [...path.matchAll(/\{(\w+)\}|:(\w+)/g)].map(([, braced, colon]) => braced ?? colon ?? '')
    return names.every((name) => name in known) ? [path.replaceAll(/\{(\w+)\}|:(\w+)/g, (_, braced: string | undefined, colon: string | undefined) => known[braced ?? colon ?? ''] ?? '')] : []
  })
}
