import type { ChoiceState, FailState, WaitState } from './definition.ts'
import { StateFailure } from './failure.ts'
import { errorOf, inputOf } from './history.ts'
import { instantOf } from './instant.ts'
import { dueAt, type Execution, type Progress, type Step, type Surroundings, type Trigger } from './progress.ts'
import { answerTask, sendHeartbeat, startTask, taskEnded, taskTimedOut } from './task.ts'
import { Transition } from './transition.ts'

/** AWS ends an execution whose history would pass this length. */
const LONGEST_HISTORY = 25_000
/** What one transition may write at most: an exit, an evaluation failure and an end, and some air. */
const LONGEST_STEP = 10

/**
 * One transition: what happened to an execution → where it stands now, and the events of its history. Changes nothing itself;
 * a trigger that no longer concerns the execution (a late answer) gives a step without events and with the same progress.
 */
export async function advance(execution: Execution, progress: Progress, trigger: Trigger, around: Surroundings): Promise<Step> {
  const transition = new Transition(execution, progress, around)
  try {
    await apply(transition, trigger)
  } catch (error) {
    if (!(error instanceof StateFailure)) throw error
    await transition.fail(error)
  }
  const { events, end } = transition
  return end === undefined ? { events, progress: transition.progress } : { events, end }
}

async function apply(transition: Transition, trigger: Trigger): Promise<void> {
  switch (trigger.kind) {
    case 'stop': {
      const details = errorOf(trigger.error, trigger.cause)
      return transition.finish({ status: 'ABORTED', ...details }, 'ExecutionAborted', details, 0)
    }
    case 'enter':
      return transition.progress.phase === 'ready' ? enter(transition) : undefined
    case 'due':
      return due(transition)
    case 'invoked':
      return taskEnded(transition, trigger)
    case 'succeed':
    case 'fail':
      return answerTask(transition, trigger)
    case 'heartbeat':
      return sendHeartbeat(transition)
  }
}

async function enter(transition: Transition): Promise<void> {
  const { execution, progress, around } = transition
  if (overdue(execution, around.now)) return timeOut(transition)
  if (progress.lastEventId > LONGEST_HISTORY - LONGEST_STEP) {
    const reason = `The execution reached the maximum number of history events (${LONGEST_HISTORY}).`
    return transition.failExecution(new StateFailure('States.Runtime', reason))
  }
  const { state } = transition
  const id = transition.record(`${state.Type}StateEntered`, { name: progress.state, ...inputOf(progress.input) })
  transition.progress = { ...transition.progress, enteredAt: around.now, enteredEventId: id }
  switch (state.Type) {
    case 'Pass':
      return transition.leave(state, '', transition.jsonata ? progress.input : (state.Result ?? progress.input), transition.bindings())
    case 'Succeed':
      return transition.leave(state, '', progress.input, transition.bindings())
    case 'Fail':
      return failState(transition, state)
    case 'Choice':
      return choose(transition, state)
    case 'Wait':
      return wait(transition, state)
    case 'Task':
      return startTask(transition, state)
  }
}

async function failState(transition: Transition, state: FailState): Promise<void> {
  const read = async (field: 'Error' | 'Cause') => {
    const given = state[field]
    if (given === undefined || !transition.jsonata) return given
    return String(await transition.around.evaluator.typed(given, 'string', transition.bindings(), field))
  }
  const error = await read('Error')
  transition.failExecution(new StateFailure(error, await read('Cause')))
}

async function choose(transition: Transition, state: ChoiceState): Promise<void> {
  const { input } = transition.progress
  const bindings = transition.bindings()
  for (const [at, rule] of state.Choices.entries()) {
    const met = await transition.around.evaluator.typed(rule.Condition, 'boolean', bindings, `Choices[${at}]/Condition`)
    if (met === true) return transition.leave(rule, `Choices[${at}]/`, input, bindings)
  }
  if (state.Default !== undefined) return transition.leave({ ...state, Next: state.Default }, '', input, bindings)
  const { state: name, enteredEventId } = transition.progress
  transition.failExecution(new StateFailure(
    'States.Runtime',
    `An error occurred while executing the state '${name}' (entered at the event id #${enteredEventId}). ` +
      'Failed to transition out of the state. The state does not point to a next state.',
  ))
}

async function wait(transition: Transition, state: WaitState): Promise<void> {
  const { evaluator, now } = transition.around
  const bindings = transition.bindings()
  let wakeAt: number
  if (state.Seconds === undefined) {
    const given = state.Timestamp ?? ''
    const timestamp = transition.jsonata ? await evaluator.typed(given, 'string', bindings, 'Timestamp') : given
    const at = instantOf(timestamp)
    if (at === undefined) {
      throw new StateFailure(
        'States.QueryEvaluationError',
        `The field 'Timestamp' is not a valid ISO-8601 extended offset date-time format string: ${String(timestamp)}`,
        { location: 'Timestamp' },
      )
    }
    wakeAt = at
  } else {
    const seconds = Number(transition.jsonata ? await evaluator.typed(state.Seconds, 'number', bindings, 'Seconds') : state.Seconds)
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 99_999_999) {
      const reason = `The field 'Seconds' must be a whole number from 0 to 99999999, but was ${seconds}`
      throw new StateFailure('States.QueryEvaluationError', reason, {
        location: 'Seconds',
      })
    }
    wakeAt = now + seconds * 1000
  }
  transition.progress = { ...transition.progress, phase: 'waiting', wakeAt }
}

const overdue = (execution: Execution, now: number) =>
  execution.machine.TimeoutSeconds !== undefined && execution.startedAt + execution.machine.TimeoutSeconds * 1000 <= now

function timeOut(transition: Transition): void {
  // AWS names the error in the event only: DescribeExecution has neither error nor cause.
  transition.finish({ status: 'TIMED_OUT' }, 'ExecutionTimedOut', { error: 'States.Timeout' }, 0)
}

/** The clock reached a moment of this execution. When it jumped over several, the earliest happens. */
async function due(transition: Transition): Promise<void> {
  const { execution, progress, around } = transition
  const at = dueAt(execution, progress)
  if (at === undefined || at > around.now) return
  if (at === progress.wakeAt) {
    const { wakeAt: _done, ...rest } = progress
    transition.progress = rest
    const { state } = transition
    if (progress.phase === 'backoff' && state.Type === 'Task') return startTask(transition, state)
    return transition.leave(state, '', progress.input, transition.bindings())
  }
  if (at === progress.timeoutAt || at === progress.heartbeatAt) return taskTimedOut(transition, at !== progress.timeoutAt)
  timeOut(transition)
}
