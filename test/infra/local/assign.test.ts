import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../infra/local/assign/csv.ts'
import { readInstance } from '../../../infra/local/assign/instance-file.ts'
import { solve } from '../../../infra/local/assign/solve.ts'
import { instanceOf } from '../../../infra/local/bench/instances.ts'
import { checkBlockedReport, checkPlanReport } from '../../../shared/assignment/certificate.ts'
import type { Id } from '../../../shared/assignment/instance.ts'
import { reportSchema } from '../../../shared/assignment/report.ts'
import { small } from '../../support/assignments.ts'
import { ownFolder, run } from '../../support/spawned.ts'

const ASSIGN = 'infra/local/assign.ts'
const CHECK = 'infra/local/assign-check.ts'

describe('npm run assign', () => {
  test('writes a plan and a certificate that npm run assign-check accepts, from a packed file', async () => {
    const folder = ownFolder()
    const [file, out, json] = ['i.json.gz', 'f.csv', 'g.json'].map((name) => join(folder, name)) as [string, string, string]
    writeFileSync(file, gzipSync(JSON.stringify({ ...instanceOf({ submissions: 40, reviewers: 8, perSubmission: 3, seed: 4 }), name: 'of no concern' })))
    const made = await run(ASSIGN, { given: [file, '--per-submission', '2', '--out', out, '--json', json] })
    expect(made.said).toContain('total')
    expect(made.code).toBe(0)
    const report = reportSchema.parse(JSON.parse(readFileSync(json, 'utf8')))
    expect(report).toMatchObject({ feasible: true, perSubmission: 2 })
    expect(rowsOf(readFileSync(out, 'utf8'), out)).toHaveLength(80)
    expect((await run(CHECK, { given: [file, out, json] })).code).toBe(0)
    writeFileSync(out, readFileSync(out, 'utf8').split('\n').filter((_, line) => line !== 3).join('\n'))
    const refused = await run(CHECK, { given: [file, out, json] })
    expect(refused.said).toMatch(/has 1 reviewers, not 2/)
    expect(refused.code).toBe(1)
  })

  test('ends with 2 where there is no plan, and leaves the reason and no plan', async () => {
    const folder = ownFolder()
    const [file, out, json] = ['i.json', 'f.csv', 'g.json'].map((name) => join(folder, name)) as [string, string, string]
    writeFileSync(file, JSON.stringify({ perSubmission: 2, submissions: [{ id: 'a', topics: [] }, { id: 'b', topics: [] }], reviewers: [{ id: 'x', interests: {} }, { id: 'y', interests: {} }], preferences: [], conflicts: [['a', 'x']] }))
    writeFileSync(out, 'of an earlier run')
    const made = await run(ASSIGN, { given: [file, '--out', out, '--json', json] })
    expect(made.code).toBe(2)
    expect(made.said).toContain('submissions a can only be judged by 1 reviewers (y), who have 1 places; 2 are needed')
    expect(existsSync(out)).toBe(false)
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ feasible: false, blocking: { submissions: ['a'], reviewers: ['y'], needed: 2, places: 1 } })
    expect((await run(CHECK, { given: [file, json] })).code).toBe(0)
  })

  const whole = { submissions: [{ id: 1, topics: [1] }], reviewers: [{ id: 1, interests: {} }], preferences: [], conflicts: [] }
  test.each([
    ['no file', undefined, [], /Give one instance file/],
    ['a file that is not there', undefined, ['nowhere.json'], /nowhere.json can't be read/],
    ['no JSON', '{', [], /is not JSON/],
    ['another file', JSON.stringify({ hello: 1 }), [], /submissions: /],
    ['an interest beyond', JSON.stringify({ ...whole, reviewers: [{ id: 1, interests: { 1: 3 } }] }), [], /reviewers.0.interests.1/],
    ['half a preference', JSON.stringify({ ...whole, preferences: [[1, 1]] }), [], /preferences.0/],
    ['a stranger', JSON.stringify({ ...whole, conflicts: [[1, 7]] }), ['--per-submission', '1'], /\[1, 7\] names/],
    ['an id twice', JSON.stringify({ ...whole, submissions: [{ id: 1, topics: [] }, { id: '1', topics: [] }] }), ['--per-submission', '1'], /Submission 1 is there twice/],
    ['no number', JSON.stringify(whole), [], /give --per-submission/],
    ['a number that is none', JSON.stringify(whole), ['--per-submission', 'two'], /not "two"/],
    ['an option that is none', JSON.stringify(whole), ['--seeed', '2'], /seeed/],
  ])('%s is told in a sentence', async (_name, text, given, said) => {
    const file = join(ownFolder(), 'i.json')
    if (text !== undefined) writeFileSync(file, text)
    const ended = await run(ASSIGN, { given: [...(text === undefined ? [] : [file]), ...given] })
    expect(ended.said).toMatch(said)
    expect(ended.said).not.toMatch(/\n {4}at /)
    expect(ended.code).toBe(1)
  })
})

describe('the certificate', () => {
  const took = { seconds: 0, peakMegabytes: 0 }
  test('is accepted for every plan, and shows no gap where nobody was served better at the cost of the total', () => {
    fc.assert(fc.property(small, fc.boolean(), ({ instance, needed }, fair) => {
      const { rows, report } = solve(instance, { perSubmission: needed, seed: 's', fair })
      const timed = { ...report, ...took }
      expect(timed.feasible ? checkPlanReport(instance, rows ?? [], timed) : checkBlockedReport(instance, timed)).toEqual([])
      if (timed.feasible && !fair) expect(timed.certificate.gap).toBe(0)
    }))
  })

  test('is refused for any change of the plan that makes it worse, also where the figures are changed with it', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(), fc.nat(), fc.nat(), (seed, some, other, way) => {
      const instance = instanceOf({ submissions: 14, reviewers: 7, perSubmission: 3, seed })
      const { rows = [], report } = solve(instance, { perSubmission: 3, seed: 's', fair: false })
      if (!report.feasible) throw new Error('There is a plan.')
      const changed = rows.map((row): [Id, Id] => [...row])
      const [one, two] = [changed[some % rows.length], changed[other % rows.length]]
      if (one === undefined || two === undefined) return
      if (way % 3 === 0) one[1] = two[1]
      else if (way % 3 === 1) [one[1], two[1]] = [two[1], one[1]]
      else changed.splice(some % rows.length, 1)
      const same = (pairs: [Id, Id][]) => pairs.map(String).toSorted().join(' ')
      if (same(changed) === same(rows)) return
      const mistakes = checkPlanReport(instance, changed, { ...report, ...took })
      // A swap may end in another plan that is exactly as good; then only what was said of single figures may differ.
      const total = /The total is (-?\d+)/.exec(mistakes.join('\n'))?.[1]
      if (way % 3 !== 1 || total !== undefined) expect(mistakes).not.toEqual([])
      if (total === undefined) return
      const honest = { ...report, ...took, total: Number(total), certificate: { ...report.certificate, gap: report.certificate.bound - Number(total) } }
      expect(checkPlanReport(instance, changed, honest).join('\n')).toContain('claims the greatest total')
    }), { numRuns: 300 })
  })

  test('is refused where a price, a load or the bound is another', () => {
    const instance = instanceOf({ submissions: 14, reviewers: 7, perSubmission: 3, seed: 9 })
    const { rows = [], report } = solve(instance, { perSubmission: 3, seed: 's', fair: false })
    if (!report.feasible) throw new Error('There is a plan.')
    const timed = { ...report, ...took }
    const [[reviewer = '', load = 0] = []] = Object.entries(report.loads)
    const dearer = { ...report.certificate, reviewers: { ...report.certificate.reviewers, [reviewer]: 50 } }
    expect(checkPlanReport(instance, rows, { ...timed, certificate: dearer })).not.toEqual([])
    expect(checkPlanReport(instance, rows, { ...timed, certificate: { ...report.certificate, bound: report.certificate.bound + 1, gap: 1 } })).not.toEqual([])
    expect(checkPlanReport(instance, rows, { ...timed, loads: { ...report.loads, [reviewer]: load + 1 } })).not.toEqual([])
  })
})

const shared = new URL('../../../../shared/assignment/', import.meta.url).pathname
describe.skipIf(!existsSync(shared))('the shared instances', () => {
  test.each(['dev-60x12', 'dev-422x50-uneven', 'dev-1200x120'])('%s is assigned: the worst within a twentieth of the bound, half a percent of the total at most', (name) => {
    const instance = readInstance(`${shared}${name}.json.gz`)
    const { rows = [], report } = solve(instance, { perSubmission: instance.perSubmission ?? 0, seed: 's', fair: true })
    if (!report.feasible) throw new Error('There is a plan.')
    expect(checkPlanReport(instance, rows, { ...report, seconds: 0, peakMegabytes: 0 })).toEqual([])
    expect(report.total).toBeGreaterThanOrEqual(report.bounds.total * 0.995)
    expect(report.worst).toBeGreaterThanOrEqual(report.bounds.worst * 0.95)
    expect(report.tenth).toBeGreaterThanOrEqual(report.bounds.tenth * 0.995)
  })

  test('dev-30x10-infeasible is answered with its blocking set', () => {
    const instance = readInstance(`${shared}dev-30x10-infeasible.json.gz`)
    const { rows, report } = solve(instance, { perSubmission: 3, seed: 's', fair: true })
    expect(rows).toBeUndefined()
    expect(report).toMatchObject({ feasible: false, blocking: { submissions: [0, 1, 2], reviewers: [4, 9], needed: 9, places: 6 } })
  })
})
