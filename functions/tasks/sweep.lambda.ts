import { milliseconds, plusSeconds } from '../../shared/kernel/instant.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { outboxItem, outboxShards } from '../../shared/outbox/outbox.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Stored } from '../../shared/store/table.ts'
import { type Execution, executionItem, executionShards } from '../../shared/workflow/execution.store.ts'
import { pathOf } from '../../shared/workflow/path.ts'
import { act } from '../commit.ts'
import { deliver } from '../commands/outbox.ts'
import { type Context, workflowContext } from '../context.ts'
import { theWorkflow } from '../workflow.ts'

/** Orders younger than this are the stream's to carry out. */
const GRACE_SECONDS = 30

/**
 * Runs on a schedule: carries out what the stream's consumer missed, and looks at the executions that are said to run. One that ended is
 * recorded with its path; one that failed as the child of another fails its parent's token, so that nothing waits for ever.
 */
export async function handler(): Promise<{ delivered: number; ended: number }> {
  const context = workflowContext()
  const [delivered, ended] = await Promise.all([sweepOutbox(context), sweepExecutions(context)])
  return { delivered, ended }
}

async function sweepOutbox(context: Context): Promise<number> {
  const before = plusSeconds(context.now, -GRACE_SECONDS)
  const found = (await Promise.all(outboxShards.map((shard) => context.table.query(outboxItem, { ...shard, to: before, limit: 100 })))).flatMap(({ items }) => items)
  const outcomes = await Promise.allSettled(found.map(({ value }) => deliver(context, value.id)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') console.error(JSON.stringify({ level: 'error', message: `sweep: ${String(outcome.reason)}` }))
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

async function sweepExecutions(context: Context): Promise<number> {
  const running = (await Promise.all(executionShards.map((shard) => context.table.queryAll(executionItem, shard)))).flat()
  let ended = 0
  for (const execution of running) if (await settle(context, execution)) ended += 1
  return ended
}

async function settle(context: Context, listed: Stored<Execution>): Promise<boolean> {
  const { name, machine } = listed.value
  const described = await theWorkflow().describe(machine, name)
  // Ordered but not started yet: the outbox above sees to it.
  if (described === undefined || described.status === 'running') return false
  const path = pathOf(await theWorkflow().history(machine, name))
  await act<undefined>(context, async () => {
    const found = await context.table.get(executionItem, keys.execution(name))
    if (found === undefined || found.value.status !== 'running') return { writes: [], trail: [], answer: undefined }
    const execution: Execution = { ...found.value, status: described.status, endedAt: described.endedAt, error: described.error, cause: described.cause, path }
    return { writes: [executionItem.put(execution, found.version)], trail: [], orders: described.status === 'succeeded' ? [] : await failParent(context, execution), answer: undefined }
  })
  return true
}

/** A failed round fails the token by which the competition's execution waits for it: both then stand on the administrator's first page. */
async function failParent(context: Context, execution: Execution): Promise<{ key: string; order: Order }[]> {
  if (execution.index === null) return []
  const round = await context.table.get(roundItem, keys.round(execution.competition, execution.index))
  const token = round?.value.parentToken ?? null
  if (token === null) return []
  return [{ key: derivedId('fail', token), order: { do: 'fail', token, error: 'RoundFailed', cause: `${execution.name}: ${execution.error ?? execution.status} at ${milliseconds(context.now)}` } }]
}
