import { Duration } from 'aws-cdk-lib'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import type { Bundle } from './bundle.ts'
import type { Values } from './environment.ts'
import { BundledFunction } from './function.ts'
import { grantRead, grantWrite } from './table.ts'

const FOLDER = 'functions/tasks/'
/** Called by the clock, not by a machine: streams.ts makes it. */
const SCHEDULED = 'sweep'

/** Tasks that look and write nothing. */
export const readOnlyTasks: ReadonlySet<string> = new Set(['read-state', 'read-stage'])

/**
 * Tasks whose work grows with the number of proposals, and their seconds: less than the machine gives the state, so that a run that is
 * tried again has ended. The memory is what buys a whole processor.
 */
const heavy: Readonly<Record<string, number>> = { 'close-call': 290, 'close-eligibility': 290, 'close-judging': 290, 'close-scoring': 290, 'make-archive': 890, 'open-round': 290, 'propose-portfolio': 290, remind: 55, seal: 290, tally: 590 }
const WHOLE_PROCESSOR = 1769

/** A function for each task of the machines, by its file's name. */
export function makeTasks(scope: Construct, options: { bundles: ReadonlyMap<string, Bundle>; table: Table; values: Values }): Map<string, BundledFunction> {
  const { bundles, table, values } = options
  const tasks = new Map<string, BundledFunction>()
  for (const bundle of bundles.values()) {
    if (!bundle.source.startsWith(FOLDER) || bundle.name === SCHEDULED) continue
    const seconds = heavy[bundle.name]
    const more = seconds === undefined ? {} : { memorySize: WHOLE_PROCESSOR, timeout: Duration.seconds(seconds) }
    const task = new BundledFunction(scope, bundle, { description: `The task ${bundle.name} of the state machines`, values, ...more })
    grantRead(table, task)
    if (!readOnlyTasks.has(bundle.name)) grantWrite(table, task)
    tasks.set(bundle.name, task)
  }
  return tasks
}
