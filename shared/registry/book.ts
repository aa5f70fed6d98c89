/**
 * A register of thousands of entries as a few dozen parts that are never rewritten: each is named by its content, and one head names
 * the parts in force. Whatever changes, from one entry to a whole import, is written as new parts that nobody reads, and then the head
 * is switched; a reader sees all of it or nothing.
 */
export const BUCKETS = 64

/** The part in which an entry stands, by its id alone: FNV-1a, spread over the buckets. */
export function bucketOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % BUCKETS
}

export interface Changes<E> {
  put: readonly E[]
  remove: readonly string[]
}

/** The buckets that change, with all their entries as they stand afterwards, in the order of their ids. */
export function changedBuckets<E extends { id: string }>(entries: readonly E[], { put, remove }: Changes<E>): Map<number, E[]> {
  const touched = new Set([...put.map(({ id }) => id), ...remove].map(bucketOf))
  const after = new Map<string, E>()
  for (const entry of entries) if (touched.has(bucketOf(entry.id))) after.set(entry.id, entry)
  for (const entry of put) after.set(entry.id, entry)
  for (const id of remove) after.delete(id)
  const buckets = new Map<number, E[]>([...touched].map((bucket) => [bucket, []]))
  for (const entry of after.values()) buckets.get(bucketOf(entry.id))?.push(entry)
  for (const list of buckets.values()) list.sort((a, b) => (a.id < b.id ? -1 : 1))
  return buckets
}

export interface Reversal<E> extends Changes<E> {
  /** Entries of the import that somebody has changed since, as they stand now or stood after the import. */
  blocked: E[]
}

/** What takes an import back: what it added goes, what it changed is as before. `before`, `after`: the register around it; `now`: as it stands. */
export function reversal<E extends { id: string }>(before: readonly E[], after: readonly E[], now: readonly E[]): Reversal<E> {
  const [old, present] = [new Map(before.map((entry) => [entry.id, entry])), new Map(now.map((entry) => [entry.id, entry]))]
  const same = (a: E | undefined, b: E | undefined): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
  const touched = after.filter((entry) => !same(old.get(entry.id), entry))
  const blocked = touched.flatMap((entry) => (same(present.get(entry.id), entry) ? [] : [present.get(entry.id) ?? entry]))
  const put = touched.flatMap(({ id }) => old.get(id) ?? [])
  return { put, remove: touched.flatMap(({ id }) => (old.has(id) ? [] : [id])), blocked }
}
