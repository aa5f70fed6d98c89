import * as z from 'zod'
import { keys, OUTBOX_SHARDS } from '../store/keys.ts'
import { itemKind } from '../store/table.ts'
import { machineNames } from './machines.ts'

/** What the platform knows of an execution: which it started, and, once it has ended, its path (AWS forgets histories after 90 days). */
export const executionSchema = z.object({
  name: z.string(),
  machine: z.enum(machineNames),
  /** The competition or project. */
  about: z.string(),
  district: z.string(),
  /** The round of a judging-round, the number of a project's stage. */
  index: z.int().nullable(),
  /** While it runs: when the sweep looks at it next. */
  checkAt: z.string(),
  status: z.enum(['running', 'succeeded', 'failed', 'timed-out', 'aborted']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
  /** The states it went through, with the times of entering and leaving. Empty while it runs. */
  path: z.array(z.object({ state: z.string(), enteredAt: z.string(), leftAt: z.string().nullable() })),
})
export type Execution = z.infer<typeof executionSchema>

const shardOf = (name: string) => [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7) % OUTBOX_SHARDS

/** A running one stands in the sparse index, for the sweep; all of a district's in the list, newest last. */
export const executionItem = itemKind('execution', executionSchema, (execution) => ({
  ...keys.execution(execution.name),
  lpk: keys.executionsOf(execution.district).pk, lsk: `${execution.status === 'running' ? 'running' : execution.status === 'succeeded' ? 'done' : 'failed'}#${execution.startedAt}#${execution.name}`,
  ...(execution.status === 'running' ? { opk: keys.executionShard(shardOf(execution.name)).pk, osk: `${execution.checkAt}#${execution.name}` } : {}),
}))

export const executionShards = Array.from({ length: OUTBOX_SHARDS }, (_, shard) => keys.executionShard(shard))

/** `<competition>-1` → `<competition>-2`: the number at the end counts executions of the same thing. */
export function successorName(name: string): string {
  const [, stem, number] = /^(.*-)(\d+)$/.exec(name) ?? []
  if (stem === undefined || number === undefined) throw new TypeError(`${name} has no number`)
  return `${stem}${Number(number) + 1}`
}
