import { type Instant, milliseconds, plusDays, plusSeconds } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import { beginStage, reportsOf } from '../stage/begin.ts'
import { type Definition, type Part, ruleFor } from '../stage/definition.ts'
import { canMove, stageNames, type StageName, type StageState } from '../stage/lifecycle.ts'
import type { By, Ending, Stage } from '../stage/stage.ts'
import type { Project } from './project.ts'

/** A project after a move, and the stage that ended with it, to be kept beside the record. */
export interface Moved {
  project: Project
  past: Stage | null
}

const refuse = (path: string, code: string, zh: string, en: string) => new Refusal('INVALID', { mistakes: [{ path, code, zh, en }] })

/** Throws WRONG_STATE where the lifecycle has no such way. */
function requireMove(project: Project, to: StageState): void {
  const { state } = project.current
  if (project.state !== 'active' || !canMove(state, to)) throw new Refusal('WRONG_STATE', { facts: { state } })
}

const withStage = (project: Project, change: Partial<Stage>): Project => ({ ...project, current: { ...project.current, ...change } })

/** The organisation asks for the gate's decision. Throws GATE_NOT_READY with what is missing; what was written is locked from then on. */
export function askGate(project: Project, missing: readonly Mistake[], by: By, note: string, now: Instant): Project {
  if (project.current.state === 'extension') throw new Refusal('WRONG_STATE', { facts: { state: 'extension' } })
  requireMove(project, 'review')
  if (missing.length > 0) throw new Refusal('GATE_NOT_READY', { mistakes: missing })
  return withStage(project, { state: 'review', asked: { by, at: now, note }, approvals: [], changesAsked: null })
}

/** Takes the question back while nobody has approved. Throws WRONG_STATE. */
export function takeBack(project: Project): Project {
  if (project.current.state !== 'review' || project.current.approvals.length > 0) throw new Refusal('WRONG_STATE', { facts: { state: project.current.state } })
  return withStage(project, { state: 'working', asked: null })
}

/**
 * One administrator's approval. With the last one that is needed the stage has passed and the next begins: the next stage, a next cycle, or
 * the end. Approving twice is no second approval. All who approve the last stage want the same ending: it is not the last of them who
 * chooses. Throws WRONG_STATE, INVALID for another ending than that of the approvals before.
 */
export function approve(project: Project, definition: Definition, given: { by: By; note: string; ending: Ending }, now: Instant): Moved {
  if (project.current.state !== 'review') throw new Refusal('WRONG_STATE', { facts: { state: project.current.state } })
  if (project.current.approvals.some(({ by }) => by.person === given.by.person)) return { project, past: null }
  const last = stageNames.at(-1) === project.current.name
  const other = project.current.approvals.find(({ ending }) => last && ending !== given.ending)
  if (other !== undefined) {
    const [zh, en] = other.ending === 'continue' ? ['进入下一周期', 'a next cycle'] : ['结项', 'closing the project']
    throw refuse('ending', 'OTHER_ENDING', `${other.by.name}同意的是“${zh}”。请先商量一致；要改的话，先退回修改，之前的同意作废`, `${other.by.name} approved ${en}. Agree with each other first; to change it ask for changes, which voids earlier approvals`)
  }
  const approvals = [...project.current.approvals, { by: given.by, at: now, note: given.note, ending: last ? given.ending : null }]
  const approved = withStage(project, { approvals })
  if (approvals.length < ruleFor(definition, project.current.name).approvals) return { project: approved, past: null }
  const outcome = approvals.flatMap(({ note }) => (note === '' ? [] : [note])).join('；')
  const past = passed(approved.current, outcome, now)
  const next = stageNames[stageNames.indexOf(past.name) + 1]
  if (next !== undefined) return { project: { ...project, current: begun(project, definition, next, project.cycle, now) }, past }
  if (given.ending === 'close') return { project: { ...project, state: 'closed', current: past }, past: null }
  const cycle = project.cycle + 1
  return { project: { ...project, cycle, evaluator: null, current: begun(project, definition, definition.nextCycle, cycle, now) }, past }
}

/**
 * A grant's agreement is in force: whatever comes before implementation is over, without its gate, and implementation begins. Who decided on
 * the money has decided what those gates ask. A project that is further on, or over, stays as it is.
 */
export function beginFunded(project: Project, definition: Definition, outcome: string, now: Instant): Moved {
  if (project.state !== 'active' || stageNames.indexOf(project.current.name) >= stageNames.indexOf('implementation')) return { project, past: null }
  return { project: { ...project, current: begun(project, definition, 'implementation', project.cycle, now) }, past: passed(project.current, outcome, now) }
}

const passed = (stage: Stage, outcome: string, now: Instant): Stage => ({ ...stage, state: 'passed', endedAt: now, outcome })

const begun = (project: Project, definition: Definition, name: StageName, cycle: number, now: Instant): Stage => beginStage({ project: project.id, number: project.current.number + 1, name, cycle, definition, now })

/** 'Needs changes': earlier approvals are void, and just the parts named are open again. Throws WRONG_STATE; INVALID without reasons or a part. */
export function needChanges(project: Project, given: { by: By; reasons: string; parts: readonly Part[] }, allowed: readonly Part[], now: Instant): Project {
  if (project.current.state !== 'review') throw new Refusal('WRONG_STATE', { facts: { state: project.current.state } })
  if (given.reasons === '') throw refuse('reasons', 'REQUIRED', '请写明要改什么，对方会看到', 'Say what has to change; they will read it')
  const parts = allowed.filter((part) => given.parts.includes(part))
  if (parts.length === 0) throw refuse('parts', 'REQUIRED', '请勾选要重新打开的部分', 'Tick the parts to be opened again')
  return withStage(project, { state: 'working', asked: null, approvals: [], reopened: parts, changesAsked: { by: given.by, at: now, reasons: given.reasons } })
}

/** No date runs until it is resumed. `until`: when it should go on, null for open. Throws WRONG_STATE, INVALID. */
export function pause(project: Project, given: { reason: string; until: Instant | null }, now: Instant): Project {
  requireMove(project, 'paused')
  const { state } = project.current
  if (state !== 'working' && state !== 'review') throw new Refusal('WRONG_STATE', { facts: { state } })
  if (given.reason === '') throw refuse('reason', 'REQUIRED', '请写明暂停的原因', 'Give the reason for the pause')
  if (given.until !== null && given.until <= now) throw refuse('until', 'DATE_PAST', '预计恢复的日期要在今天之后', 'The day it goes on has to lie ahead')
  return withStage(project, { state: 'paused', paused: { from: state, since: now, until: given.until, reason: given.reason } })
}

/** Goes on where it was; every date that had not passed when it was paused moves by the time it was paused. Throws WRONG_STATE. */
export function resume(project: Project, now: Instant): Project {
  const { paused } = project.current
  if (project.current.state !== 'paused' || paused === null) throw new Refusal('WRONG_STATE', { facts: { state: project.current.state } })
  const seconds = Math.floor((milliseconds(now) - milliseconds(paused.since)) / 1000)
  const later = (at: Instant): Instant => (at < paused.since ? at : plusSeconds(at, seconds))
  const { dueAt, reports } = project.current
  return withStage(project, { state: paused.from, paused: null, dueAt: later(dueAt), reports: reports.map((report) => (report.state === 'accepted' ? report : { ...report, dueAt: later(report.dueAt) })) })
}

/** A stage is never stretched further ahead than this. */
const MOST_DAYS_AHEAD = 1095

function requireLater(to: Instant, path: string, before: Instant, now: Instant): void {
  if (to <= now) throw refuse(path, 'DATE_PAST', '新的截止日期要在今天之后', 'The new due date has to lie ahead')
  if (to <= before) throw refuse(path, 'NOT_LATER', '新的截止日期要晚于现在的', 'The new due date has to be later than the present one')
  if (to > plusDays(now, MOST_DAYS_AHEAD)) throw refuse(path, 'DATE_FAR', '新的截止日期在三年以后，请检查年份', 'The new due date is more than three years ahead; check the year')
}

/** The organisation asks for a later end. Throws WRONG_STATE, INVALID. */
export function askExtension(project: Project, given: { to: Instant; reason: string; by: By }, now: Instant): Project {
  requireMove(project, 'extension')
  requireLater(given.to, 'to', project.current.dueAt, now)
  if (given.reason === '') throw refuse('reason', 'REQUIRED', '请写明延期的理由', 'Give the reason')
  return withStage(project, { state: 'extension', extension: { ...given, at: now } })
}

/** The answer to it; granted, the stage and its reports run to the later date. Throws WRONG_STATE, INVALID where a refusal has no reason. */
export function answerExtension(project: Project, definition: Definition, given: { grant: boolean; reason: string }): Project {
  const { extension, state } = project.current
  if (state !== 'extension' || extension === null) throw new Refusal('WRONG_STATE', { facts: { state } })
  if (!given.grant && given.reason === '') throw refuse('reason', 'REQUIRED', '不同意时请写明理由，对方会看到', 'Give the reason for a no; they will read it')
  const answered = withStage(project, { state: 'working', extension: null })
  return given.grant ? prolonged(answered, definition, extension.to) : answered
}

/** A later end by the administrator's own word. Throws WRONG_STATE, INVALID. */
export function extend(project: Project, definition: Definition, given: { to: Instant; reason: string }, now: Instant): Project {
  if (project.state !== 'active' || project.current.state !== 'working') throw new Refusal('WRONG_STATE', { facts: { state: project.current.state } })
  requireLater(given.to, 'to', project.current.dueAt, now)
  if (given.reason === '') throw refuse('reason', 'REQUIRED', '请写明延期的理由', 'Give the reason')
  return prolonged(project, definition, given.to)
}

function prolonged(project: Project, definition: Definition, dueAt: Instant): Project {
  const { startedAt, reports, name } = project.current
  return withStage(project, { dueAt, reports: reportsOf(ruleFor(definition, name), startedAt, dueAt, reports) })
}

/** Another organisation delivers it from now on; its text, people and history stay. Throws WRONG_STATE, INVALID. */
export function handOver(project: Project, to: Project['organisation'], reason: string): Project {
  if (project.state !== 'active') throw new Refusal('WRONG_STATE', { facts: { state: project.state } })
  if (to.id === project.organisation.id) throw refuse('organisation', 'SAME', '项目本来就由这家单位承担', 'This organisation has the project already')
  if (reason === '') throw refuse('reason', 'REQUIRED', '请写明移交的原因', 'Give the reason')
  return { ...project, organisation: to }
}

/** Ends it before its time. Throws WRONG_STATE, INVALID without a reason. */
export function endEarly(project: Project, reason: string, now: Instant): Project {
  requireMove(project, 'ended')
  if (reason === '') throw refuse('reason', 'REQUIRED', '请写明提前终止的原因', 'Give the reason')
  return { ...withStage(project, { state: 'ended', endedAt: now, outcome: reason, extension: null, paused: null, asked: null }), state: 'ended' }
}

/** What moving to another version of the definition would change, before it is done. */
export interface Migration {
  definition: Stage['definition']
  dueAt: { from: Instant; to: Instant }
  approvals: { from: number; to: number }
  /** Ids of evidence that is asked for only from then on, and of what is no longer asked for. */
  evidence: { added: string[]; dropped: string[] }
  reports: { from: number; to: number }
}

/** The project under another version of its definition: the present stage's rules, its due date where it was never moved, its reports. Throws WRONG_STATE unless work is under way. */
export function migrate(project: Project, before: Definition, after: Definition, dueAfter: (from: Instant, days: number) => Instant): { project: Project; changes: Migration } {
  const { current } = project
  if (project.state !== 'active' || current.state !== 'working') throw new Refusal('WRONG_STATE', { facts: { state: current.state } })
  const [old, next] = [ruleFor(before, current.name), ruleFor(after, current.name)]
  const untouched = current.dueAt === dueAfter(current.startedAt, old.days)
  const dueAt = untouched ? dueAfter(current.startedAt, next.days) : current.dueAt
  const reports = reportsOf(next, current.startedAt, dueAt, current.reports)
  const ids = (rule: typeof old) => rule.evidence.map(({ id }) => id)
  const definition = { id: after.id, version: after.version }
  return {
    project: withStage(project, { definition, dueAt, reports }),
    changes: {
      definition, dueAt: { from: current.dueAt, to: dueAt }, approvals: { from: old.approvals, to: next.approvals }, reports: { from: current.reports.length, to: reports.length },
      evidence: { added: ids(next).filter((id) => !ids(old).includes(id)), dropped: ids(old).filter((id) => !ids(next).includes(id)) },
    },
  }
}
