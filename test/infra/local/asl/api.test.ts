import {
  CreateStateMachineCommand, DeleteStateMachineCommand, DescribeExecutionCommand, DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand, ListActivitiesCommand, ListExecutionsCommand, ListStateMachinesCommand, StartExecutionCommand, StopExecutionCommand,
  UpdateStateMachineCommand, ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRunner } from '../../../../infra/local/asl/runner.ts'
import { createMachine, ended, historyOf, openBench, reached, ROLE, START, startExecution, typesOf, until, type Bench } from './harness.ts'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const send: Bench['client']['send'] = ((command: never) => bench.client.send(command)) as never
const named = (name: string, message?: string) => expect.objectContaining({ name, ...(message === undefined ? {} : { message }) })
const machineOf = (states: object) => JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states })
const pass = machineOf({ Only: { Type: 'Pass', End: true } })
const rest = { Rest: { Type: 'Wait', Seconds: 60, End: true } }
const STATES = 'arn:aws:states:us-east-1:123456789012'
const ABSENT = `${STATES}:stateMachine:absent`
const ABSENT_EXECUTION = `${STATES}:execution:absent:absent`

describe('CreateStateMachine', () => {
  const create = (definition: string, name = 'one', more: object = {}) =>
    send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE, ...more }))

  it('twice the same is once, whatever the role; another definition is refused', async () => {
    const first = await create(pass)
    expect(first).toMatchObject({ stateMachineArn: `${STATES}:stateMachine:one`, creationDate: new Date(START) })
    bench.pass(10)
    expect(await create(pass, 'one', { roleArn: 'arn:aws:iam::1:role/other' })).toMatchObject({ stateMachineArn: first.stateMachineArn, creationDate: first.creationDate })
    await expect(create(machineOf(rest))).rejects.toEqual(
      named('StateMachineAlreadyExists', `State Machine Already Exists: '${STATES}:stateMachine:one'`))
    expect(await send(new DescribeStateMachineCommand({ stateMachineArn: first.stateMachineArn }))).toMatchObject({
      name: 'one', status: 'ACTIVE', definition: pass, roleArn: ROLE, type: 'STANDARD', loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    })
  })

  it('names every mistake of a definition, with its place', async () => {
    await expect(create('{"StartAt":"A"}')).rejects.toEqual(
      named('InvalidDefinition', "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'"))
  })

  it.each([
    ['Map', { A: { Type: 'Map', ItemProcessor: {}, End: true } }, "State type 'Map'"],
    ['Parallel', { A: { Type: 'Parallel', Branches: [], End: true } }, "State type 'Parallel'"],
    ['an activity', { A: { Type: 'Task', Resource: `${STATES}:activity:dig`, Arguments: { FunctionName: 'f' }, End: true } }, `Activity '${STATES}:activity:dig'`],
    ['another service', { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: { FunctionName: 'f' }, End: true } }, "Resource 'arn:aws:states:::sqs:sendMessage'"],
    ['a call that nobody waits for', { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f', InvocationType: 'Event' }, End: true } }, "InvocationType 'Event'"],
    ['JSONPath fields', { A: { Type: 'Pass', Parameters: {}, End: true } }, "field 'Parameters'"],
  ])('refuses %s by name', async (_name, states, words) => {
    const refused = await create(machineOf(states)).catch((error: unknown) => error as Error)
    expect(refused).toEqual(named('InvalidDefinition'))
    expect((refused as Error).message).toContain(words)
  })

  it('refuses a JSONPath Choice and Task by name', async () => {
    const states = { A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, Next: 'B' }] }, B: { Type: 'Succeed' } }
    await expect(create(JSON.stringify({ StartAt: 'A', States: states }))).rejects.toThrow('A Choice in the JSONPath query language is not supported')
  })

  it.each(['a b', 'a/b', 'a:b', 'a*'])('refuses the name %s', async (name) => {
    await expect(create(pass, name)).rejects.toEqual(named('InvalidName', `Invalid Name: '${name}'`))
  })

  it('refuses Express machines and versions', async () => {
    await expect(create(pass, 'two', { type: 'EXPRESS' })).rejects.toEqual(named('StateMachineTypeNotSupported'))
    await expect(create(pass, 'two', { publish: true })).rejects.toEqual(named('ValidationException'))
  })
})

describe('UpdateStateMachine', () => {
  it('changes later executions; a running one keeps its definition', async () => {
    const stateMachineArn = await createMachine(bench.client, rest)
    const before = machineOf(rest)
    const old = await startExecution(bench.client, stateMachineArn)
    await reached(bench.client, old, 'WaitStateEntered')
    const { revisionId } = await send(new UpdateStateMachineCommand({ stateMachineArn, definition: pass }))
    expect(revisionId).toMatch(/^[0-9a-f-]{36}$/)
    const fresh = await startExecution(bench.client, stateMachineArn)
    await ended(bench.client, fresh)
    expect(await send(new DescribeStateMachineForExecutionCommand({ executionArn: old }))).toMatchObject({ definition: before, stateMachineArn, roleArn: ROLE })
    expect(await send(new DescribeStateMachineForExecutionCommand({ executionArn: fresh }))).toMatchObject({ definition: pass, revisionId })
    bench.pass(60)
    await ended(bench.client, old)
    expect(typesOf(await historyOf(bench.client, old))).toContain('WaitStateExited')
    expect(await send(new UpdateStateMachineCommand({ stateMachineArn, definition: pass }))).toMatchObject({ revisionId })
  })

  it('refuses nothing, what is wrong, and what does not exist', async () => {
    const stateMachineArn = await createMachine(bench.client, rest)
    await expect(send(new UpdateStateMachineCommand({ stateMachineArn }))).rejects.toEqual(named('MissingRequiredParameter'))
    await expect(send(new UpdateStateMachineCommand({ stateMachineArn, definition: '{}' }))).rejects.toEqual(named('InvalidDefinition'))
    await expect(send(new UpdateStateMachineCommand({ stateMachineArn: ABSENT, definition: pass }))).rejects.toEqual(named('StateMachineDoesNotExist'))
  })
})

describe('StartExecution', () => {
  it('with the name and input of a running one gives that one; else it is refused', async () => {
    const stateMachineArn = await createMachine(bench.client, rest)
    const start = (input: string) => send(new StartExecutionCommand({ stateMachineArn, name: 'same', input }))
    const first = await start('{"a":1}')
    bench.pass(5)
    expect(await start('{"a":1}')).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate })
    const refusal = named('ExecutionAlreadyExists', `Execution Already Exists: '${first.executionArn}'`)
    await expect(start('{"a":2}')).rejects.toEqual(refusal)
    await reached(bench.client, first.executionArn ?? '', 'WaitStateEntered')
    bench.pass(60)
    await ended(bench.client, first.executionArn ?? '')
    await expect(start('{"a":1}')).rejects.toEqual(refusal)
    expect((await send(new ListExecutionsCommand({ stateMachineArn }))).executions).toHaveLength(1)
  })

  it('many at once under one name are one', async () => {
    const stateMachineArn = await createMachine(bench.client, rest)
    const started = await Promise.all(Array.from({ length: 20 }, () => send(new StartExecutionCommand({ stateMachineArn, name: 'same', input: '{}' }))))
    expect(new Set(started.map(({ executionArn }) => executionArn)).size).toBe(1)
    expect((await send(new ListExecutionsCommand({ stateMachineArn }))).executions).toHaveLength(1)
  })

  it('without name and input makes a name and takes {}', async () => {
    const stateMachineArn = await createMachine(bench.client, { Only: { Type: 'Pass', End: true } })
    const { executionArn } = await send(new StartExecutionCommand({ stateMachineArn }))
    expect(await ended(bench.client, executionArn ?? '')).toMatchObject({ input: '{}', output: '{}' })
  })

  it.each(['not JSON', '{\'a\':1}', ''])('refuses the input %j', async (input) => {
    const stateMachineArn = await createMachine(bench.client, rest)
    await expect(send(new StartExecutionCommand({ stateMachineArn, input }))).rejects.toEqual(named('InvalidExecutionInput'))
  })

  it('of a machine that is not there, or is no ARN', async () => {
    await expect(send(new StartExecutionCommand({ stateMachineArn: ABSENT }))).rejects.toEqual(
      named('StateMachineDoesNotExist', `State Machine Does Not Exist: '${ABSENT}'`))
    await expect(send(new StartExecutionCommand({ stateMachineArn: 'nothing' }))).rejects.toEqual(named('InvalidArn', "Invalid Arn: 'Invalid ARN prefix: nothing'"))
  })
})

describe('DescribeExecution', () => {
  it('has AWS’s fields while it runs and when it has ended', async () => {
    const stateMachineArn = await createMachine(bench.client, rest)
    const executionArn = await startExecution(bench.client, stateMachineArn, { a: 1 }, 'mine')
    await reached(bench.client, executionArn, 'WaitStateEntered')
    const { $metadata: _, ...running } = await send(new DescribeExecutionCommand({ executionArn }))
    const common = { executionArn, stateMachineArn, name: 'mine', startDate: new Date(START), input: '{"a":1}', inputDetails: { included: true }, redriveCount: 0 }
    expect(running).toEqual({ ...common, status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution is RUNNING and cannot be redriven' })
    bench.pass(60)
    const { $metadata: __, ...done } = await ended(bench.client, executionArn)
    expect(done).toEqual({
      ...common, status: 'SUCCEEDED', stopDate: new Date(START + 60_000), output: '{"a":1}', outputDetails: { included: true },
      redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    })
  })

  it('of one that is not there, or is no ARN', async () => {
    const refusal = named('ExecutionDoesNotExist', `Execution Does Not Exist: '${ABSENT_EXECUTION}'`)
    await expect(send(new DescribeExecutionCommand({ executionArn: ABSENT_EXECUTION }))).rejects.toEqual(refusal)
    await expect(send(new GetExecutionHistoryCommand({ executionArn: ABSENT_EXECUTION }))).rejects.toEqual(refusal)
    await expect(send(new DescribeExecutionCommand({ executionArn: 'nothing' }))).rejects.toEqual(named('InvalidArn'))
  })
})

describe('lists', () => {
  it('of executions: newest first, by status, in pages', async () => {
    const stateMachineArn = await createMachine(bench.client, { Rest: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } })
    for (const at of [1, 2, 3, 4, 5]) await startExecution(bench.client, stateMachineArn, at % 2 === 0 ? 0 : 60, `run-${at}`)
    const names = async (more: object = {}) => {
      const seen: (string | undefined)[][] = []
      let nextToken: string | undefined
      do {
        const page = await send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken, ...more }))
        seen.push((page.executions ?? []).map(({ name }) => name))
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return seen
    }
    await until(async () => (await names({ statusFilter: 'SUCCEEDED' })).flat().length === 2)
    expect(await names()).toEqual([['run-5', 'run-4'], ['run-3', 'run-2'], ['run-1']])
    expect(await names({ statusFilter: 'RUNNING' })).toEqual([['run-5', 'run-3'], ['run-1']])
    expect(await names({ statusFilter: 'ABORTED' })).toEqual([[]])
  })

  it('of machines: by name, in pages', async () => {
    for (const name of ['b', 'a', 'c']) await send(new CreateStateMachineCommand({ name, definition: pass, roleArn: ROLE }))
    const first = await send(new ListStateMachinesCommand({ maxResults: 2 }))
    expect(first.stateMachines?.map(({ name, type }) => [name, type])).toEqual([['a', 'STANDARD'], ['b', 'STANDARD']])
    const second = await send(new ListStateMachinesCommand({ maxResults: 2, nextToken: first.nextToken }))
    expect([second.stateMachines?.map(({ name }) => name), second.nextToken]).toEqual([['c'], undefined])
  })

  it('refuse what does not fit, in AWS’s words', async () => {
    const stateMachineArn = await createMachine(bench.client, rest)
    await expect(send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1001 }))).rejects.toEqual(named('ValidationException',
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000"))
    await expect(send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'succeeded' as never }))).rejects.toEqual(named('ValidationException',
      "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: " +
      '[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]'))
    await expect(send(new ListExecutionsCommand({ stateMachineArn, nextToken: 'x' }))).rejects.toEqual(named('InvalidToken'))
    await expect(send(new ListExecutionsCommand({ stateMachineArn: ABSENT }))).rejects.toEqual(named('StateMachineDoesNotExist'))
  })
})

describe('GetExecutionHistory', () => {
  it('goes forwards and backwards, in pages, with and without data', async () => {
    const executionArn = await startExecution(bench.client, await createMachine(bench.client, { Only: { Type: 'Pass', Assign: { a: 1 }, End: true } }), { b: 2 })
    await ended(bench.client, executionArn)
    const ids = async (reverseOrder: boolean) => {
      const first = await send(new GetExecutionHistoryCommand({ executionArn, reverseOrder, maxResults: 3 }))
      const second = await send(new GetExecutionHistoryCommand({ executionArn, reverseOrder, maxResults: 3, nextToken: first.nextToken }))
      expect(second.nextToken).toBeUndefined()
      return [first.events?.map(({ id }) => id), second.events?.map(({ id }) => id)]
    }
    expect(await ids(false)).toEqual([[1, 2, 3], [4]])
    expect(await ids(true)).toEqual([[4, 3, 2], [1]])
    const bare = await send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }))
    expect(bare.events?.map((event) => event.stateExitedEventDetails ?? event.executionStartedEventDetails)).toEqual([{ roleArn: ROLE }, undefined, { name: 'Only' }, undefined])
  })
})

describe('StopExecution', () => {
  it('aborts, once', async () => {
    const executionArn = await startExecution(bench.client, await createMachine(bench.client, rest))
    await reached(bench.client, executionArn, 'WaitStateEntered')
    expect((await send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'said so' }))).stopDate).toEqual(new Date(START))
    expect(await ended(bench.client, executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'said so', redriveStatus: 'REDRIVABLE' })
    bench.pass(60)
    expect((await send(new StopExecutionCommand({ executionArn }))).stopDate).toEqual(new Date(START))
    const events = await historyOf(bench.client, executionArn)
    expect(events.at(-1)).toMatchObject({ id: 3, type: 'ExecutionAborted', previousEventId: 0, executionAbortedEventDetails: { error: 'Enough', cause: 'said so' } })
  })
})

describe('DeleteStateMachine', () => {
  it('takes a machine with its executions away, and does it twice', async () => {
    const stateMachineArn = await createMachine(bench.client, { Only: { Type: 'Pass', End: true } })
    const executionArn = await startExecution(bench.client, stateMachineArn)
    await ended(bench.client, executionArn)
    await send(new DeleteStateMachineCommand({ stateMachineArn }))
    await send(new DeleteStateMachineCommand({ stateMachineArn }))
    await expect(send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toEqual(named('StateMachineDoesNotExist'))
    await expect(send(new DescribeExecutionCommand({ executionArn }))).rejects.toEqual(named('ExecutionDoesNotExist'))
  })

  it('of a machine that runs starts no more, and ends executions at their next transition', async () => {
    const stateMachineArn = await createMachine(bench.client, { Rest: { Type: 'Wait', Seconds: 60, Next: 'More' }, More: { Type: 'Wait', Seconds: 60, End: true } })
    const executionArn = await startExecution(bench.client, stateMachineArn)
    await reached(bench.client, executionArn, 'WaitStateEntered')
    await send(new DeleteStateMachineCommand({ stateMachineArn }))
    expect((await send(new DescribeStateMachineCommand({ stateMachineArn }))).status).toBe('DELETING')
    await expect(send(new StartExecutionCommand({ stateMachineArn }))).rejects.toEqual(named('StateMachineDeleting'))
    bench.pass(60)
    await until(() => send(new DescribeStateMachineCommand({ stateMachineArn })).then(() => false, () => true))
  })
})

it('ValidateStateMachineDefinition gives every diagnostic', async () => {
  const validate = (definition: string, more: object = {}) => send(new ValidateStateMachineDefinitionCommand({ definition, ...more }))
  expect(await validate(pass)).toMatchObject({ result: 'OK', diagnostics: [], truncated: false })
  expect(await validate('{}')).toMatchObject({
    result: 'FAIL', diagnostics: [{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message: 'These fields are required: [States, StartAt]', location: '/' }],
  })
})

it('an operation that the runner does not have is refused by its name', async () => {
  await expect(send(new ListActivitiesCommand({}))).rejects.toThrow("Operation 'ListActivities' is not supported by this runner")
})

it('a folder has one runner at a time', async () => {
  await expect(createRunner({ data: bench.folder, now: Date.now, invoke: async () => ({ payload: null }) })).rejects.toThrow('another runner is at work')
})

it('everything is there after a stop and a start', async () => {
  const stateMachineArn = await createMachine(bench.client, rest)
  const executionArn = await startExecution(bench.client, stateMachineArn)
  await reached(bench.client, executionArn, 'WaitStateEntered')
  await bench.restart()
  expect((await send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING')
  bench.pass(60)
  expect((await ended(bench.client, executionArn)).status).toBe('SUCCEEDED')
})
