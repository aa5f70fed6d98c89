import { describe, expect, it } from 'vitest'
import { lintDefinition, parseDefinition } from '../../../../infra/local/asl/definition.ts'
import { task, tokenTask } from './harness.ts'

const machine = (states: object, more: object = {}) => ({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more })
const end = { Type: 'Succeed' }
/** path and code of every problem */
const found = (definition: object | string) => lintDefinition(definition).map(({ path, code }) => [path, code])
const SCHEMA = 'SCHEMA_VALIDATION_FAILED'
const TARGET = 'MISSING_TRANSITION_TARGET'

describe('a definition without problems', () => {
  const good = machine({
    Ask: tokenTask({
      HeartbeatSeconds: '{% 10 %}', Next: 'Choose', Output: '{% $states.result.items[value > 3].{"k": name} %}', Assign: { who: '{% $states.input.who %}' },
      Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1.5, MaxDelaySeconds: 60, JitterStrategy: 'FULL' }, { ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Cause %}', Next: 'Stop' }],
    }),
    Choose: { Type: 'Choice', Choices: [{ Condition: '{% $who = "x" and $map($states.input.a, function($v){ $v.b }) %}', Next: 'Rest' }], Default: 'Stop' },
    Rest: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00+08:00', Next: 'Ask' },
    Stop: { Type: 'Fail', Error: 'X', Cause: '{% $states.input.why %}' },
  }, { Comment: 'fine', TimeoutSeconds: 100, Version: '1.0' })

  it('has none, as an object and as text, and is parsed', () => {
    expect(lintDefinition(good)).toEqual([])
    expect(lintDefinition(JSON.stringify(good))).toEqual([])
    expect(parseDefinition(JSON.stringify(good))).toEqual({ machine: good })
  })
})

describe('what is wrong', () => {
  it('comes all at once, each with its place and a sentence', () => {
    const problems = lintDefinition(machine({
      A: { Type: 'Pass', Next: 'Nowhere', Colour: 'red' },
      B: { Type: 'Map', End: true },
      C: tokenTask({ TimeoutSeconds: undefined, End: true }),
    }))
    expect(problems.map(({ severity, path, message }) => `${severity} ${path}: ${message}`)).toEqual([
      "ERROR /States/A/Colour: Field 'Colour' is not supported",
      "ERROR /States/B/Type: State type 'Map' is not supported by this runner",
      'WARNING /States/C: This task waits for a token, for a year if need be: give it TimeoutSeconds',
      "ERROR /States/A/Next: Missing 'Next' target: Nowhere",
      'ERROR /States: No state that can be reached ends the machine',
      'ERROR /States/B: State "B" is not reachable.',
      'ERROR /States/C: State "C" is not reachable.',
    ])
  })

  it.each<[string, object | string, string[][]]>([
    ['text that is not JSON', 'not a definition', [['/', 'INVALID_JSON_DESCRIPTION']]],
    ['no text', '', [['/', SCHEMA]]],
    ['a list', [], [['/', SCHEMA]]],
    ['nothing in it', {}, [['/', SCHEMA]]],
    ['no states', machine({}), [['/', SCHEMA], ['/States', SCHEMA]]],
    ['a start that is not there', { ...machine({ A: end }), StartAt: 'constructor' }, [['/StartAt', TARGET], ['/States/A', TARGET]]],
    ['no end', machine({ A: { Type: 'Pass', Next: 'A' } }), [['/States', 'MISSING_END_STATE']]],
    ['a language that is none', machine({ A: end }, { QueryLanguage: 'jsonata' }), [['/QueryLanguage', SCHEMA]]],
    ['a state back in JSONPath', machine({ A: { ...end, QueryLanguage: 'JSONPath' } }), [['/States/A', SCHEMA]]],
    ['a machine’s timeout of 0', machine({ A: end }, { TimeoutSeconds: 0 }), [['/TimeoutSeconds', SCHEMA]]],
    ['no type', machine({ A: {} }), [['/States/A', SCHEMA], ['/States', 'MISSING_END_STATE']]],
    ['Next and End', machine({ A: { Type: 'Pass', Next: 'A', End: true } }), [['/States/A', SCHEMA]]],
    ['neither', machine({ A: { Type: 'Pass' } }), [['/States/A', SCHEMA], ['/States', 'MISSING_END_STATE']]],
    ['Catch on a Pass', machine({ A: { Type: 'Pass', End: true, Catch: [] } }), [['/States/A/Catch', SCHEMA]]],
    ['a JSONPath field', machine({ A: { Type: 'Pass', End: true, ResultPath: '$' } }), [['/States/A', SCHEMA]]],
    ['a Wait for nothing', machine({ A: { Type: 'Wait', End: true } }), [['/States/A', SCHEMA]]],
    ['a Wait for two things', machine({ A: { Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true } }), [['/States/A', SCHEMA]]],
    ['a Wait for half a second', machine({ A: { Type: 'Wait', Seconds: 0.5, End: true } }), [['/States/A/Seconds', SCHEMA]]],
    ['a Wait until a day', machine({ A: { Type: 'Wait', Timestamp: '2026-01-01', End: true } }), [['/States/A/Timestamp', SCHEMA]]],
    ['a Task without a function', machine({ A: task({ Arguments: {}, End: true }) }), [['/States/A/Arguments', SCHEMA]]],
    ['an argument that is not passed on', machine({ A: task({ Arguments: { FunctionName: 'f', ClientContext: 'x' }, End: true }) }), [['/States/A/Arguments/ClientContext', 'NOT_SUPPORTED']]],
    ['heartbeats rarer than the timeout', machine({ A: tokenTask({ HeartbeatSeconds: 3600, End: true }) }), [['/States/A/HeartbeatSeconds', SCHEMA]]],
    ['a token that nobody gets', machine({ A: tokenTask({ Arguments: { FunctionName: 'f' }, End: true }) }), [['/States/A/Arguments', 'TOKEN_NOT_PASSED']]],
    ['States.ALL in company', machine({ A: task({ End: true, Retry: [{ ErrorEquals: ['States.ALL', 'B'] }] }) }), [['/States/A/Retry[0]/ErrorEquals', SCHEMA]]],
    ['States.ALL before others', machine({ A: task({ End: true, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['B'] }] }) }), [['/States/A/Retry[0]/ErrorEquals', SCHEMA]]],
    ['odd retries', machine({ A: task({ End: true, Retry: [{ ErrorEquals: ['B'], IntervalSeconds: 0, MaxAttempts: -1, BackoffRate: 0.5, MaxDelaySeconds: 1, JitterStrategy: 'SOME' }] }) }), [
      ['/States/A/Retry[0]/IntervalSeconds', SCHEMA], ['/States/A/Retry[0]/MaxAttempts', SCHEMA], ['/States/A/Retry[0]/BackoffRate', SCHEMA],
      ['/States/A/Retry[0]/JitterStrategy', SCHEMA],
    ]],
    ['a catcher that leads nowhere', machine({ A: task({ End: true, Catch: [{ ErrorEquals: ['B'], Next: 'C' }] }) }), [['/States/A/Catch[0]/Next', TARGET]]],
    ['a Choice without rules', machine({ A: { Type: 'Choice', Choices: [] } }), [['/States/A', SCHEMA], ['/States', 'MISSING_END_STATE']]],
    ['a rule without a Condition', machine({ A: { Type: 'Choice', Choices: [{ Next: 'B' }] }, B: end }), [['/States/A/Choices[0]/Condition', SCHEMA]]],
    ['a variable called states', machine({ A: { Type: 'Pass', Assign: { states: 1, '1x': 2 }, End: true } }), [['/States/A/Assign/1x', SCHEMA], ['/States/A/Assign/states', SCHEMA]]],
    ['an expression that does not parse', machine({ A: { Type: 'Pass', Output: { v: '{% a[1,2) %}' }, End: true } }), [['/States/A/Output/v', 'INVALID_JSONATA_EXPRESSION']]],
  ])('%s', (_name, definition, expected) => {
    expect(found(definition).sort()).toEqual(expected.sort())
  })

  it.each([
    ['phone', "Reference to 'phone' at the top level is not supported."],
    ['$map($states.input.a, function($x){ b })', "Reference to 'b' at the top level is not supported."],
    ['$$', "Reference to '$$' is not supported."],
    ['$states.errorOutput.Error', "Reference to '$states.errorOutput' is not supported."],
  ])('the expression %s', (expression, message) => {
    const definition = machine({ A: { Type: 'Pass', Output: [`{% ${expression} %}`], End: true } })
    expect(lintDefinition(definition)).toEqual([{ severity: 'ERROR', code: 'UNSUPPORTED_JSONATA_EXPRESSION', path: '/States/A/Output[0]', message }])
  })

  it.each([
    '$states.input.items[value > 3]^(>price){ kind: $sum(price) }', '$states.input.a.(b + c)', '($x := 1; $x + $states.input.n)', '$states.input ~> |a|{"b": c}|',
    '$filter($states.input.a, function($v, $i){ $v.n > $i })', '[$states.input.a.b]', '{"k": $states.input.v ? 1 : 2}',
  ])('nothing in %s', (expression) => {
    expect(lintDefinition(machine({ A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }))).toEqual([])
  })
})
