import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newProject } from '../../../functions/commands/project.ts'
import { newOrganisationId, newPersonId, newProjectId } from '../../../shared/kernel/ids.ts'
import { type Instant, plusDays, toInstant } from '../../../shared/kernel/instant.ts'
import { isRefusal } from '../../../shared/kernel/refusal.ts'
import { answerExtension, approve, askExtension, askGate, endEarly, extend, handOver, needChanges, pause, resume, takeBack } from '../../../shared/project/moves.ts'
import { nextDue, type Project } from '../../../shared/project/project.ts'
import { stageDecision, stageStanding } from '../../../shared/project/wait.ts'
import { ruleFor } from '../../../shared/stage/definition.ts'
import { canMove, stageNames } from '../../../shared/stage/lifecycle.ts'
import type { ReportStanding, Stage } from '../../../shared/stage/stage.ts'
import { defaultDefinition } from '../../support/projects.ts'

const definition = defaultDefinition()
const start = toInstant(Date.parse('2027-01-31T02:00:00.000Z'))
const people = [1, 2, 3].map((n) => ({ person: newPersonId(), name: `管理员 ${n}` }))
const [one = { person: newPersonId(), name: '' }] = people
const fresh = (): Project => newProject({ id: newProjectId(), district: '330411', organisation: { id: newOrganisationId(), name: '示例机构' }, title: '示例项目', definition, by: one.person, now: start })

/** A command by its name, with whatever it needs drawn. */
const commands = fc.record({
  what: fc.constantFrom('ask', 'back', 'approve', 'continue', 'changes', 'pause', 'resume', 'ask-extension', 'grant', 'deny', 'extend', 'hand-over', 'end', 'submit', 'accept', 'return', 'wait'),
  who: fc.constantFrom(...people), days: fc.integer({ min: -5, max: 200 }), part: fc.constantFrom('need', 'plan', 'activities', 'reports', 'showcase'), report: fc.integer({ min: 1, max: 4 }),
})
type Command = typeof commands extends fc.Arbitrary<infer C> ? C : never

/** What the report's own commands do to its standing. */
function withReport(project: Project, number: number, from: ReportStanding['state'][], to: ReportStanding['state']): Project {
  return { ...project, current: { ...project.current, reports: project.current.reports.map((report) => (report.number === number && from.includes(report.state) ? { ...report, state: to } : report)) } }
}

function carryOut(project: Project, { what, who, days, part, report }: Command, now: Instant): { project: Project; past: Stage | null } {
  const alone = (next: Project) => ({ project: next, past: null })
  const allowed = ruleFor(definition, project.current.name).parts
  switch (what) {
    case 'ask': return alone(askGate(project, [], who, '', now))
    case 'back': return alone(takeBack(project))
    case 'approve': return approve(project, definition, { by: who, note: '', ending: 'close' }, now)
    case 'continue': return approve(project, definition, { by: who, note: '', ending: 'continue' }, now)
    case 'changes': return alone(needChanges(project, { by: who, reasons: '改', parts: [part] }, allowed, now))
    case 'pause': return alone(pause(project, { reason: '停', until: days > 0 ? plusDays(now, days) : null }, now))
    case 'resume': return alone(resume(project, now))
    case 'ask-extension': return alone(askExtension(project, { to: plusDays(now, days), reason: '晚', by: who }, now))
    case 'grant': return alone(answerExtension(project, definition, { grant: true, reason: '' }))
    case 'deny': return alone(answerExtension(project, definition, { grant: false, reason: '不' }))
    case 'extend': return alone(extend(project, definition, { to: plusDays(now, days), reason: '晚' }, now))
    case 'hand-over': return alone(handOver(project, { id: newOrganisationId(), name: '接手' }, '换'))
    case 'end': return days > 190 ? alone(endEarly(project, '终止', now)) : alone(project)
    case 'submit': return alone(withReport(project, report, ['open', 'returned'], 'submitted'))
    case 'accept': return alone(withReport(project, report, ['submitted'], 'accepted'))
    case 'return': return alone(withReport(project, report, ['submitted'], 'returned'))
    case 'wait': return alone(project)
  }
}

test('no sequence of commands leaves the lifecycle, loses a report, or changes which execution watches a stage (that one really does: project-sequences.test.ts)', () => {
  fc.assert(fc.property(fc.array(commands, { maxLength: 60 }), (sequence) => {
    let project = fresh()
    let now = start
    const past: Stage[] = []
    for (const command of sequence) {
      const before = project
      if (command.what === 'wait') now = plusDays(now, Math.max(0, command.days))
      try {
        const moved = carryOut(project, command, now)
        project = moved.project
        if (moved.past !== null) past.push(moved.past)
      } catch (error) {
        if (!isRefusal(error)) throw error
        // Refused: nothing has changed.
        expect(project).toBe(before)
        continue
      }
      const { current } = project
      if (current.number === before.current.number) {
        if (current.state !== before.current.state) expect(canMove(before.current.state, current.state), `${before.current.state} → ${current.state}`).toBe(true)
        // Reports that were sent once stay, whatever happens to the dates.
        for (const report of before.current.reports) if (report.state !== 'open') expect(current.reports.map(({ number }) => number)).toContain(report.number)
        expect(current.execution).toBe(before.current.execution)
      } else {
        expect([current.number, current.state, past.at(-1)?.number, past.at(-1)?.state]).toEqual([before.current.number + 1, 'working', before.current.number, 'passed'])
        expect(past.at(-1)?.reports).toEqual(before.current.reports)
        expect(current.execution).toBe(`${project.id}-s${current.number}-1`)
        const order = stageNames.indexOf(current.name) - stageNames.indexOf(before.current.name)
        expect(order === 1 || current.cycle === before.cycle + 1).toBe(true)
      }
      // Whatever waits can be woken, and what is over waits for nothing.
      const waiting = stageDecision(current)
      expect(waiting === undefined).toBe(current.state === 'passed' || current.state === 'ended')
      if (waiting !== undefined) expect(stageStanding(waiting, current.number, project, ruleFor(definition, current.name), [], now, now).decided).toBe(project.state !== 'active')
      expect(nextDue(project) === null).toBe(project.state !== 'active' || current.state === 'paused')
      expect(new Set(current.reports.map(({ number }) => number)).size).toBe(current.reports.length)
      if (current.state === 'review') expect(new Set(current.approvals.map(({ by }) => by.person)).size).toBe(current.approvals.length)
      else if (current.state === 'working') expect(current.approvals).toEqual([])
    }
    expect(past.map(({ number }) => number)).toEqual(past.map((_, i) => i + 1))
  }), { numRuns: 400 })
})

test('a pause of any length moves what lay ahead by just that length, and what had passed not at all', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 90 }), (length, before) => {
    const project = fresh()
    const from = plusDays(start, before)
    const now = plusDays(from, length)
    const after = resume(pause(project, { reason: '停', until: null }, from), now)
    const moved = (Date.parse(after.current.dueAt) - Date.parse(project.current.dueAt)) / 86_400_000
    expect(moved).toBe(project.current.dueAt < from ? 0 : length)
  }))
})
