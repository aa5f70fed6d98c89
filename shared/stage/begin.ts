import { addDays, addMonths, shanghaiDate, startOfShanghaiDay } from '../kernel/calendar.ts'
import { type Instant, plusSeconds } from '../kernel/instant.ts'
import { type Definition, leastAnswers, type StageRule } from './definition.ts'
import type { StageName } from './lifecycle.ts'
import type { ReportStanding, Stage } from './stage.ts'

/** Due dates end at five in the afternoon in Shanghai, when offices do. */
const CLOSING_HOUR = 17
const closing = (day: string): Instant => plusSeconds(startOfShanghaiDay(day), CLOSING_HOUR * 3600)

/** The due date of a stage that takes so many days. */
export const dueAfter = (from: Instant, days: number): Instant => closing(addDays(shanghaiDate(from), days))

/**
 * The reports of a stage from its beginning to its due date: one for every so many months, the last period as long as is left. Those that
 * stand already are kept as they are; open ones beyond a due date that came nearer are gone. None where the rule asks for none.
 */
export function reportsOf(rule: StageRule, startedAt: Instant, dueAt: Instant, standing: readonly ReportStanding[]): ReportStanding[] {
  // What was sent is kept, whatever the rules become.
  if (rule.reports === null) return standing.filter(({ state }) => state !== 'open')
  const { everyMonths, dueDays } = rule.reports
  const [first, last] = [shanghaiDate(startedAt), shanghaiDate(dueAt)]
  const highest = Math.max(0, ...standing.map(({ number }) => number))
  const reports: ReportStanding[] = []
  for (let number = 1; ; number += 1) {
    const from = addMonths(first, (number - 1) * everyMonths)
    const known = standing.find((one) => one.number === number)
    if (from > last) {
      if (known !== undefined && known.state !== 'open') reports.push(known)
      if (number >= highest) break
      continue
    }
    const end = addDays(addMonths(first, number * everyMonths), -1)
    const to = end > last ? last : end
    reports.push(known !== undefined && known.state !== 'open' ? known : { number, from, to, dueAt: closing(addDays(to, dueDays)), state: 'open', sentAt: null })
  }
  return reports
}

/** A stage that begins now. `project` and `number` name the execution that watches over it. */
export function beginStage(given: { project: string; number: number; name: StageName; cycle: number; definition: Definition; now: Instant }): Stage {
  const { project, number, name, cycle, definition, now } = given
  const rule = definition.stages[name]
  const dueAt = dueAfter(now, rule.days)
  return {
    number, name, cycle, state: 'working', definition: { id: definition.id, version: definition.version }, startedAt: now, dueAt, endedAt: null,
    extension: null, paused: null, asked: null, approvals: [], reopened: null, changesAsked: null, outcome: null,
    reports: reportsOf(rule, now, dueAt, []), evaluation: { self: null, survey: leastAnswers(rule) === null, card: null }, execution: `${project}-s${number}-1`,
  }
}
