import { derivedId, orderedId } from '../shared/kernel/ids.ts'
import { milliseconds } from '../shared/kernel/instant.ts'
import { Refusal } from '../shared/kernel/refusal.ts'
import type { Order } from '../shared/outbox/outbox.ts'
import { outboxItem } from '../shared/outbox/outbox.store.ts'
import { commandItem } from '../shared/store/command.store.ts'
import { keys } from '../shared/store/keys.ts'
import { Conflict, type Write } from '../shared/store/table.ts'
import type { Entry } from '../shared/trail/trail.ts'
import { recordEntry } from '../shared/trail/trail.store.ts'
import type { Context } from './context.ts'

/** What a decision leads to. Everything in it is written in one transaction, or nothing is. */
export interface Decision<Answer> {
  writes: Write[]
  trail: Omit<Entry, 'id' | 'at' | 'by'>[]
  /** To be done outside the table. `key` names the effect: the same decision taken again orders the same thing. */
  orders?: { key: string; order: Order }[]
  answer: Answer
}

const TRIES = 8

/**
 * Loads, decides and commits: `decide` reads what it needs and returns what to write, each write with the version it has seen. Where
 * somebody else was faster it is called again on what now stands. A command that was carried out before gets the answer of that time,
 * even where it would be refused now (a form sent twice, an answer lost on the way).
 * Throws what `decide` throws, COMMAND_REUSED when the command id came with another request, STALE after eight tries.
 */
export async function act<Answer>(context: Context, decide: () => Promise<Decision<Answer>>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    let decision: Decision<Answer>
    try {
      decision = await decide()
    } catch (error) {
      // What was prepared for the switch was prepared by somebody else, too.
      if (error instanceof Conflict && attempt < TRIES) continue
      if (error instanceof Conflict) throw new Refusal('STALE')
      if (!(error instanceof Refusal) || error.code === 'NOT_ALLOWED' || error.code === 'NOT_SIGNED_IN') throw error
      const earlier = await earlierAnswer<Answer>(context)
      if (earlier === undefined) throw error
      return earlier.answer
    }
    if (context.authorised.size === 0 && context.actor.kind !== 'workflow') throw new TypeError('a command commits without having authorised anything')
    const writes = allWrites(context, decision)
    if (writes.length === 0) return decision.answer
    try {
      await context.table.transact(writes)
      return decision.answer
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      const earlier = await earlierAnswer<Answer>(context)
      if (earlier !== undefined) return earlier.answer
      if (attempt === TRIES) throw new Refusal('STALE')
    }
  }
}

function allWrites(context: Context, decision: Decision<unknown>): Write[] {
  const at = milliseconds(context.now)
  const by = context.actor.kind === 'person' ? { person: context.actor.person.id, name: context.actor.person.name } : null
  const writes = [
    ...decision.writes,
    ...decision.trail.map((entry) => recordEntry({ ...entry, id: orderedId(at), at: context.now, by })),
    ...(decision.orders ?? []).map(({ key, order }) => outboxItem.put({ id: derivedId(key), at: context.now, done: false, tries: 0, order }, 'none')),
  ]
  if (writes.length > 0 && context.command !== null) {
    writes.push(commandItem.put({ person: commander(context), id: context.command.id, digest: context.command.digest, answer: decision.answer, at: Date.now() }, 'none'))
  }
  return writes
}

const commander = (context: Context) => (context.actor.kind === 'person' ? context.actor.person.id : context.actor.kind)

async function earlierAnswer<Answer>(context: Context): Promise<{ answer: Answer } | undefined> {
  if (context.command === null) return undefined
  const earlier = await context.table.get(commandItem, keys.command(commander(context), context.command.id))
  if (earlier === undefined) return undefined
  if (earlier.value.digest !== context.command.digest) throw new Refusal('COMMAND_REUSED')
  return { answer: earlier.value.answer as Answer }
}
