import type { OrganisationId, PersonId } from '../../shared/kernel/ids.ts'
import type { MentorSession } from '../../shared/mentor/mentor.ts'
import { mentorFacts, mentorSessions } from '../../shared/mentor/mentor.store.ts'
import { loadMembers, organisationItem } from '../../shared/organisation/organisation.store.ts'
import { personItem } from '../../shared/person/person.store.ts'
import { type Project, projectTarget } from '../../shared/project/project.ts'
import { loadProject } from '../../shared/project/project.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { type AssignedProject, assignedProjects } from './evaluation.ts'

/** Throws NOT_FOUND. */
export async function readMentoring(context: Context, id: string): Promise<{ project: Project; agency: string | null; sessions: MentorSession[] }> {
  const { value: project } = await loadProject(context.table, id)
  authorise(context, 'mentoring.read', projectTarget(project))
  const [sessions, agency] = await Promise.all([mentorSessions(context.table, id), project.mentor === null ? undefined : context.table.get(organisationItem, keys.organisation(project.mentor.organisation))])
  return { project, agency: agency?.value.name ?? null, sessions }
}

export interface Mentoring extends AssignedProject {
  sessions: number
}

/** What the asker guides and guided. */
export async function myMentoring(context: Context): Promise<Mentoring[]> {
  const all = await assignedProjects(context, 'mentor')
  const sessions = await Promise.all(all.map(({ project }) => mentorFacts(context.table, project.id)))
  return all.map((one, i) => ({ ...one, sessions: sessions[i]?.sessions ?? 0 })).toSorted((a, b) => Number(b.present) - Number(a.present) || a.project.current.dueAt.localeCompare(b.project.current.dueAt))
}

/** Agencies whose members may guide a project, by name, and the members of the one that was chosen. */
export async function mentorChoices(context: Context, project: Project, chosen: string | null): Promise<{ agencies: { id: OrganisationId; name: string }[]; members: { id: PersonId; name: string }[] }> {
  authorise(context, 'project.staff', projectTarget(project))
  const { table } = context
  const found = await table.queryAll(organisationItem, { ...keys.organisationsOf(project.district), prefix: 'admitted#' })
  const agencies = found.flatMap(({ value: { id, name, kind } }) => (kind === 'agency' && id !== project.organisation.id ? [{ id, name }] : [])).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
  const agency = agencies.find(({ id }) => id === chosen)
  if (agency === undefined) return { agencies, members: [] }
  const people = await table.getMany(personItem, (await loadMembers(table, agency.id)).map(({ value }) => keys.person(value.person)))
  return { agencies, members: people.flatMap((one) => (one === undefined ? [] : [{ id: one.value.id, name: one.value.name }])) }
}
