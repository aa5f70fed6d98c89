import { isJsonata, type Exit, type State, type TaskState } from './definition.ts'
import type { Bindings } from './expression.ts'
import { answering, backoff, DEFAULT_ATTEMPTS, StateFailure, tooLarge } from './failure.ts'
import { errorOf, outputOf, variablesOf, type HistoryEvent } from './history.ts'
import { bytesOf, PAYLOAD_LIMIT, type Json, type JsonObject } from './json.ts'
import type { End, Execution, Progress, Surroundings } from './progress.ts'

/** One transition in the making: the events so far, and where the execution stands. */
export class Transition {
  readonly execution: Execution
  readonly around: Surroundings
  readonly events: HistoryEvent[] = []
  progress: Progress
  end: End | undefined

  constructor(execution: Execution, progress: Progress, around: Surroundings) {
    this.execution = execution
    this.progress = progress
    this.around = around
  }

  get state(): State {
    const state = this.execution.machine.States[this.progress.state]
    if (state === undefined) throw new TypeError(`The definition has no state '${this.progress.state}'`)
    return state
  }

  get jsonata(): boolean {
    return isJsonata(this.execution.machine, this.state)
  }

  /** Adds an event that follows the one before. */
  record(type: string, details?: JsonObject, previousEventId = this.progress.previousEventId): number {
    const id = this.progress.lastEventId + 1
    this.events.push({ id, previousEventId, at: this.around.now, type, ...(details === undefined ? {} : { details }) })
    this.progress = { ...this.progress, lastEventId: id, previousEventId: id }
    return id
  }

  /** What expressions of this state see. */
  bindings(more: { result?: Json; errorOutput?: Json } = {}): Bindings {
    const { execution, progress, state } = this
    const context: JsonObject = {
      Execution: {
        Id: execution.arn,
        Input: execution.input,
        StartTime: new Date(execution.startedAt).toISOString(),
        Name: execution.name,
        RoleArn: execution.roleArn,
        RedriveCount: 0,
      },
      StateMachine: { Id: execution.machineArn, Name: execution.machineName },
      State: {
        Name: progress.state,
        EnteredTime: new Date(progress.enteredAt).toISOString(),
        ...(state.Type === 'Task' ? { RetryCount: progress.retryCount } : {}),
      },
      ...(progress.token === undefined ? {} : { Task: { Token: progress.token } }),
    }
    return { ...progress.variables, states: { input: progress.input, context, ...more } }
  }

  /** Leaves the state through `exit`: assigns, writes the output, goes on or ends. */
  async leave(exit: Exit, location: string, output: Json, bindings: Bindings): Promise<void> {
    const { evaluator } = this.around
    const assigned = exit.Assign === undefined ? undefined : await evaluator.value(exit.Assign, bindings, `${location}Assign`)
    // Output sees the variables as they were when the state was entered, never what Assign gives.
    const written = exit.Output === undefined || !this.jsonata ? output : await evaluator.value(exit.Output, bindings, `${location}Output`)
    for (const [field, value] of [['Assign', assigned], ['Output', written]] as const) {
      if (value !== undefined && bytesOf(value) > PAYLOAD_LIMIT) throw tooLarge(this.progress.state, `${location}${field}`)
    }
    const variables = (assigned ?? {}) as JsonObject
    this.record(`${this.state.Type}StateExited`, {
      name: this.progress.state,
      ...outputOf(written),
      ...(assigned === undefined ? {} : variablesOf(variables)),
    })
    if (exit.Next === undefined) this.finish({ status: 'SUCCEEDED', output: written }, 'ExecutionSucceeded', outputOf(written))
    else this.enterNext(exit.Next, written, { ...this.progress.variables, ...variables })
  }

  private enterNext(state: string, input: Json, variables: JsonObject): void {
    const { lastEventId, previousEventId, attempt } = this.progress
    this.progress = {
      phase: 'ready', state, input, variables, lastEventId, previousEventId, attempt,
      enteredAt: 0, enteredEventId: 0, retryCount: 0, retriesUsed: [],
    }
  }

  finish(end: End, type: string, details: JsonObject, previousEventId?: number): void {
    this.record(type, details, previousEventId)
    this.end = end
  }

  /** Ends the execution with a failure that nothing caught. */
  failExecution(failure: StateFailure): void {
    const details = errorOf(failure.error, failure.reason)
    this.finish({ status: 'FAILED', ...details }, 'ExecutionFailed', details)
  }

  /** Retries, catches or ends, in that order. A failed expression leaves an event of its own first. */
  async fail(raised: StateFailure): Promise<void> {
    const failure = this.explained(raised)
    this.recordEvaluation(failure)
    const { state } = this
    if (state.Type !== 'Task') return this.failExecution(failure)
    if (this.retry(state, failure)) return
    const at = answering(state.Catch ?? [], failure)
    const catcher = state.Catch?.[at]
    if (catcher === undefined) return this.failExecution(failure)
    const errorOutput = { Error: failure.error ?? '', Cause: failure.reason ?? '' }
    try {
      await this.leave(catcher, `Catch[${at}]/`, errorOutput, this.bindings({ errorOutput }))
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error
      const second = this.explained(error)
      this.recordEvaluation(second)
      this.failExecution(second)
    }
  }

  private recordEvaluation(failure: StateFailure): void {
    if (failure.location === undefined || failure.error !== 'States.QueryEvaluationError') return
    const details = { ...errorOf(failure.error, failure.reason), location: failure.location, state: this.progress.state }
    // As recorded on AWS: a failure while the state is being entered follows the event before the entry, not the entry.
    const last = this.events.at(-1)
    const entering = last !== undefined && last.id === this.progress.enteredEventId
    this.record('EvaluationFailed', details, entering ? last.previousEventId : undefined)
  }

  /** What the runner itself finds wrong says where; what a function or a person answers passes unchanged. */
  private explained(failure: StateFailure): StateFailure {
    if (failure.location === undefined || failure.reason === undefined) return failure
    const { state, enteredEventId } = this.progress
    const where = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEventId}).`
    return failure.because(`${where} ${failure.reason}`)
  }

  private retry(state: TaskState, failure: StateFailure): boolean {
    const at = answering(state.Retry ?? [], failure)
    const retrier = state.Retry?.[at]
    const used = this.progress.retriesUsed[at] ?? 0
    if (retrier === undefined || used >= (retrier.MaxAttempts ?? DEFAULT_ATTEMPTS)) return false
    const { call: _call, token: _token, timeoutAt: _timeout, heartbeatAt: _beat, heartbeatSeconds: _seconds, ...rest } = this.progress
    const retriesUsed = (state.Retry ?? []).map((_, place) => (rest.retriesUsed[place] ?? 0) + (place === at ? 1 : 0))
    const wakeAt = this.around.now + backoff(retrier, used, this.around.random())
    this.progress = { ...rest, phase: 'backoff', retryCount: rest.retryCount + 1, retriesUsed, wakeAt }
    return true
  }
}
