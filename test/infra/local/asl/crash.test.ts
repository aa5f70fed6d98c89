import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { ListExecutionsCommand, SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ownFolder, run } from '../../../support/spawned.ts'
import { clientOf, createMachine, ended, historyOf, reached, startExecution, task, tokenTask, typesOf, until } from './harness.ts'

let folder: string
let lambda: Server
let lambdaUrl: string
/** payloads by function, in the order of the calls */
let calls: { name: string; payload: { token?: string; n?: number } }[]
/** functions that take their time: their calls stay unanswered */
let hanging: Set<string>
let child: ChildProcess | undefined
let client: SFNClient

beforeEach(async () => {
  folder = ownFolder()
  calls = []
  hanging = new Set()
  lambda = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      const name = request.url?.split('/')[3] ?? ''
      const payload = JSON.parse(body) as { n?: number }
      calls.push({ name, payload })
      if (hanging.has(name)) return
      if (name === 'flaky' && calls.filter((call) => call.name === 'flaky').length === 1) {
        response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end('{"errorType":"Boom"}')
      } else response.end(JSON.stringify({ n: (payload.n ?? 0) + 1 }))
    })
  })
  lambda.listen(0, '127.0.0.1')
  await once(lambda, 'listening')
  const address = lambda.address()
  lambdaUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterEach(async () => {
  await kill()
  lambda.closeAllConnections()
  lambda.close()
})

/** Starts `npm run asl`'s entry as a process of its own. */
async function start(): Promise<void> {
  const runner = await run('infra/local/asl/serve.ts', { given: ['--port', '0', '--data', folder, '--lambda-endpoint', lambdaUrl], until: /http:\S+\s/ })
  child = runner.child
  const url = /http:\S+/.exec(runner.said)?.[0]
  if (url === undefined) throw new Error(`serve.ts ended with ${runner.code}: ${runner.said}`)
  client = clientOf(url)
}

/** kill -9 */
async function kill(): Promise<void> {
  if (child === undefined) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  child = undefined
  client.destroy()
}

it('executions in every kind of wait finish after kill -9 and a start', async () => {
  await start()
  hanging.add('slow')
  const result = '{% $states.result.Payload %}'
  const machines = {
    waiting: await createMachine(client, { Rest: { Type: 'Wait', Seconds: 3, End: true } }),
    invoking: await createMachine(client, { Call: task({ Arguments: { FunctionName: 'slow', Payload: { n: 1 } }, Output: result, End: true }) }),
    backoff: await createMachine(client, { Call: task({
      Arguments: { FunctionName: 'flaky', Payload: { n: 1 } }, Output: result, Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 3 }], End: true,
    }) }),
    token: await createMachine(client, { Ask: tokenTask({ End: true }) }),
    timeout: await createMachine(client, { Ask: tokenTask({ TimeoutSeconds: 3, End: true }) }),
  }
  const arns = {
    waiting: await startExecution(client, machines.waiting),
    invoking: await startExecution(client, machines.invoking),
    backoff: await startExecution(client, machines.backoff),
    token: await startExecution(client, machines.token),
    timeout: await startExecution(client, machines.timeout),
  }
  await reached(client, arns.waiting, 'WaitStateEntered')
  await until(async () => calls.some(({ name }) => name === 'slow'))
  await reached(client, arns.backoff, 'TaskFailed')
  await reached(client, arns.timeout, 'TaskSubmitted')
  const before = await reached(client, arns.token, 'TaskSubmitted')
  await kill()
  hanging.clear()
  await start()

  expect((await historyOf(client, arns.token)).map(({ id, type }) => [id, type])).toEqual(before.map(({ id, type }) => [id, type]))
  const { Payload } = JSON.parse(before[2]?.taskScheduledEventDetails?.parameters ?? '') as { Payload: { token: string } }
  await client.send(new SendTaskSuccessCommand({ taskToken: Payload.token, output: '"yes"' }))
  expect((await ended(client, arns.token)).output).toBe('"yes"')
  expect((await ended(client, arns.waiting)).status).toBe('SUCCEEDED')
  expect((await ended(client, arns.invoking)).output).toBe('{"n":2}')
  expect((await ended(client, arns.backoff)).output).toBe('{"n":2}')
  expect((await ended(client, arns.timeout)).error).toBe('States.Timeout')
  // Called again, because nobody knows whether the first call did its work; history tells of one attempt all the same.
  expect(calls.filter(({ name }) => name === 'slow')).toHaveLength(2)
  expect(typesOf(await historyOf(client, arns.invoking))).toEqual(
    ['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'])
})

it('killed again and again, it loses no execution that it acknowledged and does none of them twice', async () => {
  await start()
  const machine = await createMachine(client, {
    Begin: { Type: 'Pass', Assign: { n: 0 }, Next: 'Add' },
    Add: task({ Arguments: { FunctionName: 'add', Payload: { n: '{% $n %}' } }, Assign: { n: '{% $states.result.Payload.n %}' }, Output: {}, Next: 'Enough' }),
    Enough: { Type: 'Choice', Choices: [{ Condition: '{% $n < 6 %}', Next: 'Rest' }], Default: 'Done' },
    Rest: { Type: 'Wait', Seconds: 0, Next: 'Add' },
    Done: { Type: 'Pass', Output: '{% $n %}', End: true },
  })
  const acknowledged = new Set<string>()
  let cutShort = 0
  hanging.add('add')
  for (let round = 0; round < 4; round += 1) {
    const starts = Array.from({ length: 40 }, (_, at) =>
      startExecution(client, machine, {}, `run-${round}-${at}`).then((arn) => acknowledged.add(arn), () => {}))
    await until(async () => acknowledged.size >= (round + 1) * 10)
    await new Promise((resolve) => setTimeout(resolve, round * 40))
    await kill()
    await Promise.all(starts)
    // What hung at the kill answers from now on; the next round's calls are cut short in their turn by the next kill.
    hanging.clear()
    await start()
    cutShort += (await client.send(new ListExecutionsCommand({ stateMachineArn: machine, statusFilter: 'RUNNING' }))).executions?.length ?? 0
  }
  expect(cutShort).toBeGreaterThan(0)
  for (const arn of acknowledged) {
    expect(await ended(client, arn)).toMatchObject({ status: 'SUCCEEDED', output: '6' })
    const events = await historyOf(client, arn)
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1))
    expect(typesOf(events).filter((type) => type === 'TaskSucceeded')).toHaveLength(6)
  }
})
