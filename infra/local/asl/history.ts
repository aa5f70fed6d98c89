import type { Json, JsonObject } from './json.ts'

/** One event of an execution's history. `details` goes under the name that `detailsKey` gives. */
export interface HistoryEvent {
  id: number
  previousEventId: number
  /** milliseconds since 1970 */
  at: number
  type: string
  details?: JsonObject
}

/** Where an event's details stand in GetExecutionHistory: every state has the same two keys, all else has its own. */
function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails'
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails'
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`
}

const whole = { truncated: false }

/** A payload as history carries it: JSON text, and a note that nothing was cut off. */
export const inputOf = (value: Json) => ({ input: JSON.stringify(value), inputDetails: whole })
export const outputOf = (value: Json) => ({ output: JSON.stringify(value), outputDetails: whole })
export const rawInput = (text: string) => ({ input: text, inputDetails: whole })

/** Variables as history carries them: each one JSON text. */
export const variablesOf = (assigned: JsonObject) => ({
  assignedVariables: Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)])),
  assignedVariablesDetails: whole,
})

/** Error and cause, each only when there is one. */
export const errorOf = (error: string | undefined, cause: string | undefined): JsonObject => ({
  ...(error === undefined ? {} : { error }),
  ...(cause === undefined ? {} : { cause }),
})

const DATA = new Set(['input', 'inputDetails', 'output', 'outputDetails', 'assignedVariables', 'assignedVariablesDetails'])

/** An event as the API gives it. Without data, inputs, outputs and variables are left out; task parameters stay, as on AWS. */
export function describeEvent(event: HistoryEvent, withData: boolean): JsonObject {
  const { id, previousEventId, at, type, details } = event
  const kept = details === undefined || withData ? details : Object.fromEntries(Object.entries(details).filter(([key]) => !DATA.has(key)))
  return { timestamp: at / 1000, type, id, previousEventId, ...(kept === undefined ? {} : { [detailsKey(type)]: kept }) }
}
