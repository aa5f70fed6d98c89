import jsonata from 'jsonata'
import { StateFailure } from './failure.ts'
import { addStepFunctions } from './functions.ts'
import { isObject, type Json } from './json.ts'

/** AWS's own ceiling on the depth of one expression; time and length keep one expression from stopping everybody else. */
const GUARDS = { timeout: 2000, stack: 100, sequence: 1_000_000 }

/** Compiled expressions kept; a definition has some dozens. */
const KEPT = 2000

/** The names an expression sees: `states` and the variables, without their dollar. */
export type Bindings = Record<string, unknown>

/** Evaluates the `{% … %}` strings inside a field. */
export interface Evaluator {
  /**
   * The field's value with every expression in it replaced by its result.
   * @param location where the field stands in its state, e.g. `Catch[1]/Output`; nested keys and places are added to it
   * @throws StateFailure States.QueryEvaluationError when an expression fails or gives nothing
   */
  value(field: Json, bindings: Bindings, location: string): Promise<Json>
  /** As `value`, and the result must be of that JSON type. */
  typed(field: Json, type: 'number' | 'string' | 'boolean', bindings: Bindings, location: string): Promise<Json>
}

/** The expression inside `{% … %}`, or undefined for any other string. AWS takes no blanks around the marks. */
export const expressionIn = (text: string): string | undefined =>
  text.length >= 4 && text.startsWith('{%') && text.endsWith('%}') ? text.slice(2, -2).trim() : undefined

const queryError = (expression: string, location: string, what: string) =>
  new StateFailure('States.QueryEvaluationError', `The JSONata expression '${expression}' specified for the field '${location}' ${what}`, {
    location,
  })

const isFunction = (value: unknown) =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value))

/** A plain copy of a result. A number that is not finite becomes the word that JavaScript writes for it, as on AWS. */
function plain(value: unknown, unsupported: () => StateFailure): Json | undefined {
  if (isFunction(value)) throw unsupported()
  if (Array.isArray(value)) return value.map((item) => plain(item, unsupported) ?? null)
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, plain(item, unsupported)] as const)
    return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined))
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return value === null || typeof value === 'string' || typeof value === 'boolean' ? value : undefined
}

/** The end of AWS's sentence: JSONata's own errors have a code, those of the added functions and of AWS's limits have none. */
function detailOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return code === undefined ? `: ${String(message ?? error)}` : `. ${code}: ${message ?? ''}`
}

const typeName = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** An evaluator whose $now() and $millis() follow the given clock (milliseconds since 1970). */
export function createEvaluator(now: () => number): Evaluator {
  const compiled = new Map<string, jsonata.Expression>()
  const formatted = jsonata('$fromMillis($at, $picture, $timezone)')

  function compile(text: string): jsonata.Expression {
    const known = compiled.get(text)
    if (known !== undefined) return known
    const expression = jsonata(text, GUARDS)
    addStepFunctions(expression)
    expression.registerFunction('millis', () => now(), '<:n>')
    const format = (picture?: string, timezone?: string) => formatted.evaluate(undefined, { at: now(), picture, timezone })
    expression.registerFunction('now', format, '<s?s?:s>')
    if (compiled.size >= KEPT) compiled.clear()
    compiled.set(text, expression)
    return expression
  }

  async function run(expression: string, bindings: Bindings, location: string): Promise<Json> {
    let result: unknown
    try {
      // No context item: the input is reached as $states.input only.
      result = await compile(expression).evaluate(undefined, bindings)
    } catch (error) {
      throw queryError(expression, location, `threw an error during evaluation${detailOf(error)}`)
    }
    const value = plain(result, () => queryError(expression, location, 'returned an unsupported result type.'))
    if (value === undefined) throw queryError(expression, location, 'returned nothing (undefined).')
    return value
  }

  async function value(field: Json, bindings: Bindings, location: string): Promise<Json> {
    if (typeof field === 'string') {
      const expression = expressionIn(field)
      return expression === undefined ? field : run(expression, bindings, location)
    }
    if (Array.isArray(field)) {
      const items: Json[] = []
      for (const [at, item] of field.entries()) items.push(await value(item, bindings, `${location}[${at}]`))
      return items
    }
    if (!isObject(field)) return field
    const entries: [string, Json][] = []
    for (const [key, item] of Object.entries(field)) entries.push([key, await value(item, bindings, `${location}/${key}`)])
    return Object.fromEntries(entries)
  }

  return {
    value,
    async typed(field, type, bindings, location) {
      const result = await value(field, bindings, location)
      if (typeof result === type) return result
      const expression = typeof field === 'string' ? (expressionIn(field) ?? field) : JSON.stringify(field)
      const was = `but was '${typeName(result)}' for value: ${JSON.stringify(result)}`
      throw queryError(expression, location, `returned an unexpected result type. Expected '${type}', ${was}`)
    },
  }
}
