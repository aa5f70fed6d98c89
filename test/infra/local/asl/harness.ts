import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateStateMachineCommand, DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient, StartExecutionCommand,
  type DescribeExecutionCommandOutput, type HistoryEvent,
} from '@aws-sdk/client-sfn'
import { createRunner, type Invoked, type Runner } from '../../../../infra/local/asl/runner.ts'

export const ROLE = 'arn:aws:iam::123456789012:role/test'
export const START = Date.parse('2026-03-01T00:00:00Z')

/** The real SDK's client, pointed at a runner. */
export const clientOf = (url: string) =>
  new SFNClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 })

type Function = (payload: unknown) => Invoked | Promise<Invoked>

/** A runner in a folder of its own, its functions in a table, and a clock that only moves when told to. */
export interface Bench {
  client: SFNClient
  runner: Runner
  folder: string
  functions: Map<string, Function>
  /** every call made: the function's name and its payload */
  calls: { name: string; payload: unknown }[]
  now: () => number
  /** moves the clock and says so */
  pass: (seconds: number) => void
  /** stops the runner and starts another in the same folder */
  restart: () => Promise<void>
  close: () => Promise<void>
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'asl-'))
  const functions = new Map<string, Function>()
  const calls: Bench['calls'] = []
  let clock = START
  const start = () =>
    createRunner({
      data: folder,
      now: () => clock,
      invoke: async (name, payload) => {
        calls.push({ name, payload })
        const known = functions.get(name)
        return known === undefined ? { failure: { error: 'Lambda.ResourceNotFoundException', cause: `Function not found: ${name}` } } : known(payload)
      },
    })
  const runner = await start()
  const bench: Bench = {
    runner, folder, functions, calls,
    client: clientOf(runner.url),
    now: () => clock,
    pass(seconds) {
      clock += seconds * 1000
      bench.runner.wake()
    },
    async restart() {
      bench.client.destroy()
      await bench.runner.close()
      bench.runner = await start()
      bench.client = clientOf(bench.runner.url)
    },
    async close() {
      bench.client.destroy()
      await bench.runner.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return bench
}

/** Waits until the look gives something, looking again and again; fails after a minute of real time. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 60_000
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (Date.now() > end) throw new Error('It did not come to pass within a minute')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

let machines = 0

/** Creates a machine of these states (JSONata unless it says otherwise) and gives its ARN. */
export async function createMachine(client: SFNClient, states: object, more: object = {}): Promise<string> {
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more })
  machines += 1
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand({ name: `machine-${machines}`, definition, roleArn: ROLE }))
  return stateMachineArn ?? ''
}

export async function startExecution(client: SFNClient, stateMachineArn: string, input: unknown = {}, name?: string): Promise<string> {
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }))
  return executionArn ?? ''
}

/** The whole history. */
export async function historyOf(client: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))
  return events ?? []
}

export const typesOf = (events: HistoryEvent[]) => events.map((event) => event.type)

/** Waits until the execution has ended. */
export const ended = (client: SFNClient, executionArn: string): Promise<DescribeExecutionCommandOutput> =>
  until(async () => {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }))
    return description.status !== 'RUNNING' && description
  })

/** Waits until the history ends with an event of that type. */
export const reached = (client: SFNClient, executionArn: string, type: string): Promise<HistoryEvent[]> =>
  until(async () => {
    const events = await historyOf(client, executionArn)
    return events.at(-1)?.type === type && events
  })

/** Runs a machine of these states to its end; gives its end and its history. */
export async function runStates(bench: Bench, states: object, input: unknown = {}, more: object = {}) {
  const executionArn = await startExecution(bench.client, await createMachine(bench.client, states, more), input)
  const end = await ended(bench.client, executionArn)
  return { end, events: await historyOf(bench.client, executionArn), output: end.output === undefined ? undefined : JSON.parse(end.output) as unknown }
}

/** A Task state that invokes `work`, with its other fields. */
export const task = (more: object = {}) => ({
  Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' }, ...more,
})

/** A Task state that passes its token to `ask`, with its other fields. */
export const tokenTask = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  TimeoutSeconds: 3600,
  ...more,
})
