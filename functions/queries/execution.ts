import * as z from 'zod'
import { keys } from '../../shared/store/keys.ts'
import { type Execution, executionItem, successorName } from '../../shared/workflow/execution.store.ts'
import { type MachineName, machineNames } from '../../shared/workflow/machines.ts'
import { pathOf, type Visit } from '../../shared/workflow/path.ts'
import { machineLabels, type MachineLabels, type Picture, pictureOf } from '../../shared/workflow/picture.ts'
import type { ExecutionStatus } from '../../shared/workflow/workflow.ts'
import labels from '../../workflows/labels.json' with { type: 'json' }
import type { Context } from '../context.ts'
import { theWorkflow } from '../workflow.ts'

const words: Record<MachineName, MachineLabels> = z.record(z.enum(machineNames), machineLabels).parse(labels)

/** One line of executions, each the successor of the one before it: newest last. */
export interface Chain {
  newest: { name: string; status: ExecutionStatus; error: string | null; cause: string | null }
  path: Visit[]
  picture: Picture
}

/** Reads executions from the first of a line to its newest. An ended one's path stands in the table, because AWS forgets histories. */
export async function chain(context: Context, machine: MachineName, first: string): Promise<Chain | undefined> {
  const line: Execution[] = []
  for (let name = first; ; name = successorName(name)) {
    const found = await context.table.get(executionItem, keys.execution(name))
    if (found === undefined) break
    line.push(found.value)
  }
  const newest = line.at(-1)
  if (newest === undefined) return undefined
  const paths = await Promise.all(line.map((execution) => (execution.path.length > 0 ? execution.path : history(machine, execution.name))))
  const described = newest.status === 'running' ? await theWorkflow().describe(machine, newest.name) : newest
  const status = described?.status ?? 'running'
  const path = paths.flat()
  return {
    newest: { name: newest.name, status, error: described?.error ?? null, cause: described?.cause ?? null },
    path,
    picture: pictureOf(words[machine], path, status, await statesOf(machine, newest.name)),
  }
}

/** Empty where the order to start it has not been carried out yet. */
async function history(machine: MachineName, name: string): Promise<Visit[]> {
  const workflow = theWorkflow()
  return (await workflow.describe(machine, name)) === undefined ? [] : pathOf(await workflow.history(machine, name))
}

const definitions = new Map<string, ReadonlySet<string>>()

/** States of the definition that the execution started with, which stays the same for as long as it lives; undefined where nobody knows any more. */
async function statesOf(machine: MachineName, name: string): Promise<ReadonlySet<string> | undefined> {
  const kept = definitions.get(name)
  if (kept !== undefined) return kept
  const definition = await theWorkflow().definitionOf(machine, name).catch(() => undefined)
  if (definition === undefined) return undefined
  const states = new Set(Object.keys((JSON.parse(definition) as { States: object }).States))
  if (definitions.size > 500) definitions.clear()
  definitions.set(name, states)
  return states
}
