import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMachine, ended, historyOf, openBench, reached, runStates, startExecution, task, typesOf, until, type Bench } from './harness.ts'

let bench: Bench

beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const boom = { error: { errorType: 'Boom', errorMessage: 'it broke', trace: ['a', 'b'] } }
const BOOM_CAUSE = '{"errorType":"Boom","errorMessage":"it broke","trace":["a","b"]}'
const pause = () => new Promise((resolve) => setTimeout(resolve, 40))

describe('a function’s error', () => {
  it('ends the execution with errorType and the error’s JSON', async () => {
    bench.functions.set('work', () => boom)
    const { end, events } = await runStates(bench, { Call: task({ End: true }) })
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskFailed', 'ExecutionFailed'])
    expect(events[4]?.taskFailedEventDetails).toEqual({ resource: 'invoke', resourceType: 'lambda', error: 'Boom', cause: BOOM_CAUSE })
    expect(events[5]?.executionFailedEventDetails).toEqual({ error: 'Boom', cause: BOOM_CAUSE })
    expect(end).toMatchObject({ status: 'FAILED', error: 'Boom', cause: BOOM_CAUSE })
  })

  it('is caught, with errorOutput in the catcher’s Output and Assign', async () => {
    bench.functions.set('work', () => boom)
    const { events, output } = await runStates(bench, {
      Call: task({
        End: true,
        Catch: [
          { ErrorEquals: ['Other'], Next: 'After' },
          { ErrorEquals: ['Boom'], Output: { e: '{% $states.errorOutput %}', in: '{% $states.input %}' }, Assign: { was: '{% $states.errorOutput.Error %}' }, Next: 'After' },
        ],
      }),
      After: { Type: 'Pass', Output: { seen: '{% $states.input %}', was: '{% $was %}' }, End: true },
    }, { a: 1 })
    expect(typesOf(events).slice(4)).toEqual(['TaskFailed', 'TaskStateExited', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'])
    expect(output).toEqual({ seen: { e: { Error: 'Boom', Cause: BOOM_CAUSE }, in: { a: 1 } }, was: 'Boom' })
    expect(events[5]?.stateExitedEventDetails?.assignedVariables).toEqual({ was: '"Boom"' })
  })

  it('is what the next state gets when the catcher says nothing', async () => {
    bench.functions.set('work', () => boom)
    const { output } = await runStates(bench, {
      Call: task({ End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }] }), After: { Type: 'Pass', End: true },
    })
    expect(output).toEqual({ Error: 'Boom', Cause: BOOM_CAUSE })
  })

  it('of a function called by its ARN has the events of that older way', async () => {
    bench.functions.set('work', () => boom)
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:work'
    const { events } = await runStates(bench, {
      Call: { Type: 'Task', Resource, End: true, Catch: [{ ErrorEquals: ['Boom'], Next: 'After' }] }, After: { Type: 'Pass', End: true },
    })
    expect(typesOf(events).slice(2, 6)).toEqual(['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed', 'TaskStateExited'])
    expect(events[4]?.lambdaFunctionFailedEventDetails).toEqual({ error: 'Boom', cause: BOOM_CAUSE })
  })

  it('of a function that does not exist is Lambda.ResourceNotFoundException', async () => {
    const { end } = await runStates(bench, { Call: task({ End: true }) })
    expect(end).toMatchObject({ error: 'Lambda.ResourceNotFoundException', cause: 'Function not found: work' })
  })

  it('of a call that breaks is the client’s', async () => {
    bench.functions.set('work', () => Promise.reject(new Error('no line')))
    const { end } = await runStates(bench, { Call: task({ End: true }) })
    expect(end).toMatchObject({ error: 'Lambda.SdkClientException', cause: 'no line' })
  })
})

describe('which names match', () => {
  const caught = async (errorType: string, name: string) => {
    bench.functions.set('work', () => ({ error: { errorType } }))
    const { end } = await runStates(bench, {
      Call: task({ End: true, Catch: [{ ErrorEquals: [name], Next: 'After' }] }), After: { Type: 'Pass', End: true },
    })
    return end.status === 'SUCCEEDED'
  }

  it.each([
    ['Boom', 'Boom', true],
    ['Boom', 'Other', false],
    ['Boom', 'States.TaskFailed', true],
    ['Boom', 'States.ALL', true],
    ['States.Timeout', 'States.TaskFailed', false],
    ['States.Timeout', 'States.ALL', true],
    ['States.Runtime', 'States.ALL', false],
    ['States.Runtime', 'States.TaskFailed', false],
    ['States.DataLimitExceeded', 'States.ALL', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
  ])('%s by %s: %s', async (errorType, name, expected) => {
    expect(await caught(errorType, name)).toBe(expected)
  })

  it('an answer over 256 KiB is States.DataLimitExceeded, out of reach of States.ALL', async () => {
    bench.functions.set('work', () => ({ payload: 'x'.repeat(262_144) }))
    const { end, events } = await runStates(bench, {
      Call: task({ End: true, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }] }), After: { Type: 'Pass', End: true },
    })
    expect(typesOf(events).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed'])
    expect(end.error).toBe('States.DataLimitExceeded')
  })
})

describe('Retry', () => {
  const startTask = async (retry: object, more: object = {}) =>
    startExecution(bench.client, await createMachine(bench.client, { Call: task({ End: true, Retry: [retry], ...more }) }))

  it('waits longer each time, by the clock, and gives up', async () => {
    bench.functions.set('work', () => boom)
    const arn = await startTask({ ErrorEquals: ['States.ALL'], IntervalSeconds: 10, BackoffRate: 3, MaxDelaySeconds: 50, MaxAttempts: 3 })
    for (const [at, seconds] of [10, 30, 50].entries()) {
      await until(async () => bench.calls.length === at + 1)
      await reached(bench.client, arn, 'TaskFailed')
      bench.pass(seconds - 1)
      await pause()
      expect(bench.calls).toHaveLength(at + 1)
      bench.pass(1)
    }
    expect((await ended(bench.client, arn)).error).toBe('Boom')
    expect(bench.calls).toHaveLength(4)
    const attempt = ['TaskScheduled', 'TaskStarted', 'TaskFailed']
    const events = await historyOf(bench.client, arn)
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'TaskStateEntered', ...attempt, ...attempt, ...attempt, ...attempt, 'ExecutionFailed'])
    expect(events.map((event) => event.previousEventId)).toEqual([0, 0, ...Array.from({ length: 13 }, (_, at) => at + 2)])
  })

  it('defaults to three attempts after 1, 2 and 4 seconds, and shows RetryCount', async () => {
    bench.functions.set('work', (payload) => (payload === 3 ? { payload: 'done' } : boom))
    const arn = await startTask({ ErrorEquals: ['Boom'] }, { Arguments: { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' } })
    for (const [at, seconds] of [1, 2, 4].entries()) {
      await until(async () => bench.calls.length === at + 1)
      await reached(bench.client, arn, 'TaskFailed')
      bench.pass(seconds)
    }
    expect((await ended(bench.client, arn)).status).toBe('SUCCEEDED')
    expect(bench.calls.map((call) => call.payload)).toEqual([0, 1, 2, 3])
  })

  it('counts each retrier’s attempts apart, then catches', async () => {
    let calls = 0
    bench.functions.set('work', () => ({ error: { errorType: (calls += 1) % 2 === 1 ? 'A' : 'B' } }))
    const states = {
      Call: task({
        End: true,
        Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['B'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['A'], Next: 'After' }],
      }),
      After: { Type: 'Pass', End: true },
    }
    const arn = await startExecution(bench.client, await createMachine(bench.client, states))
    for (const at of [1, 2]) {
      await until(async () => calls === at)
      await reached(bench.client, arn, 'TaskFailed')
      bench.pass(1)
    }
    expect((await ended(bench.client, arn)).status).toBe('SUCCEEDED')
    expect(calls).toBe(3)
  })

  it('with MaxAttempts 0 never tries again', async () => {
    bench.functions.set('work', () => boom)
    const arn = await startTask({ ErrorEquals: ['States.ALL'], MaxAttempts: 0 })
    await ended(bench.client, arn)
    expect(bench.calls).toHaveLength(1)
  })

  it('with JitterStrategy FULL waits no longer than the delay', async () => {
    bench.functions.set('work', () => (bench.calls.length > 1 ? { payload: 1 } : boom))
    const arn = await startTask({ ErrorEquals: ['Boom'], IntervalSeconds: 100, JitterStrategy: 'FULL' })
    await reached(bench.client, arn, 'TaskFailed')
    bench.pass(100)
    expect((await ended(bench.client, arn)).status).toBe('SUCCEEDED')
  })

  it('evaluates Arguments anew, with an event for each failed evaluation', async () => {
    const arn = await startTask({ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }, { Arguments: { FunctionName: 'work', Payload: '{% $states.input.absent %}' } })
    await reached(bench.client, arn, 'EvaluationFailed')
    bench.pass(1)
    await ended(bench.client, arn)
    const events = await historyOf(bench.client, arn)
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'TaskStateEntered', 'EvaluationFailed', 'EvaluationFailed', 'ExecutionFailed'])
    expect(events[2]?.evaluationFailedEventDetails?.location).toBe('Arguments/Payload')
    expect(bench.calls).toHaveLength(0)
  })
})

describe('a Task’s TimeoutSeconds', () => {
  it.each([['a number', 5], ['an expression', '{% $states.input.limit %}']])('as %s ends a call that takes longer', async (_name, TimeoutSeconds) => {
    bench.functions.set('work', () => new Promise(() => {}))
    const states = {
      Call: task({ TimeoutSeconds, End: true, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'After' }] }), After: { Type: 'Pass', End: true },
    }
    const arn = await startExecution(bench.client, await createMachine(bench.client, states), { limit: 5 })
    await reached(bench.client, arn, 'TaskStarted')
    bench.pass(5)
    const end = await ended(bench.client, arn)
    expect(end.output).toBe('{"Error":"States.Timeout","Cause":""}')
    const events = await historyOf(bench.client, arn)
    expect(typesOf(events).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskTimedOut', 'TaskStateExited'])
    expect(events[2]?.taskScheduledEventDetails?.timeoutInSeconds).toBe(5)
    expect(events[4]?.taskTimedOutEventDetails).toEqual({ resource: 'invoke', resourceType: 'lambda', error: 'States.Timeout' })
  })

  it('without a Catch ends the execution with States.Timeout and no cause', async () => {
    bench.functions.set('work', () => new Promise(() => {}))
    const arn = await startExecution(bench.client, await createMachine(bench.client, { Call: task({ TimeoutSeconds: 5, End: true }) }))
    await reached(bench.client, arn, 'TaskStarted')
    bench.pass(5)
    const end = await ended(bench.client, arn)
    expect([end.status, end.error, end.cause]).toEqual(['FAILED', 'States.Timeout', undefined])
  })

  it.each(['{% 0 %}', '{% -5 %}', '{% 1.5 %}', '{% "5" %}'])('of %s fails the evaluation', async (TimeoutSeconds) => {
    const { end, events } = await runStates(bench, { Call: task({ TimeoutSeconds, End: true }) })
    expect(end.error).toBe('States.QueryEvaluationError')
    expect(events[2]?.evaluationFailedEventDetails?.location).toBe('TimeoutSeconds')
  })
})

describe('a catcher whose own expression fails', () => {
  it('ends the execution with that, at the catcher’s place', async () => {
    bench.functions.set('work', () => boom)
    const { end, events } = await runStates(bench, {
      Call: task({ End: true, Catch: [{ ErrorEquals: ['States.ALL'], Output: { v: '{% $states.input.absent %}' }, Next: 'After' }] }),
      After: { Type: 'Pass', End: true },
    })
    expect(typesOf(events).slice(4)).toEqual(['TaskFailed', 'EvaluationFailed', 'ExecutionFailed'])
    expect(events[5]?.evaluationFailedEventDetails?.location).toBe('Catch[0]/Output/v')
    expect(end.error).toBe('States.QueryEvaluationError')
  })
})
