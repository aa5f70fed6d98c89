import type { Json, JsonObject } from './json.ts'
import { lintDefinition, type Problem } from './lint.ts'

export { lintDefinition, type Problem } from './lint.ts'

/** One entry of a Task's Retry; seconds are whole, defaults as in the Amazon States Language. */
export interface Retrier {
  ErrorEquals: string[]
  IntervalSeconds?: number
  MaxAttempts?: number
  BackoffRate?: number
  MaxDelaySeconds?: number
  JitterStrategy?: 'FULL' | 'NONE'
}

/** What a state, a Choice rule and a catcher share when they are left. */
export interface Exit {
  Next?: string
  End?: boolean
  Output?: Json
  Assign?: JsonObject
}

/** One entry of a Task's Catch. */
export interface Catcher extends Exit {
  ErrorEquals: string[]
}

/** One rule of a Choice. */
interface Rule extends Exit {
  Condition: Json
}

interface Common extends Exit {
  QueryLanguage?: string
}

interface PassState extends Common {
  Type: 'Pass'
  Result?: Json
}

export interface TaskState extends Common {
  Type: 'Task'
  Resource: string
  Arguments?: Json
  Retry?: Retrier[]
  Catch?: Catcher[]
  TimeoutSeconds?: number | string
  HeartbeatSeconds?: number | string
}

export interface ChoiceState extends Common {
  Type: 'Choice'
  Choices: Rule[]
  Default?: string
}

export interface WaitState extends Common {
  Type: 'Wait'
  Seconds?: number | string
  Timestamp?: string
}

interface SucceedState extends Common {
  Type: 'Succeed'
}

export interface FailState extends Common {
  Type: 'Fail'
  Error?: string
  Cause?: string
}

/** A state of a kind that this runner runs. */
export type State = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState

/** A machine that passed the lint. */
export interface Machine {
  StartAt: string
  States: Record<string, State>
  QueryLanguage?: string
  TimeoutSeconds?: number
}

/** True when the task waits for SendTaskSuccess or SendTaskFailure. */
export const waitsForToken = (state: TaskState): boolean => state.Resource.endsWith('.waitForTaskToken')

/** A state's language: its own word, else the machine's, else JSONPath. */
export const isJsonata = (machine: { QueryLanguage?: string }, state: { QueryLanguage?: string }): boolean =>
  (state.QueryLanguage ?? machine.QueryLanguage) === 'JSONata'

/** Turns a definition's text into a machine, or gives every problem that stands in the way (never warnings). */
export function parseDefinition(text: string): { machine: Machine } | { problems: Problem[] } {
  const problems = lintDefinition(text).filter((problem) => problem.severity === 'ERROR')
  // The lint has checked every field that the interfaces above name.
  return problems.length > 0 ? { problems } : { machine: JSON.parse(text) as Machine }
}
