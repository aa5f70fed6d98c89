import * as z from 'zod'
import { inside, open, personal } from '../kernel/exposure.ts'
import { organisationId, personId, projectId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { districtCode } from '../person/person.ts'
import type { Part } from '../stage/definition.ts'
import { projectStates } from '../stage/lifecycle.ts'
import { stageSchema } from '../stage/stage.ts'
import { asks } from './asks.ts'

/** One record from idea to evaluation. Written by its organisation, its mentor, its evaluator and the administrators; never by a volunteer's request. */
export const projectSchema = z.object({
  id: open(projectId),
  district: open(districtCode),
  title: open(z.string()),
  /** Of the definition's classes; '' until it is chosen. */
  class: open(z.string()),
  /** 街道、镇 where most of it happens. */
  street: open(z.string()),
  summary: open(z.string()),
  organisation: open(z.object({ id: inside(organisationId), name: open(z.string()) })),
  state: open(z.enum(projectStates)),
  cycle: open(z.int()),
  current: inside(stageSchema),
  /** 督导: who guides it, and the agency they belong to. */
  mentor: personal(z.object({ person: personId, name: z.string(), organisation: z.string(), since: instant }).nullable()),
  mentorAskedAt: inside(instant.nullable()),
  evaluator: personal(z.object({ person: personId, name: z.string() }).nullable()),
  /** The change request that waits for an answer, and since when. */
  openChange: inside(z.object({ number: z.int(), at: instant }).nullable()),
  /** Since when its page is public; null: it is not. */
  shownAt: open(instant.nullable()),
  /** Grade of its last evaluation. */
  grade: inside(z.string().nullable()),
  createdAt: open(instant),
  createdBy: personal(personId),
})
export type Project = z.infer<typeof projectSchema>

/** For whom it waits now. */
export type WaitsFor = 'organisation' | 'administrator' | 'mentor' | 'evaluator' | 'nobody'

export function waitsFor(project: Project): WaitsFor {
  const { state, current } = project
  if (state !== 'active') return 'nobody'
  // Nobody but an administrator can resume it.
  if (current.state === 'paused' || asks(project).length > 0) return 'administrator'
  const { self, survey, card } = current.evaluation
  return current.name === 'evaluation' && self !== null && survey && card === null ? 'evaluator' : 'organisation'
}

/** The next date that somebody has to keep: of the stage, or of a report that has not been sent. null where no date runs. */
export function nextDue(project: Project): Instant | null {
  if (project.state !== 'active' || project.current.state === 'paused') return null
  const { dueAt, reports } = project.current
  return reports.flatMap((report) => (report.state === 'open' || report.state === 'returned' ? [report.dueAt] : [])).reduce((first, at) => (at < first ? at : first), dueAt)
}

export const isLate = (project: Project, now: Instant): boolean => (nextDue(project) ?? now) < now

/** Whether a part can be worked on now: its stage is under way and has it, and a 'needs changes' has not left it locked. `allowed` are the stage's parts. */
export function isOpenFor(project: Project, part: Part, allowed: readonly Part[]): boolean {
  const { state, reopened } = project.current
  if (project.state !== 'active' || (state !== 'working' && state !== 'extension')) return false
  return allowed.includes(part) && (reopened === null || reopened.includes(part))
}

/** Throws WRONG_STATE, saying why, where the part can't be worked on now. */
export function requireOpen(project: Project, part: Part, allowed: readonly Part[]): void {
  if (isOpenFor(project, part, allowed)) return
  const { name: stage, state } = project.current
  throw new Refusal('WRONG_STATE', { facts: { stage, state }, mistakes: [{ path: '', code: 'PART_LOCKED', zh: '这一部分现在不能改：项目不在可以改它的阶段，或正在审核、已暂停。', en: 'This part cannot be changed now: the project is not in a stage that has it, is under review, or is paused.' }] })
}

/** What the access table is asked about: who stands in which relation to the project. */
export const projectTarget = ({ district, organisation, mentor, evaluator }: Project): { district: string; organisation: string; mentor: string | undefined; evaluator: string | undefined } => ({
  district, organisation: organisation.id, mentor: mentor?.person, evaluator: evaluator?.person,
})
