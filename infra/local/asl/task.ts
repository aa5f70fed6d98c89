import { waitsForToken, type TaskState } from './definition.ts'
import type { Bindings } from './expression.ts'
import { StateFailure, tooLarge } from './failure.ts'
import { errorOf, outputOf, taskNames } from './history.ts'
import { bytesOf, isObject, PAYLOAD_LIMIT, type Json, type JsonObject } from './json.ts'
import type { Outcome, Trigger } from './progress.ts'
import type { Transition } from './transition.ts'

/** The longest that a Task may take when it does not say so itself: AWS's default, three years. */
const LONGEST_SECONDS = 99_999_999

/** Starts an attempt: a new token, fresh Arguments, and the call that the runner makes once this is in the store. */
export async function startTask(transition: Transition, state: TaskState): Promise<void> {
  const { around, execution } = transition
  const token = waitsForToken(state)
  const names = taskNames(token)
  transition.progress = { ...transition.progress, attempt: transition.progress.attempt + 1, ...(token ? { token: around.newToken() } : {}) }
  const bindings = transition.bindings()
  const given = await around.evaluator.value(state.Arguments ?? {}, bindings, 'Arguments')
  if (bytesOf(given) > PAYLOAD_LIMIT) throw tooLarge(transition.progress.state, 'Arguments')
  const call = readCall(given)
  const timeout = await seconds(transition, state, 'TimeoutSeconds', bindings)
  const heartbeat = await seconds(transition, state, 'HeartbeatSeconds', bindings)
  transition.record('TaskScheduled', {
    ...names,
    region: execution.arn.split(':')[3] ?? '',
    parameters: JSON.stringify(given),
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  })
  transition.record('TaskStarted', names)
  transition.progress = {
    ...transition.progress,
    phase: 'invoking',
    call,
    timeoutAt: around.now + (timeout ?? LONGEST_SECONDS) * 1000,
    // A heartbeat is a matter of whoever holds the token: a plain invocation sends none.
    ...(token && heartbeat !== undefined ? { heartbeatSeconds: heartbeat, heartbeatAt: around.now + heartbeat * 1000 } : {}),
  }
}

function readCall(given: Json) {
  if (!isObject(given) || typeof given['FunctionName'] !== 'string' || given['FunctionName'] === '') {
    throw new StateFailure('States.Runtime', "The field 'FunctionName' is required but was missing", { location: 'Arguments' })
  }
  return { functionName: given['FunctionName'], payload: given['Payload'] ?? (given['Payload'] === null ? null : {}) }
}

async function seconds(transition: Transition, state: TaskState, field: 'TimeoutSeconds' | 'HeartbeatSeconds', bindings: Bindings) {
  const given = state[field]
  if (given === undefined) return undefined
  const value = Number(await transition.around.evaluator.typed(given, 'number', bindings, field))
  if (Number.isInteger(value) && value >= 1 && value <= LONGEST_SECONDS) return value
  throw new StateFailure('States.QueryEvaluationError', `The field '${field}' must be a whole number from 1 to ${LONGEST_SECONDS}, but was ${value}`, {
    location: field,
  })
}

/** The function has answered. An answer to an attempt that is over changes nothing. */
export async function taskEnded(transition: Transition, answer: Extract<Trigger, { kind: 'invoked' }>): Promise<void> {
  const { progress, state } = transition
  if (state.Type !== 'Task' || progress.phase !== 'invoking' || progress.attempt !== answer.attempt) return
  const names = taskNames(waitsForToken(state))
  const { outcome } = answer
  if ('error' in outcome) {
    transition.record('TaskFailed', { ...names, ...errorOf(outcome.error, outcome.cause) })
    throw new StateFailure(outcome.error, outcome.cause)
  }
  const result = invocationResult(outcome, answer.requestId, transition.around.now)
  if (bytesOf(outcome.payload) > PAYLOAD_LIMIT) return failTooLarge(transition, names)
  if (!waitsForToken(state)) return succeed(transition, state, result)
  transition.record('TaskSubmitted', { ...names, ...outputOf(result) })
  const { call: _call, ...rest } = transition.progress
  transition.progress = { ...rest, phase: 'token' }
}

function failTooLarge(transition: Transition, names: { resource: string }): never {
  const failure = tooLarge(names.resource)
  transition.record('TaskFailed', { ...names, ...errorOf(failure.error, failure.reason) })
  throw failure
}

async function succeed(transition: Transition, state: TaskState, result: Json): Promise<void> {
  transition.record('TaskSucceeded', { ...taskNames(waitsForToken(state)), ...outputOf(result) })
  await transition.leave(state, '', result, transition.bindings({ result }))
}

/** SendTaskSuccess or SendTaskFailure; it may come before the function that passed the token on has answered. */
export async function answerTask(transition: Transition, answer: Extract<Trigger, { kind: 'succeed' | 'fail' }>): Promise<void> {
  const { state } = transition
  if (state.Type !== 'Task') return
  const names = taskNames(true)
  if (answer.kind === 'fail') {
    transition.record('TaskFailed', { ...names, ...errorOf(answer.error, answer.cause) })
    throw new StateFailure(answer.error, answer.cause)
  }
  if (bytesOf(answer.output) > PAYLOAD_LIMIT) failTooLarge(transition, names)
  await succeed(transition, state, answer.output)
}

/** Moves the heartbeat's limit on; TimeoutSeconds stays. */
export function sendHeartbeat(transition: Transition): void {
  const { heartbeatSeconds } = transition.progress
  if (heartbeatSeconds !== undefined) {
    transition.progress = { ...transition.progress, heartbeatAt: transition.around.now + heartbeatSeconds * 1000 }
  }
}

/** Neither the function nor a person answered in time. AWS reports a missing heartbeat as States.Timeout too. */
export function taskTimedOut(transition: Transition, heartbeat: boolean): never {
  const { state } = transition
  const token = state.Type === 'Task' && waitsForToken(state)
  transition.record('TaskTimedOut', { ...taskNames(token), error: 'States.Timeout' })
  throw new StateFailure('States.Timeout', undefined, { heartbeat })
}

/** What lambda:invoke answers: the function's payload among the facts of the HTTP call. */
function invocationResult(outcome: Extract<Outcome, { payload: Json }>, requestId: string, now: number): JsonObject {
  const headers: Record<string, string> = {
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-Remapped-Content-Length': '0',
    Connection: 'keep-alive',
    'x-amzn-RequestId': requestId,
    'Content-Length': String(bytesOf(outcome.payload)),
    Date: new Date(now).toUTCString(),
    'X-Amzn-Trace-Id': `root=1-${requestId.slice(0, 8)}-${requestId.replaceAll('-', '').slice(8)};sampled=0`,
    'Content-Type': 'application/json',
  }
  return {
    ExecutedVersion: '$LATEST',
    Payload: outcome.payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: 200,
  }
}
