import { SCHEMA, lintLanguage, positiveInteger, textOf, unknownFields, type Report } from './checks.ts'
import { MACHINE_FIELDS } from './fields.ts'
import { isObject, parseJson, type Json, type JsonObject } from './json.ts'
import { lintState } from './lint-state.ts'

/** Something wrong with a definition: where, and a sentence. A WARNING does not stop a machine from being created. */
export interface Problem {
  severity: 'ERROR' | 'WARNING'
  /** Step Functions' code, or NOT_SUPPORTED for what AWS runs and this runner does not. */
  code: string
  path: string
  message: string
}

const TARGET = 'MISSING_TRANSITION_TARGET'


/** Every problem of a definition (its text, or the parsed object) at once, in the order of its states. */
export function lintDefinition(definition: string | object): Problem[] {
  const problems: Problem[] = []
  const report: Report = (code, path, message) => problems.push({ severity: 'ERROR', code, path, message })
  const warn: Report = (code, path, message) => problems.push({ severity: 'WARNING', code, path, message })
  const parsed = typeof definition === 'string' ? parseJson(definition) : (definition as Json)
  if (parsed === undefined && definition !== '') report('INVALID_JSON_DESCRIPTION', '/', 'The definition is not JSON.')
  else if (!isObject(parsed)) report(SCHEMA, '/', 'Definition must be a valid JSON object')
  else lintMachine(parsed, report, warn)
  return problems
}

function lintMachine(machine: JsonObject, report: Report, warn: Report): void {
  const missing = ['States', 'StartAt'].filter((field) => machine[field] === undefined)
  if (missing.length > 0) report(SCHEMA, '/', `These fields are required: [${missing.join(', ')}]`)
  unknownFields(machine, MACHINE_FIELDS, '', report)
  lintLanguage(machine['QueryLanguage'], '/QueryLanguage', report)
  if (machine['TimeoutSeconds'] !== undefined) positiveInteger(machine['TimeoutSeconds'], '/TimeoutSeconds', report)
  const states = machine['States']
  if (states === undefined) return
  if (!isObject(states) || Object.keys(states).length === 0) {
    report(SCHEMA, '/States', 'States must be an object with at least one state')
    return
  }
  for (const [name, state] of Object.entries(states)) {
    const path = `/States/${name}`
    if (name.length === 0 || name.length > 80) report(SCHEMA, path, 'A state name has 1 to 80 characters')
    if (isObject(state)) lintState(state, path, textOf(machine['QueryLanguage']), report, warn)
    else report(SCHEMA, path, 'A state must be an object')
  }
  lintGraph(textOf(machine['StartAt']), states, report)
}

/** Targets that do not exist, states that nothing leads to, and machines that never end. */
function lintGraph(start: string | undefined, states: JsonObject, report: Report): void {
  const reached = new Set<string>()
  const queue: string[] = []
  const go = (target: Json | undefined, path: string) => {
    if (typeof target !== 'string') return
    if (!Object.hasOwn(states, target)) report(TARGET, path, `Missing '${path.slice(path.lastIndexOf('/') + 1)}' target: ${target}`)
    else if (!reached.has(target)) {
      reached.add(target)
      queue.push(target)
    }
  }
  const visited = new Set<string>()
  const visit = (name: string) => {
    visited.add(name)
    const state = states[name]
    if (!isObject(state)) return
    const path = `/States/${name}`
    go(state['Next'], `${path}/Next`)
    go(state['Default'], `${path}/Default`)
    for (const field of ['Choices', 'Catch']) {
      const entries = state[field]
      if (!Array.isArray(entries)) continue
      for (const [at, entry] of entries.entries()) if (isObject(entry)) go(entry['Next'], `${path}/${field}[${at}]/Next`)
    }
  }
  go(start, '/StartAt')
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) visit(name)
  const ends = (name: string) => {
    const state = states[name]
    return isObject(state) && (state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail')
  }
  if (reached.size > 0 && ![...reached].some(ends)) report('MISSING_END_STATE', '/States', 'No state that can be reached ends the machine')
  for (const name of Object.keys(states)) {
    if (reached.has(name)) continue
    if (start !== undefined) report(TARGET, `/States/${name}`, `State "${name}" is not reachable.`)
    // Its own targets are still worth a word.
    if (!visited.has(name)) visit(name)
  }
}
