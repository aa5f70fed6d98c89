import type { Mistake } from '../kernel/refusal.ts'

/**
 * Guarded reading of JSON that may be wrong anywhere. The rules between a rulebook's parts read through it, so that they still speak about
 * the parts that are whole while the shape of others is broken: an author sees all mistakes at once.
 */
export interface Place {
  /** JSON pointer, '' for the whole. */
  path: string
  value: Readonly<Record<string, unknown>>
}

export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function root(json: unknown): Place {
  return { path: '', value: isObject(json) ? json : {} }
}

/** The object under a key; an empty one where there is none. */
export function child(place: Place, key: string): Place {
  const value = place.value[key]
  return { path: `${place.path}/${key}`, value: isObject(value) ? value : {} }
}

/** The objects of the array under a key; what isn't an object is left out (its shape is reported elsewhere). */
export function items(place: Place, key: string): Place[] {
  const list = place.value[key]
  if (!Array.isArray(list)) return []
  return list.flatMap((value, i) => (isObject(value) ? [{ path: `${place.path}/${key}/${i}`, value }] : []))
}

export function text(place: Place, key: string): string | undefined {
  const value = place.value[key]
  return typeof value === 'string' ? value : undefined
}

export function number(place: Place, key: string): number | undefined {
  const value = place.value[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

export function numbers(place: Place, key: string): { path: string; value: number }[] {
  const list = place.value[key]
  if (!Array.isArray(list)) return []
  return list.flatMap((value, i) => (typeof value === 'number' ? [{ path: `${place.path}/${key}/${i}`, value }] : []))
}

export function texts(place: Place, key: string): { path: string; value: string }[] {
  const list = place.value[key]
  if (!Array.isArray(list)) return []
  return list.flatMap((value, i) => (typeof value === 'string' ? [{ path: `${place.path}/${key}/${i}`, value }] : []))
}

/** One mistake for each id that an earlier item has already. */
export function repeated(places: readonly Place[]): Mistake[] {
  const seen = new Map<string, string>()
  return places.flatMap((place) => {
    const id = text(place, 'id')
    if (id === undefined) return []
    const first = seen.get(id)
    if (first === undefined) {
      seen.set(id, place.path)
      return []
    }
    return [{
      path: `${place.path}/id`, code: 'ID_REPEATED',
      zh: `标识“${id}”与 ${first} 重复。`,
      en: `The id "${id}" is already used at ${first}.`,
    }]
  })
}

/** A mistake when `name` isn't among what exists; nothing when the name itself is missing (its shape is reported elsewhere). */
export function unknownName(
  path: string,
  name: string | undefined,
  known: ReadonlySet<string>,
  what: { zh: string; en: string },
): Mistake[] {
  if (name === undefined || known.has(name)) return []
  const list = [...known].join(', ')
  return [{
    path,
    code: 'NAME_UNKNOWN',
    zh: `没有名为“${name}”的${what.zh}${list ? `（现有：${list}）` : ''}。`,
    en: `There is no ${what.en} named "${name}"${list ? ` (there are: ${list})` : ''}.`,
  }]
}

export function ids(places: readonly Place[]): Set<string> {
  return new Set(places.flatMap((place) => text(place, 'id') ?? []))
}
