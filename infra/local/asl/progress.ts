import type { Machine } from './definition.ts'
import type { Evaluator } from './expression.ts'
import type { HistoryEvent } from './history.ts'
import type { Json, JsonObject } from './json.ts'

/** What never changes while an execution runs. Times are milliseconds since 1970. */
export interface Execution {
  arn: string
  name: string
  input: Json
  roleArn: string
  startedAt: number
  machineArn: string
  machineName: string
  machine: Machine
}

/** A call of a function that has been decided and not yet answered; made again after a crash. */
export interface Call {
  functionName: string
  payload: Json
}

/**
 * Where an execution stands; all of it is in the store after every transition.
 * ready: about to enter `state`. waiting: a Wait until `wakeAt`. backoff: a retry at `wakeAt`. invoking: `call` is out.
 * token: submitted, waits for an answer to `token` (which an invoking task may get as well).
 */
export interface Progress {
  phase: 'ready' | 'waiting' | 'backoff' | 'invoking' | 'token'
  state: string
  input: Json
  variables: JsonObject
  lastEventId: number
  /** the event that the next one follows */
  previousEventId: number
  enteredAt: number
  enteredEventId: number
  /** counts task attempts over the whole execution, so that a late answer of an earlier one is known */
  attempt: number
  retryCount: number
  /** attempts given by each retrier of the state */
  retriesUsed: number[]
  wakeAt?: number
  timeoutAt?: number
  heartbeatAt?: number
  heartbeatSeconds?: number
  token?: string
  call?: Call
}

/** How an invocation ended: an answer, an error of the function or of the service. */
export type Outcome = { payload: Json } | { error: string; cause: string | undefined }

/** What may happen to an execution. */
export type Trigger =
  | { kind: 'enter' }
  | { kind: 'due' }
  | { kind: 'invoked'; attempt: number; outcome: Outcome; requestId: string }
  | { kind: 'succeed'; output: Json }
  | { kind: 'fail'; error: string | undefined; cause: string | undefined }
  | { kind: 'heartbeat' }
  | { kind: 'stop'; error: string | undefined; cause: string | undefined }

/** How an execution ended. */
export interface End {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'
  output?: Json
  error?: string
  cause?: string
}

/** What a transition changes: new progress or the end, and the events to write with it. */
export interface Step {
  events: HistoryEvent[]
  progress?: Progress
  end?: End
}

/** What a transition may ask of the world: all of it is handed in. */
export interface Surroundings {
  now: number
  evaluator: Evaluator
  /** a new task token for this execution */
  newToken: () => string
  /** a number in [0, 1) */
  random: () => number
}

/** The next moment at which something happens by itself: a wait, a retry, a timeout; undefined when nothing does. */
export function dueAt(execution: Execution, progress: Progress): number | undefined {
  const limit = execution.machine.TimeoutSeconds
  const end = limit === undefined ? undefined : execution.startedAt + limit * 1000
  const moments = [progress.wakeAt, progress.timeoutAt, progress.heartbeatAt, end]
  const known = moments.filter((moment) => moment !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

/** Where a new execution stands: before its first state, after ExecutionStarted. */
export const beginning = (machine: Machine, input: Json): Progress => ({
  phase: 'ready',
  state: machine.StartAt,
  input,
  variables: {},
  lastEventId: 1,
  // AWS starts the chain at 0 for ExecutionStarted and for the first state alike.
  previousEventId: 0,
  enteredAt: 0,
  enteredEventId: 0,
  attempt: 0,
  retryCount: 0,
  retriesUsed: [],
})
