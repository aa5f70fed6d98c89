import { SCHEMA, expectText, lintLanguage, positiveInteger, textOf, unknownFields, type Report } from './checks.ts'
import { expressionIn } from './expression.ts'
import {
  CATCHER_FIELDS, FIELDS, FOREIGN_TYPES, FUNCTION, INVOKE, INVOKE_ARGUMENTS, JSONATA_FIELDS, JSONPATH_FIELDS, NEUTRAL_FIELDS,
  RETRIER_FIELDS,
  RULE_FIELDS, STATE_TYPES, type StateType,
} from './fields.ts'
import { instantOf } from './instant.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { expressionProblems } from './references.ts'

const isStateType = (type: Json | undefined): type is StateType => STATE_TYPES.some((known) => known === type)

/** What is wrong within one state; where it leads is the graph's matter. */
export function lintState(state: JsonObject, path: string, machineLanguage: string | undefined, report: Report, warn: Report): void {
  const type = state['Type']
  if (type === undefined) return report(SCHEMA, path, 'These fields are required: [Type]')
  if (typeof type === 'string' && FOREIGN_TYPES.includes(type)) {
    return report('NOT_SUPPORTED', `${path}/Type`, `State type '${type}' is not supported by this runner`)
  }
  if (!isStateType(type)) return report(SCHEMA, `${path}/Type`, `Value should be one of the following: [${STATE_TYPES.join(', ')}]`)
  lintLanguage(state['QueryLanguage'], `${path}/QueryLanguage`, report)
  const own = textOf(state['QueryLanguage'])
  if (own === 'JSONPath' && machineLanguage === 'JSONata') {
    return report(SCHEMA, path, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine")
  }
  const jsonata = (own ?? machineLanguage ?? 'JSONPath') !== 'JSONPath'
  lintFields(state, type, jsonata, path, report)
  if (type !== 'Choice' && type !== 'Succeed' && type !== 'Fail') lintFlow(state, path, report)
  if (type === 'Wait') lintWait(state, jsonata, path, report)
  if (type === 'Fail') for (const field of ['Error', 'Cause']) expectText(state[field], `${path}/${field}`, report)
  if (!jsonata) return
  if (type === 'Task') lintTask(state, path, report, warn)
  if (type === 'Choice') lintChoice(state, path, report)
  lintAssign(state['Assign'], `${path}/Assign`, report)
  for (const field of ['Arguments', 'Output', 'Assign', 'Seconds', 'Timestamp', 'Error', 'Cause', 'TimeoutSeconds', 'HeartbeatSeconds']) {
    lintExpressions(state[field], `${path}/${field}`, false, report)
  }
}

function lintFields(state: JsonObject, type: StateType, jsonata: boolean, path: string, report: Report): void {
  if (!jsonata && NEUTRAL_FIELDS[type] === undefined) {
    const sentence = `A ${type} in the JSONPath query language is not supported by this runner: set QueryLanguage to 'JSONata'`
    return report('NOT_SUPPORTED', path, sentence)
  }
  for (const field of Object.keys(state)) {
    const known = jsonata ? FIELDS[type] : (NEUTRAL_FIELDS[type] ?? [])
    if (known.includes(field)) continue
    if (jsonata && JSONPATH_FIELDS.has(field)) {
      report(SCHEMA, path, `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`)
    } else if (!jsonata && JSONATA_FIELDS.has(field)) {
      report(SCHEMA, path, `The QueryLanguage is set to 'JSONPath', but field '${field}' is only supported for the 'JSONata' QueryLanguage`)
    } else if (!jsonata && (JSONPATH_FIELDS.has(field) || FIELDS[type].includes(field))) {
      report('NOT_SUPPORTED', `${path}/${field}`, `Field '${field}' of the JSONPath query language is not supported by this runner`)
    } else report(SCHEMA, `${path}/${field}`, `Field '${field}' is not supported`)
  }
}

function lintFlow(state: JsonObject, path: string, report: Report): void {
  if (state['End'] !== undefined && typeof state['End'] !== 'boolean') report(SCHEMA, `${path}/End`, 'Expected value of type [BOOLEAN]')
  expectText(state['Next'], `${path}/Next`, report)
  if ((state['Next'] === undefined) === (state['End'] !== true)) {
    report(SCHEMA, path, 'These fields are required: exactly one of [Next, End]')
  }
}

function lintWait(state: JsonObject, jsonata: boolean, path: string, report: Report): void {
  const given = ['Seconds', 'Timestamp', 'SecondsPath', 'TimestampPath'].filter((field) => state[field] !== undefined)
  if (given.length !== 1) report(SCHEMA, path, 'A Wait needs exactly one of [Seconds, Timestamp]')
  const { Seconds: seconds, Timestamp: timestamp } = state
  const fits = Number.isInteger(seconds) && Number(seconds) >= 0 && Number(seconds) <= 99_999_999
  if (seconds !== undefined && !(jsonata && isExpression(seconds)) && !fits) {
    report(SCHEMA, `${path}/Seconds`, 'Expected a whole number of seconds from 0 to 99999999')
  }
  if (timestamp !== undefined && !(jsonata && isExpression(timestamp)) && instantOf(timestamp) === undefined) {
    report(SCHEMA, `${path}/Timestamp`, 'Expected an ISO-8601 date and time with an offset')
  }
}

function lintTask(state: JsonObject, path: string, report: Report, warn: Report): void {
  const resource = state['Resource']
  if (typeof resource !== 'string') report(SCHEMA, path, 'These fields are required: [Resource]')
  else if (!INVOKE.test(resource) && !FUNCTION.test(resource)) {
    const kind = /:states:[^:]*:[^:]*:activity:/.test(resource) ? 'Activity' : 'Resource'
    const known = "which knows lambda:invoke, lambda:invoke.waitForTaskToken and functions' ARNs"
    report('NOT_SUPPORTED', `${path}/Resource`, `${kind} '${resource}' is not supported by this runner, ${known}`)
  } else if (resource.endsWith('.waitForTaskToken')) {
    if (state['TimeoutSeconds'] === undefined) {
      warn('TOKEN_WITHOUT_TIMEOUT', path, 'This task waits for a token, for a year if need be: give it TimeoutSeconds')
    }
    if (!JSON.stringify(state['Arguments'] ?? null).includes('states.context.Task.Token')) {
      warn('TOKEN_NOT_PASSED', `${path}/Arguments`, 'This task waits for a token and passes $states.context.Task.Token to nobody')
    }
  }
  if (typeof resource === 'string' && INVOKE.test(resource)) lintInvoke(state['Arguments'], `${path}/Arguments`, report)
  for (const field of ['TimeoutSeconds', 'HeartbeatSeconds']) {
    if (state[field] !== undefined && !isExpression(state[field])) positiveInteger(state[field], `${path}/${field}`, report)
  }
  const [timeout, heartbeat] = [state['TimeoutSeconds'], state['HeartbeatSeconds']]
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    report(SCHEMA, `${path}/HeartbeatSeconds`, 'HeartbeatSeconds must be smaller than TimeoutSeconds')
  }
  lintEntries(state['Retry'], `${path}/Retry`, RETRIER_FIELDS, report, lintRetrier)
  lintEntries(state['Catch'], `${path}/Catch`, CATCHER_FIELDS, report, (catcher, at) => {
    requireTarget(catcher, at, report)
    lintAssign(catcher['Assign'], `${at}/Assign`, report)
    for (const field of ['Assign', 'Output']) lintExpressions(catcher[field], `${at}/${field}`, true, report)
  })
}

function lintInvoke(given: Json | undefined, path: string, report: Report): void {
  if (isExpression(given)) return
  if (!isObject(given) || given['FunctionName'] === undefined) {
    return report(SCHEMA, path, "The field 'FunctionName' is required but was missing")
  }
  for (const name of Object.keys(given)) {
    if (!INVOKE_ARGUMENTS.includes(name)) {
      report('NOT_SUPPORTED', `${path}/${name}`, `Argument '${name}' of lambda:invoke is not supported by this runner`)
    }
  }
  const kind = given['InvocationType']
  if (kind !== undefined && kind !== 'RequestResponse') {
    report('NOT_SUPPORTED', `${path}/InvocationType`, `InvocationType '${String(kind)}' is not supported by this runner`)
  }
}

/** Retry and Catch: a list of objects with ErrorEquals, where States.ALL stands alone and last. */
function lintEntries(
  entries: Json | undefined,
  path: string,
  known: string[],
  report: Report,
  each: (entry: JsonObject, path: string, report: Report) => void,
): void {
  if (entries === undefined) return
  if (!Array.isArray(entries)) return report(SCHEMA, path, 'Expected value of type [ARRAY]')
  for (const [at, entry] of entries.entries()) {
    const where = `${path}[${at}]`
    if (!isObject(entry)) {
      report(SCHEMA, where, 'Expected value of type [OBJECT]')
      continue
    }
    unknownFields(entry, known, where, report)
    const names = entry['ErrorEquals']
    if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
      report(SCHEMA, `${where}/ErrorEquals`, 'ErrorEquals must be a list of at least one error name')
    } else if (names.includes('States.ALL') && (names.length > 1 || at !== entries.length - 1)) {
      report(SCHEMA, `${where}/ErrorEquals`, "'States.ALL' must stand alone, and in the last entry")
    }
    each(entry, where, report)
  }
}

function lintRetrier(retrier: JsonObject, path: string, report: Report): void {
  const check = (field: string, fits: (value: number) => boolean, sentence: string) => {
    const value = retrier[field]
    if (value !== undefined && !(typeof value === 'number' && fits(value))) report(SCHEMA, `${path}/${field}`, sentence)
  }
  const whole = (least: number) => (value: number) => Number.isInteger(value) && value >= least && value <= 99_999_999
  check('IntervalSeconds', whole(1), 'Expected a whole number from 1 to 99999999')
  check('MaxAttempts', whole(0), 'Expected a whole number from 0 to 99999999')
  check('BackoffRate', (value) => value >= 1, 'Expected a number of at least 1.0')
  check('MaxDelaySeconds', (value) => Number.isInteger(value) && value > Number(retrier['IntervalSeconds'] ?? 1) && value < 31_622_400,
    'Expected a whole number greater than IntervalSeconds and less than 31622400')
  const jitter = retrier['JitterStrategy']
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    report(SCHEMA, `${path}/JitterStrategy`, 'Value should be one of the following: [FULL, NONE]')
  }
}

function lintChoice(state: JsonObject, path: string, report: Report): void {
  const rules = state['Choices']
  if (!Array.isArray(rules) || rules.length === 0) return report(SCHEMA, path, 'These fields are required: [Choices]')
  expectText(state['Default'], `${path}/Default`, report)
  for (const [at, rule] of rules.entries()) {
    const where = `${path}/Choices[${at}]`
    if (!isObject(rule)) {
      report(SCHEMA, where, 'Expected value of type [OBJECT]')
      continue
    }
    unknownFields(rule, RULE_FIELDS, where, report)
    const condition = rule['Condition']
    if (typeof condition !== 'boolean' && !isExpression(condition)) {
      report(SCHEMA, `${where}/Condition`, "Expected a boolean or a '{% … %}' expression")
    }
    requireTarget(rule, where, report)
    lintAssign(rule['Assign'], `${where}/Assign`, report)
    for (const field of ['Condition', 'Assign', 'Output']) lintExpressions(rule[field], `${where}/${field}`, false, report)
  }
}

function requireTarget(entry: JsonObject, path: string, report: Report): void {
  if (typeof entry['Next'] !== 'string') report(SCHEMA, path, 'These fields are required: [Next]')
}

function lintAssign(assign: Json | undefined, path: string, report: Report): void {
  if (assign === undefined) return
  if (!isObject(assign)) return report(SCHEMA, path, 'Expected value of type [OBJECT]')
  for (const name of Object.keys(assign)) {
    if (name === 'states') report(SCHEMA, `${path}/${name}`, "The variable name 'states' is reserved")
    else if (!/^\p{ID_Start}[\p{ID_Continue}]*$/u.test(name) || name.length > 80) {
      const rule = 'A variable name starts with a letter, goes on with letters, digits or _, and has at most 80 characters'
      report(SCHEMA, `${path}/${name}`, rule)
    }
  }
}

function lintExpressions(field: Json | undefined, path: string, inCatcher: boolean, report: Report): void {
  if (typeof field === 'string') {
    const expression = expressionIn(field)
    if (expression === undefined) return
    for (const problem of expressionProblems(expression, inCatcher)) report(problem.code, path, problem.message)
  } else if (Array.isArray(field)) {
    for (const [at, item] of field.entries()) lintExpressions(item, `${path}[${at}]`, inCatcher, report)
  } else if (isObject(field)) {
    for (const [key, item] of Object.entries(field)) lintExpressions(item, `${path}/${key}`, inCatcher, report)
  }
}

const isExpression = (value: Json | undefined) => typeof value === 'string' && expressionIn(value) !== undefined
