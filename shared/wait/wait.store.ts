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

/**
 * What a command adds where something has changed that a wait depends on (of a project's stage; a cure of the eligibility check): the
 * machine reads again. What has been told stays told: it goes on to `next` where something else is waited for from now on.
 */
export async function stir(table: Table, about: string, decision: DecisionName, next: DecisionName, now: Instant): Promise<{ writes: Write[]; orders: { key: string; order: Order }[] }> {
  const [found, following] = await table.getEach({ kind: waitItem, key: keys.wait(about, decision) }, { kind: waitItem, key: keys.wait(about, next) })
  const token = found?.value.token ?? null
  const { since, reminded } = found?.value ?? { since: now, reminded: [] }
  const from = (decision: DecisionName, version: number | 'none'): Write => waitItem.put({ about, decision, token: null, until: null, since, reminded }, version)
  return {
    writes: [from(decision, found?.version ?? 'none'), ...(next === decision ? [] : [from(next, following?.version ?? 'none')])],
    orders: token === null ? [] : [{ key: derivedId('answer', token), order: { do: 'answer', token, output: { because: 'moved' } } }],
  }
}
