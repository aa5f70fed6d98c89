import {
  DescribeExecutionCommand, DescribeStateMachineForExecutionCommand, ExecutionAlreadyExists, ExecutionDoesNotExist, GetExecutionHistoryCommand, type HistoryEvent, InvalidToken, SendTaskFailureCommand,
  SendTaskSuccessCommand, SFNClient, StartExecutionCommand, StopExecutionCommand, TaskDoesNotExist, TaskTimedOut,
} from '@aws-sdk/client-sfn'
import type { Environment } from '../kernel/environment.ts'
import type { MachineName } from './machines.ts'

export type ExecutionStatus = 'running' | 'succeeded' | 'failed' | 'timed-out' | 'aborted'

export interface ExecutionDescription {
  name: string
  status: ExecutionStatus
  startedAt: string
  endedAt: string | null
  error: string | null
  cause: string | null
}

export type { HistoryEvent }

/** The port over Step Functions. Names are the platform's own (`<competition>-1`); ARNs are made from the machine's, whatever its partition. */
export class Workflow {
  readonly #client: SFNClient
  readonly #machines: Record<MachineName, string>

  constructor(environment: Environment) {
    const endpoint = environment.XIUYUAN_WORKFLOW_ENDPOINT
    this.#machines = {
      'volunteer-contest': environment.XIUYUAN_MACHINE_VOLUNTEER_CONTEST, 'venture-competition': environment.XIUYUAN_MACHINE_VENTURE_COMPETITION,
      'judging-round': environment.XIUYUAN_MACHINE_JUDGING_ROUND, 'project-stage': environment.XIUYUAN_MACHINE_PROJECT_STAGE,
      grant: environment.XIUYUAN_MACHINE_GRANT, archive: environment.XIUYUAN_MACHINE_ARCHIVE,
    }
    this.#client = new SFNClient({ region: environment.AWS_REGION, ...(endpoint === undefined ? {} : { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }) })
  }

  #arn(machine: MachineName, name: string): string {
    return `${this.#machines[machine].replace(':stateMachine:', ':execution:')}:${name}`
  }

  /** Starting again under the same name is no second start. */
  async start(machine: MachineName, name: string, input: Record<string, string | number>): Promise<void> {
    try {
      await this.#client.send(new StartExecutionCommand({ stateMachineArn: this.#machines[machine], name, input: JSON.stringify(input) }))
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error
      // Done only if it is really there (design.md section 4): a name in use by something else would be a fault of ours.
      if ((await this.describe(machine, name)) === undefined) throw error
    }
  }

  /**
   * Answers a waiting state. False where nothing waits any more: the machine has moved on by itself and reads the table's state anyway
   * before it decides anything.
   */
  async answer(token: string, output: Record<string, unknown>): Promise<boolean> {
    return this.#send(() => this.#client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })))
  }

  async fail(token: string, error: string, cause: string): Promise<boolean> {
    return this.#send(() => this.#client.send(new SendTaskFailureCommand({ taskToken: token, error, cause })))
  }

  async #send(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call()
      return true
    } catch (error) {
      if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken) return false
      throw error
    }
  }

  async stop(machine: MachineName, name: string, cause: string): Promise<void> {
    await this.#client.send(new StopExecutionCommand({ executionArn: this.#arn(machine, name), cause }))
  }

  async describe(machine: MachineName, name: string): Promise<ExecutionDescription | undefined> {
    try {
      const found = await this.#client.send(new DescribeExecutionCommand({ executionArn: this.#arn(machine, name) }))
      return {
        name,
        status: statuses[found.status ?? 'RUNNING'] ?? 'running',
        startedAt: (found.startDate ?? new Date(0)).toISOString(),
        endedAt: found.stopDate?.toISOString() ?? null,
        error: found.error ?? null,
        cause: found.cause ?? null,
      }
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined
      throw error
    }
  }

  /** Every event, oldest first, without inputs and outputs. Throws where AWS has forgotten it (90 days after its end). */
  async history(machine: MachineName, name: string): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = []
    let nextToken: string | undefined
    do {
      const page = await this.#client.send(new GetExecutionHistoryCommand({ executionArn: this.#arn(machine, name), includeExecutionData: false, maxResults: 1000, nextToken }))
      events.push(...(page.events ?? []))
      nextToken = page.nextToken
    } while (nextToken !== undefined)
    return events
  }

  /** The definition the execution started with. */
  async definitionOf(machine: MachineName, name: string): Promise<string> {
    const { definition } = await this.#client.send(new DescribeStateMachineForExecutionCommand({ executionArn: this.#arn(machine, name) }))
    if (definition === undefined) throw new TypeError(`no definition of ${name}`)
    return definition
  }
}

const statuses: Record<string, ExecutionStatus> = { RUNNING: 'running', SUCCEEDED: 'succeeded', FAILED: 'failed', TIMED_OUT: 'timed-out', ABORTED: 'aborted', PENDING_REDRIVE: 'failed' }
