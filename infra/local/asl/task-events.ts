import { INVOKE } from './fields.ts'
import { errorOf, inputOf, outputOf } from './history.ts'
import type { Json, JsonObject } from './json.ts'

/** An event in the making: its type and its details. */
type Event = readonly [type: string, details?: JsonObject]

/** How the attempts of one Task are told in history. */
export interface TaskEvents {
  scheduled: (given: Json, limits: { timeoutInSeconds?: number; heartbeatInSeconds?: number }) => Event
  started: Event
  submitted: (result: Json) => Event
  succeeded: (result: Json) => Event
  failed: (error: string | undefined, cause: string | undefined) => Event
  /** AWS reports a missing heartbeat as States.Timeout too. */
  timedOut: Event
}

/** True for lambda:invoke and its token form; false for a function's own ARN, whose history and result are of an older shape. */
export const isInvoke = (resource: string): boolean => INVOKE.test(resource)

function invokeEvents(resource: string, region: string): TaskEvents {
  const names = { resource: resource.slice(resource.lastIndexOf(':') + 1), resourceType: 'lambda' }
  return {
    scheduled: (given, limits) => ['TaskScheduled', { ...names, region, parameters: JSON.stringify(given), ...limits }],
    started: ['TaskStarted', names],
    submitted: (result) => ['TaskSubmitted', { ...names, ...outputOf(result) }],
    succeeded: (result) => ['TaskSucceeded', { ...names, ...outputOf(result) }],
    failed: (error, cause) => ['TaskFailed', { ...names, ...errorOf(error, cause) }],
    timedOut: ['TaskTimedOut', { ...names, error: 'States.Timeout' }],
  }
}

function functionEvents(resource: string): TaskEvents {
  return {
    scheduled: (given, { timeoutInSeconds }) => [
      'LambdaFunctionScheduled',
      { resource, ...inputOf(given), ...(timeoutInSeconds === undefined ? {} : { timeoutInSeconds }) },
    ],
    started: ['LambdaFunctionStarted'],
    submitted: (result) => ['LambdaFunctionSucceeded', outputOf(result)],
    succeeded: (result) => ['LambdaFunctionSucceeded', outputOf(result)],
    failed: (error, cause) => ['LambdaFunctionFailed', errorOf(error, cause)],
    timedOut: ['LambdaFunctionTimedOut', { error: 'States.Timeout' }],
  }
}

/** The events of a Task with this resource. */
export const taskEvents = (resource: string, region: string): TaskEvents =>
  isInvoke(resource) ? invokeEvents(resource, region) : functionEvents(resource)
