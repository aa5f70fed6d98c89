import * as z from 'zod'
import type { Instant } from '../../shared/kernel/instant.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import { type Bilingual, typed } from '../../shared/kernel/text.ts'
import type { Action } from '../../shared/person/access.ts'
import { type Key, keys } from '../../shared/store/keys.ts'
import type { ItemKind, Write } from '../../shared/store/table.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import type { Decision } from '../commit.ts'
import type { Context } from '../context.ts'

export const removalInput = z.strictObject({ reason: typed(500) })

/** How somebody is taken off a role. */
export interface Removal<T> {
  /** The record of who holds the role. */
  item: ItemKind<T>
  key: Key
  /** What the membership is called, under the person. */
  membership: string
  action: Action
  scope: Entry['scope']
  noun?: 'person' | 'judge'
  sentence: (holder: T) => Bilingual
  reason: string
  /** What has to hold first; what it returns is written, or checked, with the removal. */
  first?: (holder: T) => Promise<Write[]>
}

/** Who is removed stays listed with the date, and what they did stays; the membership goes. What is removed already stays so. Throws NOT_FOUND, and as `first` does. */
export async function takenOff<T extends { person: string; name: string; removedAt: Instant | null }>(context: Context, { item, key, membership, action, scope, noun = 'person', sentence, reason, first }: Removal<T>): Promise<Decision<T>> {
  const stored = await context.table.get(item, key)
  if (stored === undefined) throw new Refusal('NOT_FOUND')
  const { value: holder } = stored
  if (holder.removedAt !== null) return { writes: [], trail: [], answer: holder }
  const writes = await first?.(holder) ?? []
  const removed: T = { ...holder, removedAt: context.now }
  return {
    writes: [item.put(removed, stored.version), { remove: keys.membership(holder.person, membership), expect: 'any' }, ...writes],
    trail: [{ scope, action, about: { noun, id: holder.person, label: holder.name }, sentence: sentence(holder), reason }],
    answer: removed,
  }
}
