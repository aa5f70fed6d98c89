import { readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reportSchema } from '../../../shared/assignment/report.ts'
import { busyness, type Figure } from './figure.ts'
import { instanceOf, type InstanceShape } from './instances.ts'

const SHAPES: (InstanceShape & { aim: number })[] = [
  { submissions: 1200, reviewers: 120, perSubmission: 4, seed: 1, aim: 2 },
  { submissions: 2000, reviewers: 200, perSubmission: 5, seed: 1, aim: 8 },
]

/** `npm run assign` in a process of its own, from the file read to the plan written, for a round of each size. */
export async function measureAssignment(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'xiuyuan-assign-'))
  try {
    return SHAPES.flatMap((shape) => measured(folder, shape))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function measured(folder: string, { aim, ...shape }: (typeof SHAPES)[number]): Figure[] {
  const file = join(folder, 'instance.json')
  const json = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(instanceOf(shape)))
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'infra/local/assign.ts', file, '--out', join(folder, 'plan.csv'), '--json', json], { encoding: 'utf8' })
  const report = run.status === 0 ? reportSchema.parse(JSON.parse(readFileSync(json, 'utf8'))) : undefined
  if (report?.feasible !== true) throw new Error(`npm run assign: ${run.stderr}`)
  const { total, worst, tenth, bounds, seconds, peakMegabytes } = report
  const name = `assignment ${shape.submissions} × ${shape.reviewers} × ${shape.perSubmission}`
  const share = (value: number, bound: number) => Math.round((10_000 * value) / bound) / 100
  return [
    { name: `${name}, time`, value: seconds, unit: 's', method: `aim ${aim}, ${seconds <= aim ? 'met' : 'missed'}; from the file read to the CSV written, in a fresh process; ${busyness()}` },
    { name: `${name}, total`, value: share(total, bounds.total), unit: '% of maximum', method: `${total} of ${bounds.total}, the exact maximum proven by prices` },
    { name: `${name}, worst`, value: share(worst, bounds.worst), unit: '% of bound', method: `${worst} of ${bounds.worst}: the worst-served submission, and what its best reviewers would give` },
    { name: `${name}, tenth`, value: share(tenth, bounds.tenth), unit: '% of bound', method: `${tenth} of ${bounds.tenth}: the sum over the worst-served tenth` },
    { name: `${name}, memory`, value: peakMegabytes, unit: 'MB', method: 'peak resident set of the whole process' },
  ]
}
