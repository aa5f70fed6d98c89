import { now } from '../shared/kernel/clock.ts'
import { type Environment, environment } from '../shared/kernel/environment.ts'
import type { Instant } from '../shared/kernel/instant.ts'
import { Refusal } from '../shared/kernel/refusal.ts'
import type { Language } from '../shared/kernel/text.ts'
import { type Action, may, type Target } from '../shared/person/access.ts'
import type { Actor, Person } from '../shared/person/person.ts'
import { Table } from '../shared/store/table.ts'

/** What every command and query is handed: the store, who asks, and when. */
export interface Context {
  table: Table
  environment: Environment
  actor: Actor
  now: Instant
  language: Language
  /** The asker's network address, for counting tries; null for the platform's own work. */
  address: string | null
  /** Makes a repeated request the same request; null where the asker gave none. */
  command: { id: string; digest: string } | null
  /** The actions that were allowed in this request. A commit without any is refused as a programmer's mistake. */
  authorised: Set<Action>
}

let table: { of: Environment; table: Table } | undefined
let onCapacity: ((units: number, operation: 'read' | 'write') => void) | undefined

/** One client a process, made at first use. */
export function theTable(): Table {
  const of = environment()
  if (table?.of !== of) table = { of, table: new Table({ name: of.XIUYUAN_TABLE, endpoint: of.XIUYUAN_TABLE_ENDPOINT, region: of.AWS_REGION, onCapacity: (units, operation) => onCapacity?.(units, operation) }) }
  return table.table
}

/** Lets a bench or a rehearsal sum up the capacity units of each call. */
export function observeCapacity(observer: typeof onCapacity): void {
  onCapacity = observer
}

export function makeContext(actor: Actor, options: { language?: Language; address?: string | null; command?: Context['command'] } = {}): Context {
  return { table: theTable(), environment: environment(), actor, now: now(), language: options.language ?? 'zh', address: options.address ?? null, command: options.command ?? null, authorised: new Set() }
}

/** What a workflow's task acts as: it is no person, and its commands are authorised by being reachable only from the state machine. */
export const workflowContext = (): Context => makeContext({ kind: 'workflow' })

/** Throws NOT_SIGNED_IN or NOT_ALLOWED unless the access table lets the actor do it. */
export function authorise(context: Context, action: Action, target: Target): void {
  if (!may(context.actor, action, target)) throw new Refusal(context.actor.kind === 'visitor' ? 'NOT_SIGNED_IN' : 'NOT_ALLOWED')
  context.authorised.add(action)
}

/** The person who asks. Throws NOT_SIGNED_IN where there is none. */
export function personOf(context: Context): Person {
  if (context.actor.kind !== 'person') throw new Refusal('NOT_SIGNED_IN')
  return context.actor.person
}
