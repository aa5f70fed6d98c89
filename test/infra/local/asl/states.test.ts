import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMachine, ended, historyOf, openBench, reached, ROLE, runStates, START, startExecution, task, typesOf, type Bench } from './harness.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
  bench.functions.set('work', (payload) => ({ payload: { got: payload as object } }))
})
afterAll(() => bench.close())

/** Runs one Pass with this Output. */
const evaluate = async (output: unknown, input: unknown = {}) => runStates(bench, { Only: { Type: 'Pass', Output: output, End: true } }, input)

describe('a passing execution', () => {
  it('has AWS’s events, in order, chained as AWS chains them', async () => {
    const { end, events, output } = await runStates(bench, {
      First: { Type: 'Pass', Assign: { n: '{% $states.input.a + 1 %}' }, Output: { kept: '{% $states.input.a %}' }, Next: 'Last' },
      Last: { Type: 'Succeed', Output: '{% {"n": $n, "in": $states.input} %}' },
    }, { a: 1 })
    expect(end.status).toBe('SUCCEEDED')
    expect(output).toEqual({ n: 2, in: { kept: 1 } })
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'], [2, 0, 'PassStateEntered'], [3, 2, 'PassStateExited'],
      [4, 3, 'SucceedStateEntered'], [5, 4, 'SucceedStateExited'], [6, 5, 'ExecutionSucceeded'],
    ])
    expect(events[0]?.executionStartedEventDetails).toEqual({ input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE })
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'First', input: '{"a":1}', inputDetails: { truncated: false } })
    expect(events[2]?.stateExitedEventDetails).toEqual({
      name: 'First', output: '{"kept":1}', outputDetails: { truncated: false }, assignedVariables: { n: '2' }, assignedVariablesDetails: { truncated: false },
    })
    expect(events[5]?.executionSucceededEventDetails).toEqual({ output: '{"n":2,"in":{"kept":1}}', outputDetails: { truncated: false } })
  })

  it('calls a function and gives its answer in AWS’s envelope', async () => {
    const { events, output } = await runStates(bench, { Call: task({ End: true, TimeoutSeconds: 30 }) }, { a: 1 })
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'])
    expect(output).toMatchObject({ ExecutedVersion: '$LATEST', Payload: { got: { a: 1 } }, StatusCode: 200, SdkHttpMetadata: { HttpStatusCode: 200 } })
    expect(Object.keys(output as object)).toEqual(['ExecutedVersion', 'Payload', 'SdkHttpMetadata', 'SdkResponseMetadata', 'StatusCode'])
    expect(events[2]?.taskScheduledEventDetails).toEqual({
      resource: 'invoke', resourceType: 'lambda', region: 'us-east-1', parameters: '{"FunctionName":"work","Payload":{"a":1}}', timeoutInSeconds: 30,
    })
    expect(events[3]?.taskStartedEventDetails).toEqual({ resource: 'invoke', resourceType: 'lambda' })
    expect(events[4]?.taskSucceededEventDetails).toMatchObject({ resource: 'invoke', resourceType: 'lambda', outputDetails: { truncated: false } })
  })

  it('calls a function by its ARN as resource, with the events of that older way', async () => {
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:work'
    const { events, output } = await runStates(bench, { Call: { Type: 'Task', Resource, Arguments: { b: '{% $states.input.a %}' }, TimeoutSeconds: 9, End: true } }, { a: 1 })
    expect(output).toEqual({ got: { b: 1 } })
    expect(typesOf(events).slice(2, 5)).toEqual(['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded'])
    expect(events[2]?.lambdaFunctionScheduledEventDetails).toEqual({ resource: Resource, input: '{"b":1}', inputDetails: { truncated: false }, timeoutInSeconds: 9 })
    expect(events[4]?.lambdaFunctionSucceededEventDetails).toEqual({ output: '{"got":{"b":1}}', outputDetails: { truncated: false } })
  })

  it('takes a function’s ARN, of any partition, for its name', async () => {
    const Arguments = { FunctionName: 'arn:aws-cn:lambda:cn-north-1:123456789012:function:work:live', Payload: 7 }
    const { output } = await runStates(bench, {
      Call: { ...task(), Resource: 'arn:aws-cn:states:::lambda:invoke', Arguments, Output: '{% $states.result.Payload %}', End: true },
    })
    expect(output).toEqual({ got: 7 })
  })

  it('sees AWS’s context object, with RetryCount in a Task only', async () => {
    const { end, output } = await evaluate('{% $states.context %}', { a: 1 })
    const machineArn = end.stateMachineArn ?? ''
    expect(output).toEqual({
      Execution: { Id: end.executionArn, Input: { a: 1 }, StartTime: new Date(START).toISOString(), Name: end.name, RoleArn: ROLE, RedriveCount: 0 },
      StateMachine: { Id: machineArn, Name: machineArn.split(':').at(-1) },
      State: { Name: 'Only', EnteredTime: new Date(START).toISOString() },
    })
    const inTask = await runStates(bench, { Call: task({ Output: '{% $states.context.State.RetryCount %}', End: true }) })
    expect(inTask.output).toBe(0)
  })
})

describe('variables', () => {
  it('are what they were when the state was entered, in its Output and in its Assign', async () => {
    const { output, end } = await runStates(bench, {
      One: { Type: 'Pass', Assign: { a: 1, b: 10 }, Next: 'Two' },
      Two: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% [$a, $b] %}', Next: 'Three' },
      Three: { Type: 'Pass', Output: '{% {"before": $states.input, "after": [$a, $b]} %}', End: true },
    })
    expect(end.status).toBe('SUCCEEDED')
    expect(output).toEqual({ before: [1, 10], after: [10, 1] })
  })

  it('of more than 256 KiB in one Assign fail the state with States.DataLimitExceeded', async () => {
    const big = { Type: 'Pass', Assign: { s: '{% $join([1..60000].$string()) %}' }, End: true }
    const { end } = await runStates(bench, { Big: big })
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' })
  })
})

describe('an expression', () => {
  it.each([
    ['gives one element of a list as itself', '{% [1,2,3][$ > 2] %}', 3],
    ['gives a list where it says so', '{% [[1,2,3][$ > 2]] %}', [3]],
    ['keeps null', '{% null %}', null],
    ['is not one with blanks around its marks', ' {% $x %} ', ' {% $x %} '],
    ['leaves other strings alone', ['$.a', '$states.input', 'States.Format(1)'], ['$.a', '$states.input', 'States.Format(1)']],
    ['writes infinity as a word', '{% [1/0] %}', ['Infinity']],
    ['partitions', '{% $partition([1,2,3,4,5], 2) %}', [[1, 2], [3, 4], [5]]],
    ['gives a range with its end', '{% $range(0, 6, 2) %}', [0, 2, 4, 6]],
    ['gives a range downwards', '{% $range(3, 1, -1) %}', [3, 2, 1]],
    ['hashes', "{% $hash('input', 'SHA-1') %}", '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'],
    ['parses JSON', "{% $parse('{\"a\":[1]}').a %}", [1]],
    ['draws AWS’s number for a seed', '{% $random(42) %}', 0.7275636800328681],
    ['tells the runner’s time', '{% [$now(), $millis()] %}', [new Date(START).toISOString(), START]],
  ])('%s', async (_name, output, expected) => {
    expect((await evaluate(output)).output).toEqual(expected)
  })

  it('makes UUIDs', async () => {
    const { output } = await evaluate('{% [$uuid(), $uuid()] %}')
    const [first, second] = output as string[]
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(second).not.toBe(first)
  })

  it('that gives nothing fails the state, with AWS’s event and sentence', async () => {
    const { end, events } = await evaluate({ a: { b: ['x', '{% $states.input.absent %}'] } })
    const cause = "An error occurred while executing the state 'Only' (entered at the event id #2). The JSONata expression '$states.input.absent' " +
      "specified for the field 'Output/a/b[1]' returned nothing (undefined)."
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed'])
    expect(events.map((event) => event.previousEventId)).toEqual([0, 0, 0, 3])
    expect(events[2]?.evaluationFailedEventDetails).toEqual({ error: 'States.QueryEvaluationError', cause, location: 'Output/a/b[1]', state: 'Only' })
    expect(events[3]?.executionFailedEventDetails).toEqual({ error: 'States.QueryEvaluationError', cause })
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', cause })
  })

  it.each([
    ['$abs("x")', 'threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature'],
    ['$eval("1")', 'threw an error during evaluation. T1006'],
    ['function($x){$x}', 'returned an unsupported result type.'],
    ['$partition([1], 0)', 'returned nothing (undefined).'],
    [Array.from({ length: 101 }, () => '1').join('+'), 'threw an error during evaluation. D1011'],
    ['$range(1, 400000, 1)', 'Expression evaluation memory limit exceeded'],
  ])('%s fails', async (expression, sentence) => {
    const { end } = await evaluate(`{% ${expression} %}`)
    expect(end.error).toBe('States.QueryEvaluationError')
    expect(end.cause).toContain(`The JSONata expression '${expression}' specified for the field 'Output' `)
    expect(end.cause).toContain(sentence)
  })

  it('that never ends is stopped, and the runner goes on', async () => {
    const { end } = await evaluate('{% ($loop := function(){ $loop() }; $loop()) %}')
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' })
    expect(end.cause).toContain('D1012')
    expect((await evaluate('{% 1 %}')).output).toBe(1)
  })
})

describe('a Choice', () => {
  const choice = {
    Choose: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n = 1 %}', Output: 'one', Assign: { way: 'rule' }, Next: 'End' },
        { Condition: '{% $states.input.n = 2 %}', Next: 'End' },
      ],
      Default: 'End', Output: 'other', Assign: { way: 'default' },
    },
    End: { Type: 'Pass', Output: { got: '{% $states.input %}', way: '{% $exists($way) ? $way : "none" %}' }, End: true },
  }

  it.each([
    [1, { got: 'one', way: 'rule' }],
    [2, { got: { n: 2 }, way: 'none' }],
    [3, { got: 'other', way: 'default' }],
  ])('with %i takes its own rule’s Output and Assign', async (n, expected) => {
    const { output, events } = await runStates(bench, choice, { n })
    expect(output).toEqual(expected)
    expect(typesOf(events).slice(1, 3)).toEqual(['ChoiceStateEntered', 'ChoiceStateExited'])
  })

  it('without a rule that fits and without Default fails with States.Runtime', async () => {
    const { end, events } = await runStates(bench, {
      Choose: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Done' }] }, Done: { Type: 'Succeed' },
    })
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'ExecutionFailed'])
    expect(end).toMatchObject({
      error: 'States.Runtime',
      cause: "An error occurred while executing the state 'Choose' (entered at the event id #2). Failed to transition out of the state. " +
        'The state does not point to a next state.',
    })
  })

  it('whose condition is no boolean fails', async () => {
    const { end, events } = await runStates(bench, {
      Choose: { Type: 'Choice', Choices: [{ Condition: '{% "yes" %}', Next: 'Done' }] }, Done: { Type: 'Succeed' },
    })
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'EvaluationFailed', 'ExecutionFailed'])
    expect(end.cause).toContain("for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\"")
  })
})

describe('a Fail', () => {
  it('gives its Error and Cause, evaluated', async () => {
    const { end, events } = await runStates(bench, { Stop: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'because' } }, { e: 'Mine' })
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed'])
    expect(events[2]?.executionFailedEventDetails).toEqual({ error: 'Mine', cause: 'because' })
    expect(end).toMatchObject({ status: 'FAILED', error: 'Mine', cause: 'because' })
  })

  it('without either gives neither', async () => {
    const { end, events } = await runStates(bench, { Stop: { Type: 'Fail' } })
    expect(events[2]?.executionFailedEventDetails).toEqual({})
    expect([end.error, end.cause]).toEqual([undefined, undefined])
  })
})

describe('a Wait', () => {
  it.each([
    ['Seconds', { Seconds: 86_400 }],
    ['Seconds from an expression', { Seconds: '{% $states.input.days * 86400 %}' }],
    ['Timestamp', { Timestamp: '2026-03-02T08:00:00+08:00' }],
    ['Timestamp from an expression', { Timestamp: '{% $fromMillis($millis() + 86400000) %}' }],
  ])('ends with the clock: %s', async (_name, field) => {
    const until = await openBench()
    const arn = await startExecution(until.client, await createMachine(until.client, { Rest: { Type: 'Wait', ...field, End: true } }), { days: 1 })
    await reached(until.client, arn, 'WaitStateEntered')
    until.pass(86_399)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(typesOf(await historyOf(until.client, arn)).at(-1)).toBe('WaitStateEntered')
    until.pass(1)
    const end = await ended(until.client, arn)
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '{"days":1}', stopDate: new Date(until.now()) })
    expect(typesOf(await historyOf(until.client, arn))).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded'])
    await until.close()
  })

  it.each([
    ['a moment that has passed', { Timestamp: '2020-01-01T00:00:00Z' }],
    ['no time at all', { Seconds: 0 }],
  ])('until %s ends at once', async (_name, field) => {
    expect((await runStates(bench, { Rest: { Type: 'Wait', ...field, End: true } })).end.status).toBe('SUCCEEDED')
  })

  it.each([
    ['a negative number', { Seconds: '{% -1 %}' }, 'Seconds'],
    ['a word', { Seconds: '{% "soon" %}' }, 'Seconds'],
    ['a date without a time', { Timestamp: '{% "2026-03-01" %}' }, 'Timestamp'],
    ['a time without an offset', { Timestamp: '{% "2026-03-01T00:00:00" %}' }, 'Timestamp'],
  ])('for %s fails', async (_name, field, location) => {
    const { end, events } = await runStates(bench, { Rest: { Type: 'Wait', ...field, End: true } })
    expect(end.error).toBe('States.QueryEvaluationError')
    expect(events[2]?.evaluationFailedEventDetails?.location).toBe(location)
  })
})

describe('a machine’s TimeoutSeconds', () => {
  it('ends the execution as TIMED_OUT, without an error in its description', async () => {
    const own = await openBench()
    const machine = await createMachine(own.client, { Rest: { Type: 'Wait', Seconds: 1000, End: true } }, { TimeoutSeconds: 60 })
    const arn = await startExecution(own.client, machine)
    await reached(own.client, arn, 'WaitStateEntered')
    own.pass(60)
    const end = await ended(own.client, arn)
    expect([end.status, end.error, end.cause]).toEqual(['TIMED_OUT', undefined, undefined])
    const events = await historyOf(own.client, arn)
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionTimedOut', previousEventId: 0, executionTimedOutEventDetails: { error: 'States.Timeout' } })
    await own.close()
  })

  it('that passed after a wait was over, while the clock jumped, leaves that wait ended', async () => {
    const own = await openBench()
    const states = { Rest: { Type: 'Wait', Seconds: 10, Next: 'Done' }, Done: { Type: 'Wait', Seconds: 10, End: true } }
    const arn = await startExecution(own.client, await createMachine(own.client, states, { TimeoutSeconds: 60 }))
    await reached(own.client, arn, 'WaitStateEntered')
    own.pass(5000)
    expect((await ended(own.client, arn)).status).toBe('TIMED_OUT')
    expect(typesOf(await historyOf(own.client, arn))).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionTimedOut'])
    await own.close()
  })
})

it('a JSONPath state with nothing of JSONPath in it runs', async () => {
  const { output } = await runStates(
    bench,
    { Old: { Type: 'Pass', Result: { a: '{% 1 %}' }, Next: 'New' }, New: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input %}', End: true } },
    {}, { QueryLanguage: 'JSONPath' },
  )
  expect(output).toEqual({ a: '{% 1 %}' })
})

it('a history of 25,000 events is the longest', async () => {
  const { end, events } = await runStates(bench, {
    Round: { Type: 'Pass', Next: 'Again' }, Again: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Round' }], Default: 'Never' }, Never: { Type: 'Succeed' },
  })
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
  expect(end.cause).toContain('25000')
  expect(events).toHaveLength(1000)
})
