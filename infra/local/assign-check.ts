import { checkBlockedReport, checkPlanReport } from '../../shared/assignment/certificate.ts'
import { InstanceMistake } from '../../shared/assignment/instance.ts'
import { reportSchema } from '../../shared/assignment/report.ts'
import { rowsOf } from './assign/csv.ts'
import { parsedFile, readInstance, textOf } from './assign/instance-file.ts'
import { Trouble, troubleOf } from './trouble.ts'

const USAGE = 'npm run assign-check -- INSTANCE.json[.gz] F.csv G.json (without F.csv where G says that there is no plan)'

/** `npm run assign-check`: whether what `npm run assign` wrote holds, from the instance and the certificate alone. */
function main(): void {
  const files = process.argv.slice(2)
  const [file, ...rest] = files
  const json = rest.at(-1)
  if (file === undefined || json === undefined || rest.length > 2) throw new Trouble(USAGE)
  const instance = readInstance(file)
  const report = parsedFile(json, reportSchema, 'a report of npm run assign')
  const plan = rest.length === 2 ? rest[0] : undefined
  if (report.feasible && plan === undefined) throw new Trouble(USAGE)
  const mistakes = report.feasible ? checkPlanReport(instance, plan === undefined ? [] : rowsOf(textOf(plan), plan), report) : checkBlockedReport(instance, report)
  if (mistakes.length > 0) throw new Trouble(`It does not hold:\n${mistakes.map((one) => `  ${one}`).join('\n')}`)
  console.log(report.feasible
    ? `It holds: total ${report.total}, no plan has more than ${report.certificate.bound}, gap ${report.certificate.gap}.`
    : `It holds: there is no plan, ${report.blocking.places} places for ${report.blocking.needed}.`)
}

try {
  main()
} catch (error) {
  const trouble = error instanceof InstanceMistake ? new Trouble(error.message) : troubleOf(error)
  console.error(trouble === undefined ? error : `\n${trouble.message}\n`)
  process.exitCode = 1
}
