import { milliseconds, plusSeconds } from '../../shared/kernel/instant.ts'
import { derivedId } from '../../shared/kernel/ids.ts'
import { digestsDue } from '../../shared/inbox/mail-choice.store.ts'
import type { Order } from '../../shared/outbox/outbox.ts'
import { outboxItem, outboxShards } from '../../shared/outbox/outbox.store.ts'
import { roundItem } from '../../shared/round/round.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { Conflict, type Stored } from '../../shared/store/table.ts'
import { type Execution, executionItem, executionShards } from '../../shared/workflow/execution.store.ts'
import type { MachineName } from '../../shared/workflow/machines.ts'
import { pathOf } from '../../shared/workflow/path.ts'
import { act } from '../commit.ts'
import { sendDigest } from '../commands/mail-choice.ts'
import { deliver } from '../commands/outbox.ts'
import { type Context, workflowContext } from '../context.ts'
import { theWorkflow } from '../workflow.ts'

/** Orders younger than this are the stream's to carry out. */
const GRACE_SECONDS = 30
/** Executions of one shard that one run looks at: 8 shards × 25 a minute are a thousand in five minutes, inside Step Functions' rate for DescribeExecution. */
const LOOKS = 25
/** How long one that runs is left alone after a look. */
const LOOK_SECONDS: Record<MachineName, number> = { 'volunteer-contest': 0, 'venture-competition': 0, 'judging-round': 0, 'project-stage': 600, grant: 600, archive: 60 }

/**
 * Runs on a schedule: carries out what the stream's consumer missed, sends the day's mail to those who want one a day, and looks at the executions that are said to run. One that ended is
 * recorded with its path; one that failed as the child of another fails its parent's token, so that nothing waits for ever.
 */
export async function handler(): Promise<{ delivered: number; ended: number }> {
  const context = workflowContext()
  const [delivered, ended] = await Promise.all([sweepOutbox(context), sweepExecutions(context), sweepDigests(context)])
  return { delivered, ended }
}

async function sweepOutbox(context: Context): Promise<number> {
  const before = plusSeconds(context.now, -GRACE_SECONDS)
  const found = (await Promise.all(outboxShards.map((shard) => context.table.query(outboxItem, { ...shard, to: before, limit: 100 })))).flatMap(({ items }) => items)
  const outcomes = await Promise.allSettled(found.map(({ value }) => deliver(context, value.id)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') console.error(JSON.stringify({ level: 'error', message: `sweep: ${String(outcome.reason)}` }))
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

/** Digests of one run. A thousand readers are through in twenty minutes. */
const DIGESTS = 50

async function sweepDigests(context: Context): Promise<void> {
  const due = await digestsDue(context.table, context.now, DIGESTS)
  const outcomes = await Promise.allSettled(due.map(({ person }) => sendDigest(context, person)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') console.error(JSON.stringify({ level: 'error', message: `sweep: ${String(outcome.reason)}` }))
}

async function sweepExecutions(context: Context): Promise<number> {
  const due = await Promise.all(executionShards.map((shard) => context.table.query(executionItem, { ...shard, to: context.now, limit: LOOKS })))
  const running = due.flatMap(({ items }) => items)
  let ended = 0
  for (const execution of running) if (await settle(context, execution)) ended += 1
  return ended
}

/** A district has a thousand projects under way: each is looked at now and then, and not at every run. */
async function lookAgain(context: Context, { value: { name, machine } }: Stored<Execution>): Promise<void> {
  const seconds = LOOK_SECONDS[machine]
  if (seconds === 0) return
  const found = await context.table.get(executionItem, keys.execution(name))
  if (found?.value.status !== 'running') return
  try {
    await context.table.transact([executionItem.put({ ...found.value, checkAt: plusSeconds(context.now, seconds) }, found.version)])
  } catch (error) {
    // Another run has looked.
    if (!(error instanceof Conflict)) throw error
  }
}

async function settle(context: Context, listed: Stored<Execution>): Promise<boolean> {
  const { name, machine } = listed.value
  const described = await theWorkflow().describe(machine, name)
  // Ordered but not started yet: the outbox above sees to it.
  if (described === undefined || described.status === 'running') {
    await lookAgain(context, listed)
    return false
  }
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
  if (execution.machine !== 'judging-round' || execution.index === null) return []
  const round = await context.table.get(roundItem, keys.round(execution.about, execution.index))
  const token = round?.value.parentToken ?? null
  if (token === null) return []
  return [{ key: derivedId('fail', token), order: { do: 'fail', token, error: 'RoundFailed', cause: `${execution.name}: ${execution.error ?? execution.status} at ${milliseconds(context.now)}` } }]
}
