import { derivedId } from '../kernel/ids.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Order } from '../outbox/outbox.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table, type Write } from '../store/table.ts'
import { type DecisionName, waitSchema } from './wait.ts'

export const waitItem = itemKind('wait', waitSchema, (wait) => keys.wait(wait.about, wait.decision))

/**
 * What a command adds to its own decision so that a machine waiting for `decision` goes on: the wait's item, without its token, and
 * the answer to that token if there is one. Always part of the transaction that changes the state which the machine will read.
 */
export async function wake(table: Table, about: string, decision: DecisionName, output: 'moved' | 'decided', now: Instant): Promise<{ writes: Write[]; orders: { key: string; order: Order }[] }> {
  const found = await table.get(waitItem, keys.wait(about, decision))
  const token = found?.value.token ?? null
  return {
    writes: [waitItem.put({ about, decision, token: null, until: null, since: now, reminded: [] }, found?.version ?? 'none')],
    orders: token === null ? [] : [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: output } } }],
  }
}
