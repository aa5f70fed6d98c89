import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMachine, ended, historyOf, openBench, reached, startExecution, tokenTask, typesOf, type Bench } from './harness.ts'

let bench: Bench
/** the tokens that were passed on, in order */
let tokens: string[]

beforeEach(async () => {
  bench = await openBench()
  tokens = []
  bench.functions.set('ask', (payload) => {
    tokens.push((payload as { token: string }).token)
    return { payload: 'asked' }
  })
})
afterEach(() => bench.close())

const names = { resource: 'invoke.waitForTaskToken', resourceType: 'lambda' }
const opening = ['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted']
const after = { After: { Type: 'Pass', End: true } }

/** Starts a machine with one token task and waits until it waits. */
async function asked(more: object = {}): Promise<{ arn: string; token: string }> {
  const arn = await startExecution(bench.client, await createMachine(bench.client, { Ask: tokenTask({ End: true, ...more }), ...('Catch' in more ? after : {}) }))
  await reached(bench.client, arn, 'TaskSubmitted')
  return { arn, token: tokens.at(-1) ?? '' }
}

const succeed = (taskToken: string, output: unknown = 1) => bench.client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))
const refuse = (taskToken: string, error?: string, cause?: string) => bench.client.send(new SendTaskFailureCommand({ taskToken, error, cause }))
const beat = (taskToken: string) => bench.client.send(new SendTaskHeartbeatCommand({ taskToken }))
const named = (name: string) => expect.objectContaining({ name })

describe('a token', () => {
  it('answered with success is the task’s result', async () => {
    const { arn, token } = await asked()
    await succeed(token, { decision: 'yes' })
    expect((await ended(bench.client, arn)).output).toBe('{"decision":"yes"}')
    const events = await historyOf(bench.client, arn)
    expect(typesOf(events)).toEqual([...opening, 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'])
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({ ...names, timeoutInSeconds: 3600 })
    expect(JSON.parse(events[2]?.taskScheduledEventDetails?.parameters ?? '')).toEqual({ FunctionName: 'ask', Payload: { token } })
    expect(events[4]?.taskSubmittedEventDetails).toMatchObject({ ...names, outputDetails: { truncated: false } })
    expect(JSON.parse(events[4]?.taskSubmittedEventDetails?.output ?? '')).toMatchObject({ Payload: 'asked', StatusCode: 200 })
    expect(events[5]?.taskSucceededEventDetails).toEqual({ ...names, output: '{"decision":"yes"}', outputDetails: { truncated: false } })
  })

  it('answered with failure is an error, which can be caught', async () => {
    const { arn, token } = await asked({ Catch: [{ ErrorEquals: ['Refused'], Next: 'After' }] })
    await refuse(token, 'Refused', 'not today')
    expect((await ended(bench.client, arn)).output).toBe('{"Error":"Refused","Cause":"not today"}')
    const events = await historyOf(bench.client, arn)
    expect(typesOf(events).slice(5, 7)).toEqual(['TaskFailed', 'TaskStateExited'])
    expect(events[5]?.taskFailedEventDetails).toEqual({ ...names, error: 'Refused', cause: 'not today' })
  })

  it('answered with a failure that says nothing ends the execution without error and cause', async () => {
    const { arn, token } = await asked()
    await refuse(token)
    const end = await ended(bench.client, arn)
    expect([end.status, end.error, end.cause]).toEqual(['FAILED', undefined, undefined])
  })

  it('can be answered before the function that passed it on has answered', async () => {
    bench.functions.set('ask', async (payload) => {
      await succeed((payload as { token: string }).token, 'quick')
      return { payload: 'slow' }
    })
    const arn = await startExecution(bench.client, await createMachine(bench.client, { Ask: tokenTask({ End: true }) }))
    expect((await ended(bench.client, arn)).output).toBe('"quick"')
    expect(typesOf(await historyOf(bench.client, arn)).filter((type) => type === 'TaskSucceeded')).toHaveLength(1)
  })

  it('whose function fails is done with', async () => {
    bench.functions.set('ask', (payload) => {
      tokens.push((payload as { token: string }).token)
      return { error: { errorType: 'Boom' } }
    })
    const arn = await startExecution(bench.client, await createMachine(bench.client, { Ask: tokenTask({ End: true }) }))
    expect((await ended(bench.client, arn)).error).toBe('Boom')
    await expect(succeed(tokens[0] ?? '')).rejects.toEqual(named('TaskTimedOut'))
  })
})

describe('answer and timeout', () => {
  it('the answer first: the time limit changes nothing', async () => {
    const { arn, token } = await asked({ TimeoutSeconds: 60 })
    await succeed(token)
    bench.pass(60)
    expect((await ended(bench.client, arn)).status).toBe('SUCCEEDED')
  })

  it('the time limit first: the answer is told so', async () => {
    const { arn, token } = await asked({ TimeoutSeconds: 60, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'After' }] })
    bench.pass(60)
    expect((await ended(bench.client, arn)).output).toBe('{"Error":"States.Timeout","Cause":""}')
    await expect(succeed(token)).rejects.toEqual(named('TaskTimedOut'))
    const events = await historyOf(bench.client, arn)
    expect(typesOf(events).slice(0, 7)).toEqual([...opening, 'TaskTimedOut', 'TaskStateExited'])
    expect(events[5]?.taskTimedOutEventDetails).toEqual({ ...names, error: 'States.Timeout' })
  })

  it('an answer after the limit is late even when the runner has not looked at the clock yet', async () => {
    const { arn, token } = await asked({ TimeoutSeconds: 60 })
    const { wake } = bench.runner
    bench.runner.wake = () => {}
    bench.pass(60)
    bench.runner.wake = wake
    await expect(succeed(token)).rejects.toEqual(named('TaskTimedOut'))
    expect((await ended(bench.client, arn)).error).toBe('States.Timeout')
  })

  it('both at once: one of them, never both', async () => {
    const runs = await Promise.all(Array.from({ length: 10 }, async () => {
      const own = await startExecution(bench.client, await createMachine(bench.client, { Ask: tokenTask({ End: true, TimeoutSeconds: 60 }) }))
      const events = await reached(bench.client, own, 'TaskSubmitted')
      const { Payload } = JSON.parse(events[2]?.taskScheduledEventDetails?.parameters ?? '') as { Payload: { token: string } }
      return { own, token: Payload.token }
    }))
    const answers = runs.map(({ token }) => succeed(token).then(() => 'SUCCEEDED', () => 'FAILED'))
    bench.pass(60)
    for (const [at, { own }] of runs.entries()) {
      expect((await ended(bench.client, own)).status).toBe(await answers[at])
      const types = typesOf(await historyOf(bench.client, own))
      expect(types.filter((type) => type === 'TaskSucceeded' || type === 'TaskTimedOut')).toHaveLength(1)
    }
  })

  it('a second answer is refused', async () => {
    const { arn, token } = await asked()
    await succeed(token, 1)
    await expect(succeed(token, 2)).rejects.toEqual(named('TaskTimedOut'))
    await expect(refuse(token)).rejects.toEqual(named('TaskTimedOut'))
    expect((await ended(bench.client, arn)).output).toBe('1')
  })

  it('after StopExecution no answer is taken', async () => {
    const { arn, token } = await asked()
    await bench.client.send(new StopExecutionCommand({ executionArn: arn }))
    await expect(succeed(token)).rejects.toEqual(named('TaskTimedOut'))
    await expect(beat(token)).rejects.toEqual(named('TaskTimedOut'))
  })
})

describe('a retried token task', () => {
  it('has a new token; the old one is done with', async () => {
    const { arn, token } = await asked({ Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1 }] })
    await refuse(token, 'Again')
    bench.pass(1)
    await reached(bench.client, arn, 'TaskSubmitted')
    expect(tokens).toHaveLength(2)
    expect(tokens[1]).not.toBe(token)
    await expect(succeed(token)).rejects.toEqual(named('TaskTimedOut'))
    await succeed(tokens[1] ?? '', 'second')
    expect((await ended(bench.client, arn)).output).toBe('"second"')
  })
})

describe('HeartbeatSeconds', () => {
  const heartbeat = { HeartbeatSeconds: 10, TimeoutSeconds: 25 }

  it.each(['States.HeartbeatTimeout', 'States.Timeout'])('run out is States.Timeout in history, and caught as %s', async (name) => {
    const { arn } = await asked({ ...heartbeat, Catch: [{ ErrorEquals: [name], Next: 'After' }] })
    bench.pass(10)
    expect((await ended(bench.client, arn)).status).toBe('SUCCEEDED')
    const events = await historyOf(bench.client, arn)
    expect(events[2]?.taskScheduledEventDetails?.heartbeatInSeconds).toBe(10)
    expect(events[5]?.taskTimedOutEventDetails?.error).toBe('States.Timeout')
  })

  it('is put off by each heartbeat, TimeoutSeconds is not', async () => {
    const { arn, token } = await asked(heartbeat)
    bench.pass(9)
    await beat(token)
    bench.pass(9)
    await beat(token)
    expect(typesOf(await historyOf(bench.client, arn)).at(-1)).toBe('TaskSubmitted')
    bench.pass(7)
    expect((await ended(bench.client, arn)).stopDate).toEqual(new Date(bench.now()))
  })
})

describe('a token that is none', () => {
  it.each([
    ['nonsense', 'InvalidToken'],
    [Buffer.from(`task:999999:${'0'.repeat(72)}`).toString('base64url'), 'TaskDoesNotExist'],
  ])('%s: %s', async (token, name) => {
    await expect(succeed(token)).rejects.toEqual(named(name))
    await expect(refuse(token)).rejects.toEqual(named(name))
    await expect(beat(token)).rejects.toEqual(named(name))
  })

  it('an answer that is not JSON is InvalidOutput, and the task waits on', async () => {
    const { arn, token } = await asked()
    await expect(bench.client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{no' }))).rejects.toEqual(named('InvalidOutput'))
    await succeed(token)
    expect((await ended(bench.client, arn)).status).toBe('SUCCEEDED')
  })
})
