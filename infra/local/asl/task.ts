import { waitsForToken, type TaskState } from './definition.ts'
import type { Bindings } from './expression.ts'
import { StateFailure, tooLarge } from './failure.ts'
import { bytesOf, isObject, PAYLOAD_LIMIT, type Json, type JsonObject } from './json.ts'
import type { Call, Outcome, Trigger } from './progress.ts'
import { isInvoke, taskEvents } from './task-events.ts'
import type { Transition } from './transition.ts'

/** The longest that a Task may take when it does not say so itself: AWS's default, three years. */
const LONGEST_SECONDS = 99_999_999

const eventsOf = (transition: Transition, state: TaskState) => taskEvents(state.Resource, transition.execution.arn.split(':')[3] ?? '')

/** Starts an attempt: a new token, fresh Arguments, and the call that the runner makes once this is in the store. */
export async function startTask(transition: Transition, state: TaskState): Promise<void> {
  const { around } = transition
  const token = waitsForToken(state)
  const events = eventsOf(transition, state)
  transition.progress = { ...transition.progress, attempt: transition.progress.attempt + 1, ...(token ? { token: around.newToken() } : {}) }
  const bindings = transition.bindings()
  const given = state.Arguments === undefined
    ? transition.progress.input
    : await around.evaluator.value(state.Arguments, bindings, 'Arguments')
  if (bytesOf(given) > PAYLOAD_LIMIT) throw tooLarge(transition.progress.state, 'Arguments')
  const call = isInvoke(state.Resource) ? readCall(given) : { functionName: state.Resource, payload: given }
  const timeout = await seconds(transition, state, 'TimeoutSeconds', bindings)
  const heartbeat = await seconds(transition, state, 'HeartbeatSeconds', bindings)
  transition.record(...events.scheduled(given, {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
  }))
  transition.record(...events.started)
  transition.progress = {
    ...transition.progress,
    phase: 'invoking',
    call,
    timeoutAt: around.now + (timeout ?? LONGEST_SECONDS) * 1000,
    // A heartbeat is a matter of whoever holds the token: a plain invocation sends none.
    ...(token && heartbeat !== undefined ? { heartbeatSeconds: heartbeat, heartbeatAt: around.now + heartbeat * 1000 } : {}),
  }
}

function readCall(given: Json): Call {
  if (!isObject(given) || typeof given['FunctionName'] !== 'string' || given['FunctionName'] === '') {
    throw new StateFailure('States.Runtime', "The field 'FunctionName' is required but was missing", { location: 'Arguments' })
  }
  const { FunctionName: functionName, Payload: payload } = given
  return { functionName, payload: payload === undefined ? {} : payload }
}

async function seconds(transition: Transition, state: TaskState, field: 'TimeoutSeconds' | 'HeartbeatSeconds', bindings: Bindings) {
  const given = state[field]
  if (given === undefined) return undefined
  const value = Number(await transition.around.evaluator.typed(given, 'number', bindings, field))
  if (Number.isInteger(value) && value >= 1 && value <= LONGEST_SECONDS) return value
  const reason = `The field '${field}' must be a whole number from 1 to ${LONGEST_SECONDS}, but was ${value}`
  throw new StateFailure('States.QueryEvaluationError', reason, {
    location: field,
  })
}

/** The function has answered. An answer to an attempt that is over changes nothing. */
export async function taskEnded(transition: Transition, answer: Extract<Trigger, { kind: 'invoked' }>): Promise<void> {
  const { progress, state } = transition
  if (state.Type !== 'Task' || progress.phase !== 'invoking' || progress.attempt !== answer.attempt) return
  const { outcome } = answer
  if ('error' in outcome) return fail(transition, state, new StateFailure(outcome.error, outcome.cause))
  if (bytesOf(outcome.payload) > PAYLOAD_LIMIT) return fail(transition, state, tooLarge(resultName(state)))
  const result = isInvoke(state.Resource) ? invocationResult(outcome, answer.requestId, transition.around.now) : outcome.payload
  if (!waitsForToken(state)) return succeed(transition, state, result)
  transition.record(...eventsOf(transition, state).submitted(result))
  const { call: _call, ...rest } = transition.progress
  transition.progress = { ...rest, phase: 'token' }
}

const resultName = ({ Resource: resource }: TaskState) =>
  isInvoke(resource) ? resource.slice(resource.lastIndexOf(':') + 1) : resource

function fail(transition: Transition, state: TaskState, failure: StateFailure): never {
  transition.record(...eventsOf(transition, state).failed(failure.error, failure.reason))
  throw failure
}

async function succeed(transition: Transition, state: TaskState, result: Json): Promise<void> {
  transition.record(...eventsOf(transition, state).succeeded(result))
  await transition.leave(state, '', result, transition.bindings({ result }))
}

/** SendTaskSuccess or SendTaskFailure; it may come before the function that passed the token on has answered. */
export async function answerTask(transition: Transition, answer: Extract<Trigger, { kind: 'succeed' | 'fail' }>): Promise<void> {
  const { state } = transition
  if (state.Type !== 'Task') return
  if (answer.kind === 'fail') return fail(transition, state, new StateFailure(answer.error, answer.cause))
  if (bytesOf(answer.output) > PAYLOAD_LIMIT) return fail(transition, state, tooLarge(resultName(state)))
  await succeed(transition, state, answer.output)
}

/** Moves the heartbeat's limit on; TimeoutSeconds stays. */
export function sendHeartbeat(transition: Transition): void {
  const { heartbeatSeconds } = transition.progress
  if (heartbeatSeconds !== undefined) {
    transition.progress = { ...transition.progress, heartbeatAt: transition.around.now + heartbeatSeconds * 1000 }
  }
}

/** Neither the function nor a person answered in time. */
export function taskTimedOut(transition: Transition, heartbeat: boolean): void {
  const { state } = transition
  if (state.Type !== 'Task') return
  transition.record(...eventsOf(transition, state).timedOut)
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
