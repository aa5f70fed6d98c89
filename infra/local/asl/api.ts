import { randomUUID } from 'node:crypto'
import type { Engine } from './engine.ts'
import { describeEvent } from './history.ts'
import type { Input, Operation } from './inputs.ts'
import { parseJson, type Json, type JsonObject } from './json.ts'
import { lintDefinition } from './lint.ts'
import { ApiError, invalidArn, invalidName, invalidToken, noExecution, noMachine } from './refusal.ts'
import type { ExecutionRow, MachineRow, Store } from './store.ts'

/** Where machines and executions of this runner claim to be; only their ARNs show it. */
export interface Place {
  partition: string
  region: string
  account: string
}

export type Api = { [Name in Operation]: (input: Input<Name>) => JsonObject | Promise<JsonObject> }

const DEFAULT_PAGE = 100
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u

const seconds = (milliseconds: number) => milliseconds / 1000
const limitOf = (maxResults: number | undefined) => maxResults || DEFAULT_PAGE

const off = {
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
}

function readToken(nextToken: string): Json {
  const value = parseJson(Buffer.from(nextToken, 'base64url').toString())
  if (value === undefined) throw invalidToken('Invalid token')
  return value
}

const nextToken = (next: string | number | undefined): JsonObject =>
  next === undefined ? {} : { nextToken: Buffer.from(JSON.stringify(next)).toString('base64url') }

/** The operations of Step Functions that this runner has. Each throws ApiError with AWS's own code and words. */
export function createApi(store: Store, engine: Engine, now: () => number, place: Place): Api {
  const states = `arn:${place.partition}:states:${place.region}:${place.account}`

  function machineOf(arn: string): MachineRow {
    if (!arn.startsWith('arn:')) throw invalidArn(arn)
    const row = store.machine(arn)
    if (row === undefined) throw noMachine(arn)
    return row
  }

  function executionOf(arn: string): ExecutionRow {
    if (!arn.startsWith('arn:')) throw invalidArn(arn)
    const row = store.execution(arn)
    if (row === undefined) throw noExecution(arn)
    return row
  }

  function accept(definition: string): void {
    const errors = lintDefinition(definition).filter((problem) => problem.severity === 'ERROR')
    if (errors.length === 0) return
    const sentences = errors.map(({ code, path, message }) => `${code}: ${message} at ${path}`)
    throw new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${sentences.join(', ')}'`)
  }

  function refuseForeign(input: { type?: string | undefined; publish?: boolean | undefined }): void {
    if (input.type === 'EXPRESS') {
      throw new ApiError('StateMachineTypeNotSupported', "State machine type 'EXPRESS' is not supported by this runner")
    }
    if (input.publish === true) throw new ApiError('ValidationException', "'publish' is not supported by this runner: it keeps no versions")
  }

  const revisionOf = (row: { revision: string | null }): JsonObject => (row.revision === null ? {} : { revisionId: row.revision })

  async function answer(taskToken: string, what: Parameters<Engine['answer']>[1]): Promise<JsonObject> {
    const answered = await engine.answer(taskToken, what)
    if (answered === 'invalid') throw invalidToken('Invalid token')
    if (answered === 'unknown') throw new ApiError('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'")
    if (answered === 'gone') throw new ApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
    return {}
  }

  return {
    CreateStateMachine(input) {
      if (!NAME.test(input.name)) throw invalidName(input.name)
      refuseForeign(input)
      accept(input.definition)
      const arn = `${states}:stateMachine:${input.name}`
      const known = store.machine(arn)
      // Twice the same is once; AWS ignores a different role here.
      if (known?.status === 'DELETING') throw new ApiError('StateMachineDeleting', `State Machine is being deleted: '${arn}'`)
      if (known !== undefined && known.definition !== input.definition) {
        throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`)
      }
      const created = known?.created ?? now()
      if (known === undefined) store.createMachine(arn, input.name, input.definition, input.roleArn, created)
      return { stateMachineArn: arn, creationDate: seconds(created) }
    },

    UpdateStateMachine(input) {
      const row = machineOf(input.stateMachineArn)
      refuseForeign(input)
      const given = [input.definition, input.roleArn, input.loggingConfiguration, input.tracingConfiguration]
      if (given.every((value) => value === undefined)) {
        throw new ApiError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        )
      }
      if (row.status === 'DELETING') throw new ApiError('StateMachineDeleting', `State Machine is being deleted: '${row.arn}'`)
      const definition = input.definition ?? row.definition
      const roleArn = input.roleArn ?? row.roleArn
      accept(definition)
      if (definition === row.definition && roleArn === row.roleArn) {
        return { updateDate: seconds(row.updated), revisionId: row.revision ?? 'INITIAL' }
      }
      const [revision, at] = [randomUUID(), now()]
      store.updateMachine(row.arn, definition, roleArn, revision, at)
      return { updateDate: seconds(at), revisionId: revision }
    },

    DescribeStateMachine(input) {
      const row = machineOf(input.stateMachineArn)
      return {
        stateMachineArn: row.arn,
        name: row.name,
        status: row.status,
        definition: row.definition,
        roleArn: row.roleArn,
        type: 'STANDARD',
        creationDate: seconds(row.created),
        ...off,
        ...revisionOf(row),
      }
    },

    ListStateMachines(input) {
      const after = input.nextToken === undefined ? '' : String(readToken(input.nextToken))
      const { rows, next } = store.machines(after, limitOf(input.maxResults))
      const stateMachines = rows.map((row) => (
        { stateMachineArn: row.arn, name: row.name, type: 'STANDARD', creationDate: seconds(row.created) }
      ))
      return { stateMachines, ...nextToken(next) }
    },

    DeleteStateMachine(input) {
      if (!input.stateMachineArn.startsWith('arn:')) throw invalidArn(input.stateMachineArn)
      store.deleteMachine(input.stateMachineArn)
      return {}
    },

    ValidateStateMachineDefinition(input) {
      const found = lintDefinition(input.definition).filter(({ severity }) => severity === 'ERROR' || input.severity === 'WARNING')
      const limit = limitOf(input.maxResults)
      const diagnostics = found.slice(0, limit).map(({ severity, code, message, path }) => ({ severity, code, message, location: path }))
      const failed = found.some(({ severity }) => severity === 'ERROR')
      return { result: failed ? 'FAIL' : 'OK', diagnostics, truncated: found.length > limit }
    },

    StartExecution(input) {
      const machine = machineOf(input.stateMachineArn)
      if (machine.status === 'DELETING') throw new ApiError('StateMachineDeleting', `State Machine is being deleted: '${machine.arn}'`)
      const name = input.name ?? randomUUID()
      if (!NAME.test(name)) throw invalidName(name)
      const text = input.input ?? '{}'
      if (parseJson(text) === undefined) {
        const what = text === '' ? 'Invalid execution input.' : 'The input is not JSON'
        throw new ApiError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${what}'`)
      }
      const executionArn = `${states}:execution:${machine.name}:${name}`
      const known = store.execution(executionArn)
      if (known !== undefined && (known.status !== 'RUNNING' || known.input !== text)) {
        throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`)
      }
      const started = known?.started ?? engine.start(machine, executionArn, name, text)
      return { executionArn, startDate: seconds(started) }
    },

    DescribeExecution(input) {
      const row = executionOf(input.executionArn)
      const redrivable = !['RUNNING', 'SUCCEEDED'].includes(row.status)
      return {
        executionArn: row.arn,
        stateMachineArn: row.machineArn,
        name: row.name,
        status: row.status,
        startDate: seconds(row.started),
        ...(row.stopped === null ? {} : { stopDate: seconds(row.stopped) }),
        input: row.input,
        inputDetails: { included: true },
        ...(row.output === null ? {} : { output: row.output, outputDetails: { included: true } }),
        ...(row.error === null ? {} : { error: row.error }),
        ...(row.cause === null ? {} : { cause: row.cause }),
        redriveCount: 0,
        redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
        ...(redrivable ? {} : { redriveStatusReason: `Execution is ${row.status} and cannot be redriven` }),
      }
    },

    DescribeStateMachineForExecution(input) {
      const row = executionOf(input.executionArn)
      return {
        stateMachineArn: row.machineArn,
        name: row.machineName,
        definition: row.definition,
        roleArn: row.roleArn,
        updateDate: seconds(row.updated),
        ...off,
        ...revisionOf(row),
      }
    },

    ListExecutions(input) {
      if (input.stateMachineArn === undefined) {
        throw new ApiError('ValidationException', "'stateMachineArn' is required: this runner has no map runs")
      }
      const machine = machineOf(input.stateMachineArn)
      const before = input.nextToken === undefined ? Number.MAX_SAFE_INTEGER : Number(readToken(input.nextToken))
      const { rows, next } = store.executions(machine.arn, input.statusFilter, before, limitOf(input.maxResults))
      const executions = rows.map((row) => ({
        executionArn: row.arn,
        stateMachineArn: row.machineArn,
        name: row.name,
        status: row.status,
        startDate: seconds(row.started),
        ...(row.stopped === null ? {} : { stopDate: seconds(row.stopped) }),
        redriveCount: 0,
      }))
      return { executions, ...nextToken(next) }
    },

    GetExecutionHistory(input) {
      const row = executionOf(input.executionArn)
      const reverse = input.reverseOrder === true
      const start = reverse ? Number.MAX_SAFE_INTEGER : 0
      const from = input.nextToken === undefined ? start : Number(readToken(input.nextToken))
      const { rows, next } = store.events(row.id, from, limitOf(input.maxResults), reverse)
      return { events: rows.map((event) => describeEvent(event, input.includeExecutionData !== false)), ...nextToken(next) }
    },

    async StopExecution(input) {
      const { id } = executionOf(input.executionArn)
      await engine.stop(id, input.error, input.cause)
      return { stopDate: seconds(store.execution(input.executionArn)?.stopped ?? now()) }
    },

    async SendTaskSuccess(input) {
      const output = parseJson(input.output)
      if (output === undefined) throw new ApiError('InvalidOutput', "Invalid Output: 'The output is not JSON'")
      return answer(input.taskToken, { kind: 'succeed', output })
    },

    async SendTaskFailure(input) {
      return answer(input.taskToken, { kind: 'fail', error: input.error, cause: input.cause })
    },

    async SendTaskHeartbeat(input) {
      return answer(input.taskToken, { kind: 'heartbeat' })
    },
  }
}
