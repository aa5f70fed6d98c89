import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateStateMachineCommand, SFNClient, StateMachineAlreadyExists, UpdateStateMachineCommand } from '@aws-sdk/client-sfn'
import { type MachineName, machineNames } from '../../shared/workflow/machines.ts'
import { createRunner, type Runner } from './asl/runner.ts'
import { invokeIn, loadTasks, substitutionName } from './tasks.ts'

export interface LocalWorkflow {
  /** The clock was moved. */
  wake(): void
  close(): Promise<void>
}

/**
 * Step Functions on this machine: the runner, with the machines of workflows/ as they are deployed (partition and function names filled
 * in). An execution under way keeps the definition it started with.
 */
export async function startWorkflow(options: { data: string; port: number; now: () => number; afterTask: () => void }): Promise<LocalWorkflow> {
  const tasks = await loadTasks()
  const runner: Runner = await createRunner({ data: join(options.data, 'workflow'), port: options.port, now: options.now, invoke: invokeIn(tasks, options.afterTask), place: { region: 'local', account: '000000000000' } })
  const client = new SFNClient({ endpoint: runner.url, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
  const substitutions = new Map([['Partition', 'aws'], ...[...tasks.keys()].map((name) => [substitutionName(name), name] as const)])
  for (const name of machineNames) await install(client, name, definition(name, substitutions))
  client.destroy()
  return { wake: () => runner.wake(), close: () => runner.close() }
}

/** The machine's file with its `${…}` filled in. Throws TypeError for one that names no task. */
export function definition(name: MachineName, substitutions: ReadonlyMap<string, string>): string {
  const text = readFileSync(new URL(`../../workflows/${name}.asl.json`, import.meta.url), 'utf8')
  return text.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => {
    const value = substitutions.get(key)
    if (value === undefined) throw new TypeError(`workflows/${name}.asl.json calls ${key}, and functions/tasks has no such file`)
    return value
  })
}

export const machineArn = (name: MachineName): string => `arn:aws:states:local:000000000000:stateMachine:${name}`

async function install(client: SFNClient, name: MachineName, text: string): Promise<void> {
  const roleArn = 'arn:aws:iam::000000000000:role/local'
  try {
    await client.send(new CreateStateMachineCommand({ name, definition: text, roleArn }))
  } catch (error) {
    if (!(error instanceof StateMachineAlreadyExists)) throw error
    await client.send(new UpdateStateMachineCommand({ stateMachineArn: machineArn(name), definition: text }))
  }
}
