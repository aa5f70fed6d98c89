import * as z from 'zod'
import { exposureOf } from '../../../shared/kernel/exposure.ts'
import type { ItemKind, Stored, Table } from '../../../shared/store/table.ts'

/**
 * Marks planted in fields that are not public, with where each stands. Letters and figures only: nothing escapes or cuts them. What takes
 * no word takes a mark in its own shape: an e-mail address with one in it, or a telephone number.
 */
export class Marks {
  readonly placed = new Map<string, string>()
  readonly #watched = new Map<string, string>()

  /** A mark in a shape that the schema takes; undefined where it takes none (an id, a date, a choice). */
  make(schema: z.ZodType, where: string): string | undefined {
    const mark = shapes(this.placed.size).find((one) => schema.safeParse(one).success)
    if (mark !== undefined) this.placed.set(mark, where)
    return mark
  }

  /** A secret as it is, where a mark would change what it opens. */
  watch(secret: string, where: string): void {
    this.#watched.set(secret, where)
  }

  /** Where the marks in a text come from. */
  in(text: string): string[] {
    const found = [...text.matchAll(/canary\d+q7x(?:@example\.cn)?|0990\d{7}0990/g)].flatMap(([mark]) => this.placed.get(mark) ?? this.placed.get(mark.replace('@example.cn', '')) ?? [])
    return [...new Set([...found, ...[...this.#watched].flatMap(([secret, where]) => (text.includes(secret) ? [where] : []))])]
  }
}

const shapes = (n: number): string[] => [`canary${n}q7x`, `canary${n}q7x@example.cn`, `0990${String(n).padStart(7, '0')}0990`]

/** One kind of record that canaries sit in. */
export interface Planter<Made> {
  kind: string
  /** Dotted, `*` for any of a list: every text that is not declared public and that the platform does not go by. */
  places: readonly string[]
  /** Returns the places that got a mark. */
  plant: (table: Table, made: Made, marks: Marks) => Promise<Set<string>>
}

/**
 * Every text of a field that is not declared public is replaced by a mark, within lists and objects too; `keep` names (dotted, `*` for any
 * of a list) what the platform itself goes by and so has to stay. Fields without any declaration are not public.
 */
export function planter<Made, T>(kind: string, item: ItemKind<T>, schema: z.ZodType<T>, find: (table: Table, made: Made) => Promise<(Stored<T> | undefined)[]>, keep: readonly string[] = []): Planter<Made> {
  return {
    kind, places: placesOf(schema, keep),
    plant: async (table, made, marks) => {
      const found = await find(table, made)
      const places = new Set<string>()
      for (const one of found.length === 0 ? [undefined] : found) {
        if (one === undefined) throw new Error(`there is no ${kind} to plant a canary in`)
        await table.transact([item.put(marked(kind, schema, one.value, marks, places, keep), one.version)])
      }
      return places
    },
  }
}

/** The same value with its marks; `places` gets those that were marked. */
export function marked<T>(kind: string, schema: z.ZodType<T>, value: T, marks: Marks, places: Set<string>, keep: readonly string[] = []): T {
  return schema.parse(withMarks(schema, value, {
    path: '', place: '', hidden: false,
    mark: (type, path, place) => {
      if (isKept(keep, place)) return undefined
      const mark = marks.make(type, `${kind}.${path}`)
      if (mark !== undefined) places.add(place)
      return mark
    },
  }))
}

/** All places that `marked` could mark if nothing were left out of the value. */
export function placesOf(schema: z.ZodType, keep: readonly string[] = []): string[] {
  return [...new Set(textsOf(schema))].filter((place) => !isKept(keep, place))
}

const isKept = (keep: readonly string[], place: string): boolean => keep.some((kept) => place === kept || place.startsWith(`${kept}.`))
const under = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
const takesText = (schema: z.ZodType): boolean => shapes(0).some((shape) => schema.safeParse(shape).success)
const isHidden = (field: z.ZodType): boolean => exposureOf(field)?.seen !== 'public'
const fieldsOf = (type: z.ZodObject): [string, z.ZodType][] => Object.entries(type.shape).map(([name, field]) => [name, field as z.ZodType])

function core(schema: z.ZodType): z.ZodType {
  let at = schema
  while (at instanceof z.ZodNullable || at instanceof z.ZodOptional || at instanceof z.ZodDefault || at instanceof z.ZodReadonly) at = at.unwrap() as z.ZodType
  return at
}

/** The kinds of a union that are objects or lists; none where it is one text or another. */
function branchesOf(type: z.ZodType): z.ZodType[] {
  if (!(type instanceof z.ZodUnion)) return []
  const options = type.options.map((option) => core(option as z.ZodType))
  return options.filter((option) => option instanceof z.ZodObject || option instanceof z.ZodArray || option instanceof z.ZodRecord || option instanceof z.ZodUnion)
}

function textsOf(schema: z.ZodType, place = '', hidden = false): string[] {
  const type = core(schema)
  const branches = branchesOf(type)
  if (branches.length > 0) return branches.flatMap((branch) => textsOf(branch, place, hidden))
  if (type instanceof z.ZodObject) return fieldsOf(type).flatMap(([name, field]) => textsOf(field, under(place, name), hidden || isHidden(field)))
  if (type instanceof z.ZodArray) return textsOf(type.element as z.ZodType, under(place, '*'), hidden)
  if (type instanceof z.ZodRecord) return textsOf(type.valueType as z.ZodType, under(place, '*'), hidden)
  return hidden && takesText(schema) ? [place] : []
}

interface Walk {
  path: string
  place: string
  hidden: boolean
  mark: (schema: z.ZodType, path: string, place: string) => string | undefined
}

function withMarks(schema: z.ZodType, value: unknown, walk: Walk): unknown {
  const type = core(schema)
  const inner = (field: z.ZodType, one: unknown, name: string, place: string, hidden = walk.hidden) => withMarks(field, one, { ...walk, path: under(walk.path, name), place: under(walk.place, place), hidden })
  const branch = branchesOf(type).find((one) => one.safeParse(value).success)
  if (branch !== undefined) return withMarks(branch, value, walk)
  if (type instanceof z.ZodObject && isRecord(value)) return { ...value, ...Object.fromEntries(fieldsOf(type).map(([name, field]) => [name, inner(field, value[name], name, name, walk.hidden || isHidden(field))])) }
  if (type instanceof z.ZodArray && Array.isArray(value)) return value.map((one: unknown, i) => inner(type.element as z.ZodType, one, String(i), '*'))
  if (type instanceof z.ZodRecord && isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inner(type.valueType as z.ZodType, one, name, '*')]))
  // An id, a date or a choice takes no mark; a text does, also one that was left out.
  if (!walk.hidden || (typeof value !== 'string' && value !== undefined && value !== null)) return value
  return walk.mark(schema, walk.path, walk.place) ?? value
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
