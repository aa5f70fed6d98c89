import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newProject } from '../../../functions/commands/project.ts'
import { undeclared } from '../../../shared/kernel/exposure.ts'
import { newOrganisationId, newPersonId, newProjectId } from '../../../shared/kernel/ids.ts'
import { type Instant, instant, plusDays } from '../../../shared/kernel/instant.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { answerExtension, askExtension, extend, migrate, needChanges, pause, resume, takeBack, askGate } from '../../../shared/project/moves.ts'
import type { Project } from '../../../shared/project/project.ts'
import { reportFields } from '../../../shared/report/form.ts'
import { acceptReport, type Figures, type Report, reportAnswersSchema, reportSchema, type ReportVersion, reportVersionSchema, returnReport, submitReport } from '../../../shared/report/report.ts'
import { beginStage, dueAfter } from '../../../shared/stage/begin.ts'
import type { Definition } from '../../../shared/stage/definition.ts'
import { parts } from '../../../shared/stage/definition.ts'
import { defaultDefinition } from '../../support/projects.ts'

const definition = defaultDefinition()
/** The same with other reports: none at all, or monthly ones. */
const version = (everyMonths: number | null, number: number): Definition => ({
  ...definition, version: number, stages: { ...definition.stages, implementation: { ...definition.stages.implementation, days: everyMonths === null ? 60 : 240, reports: everyMonths === null ? null : { everyMonths, dueDays: 10, reminderDays: [] } } },
})
const definitions = [definition, version(null, 2), version(1, 3), version(12, 4)] as const
const start = instant.parse('2026-03-02T01:00:00.000Z')
const by = { person: newPersonId(), name: '示例人员' }
const figures: Figures = { activities: 0, attendances: 0, volunteers: 0, checkedIn: 0, backFilled: 0, spending: { total: 0, entries: 0, bySource: {}, byHead: {} } }
const project = (): Project => {
  const id = newProjectId()
  const fresh = newProject({ id, district: '330411', organisation: { id: newOrganisationId(), name: '示例机构' }, title: '示例项目', definition, by: by.person, now: start })
  return { ...fresh, current: beginStage({ project: id, number: 3, name: 'implementation', cycle: 1, definition, now: start }) }
}
const blank = (of: Project, number: number): Report => ({ project: of.id, stage: of.current.number, number, revision: 1, draft: { done: `第 ${number} 期` }, savedAt: start, savedBy: by.person, version: 0, reviews: [] })
/** The last day of the first report's period. */
const ended = instant.parse(new Date(`${project().current.reports[0]?.to}T10:00:00+08:00`).toISOString())
const sent = { missing: [], figures, files: [], by }

test('every field of a report and of its versions says who may see it; the form and the answers have the same fields', () => {
  for (const schema of [reportSchema, reportVersionSchema, reportAnswersSchema]) expect(undeclared(schema)).toEqual([])
  expect(reportFields.map(({ id }) => id)).toEqual(Object.keys(reportAnswersSchema.shape))
})

describe('a report', () => {
  test('is sent, returned with a date of its own, sent again and accepted; then it is locked', () => {
    expect(() => submitReport(project(), blank(project(), 1), sent, plusDays(ended, -1))).toThrow('INVALID')
    const first = submitReport(project(), blank(project(), 1), sent, ended)
    expect(first).toMatchObject({ report: { version: 1 }, version: { version: 1, late: false, answers: { done: '第 1 期' } } })
    const now = plusDays(ended, 5)
    const returned = returnReport(first.project, first.report, { by, reasons: '', fields: { results: '请写清人数' } }, 10, now)
    expect(returned.project.current.reports[0]).toMatchObject({ state: 'returned', dueAt: dueAfter(now, 10) })
    const second = submitReport(returned.project, returned.report, sent, plusDays(now, 20))
    expect(second.version).toMatchObject({ version: 2, late: true })
    const accepted = acceptReport(second.project, second.report, { by, reasons: '' }, now)
    expect(accepted.report.reviews.map(({ version: of, decision }) => [of, decision])).toEqual([[1, 'returned'], [2, 'accepted']])
    expect(() => submitReport(accepted.project, accepted.report, sent, now)).toThrow('WRONG_STATE')
    expect(() => returnReport(accepted.project, accepted.report, { by, reasons: '再改', fields: {} }, 10, now)).toThrow('WRONG_STATE')
  })

  test('is not returned without a reason, and its part is opened with it', () => {
    const { project: with1, report } = submitReport(project(), blank(project(), 1), sent, ended)
    expect(() => returnReport(with1, report, { by, reasons: '', fields: { done: '' } }, 10, start)).toThrow('INVALID')
    const narrowed = { ...with1, current: { ...with1.current, reopened: ['activities' as const] } }
    expect(returnReport(narrowed, report, { by, reasons: '改', fields: {} }, 10, start).project.current.reopened).toEqual(['activities', 'reports'])
  })
})

type Move = 'submit' | 'return' | 'accept' | 'extend' | 'ask-extension' | 'answer-extension' | 'pause' | 'resume' | 'gate' | 'changes' | 'take-back' | 'migrate' | 'wait'
interface World {
  project: Project
  definition: Definition
  reports: Map<number, Report>
  versions: ReportVersion[]
  now: Instant
}

/** One move on what stands; a refusal changes nothing. */
function moved(world: World, move: Move, pick: number): World {
  const { reports } = world.project.current
  const number = reports.length === 0 ? 1 : (reports[pick % reports.length]?.number ?? 1)
  const report = world.reports.get(number) ?? blank(world.project, number)
  const { now } = world
  const kept = (done: { project: Project; report: Report; version?: ReportVersion }): World => ({ ...world, project: done.project, reports: new Map(world.reports).set(number, done.report), versions: done.version === undefined ? world.versions : [...world.versions, done.version] })
  const to = (next: Project): World => ({ ...world, project: next })
  switch (move) {
    case 'submit': return kept(submitReport(world.project, report, sent, now))
    case 'return': return kept(returnReport(world.project, report, { by, reasons: '请更正', fields: {} }, 10, now))
    case 'accept': return kept(acceptReport(world.project, report, { by, reasons: '' }, now))
    case 'extend': return to(extend(world.project, world.definition, { to: plusDays(world.project.current.dueAt, 1 + pick * 9), reason: '延期' }, now))
    case 'ask-extension': return to(askExtension(world.project, { to: plusDays(world.project.current.dueAt, 1 + pick * 5), reason: '延期', by }, now))
    case 'answer-extension': return to(answerExtension(world.project, world.definition, { grant: pick % 2 === 0, reason: '暂不同意' }))
    case 'pause': return to(pause(world.project, { reason: '暂停', until: null }, now))
    case 'resume': return to(resume(world.project, now))
    case 'gate': return to(askGate(world.project, [], by, '', now))
    case 'changes': return to(needChanges(world.project, { by, reasons: '补充', parts: [parts[pick % parts.length] ?? 'plan'] }, parts, now))
    case 'take-back': return to(takeBack(world.project))
    case 'migrate': {
      const after = definitions[pick % definitions.length] ?? definition
      return { ...world, project: migrate(world.project, world.definition, after, dueAfter).project, definition: after }
    }
    case 'wait': return { ...world, now: plusDays(now, 1 + pick * 7) }
  }
}

test('no sequence of moves loses a report: what was sent stays, under its number, and stands as something other than open', () => {
  const names: Move[] = ['submit', 'submit', 'return', 'accept', 'extend', 'ask-extension', 'answer-extension', 'pause', 'resume', 'gate', 'changes', 'take-back', 'migrate', 'wait']
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(12)), { maxLength: 60 }), (moves) => {
    let world: World = { project: project(), definition, reports: new Map(), versions: [], now: start }
    for (const [move, pick] of moves) {
      const before = world
      try {
        world = moved(world, move, pick)
      } catch (error) {
        if (!isRefusal(error)) throw error
      }
      expect(world.versions.slice(0, before.versions.length)).toEqual(before.versions)
      for (const [number, report] of world.reports) {
        const standing = world.project.current.reports.filter((one) => one.number === number)
        if (report.version === 0) continue
        expect(standing).toHaveLength(1)
        expect(standing[0]?.state).not.toBe('open')
        expect(world.versions.filter((one) => one.number === number).map((one) => one.version)).toEqual(Array.from({ length: report.version }, (_, i) => i + 1))
      }
    }
  }), { numRuns: 400 })
})
