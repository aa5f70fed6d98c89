import type { Catcher, Retrier } from './definition.ts'

/**
 * A failure of a state, as Step Functions names it.
 * `heartbeat` marks a States.Timeout that a missing heartbeat caused: AWS reports it as States.Timeout, and it matches
 * States.HeartbeatTimeout too. `location` is the field whose expression failed.
 */
export class StateFailure extends Error {
  readonly error: string | undefined
  readonly reason: string | undefined
  readonly location: string | undefined
  readonly heartbeat: boolean

  constructor(error: string | undefined, reason?: string, more: { location?: string; heartbeat?: boolean } = {}) {
    super(reason ?? error ?? 'failed')
    this.error = error
    this.reason = reason
    this.location = more.location
    this.heartbeat = more.heartbeat ?? false
  }

  /** The same failure with another cause. */
  because(reason: string): StateFailure {
    return new StateFailure(this.error, reason, {
      heartbeat: this.heartbeat,
      ...(this.location === undefined ? {} : { location: this.location }),
    })
  }
}

/** The failure of a payload that is over the limit. */
export const tooLarge = (what: string, location?: string) =>
  new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    location === undefined ? {} : { location },
  )

/**
 * Does a name in ErrorEquals match the failure? States.Runtime is never caught; States.ALL leaves States.DataLimitExceeded
 * alone; States.TaskFailed is every error but States.Timeout.
 * Source: Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
function matches(name: string, failure: StateFailure): boolean {
  if (failure.error === 'States.Runtime') return false
  if (name === 'States.ALL') return failure.error !== 'States.DataLimitExceeded'
  if (name === 'States.TaskFailed') return failure.error !== 'States.Timeout'
  if (name === 'States.HeartbeatTimeout' && failure.heartbeat) return true
  return name === failure.error
}

/** The place of the first retrier or catcher that answers the failure, or -1. */
export const answering = (entries: readonly (Retrier | Catcher)[], failure: StateFailure): number =>
  entries.findIndex((entry) => entry.ErrorEquals.some((name) => matches(name, failure)))

/**
 * Milliseconds before the next attempt.
 * @param used attempts that this retrier has already given (0 before the first retry)
 * @param random a number in [0, 1), used by JitterStrategy FULL
 */
export function backoff(retrier: Retrier, used: number, random: number): number {
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used
  const capped = Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY)
  return Math.round(capped * 1000 * (retrier.JitterStrategy === 'FULL' ? random : 1))
}

/** How often a retrier may try again when it does not say so itself. */
export const DEFAULT_ATTEMPTS = 3
