import { rmSync, writeFileSync } from 'node:fs'
import { assignArguments } from './assign/arguments.ts'
import { csvOf } from './assign/csv.ts'
import { readInstance } from './assign/instance-file.ts'
import { printed } from './assign/printed.ts'
import { solve } from './assign/solve.ts'
import { Trouble, troubleOf } from './trouble.ts'

/** What the command ends with where there is no plan. */
const INFEASIBLE = 2

/** `npm run assign`: who judges what, from a file, with a certificate. See README. */
function main(): void {
  const options = assignArguments(process.argv.slice(2))
  const started = performance.now()
  const instance = readInstance(options.file)
  const perSubmission = options.perSubmission ?? instance.perSubmission
  if (perSubmission === undefined) throw new Trouble('The file does not say how many reviewers each submission needs: give --per-submission.')
  const { rows, report } = solve(instance, { ...options, perSubmission })
  if (options.out !== undefined) {
    // A plan of an earlier run must not stand beside the report that there is none.
    if (rows === undefined) written(options.out, (file) => { rmSync(file, { force: true }) })
    else written(options.out, (file) => { writeFileSync(file, csvOf(rows)) })
  }
  const seconds = Math.round(performance.now() - started) / 1000
  const timed = report.feasible ? { ...report, seconds, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) } : { ...report, seconds }
  if (options.json !== undefined) written(options.json, (file) => { writeFileSync(file, `${JSON.stringify(timed, null, 2)}\n`) })
  console.log(printed(timed))
  if (!report.feasible) process.exitCode = INFEASIBLE
}

/** Throws Trouble where the file can't be written. */
function written(file: string, write: (file: string) => void): void {
  try {
    write(file)
  } catch (error) {
    throw new Trouble(`${file} can't be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

try {
  main()
} catch (error) {
  const trouble = troubleOf(error)
  console.error(trouble === undefined ? error : `\n${trouble.message}\n`)
  process.exitCode = 1
}
