import { randomUUID } from 'node:crypto'
import type { Machine } from './definition.ts'
import { createEvaluator } from './expression.ts'
import { rawInput, type HistoryEvent } from './history.ts'
import { bareName, outcomeOf, type Invoke } from './invoke.ts'
import type { Json } from './json.ts'
import { advance } from './machine.ts'
import { beginning, dueAt, type Execution, type Outcome, type Progress, type Step, type Trigger } from './progress.ts'
import type { ExecutionRow, MachineRow, Store } from './store.ts'
import { executionOf, newToken } from './token.ts'

/** setTimeout takes no more than this; a later moment is looked at again then. */
const LONGEST_TIMER = 2 ** 31 - 1
/** How many due executions are moved side by side. */
const DUE_AT_ONCE = 200
/** Definitions kept parsed. */
const DEFINITIONS_KEPT = 500
/** How long a write that failed (a full disk) waits before it is tried again. */
const RETRY_WRITE_MS = 1000
/** How long `close` waits for calls that are out, before it leaves them to be made again at the next start. */
const CLOSING_GRACE_MS = 2000

/** What became of an answer to a task token. */
export type Answered = 'accepted' | 'gone' | 'unknown' | 'invalid'

export type Engine = ReturnType<typeof createEngine>

interface Flight {
  attempt: number
  abort: AbortController
  done: Promise<void>
}

/** Moves executions on: one transition at a time each, every one in the store before its effects begin. */
export function createEngine(store: Store, now: () => number, invoke: Invoke) {
  const evaluator = createEvaluator(now)
  const queues = new Map<number, Promise<unknown>>()
  const flights = new Map<number, Flight>()
  const definitions = new Map<number, Machine>()
  let closing = false
  let timer: NodeJS.Timeout | undefined
  let armedFor = Number.POSITIVE_INFINITY
  let firing: Promise<void> | undefined

  /** Runs work of one execution after all earlier work of it. */
  function inTurn<T>(id: number, work: () => Promise<T>): Promise<T> {
    const turn = (queues.get(id) ?? Promise.resolve()).then(work, work)
    queues.set(id, turn)
    const clear = () => {
      if (queues.get(id) === turn) queues.delete(id)
    }
    turn.then(clear, clear)
    return turn
  }

  function machineOf(row: ExecutionRow): Machine {
    const known = definitions.get(row.definitionId)
    if (known !== undefined) return known
    // What is in the store passed the lint when it was created.
    const machine = JSON.parse(row.definition) as Machine
    if (definitions.size >= DEFINITIONS_KEPT) definitions.clear()
    definitions.set(row.definitionId, machine)
    return machine
  }

  const executionFrom = (row: ExecutionRow): Execution => ({
    arn: row.arn,
    name: row.name,
    input: JSON.parse(row.input) as Json,
    roleArn: row.roleArn,
    startedAt: row.started,
    machineArn: row.machineArn,
    machineName: row.machineName,
    machine: machineOf(row),
  })

  /** One transition of a running execution; must be called in its turn. */
  async function move(row: ExecutionRow, trigger: Trigger): Promise<void> {
    const execution = executionFrom(row)
    const before = JSON.parse(row.progress ?? 'null') as Progress
    const deleting = trigger.kind === 'enter' && store.machine(row.machineArn)?.status !== 'ACTIVE'
    const around = { now: now(), evaluator, newToken: () => newToken(row.id), random: Math.random }
    const step = await advanceSafely(execution, before, deleting ? { kind: 'stop', error: undefined, cause: undefined } : trigger, around)
    if (step.end !== undefined) store.end(row.id, row.machineArn, step.events, step.end, around.now)
    else if (step.progress !== undefined && step.progress !== before) {
      const due = dueAt(execution, step.progress)
      store.advance(row.id, step.events, step.progress, due)
      arm(due)
    }
    follow(row.id, step.progress)
  }

  async function advanceSafely(...[execution, progress, trigger, around]: Parameters<typeof advance>): Promise<Step> {
    try {
      return await advance(execution, progress, trigger, around)
    } catch (error) {
      // A fault of the runner's own must not leave an execution standing for ever: it fails, and says what happened.
      console.error(`asl: ${execution.arn}`, error)
      const details = { error: 'States.Runtime', cause: `The runner failed: ${String(error)}` }
      const id = progress.lastEventId + 1
      const event: HistoryEvent = { id, previousEventId: progress.previousEventId, at: around.now, type: 'ExecutionFailed', details }
      return { events: [event], end: { status: 'FAILED', ...details } }
    }
  }

  /** Begins what the new progress asks for, and ends a call that nobody waits for any more. */
  function follow(id: number, progress: Progress | undefined): void {
    const flight = flights.get(id)
    if (flight !== undefined && (progress?.phase !== 'invoking' || progress.attempt !== flight.attempt)) {
      flights.delete(id)
      flight.abort.abort()
    }
    if (closing || progress === undefined) return
    if (progress.phase === 'ready') void trigger(id, { kind: 'enter' })
    if (progress.phase === 'invoking' && !flights.has(id)) call(id, progress)
  }

  function call(id: number, progress: Progress): void {
    const { attempt, call: wanted } = progress
    if (wanted === undefined) return
    const abort = new AbortController()
    const done = (async () => {
      const outcome = await outcomeFrom(wanted.functionName, wanted.payload, abort.signal)
      if (flights.get(id)?.abort !== abort) return
      flights.delete(id)
      await trigger(id, { kind: 'invoked', attempt, outcome, requestId: randomUUID() })
    })()
    flights.set(id, { attempt, abort, done })
  }

  async function outcomeFrom(functionName: string, payload: Json, signal: AbortSignal): Promise<Outcome> {
    try {
      return outcomeOf(await invoke(bareName(functionName), payload, signal))
    } catch (error) {
      return { error: 'Lambda.SdkClientException', cause: String((error as { message?: string }).message ?? error) }
    }
  }

  /** Something happened to an execution of itself. Tried again until it is in the store, for nobody else will. */
  async function trigger(id: number, what: Trigger): Promise<void> {
    for (;;) {
      try {
        await inTurn(id, async () => {
          const row = store.executionById(id)
          if (row?.status === 'RUNNING' && !(closing && what.kind !== 'invoked')) await move(row, what)
        })
        return
      } catch (error) {
        if (closing) return
        console.error(`asl: execution ${id} could not be moved on`, error)
        await new Promise((resolve) => setTimeout(resolve, RETRY_WRITE_MS))
      }
    }
  }

  /** Sets the one timer for the next due moment, if that is earlier than what it is set for. */
  function arm(due: number | undefined): void {
    if (closing || due === undefined || due >= armedFor) return
    armedFor = due
    clearTimeout(timer)
    timer = setTimeout(fire, Math.min(Math.max(due - now(), 0), LONGEST_TIMER))
  }

  function rearm(): void {
    armedFor = Number.POSITIVE_INFINITY
    clearTimeout(timer)
    arm(store.nextDue())
  }

  function fire(): void {
    firing ??= moveDue().finally(() => {
      firing = undefined
      if (!closing) rearm()
    })
  }

  async function moveDue(): Promise<void> {
    for (;;) {
      const ids = closing ? [] : store.dueBy(now(), DUE_AT_ONCE)
      if (ids.length === 0) return
      await Promise.all(ids.map((id) => trigger(id, { kind: 'due' })))
    }
  }

  /** Takes up what the last run of this program left: states to enter, calls to make again, moments that have passed. */
  function resume(): void {
    for (const id of store.unfinished()) {
      void inTurn(id, async () => {
        const row = store.executionById(id)
        if (row?.status === 'RUNNING') follow(id, JSON.parse(row.progress ?? 'null') as Progress)
      })
    }
    rearm()
  }

  return {
    resume,

    /** The clock jumped: looks again at what is due. */
    wake: rearm,

    /** Adds an execution and sets it going. The caller has made sure that the name is free. */
    start(machine: MachineRow, arn: string, name: string, input: string): number {
      const startedAt = now()
      const definition = JSON.parse(machine.definition) as Machine
      const progress = beginning(definition, JSON.parse(input) as Json)
      const details = { ...rawInput(input), roleArn: machine.roleArn }
      const first: HistoryEvent = { id: 1, previousEventId: 0, at: startedAt, type: 'ExecutionStarted', details }
      const due = definition.TimeoutSeconds === undefined ? undefined : startedAt + definition.TimeoutSeconds * 1000
      const id = store.addExecution(machine, arn, name, input, progress, first, due)
      arm(due)
      void trigger(id, { kind: 'enter' })
      return startedAt
    },

    /** Ends a running execution; one that has ended already stays as it is. */
    stop: (id: number, error: string | undefined, cause: string | undefined): Promise<void> =>
      inTurn(id, async () => {
        const row = store.executionById(id)
        if (row?.status === 'RUNNING') await move(row, { kind: 'stop', error, cause })
      }),

    /** An answer or a heartbeat to a task token. What was due by the clock comes first, even if the timer has not said so yet. */
    async answer(token: string, what: Extract<Trigger, { kind: 'succeed' | 'fail' | 'heartbeat' }>): Promise<Answered> {
      const id = executionOf(token)
      if (id === undefined) return 'invalid'
      return inTurn(id, async () => {
        const row = store.executionById(id)
        if (row === undefined) return 'unknown'
        const progress = JSON.parse(row.progress ?? 'null') as Progress | null
        if (progress?.token !== token) return 'gone'
        const due = dueAt(executionFrom(row), progress)
        const late = due !== undefined && due <= now()
        await move(row, late ? { kind: 'due' } : what)
        return late ? 'gone' : 'accepted'
      })
    },

    /** Stops moving. Answers of calls that come in within a moment are kept; the others are called again at the next start. */
    async close(): Promise<void> {
      closing = true
      clearTimeout(timer)
      const out = [...flights.values()]
      let grace: NodeJS.Timeout | undefined
      const graceOver = new Promise((resolve) => (grace = setTimeout(resolve, CLOSING_GRACE_MS)))
      await Promise.race([Promise.allSettled(out.map((flight) => flight.done)), graceOver])
      clearTimeout(grace)
      for (const flight of flights.values()) flight.abort.abort()
      flights.clear()
      await firing
      await Promise.allSettled(queues.values())
    },
  }
}
