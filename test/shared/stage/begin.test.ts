import { describe, expect, test } from 'vitest'
import { toInstant } from '../../../shared/kernel/instant.ts'
import { dueAfter, reportsOf } from '../../../shared/stage/begin.ts'
import { parseDefinition } from '../../../shared/stage/definition.ts'
import { defaultDefinition } from '../../support/projects.ts'

const at = (text: string) => toInstant(Date.parse(text))
const rule = defaultDefinition().stages.implementation

describe('reports of a stage', () => {
  test('follow the months from its first day; 31 January + 1 month is the end of February', () => {
    const monthly = { ...rule, reports: { everyMonths: 1, dueDays: 10, reminderDays: [] } }
    const reports = reportsOf(monthly, at('2027-01-31T02:00:00.000Z'), at('2027-04-15T09:00:00.000Z'), [])
    expect(reports.map(({ from, to }) => [from, to])).toEqual([['2027-01-31', '2027-02-27'], ['2027-02-28', '2027-03-30'], ['2027-03-31', '2027-04-15']])
    expect(reports[0]?.dueAt).toBe('2027-03-09T09:00:00.000Z')
  })
  test('that were sent stay when the stage gets shorter or longer; open ones follow the dates', () => {
    const start = at('2027-01-01T02:00:00.000Z')
    const three = reportsOf(rule, start, at('2027-09-10T09:00:00.000Z'), [])
    expect(three.map(({ number }) => number)).toEqual([1, 2, 3])
    const sent = three.map((report) => (report.number === 3 ? { ...report, state: 'submitted' as const } : report))
    expect(reportsOf(rule, start, at('2027-03-01T09:00:00.000Z'), sent).map(({ number, state }) => [number, state])).toEqual([[1, 'open'], [3, 'submitted']])
    expect(reportsOf(rule, start, at('2027-12-31T09:00:00.000Z'), sent).map(({ number, state }) => [number, state])).toEqual([[1, 'open'], [2, 'open'], [3, 'submitted'], [4, 'open']])
  })
})

test('a stage that begins on a leap day is due at five in the afternoon in Shanghai', () => {
  expect(dueAfter(at('2028-02-29T17:00:00.000Z'), 60)).toBe('2028-04-30T09:00:00.000Z')
})

describe('rules with mistakes', () => {
  const broken: [string, (json: ReturnType<typeof defaultDefinition>) => unknown, string][] = [
    ['a sheet that does not make 100', (json) => ({ ...json, rubric: { ...json.rubric, criteria: json.rubric.criteria.slice(1) } }), '/rubric/criteria'],
    ['grades in the wrong order', (json) => ({ ...json, rubric: { ...json.rubric, grades: json.rubric.grades.toReversed() } }), '/rubric/grades'],
    ['two pieces of evidence of one name', (json) => ({ ...json, stages: { ...json.stages, showcase: { ...json.stages.showcase, evidence: [...json.stages.showcase.evidence, ...json.stages.showcase.evidence] } } }), '/stages/showcase/evidence'],
    ['a gate that wants reports nobody writes', (json) => ({ ...json, stages: { ...json.stages, implementation: { ...json.stages.implementation, reports: null } } }), '/stages/implementation/reports'],
    ['a stage without days', (json) => ({ ...json, stages: { ...json.stages, incubation: { ...json.stages.incubation, days: 0 } } }), '/stages/incubation/days'],
    ['a key nobody knows', (json) => ({ ...json, colour: 'red' }), '/colour'],
  ]
  test.each(broken)('%s are refused by their path', (_, change, path) => {
    const parsed = parseDefinition(change(defaultDefinition()))
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.mistakes.map((mistake) => mistake.path)).toContain(path)
  })
})
