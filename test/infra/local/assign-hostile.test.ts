import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { solve } from '../../../infra/local/assign/solve.ts'
import { instanceOf } from '../../../infra/local/bench/instances.ts'
import { checkPlanReport } from '../../../shared/assignment/certificate.ts'
import { ownFolder, run } from '../../support/spawned.ts'

const ASSIGN = 'infra/local/assign.ts'
const instance = { perSubmission: 1, submissions: [{ id: 1, topics: [] }], reviewers: [{ id: 1, interests: {} }] }

/** Runs it on a file with that content. */
async function assigned(content: string | Uint8Array, given: (folder: string) => string[] = () => []): Promise<{ code: number | null; said: string }> {
  const folder = ownFolder()
  const file = join(folder, 'instance.json')
  writeFileSync(file, content)
  mkdirSync(join(folder, 'taken'))
  return run(ASSIGN, { given: [file, ...given(folder)] })
}

describe('npm run assign says in a sentence', () => {
  test.each([
    ['that the plan has nowhere to go', JSON.stringify(instance), (folder: string) => ['--out', join(folder, 'nowhere', 'f.csv')], /f\.csv can't be written/],
    ['that the report has nowhere to go', JSON.stringify(instance), (folder: string) => ['--json', join(folder, 'taken')], /taken can't be written/],
    ['that a folder stands where no plan would be', JSON.stringify({ ...instance, reviewers: [] }), (folder: string) => ['--out', join(folder, 'taken')], /taken can't be written/],
    ['that a packed file is cut off', gzipSync(JSON.stringify(instance)).subarray(0, 30), () => [], /can't be read/],
    ['that the file is empty', '', () => [], /is not JSON/],
  ])('%s', async (_, content, given, sentence) => {
    const { code, said } = await assigned(content, given)
    expect(said).toMatch(sentence)
    expect(said).not.toMatch(/\n\s+at /)
    expect(code).toBe(1)
  })

  test('that nobody is there to judge, or asks for more than anybody is', async () => {
    expect(await assigned(JSON.stringify({ ...instance, reviewers: [] }))).toMatchObject({ code: 2, said: expect.stringContaining('0 reviewers (nobody)') })
    expect(await assigned(JSON.stringify(instance), () => ['--per-submission', '1000'])).toMatchObject({ code: 2, said: expect.stringContaining('1000 are needed') })
    expect(await assigned(JSON.stringify({ ...instance, submissions: [] }))).toMatchObject({ code: 0 })
  })
})

test('a cap beyond any number of submissions is none', () => {
  for (const cap of [2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    const { report } = solve({ ...instance, submissions: [{ id: 1, topics: [] }], reviewers: [{ id: 1, interests: {}, cap }], preferences: [], conflicts: [] }, { perSubmission: 1, seed: 's', fair: false })
    expect(report.feasible).toBe(true)
  }
})

test('a certificate whose prices are too great to be added up exactly proves nothing', () => {
  const given = instanceOf({ submissions: 60, reviewers: 12, perSubmission: 5, seed: 7 })
  const { rows, report } = solve(given, { perSubmission: 5, seed: 's', fair: false })
  if (rows === undefined || !report.feasible) throw new Error('no plan')
  const whole = { ...report, seconds: 0, peakMegabytes: 0 }
  expect(checkPlanReport(given, rows, whole)).toEqual([])
  const shift = (prices: Record<string, number>, by: number) => Object.fromEntries(Object.entries(prices).map(([id, price]) => [id, price + by]))
  const far = Number.MAX_SAFE_INTEGER - 1000
  const moved = { ...whole, certificate: { ...whole.certificate, reviewers: shift(whole.certificate.reviewers, far), submissions: shift(whole.certificate.submissions, -far) } }
  expect(checkPlanReport(given, rows, moved)).toEqual([expect.stringContaining("can't be added up exactly")])
})
