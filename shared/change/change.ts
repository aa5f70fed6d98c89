import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { answersSchema } from '../project/content.ts'
import type { Project } from '../project/project.ts'
import { contentParts } from '../stage/definition.ts'
import { type By, bySchema } from '../stage/stage.ts'
import type { Instant } from '../kernel/instant.ts'

export const changeKinds = ['dates', 'budget', 'scope'] as const
export type ChangeKind = (typeof changeKinds)[number]

/** Where a request may go. */
export const changeLifecycle = {
  /** 待答复 */
  open: ['approved', 'refused', 'withdrawn'],
  approved: [],
  refused: [],
  withdrawn: [],
} as const satisfies Record<string, readonly string[]>
export type ChangeState = keyof typeof changeLifecycle
export const changeStates = Object.keys(changeLifecycle) as [ChangeState, ...ChangeState[]]

/** Days in Shanghai: the plan's end, and the present stage's due date. */
export const datesSchema = z.object({ endDate: z.string(), dueDay: z.string() })
export const scopeSchema = answersSchema.pick({ goals: true, place: true, who: true, directPeople: true, indirectPeople: true, attendances: true })
const budgetRows = answersSchema.shape.budget.unwrap()

/** What stands now, and what is asked for instead. */
export const proposedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dates'), before: datesSchema, after: datesSchema }),
  z.object({ kind: z.literal('budget'), before: budgetRows, after: budgetRows, /** Why so much, where much is moved. */ words: z.string() }),
  z.object({ kind: z.literal('scope'), before: scopeSchema, after: scopeSchema }),
])
export type Proposed = z.infer<typeof proposedSchema>

/** A request to change what the project was approved with: as a whole or not at all. */
export const changeSchema = z.object({
  project: inside(projectId),
  number: inside(z.int()),
  /** Of the stage in which it was asked. */
  stage: inside(z.int()),
  proposed: inside(proposedSchema),
  /** The revision of each part of the text that it changes, as it was when it was asked. */
  base: inside(z.partialRecord(z.enum(contentParts), z.int())),
  reasons: inside(z.string()),
  state: inside(z.enum(changeStates)),
  askedAt: inside(instant),
  askedBy: personal(bySchema),
  decision: inside(z.object({ reasons: z.string(), by: bySchema, at: instant }).nullable()),
})
export type Change = z.infer<typeof changeSchema>

/** Ends a request, and frees the project for the next. Throws WRONG_STATE unless it is open, INVALID where a refusal has no reasons. */
export function settleChange(project: Project, change: Change, to: Exclude<ChangeState, 'open'>, given: { reasons: string; by: By }, now: Instant): { project: Project; change: Change } {
  if (!(changeLifecycle[change.state] as readonly ChangeState[]).includes(to)) throw new Refusal('WRONG_STATE', { facts: { state: change.state } })
  if (to === 'refused' && given.reasons === '') {
    throw new Refusal('INVALID', { mistakes: [{ path: 'reasons', code: 'REQUIRED', zh: '不同意时请写明理由，对方会看到', en: 'Give the reason for a no; they will read it' }] })
  }
  return { project: project.openChange?.number === change.number ? { ...project, openChange: null } : project, change: { ...change, state: to, decision: to === 'withdrawn' ? null : { ...given, at: now } } }
}
