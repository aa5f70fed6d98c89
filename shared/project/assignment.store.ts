import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { personId, projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Table } from '../store/table.ts'

export const assignmentRoles = ['mentor', 'evaluator'] as const
export type AssignmentRole = (typeof assignmentRoles)[number]

/** That somebody guides or evaluates a project, or did: an assignment that has ended stays, because who once guided a project does not evaluate it. */
export const assignmentSchema = z.object({
  person: personal(personId),
  role: inside(z.enum(assignmentRoles)),
  project: inside(projectId),
  since: inside(instant),
  endedAt: inside(instant.nullable()),
})
export type Assignment = z.infer<typeof assignmentSchema>
export const assignmentItem = itemKind('assignment', assignmentSchema, (one) => keys.projectOfPerson(one.person, one.role, one.project))

/** The newest first, also those that have ended. */
export async function assignmentsOf(table: Table, person: string, role?: AssignmentRole): Promise<Assignment[]> {
  const found = await table.queryAll(assignmentItem, { pk: keys.projectsOfPerson(person).pk, prefix: role === undefined ? '' : `${role}#` })
  return found.map(({ value }) => value).toSorted((a, b) => b.since.localeCompare(a.since))
}
