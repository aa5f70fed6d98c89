import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBench, runStates, task, typesOf, type Bench } from './harness.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
  bench.functions.set('work', (payload) => ({ payload: { got: payload as object } }))
})
afterAll(() => bench.close())

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
    expect(events[0]?.executionStartedEventDetails).toEqual({ input: '{"a":1}', inputDetails: { truncated: false }, roleArn: 'arn:aws:iam::123456789012:role/test' })
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
})
