import * as z from 'zod'
import { competitionId, organisationId, projectId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { stageSchema } from '../stage/stage.ts'
import { keys } from '../store/keys.ts'
import { itemKind, type Stored, type Table } from '../store/table.ts'
import { asksSince } from './asks.ts'
import { assignmentsOf } from './assignment.store.ts'
import { contentSchema, type ProjectContent } from './content.ts'
import { type Project, projectSchema } from './project.ts'
import { similaritySchema } from './similar.ts'

/** Listed only while something in it waits for an administrator; all other lists of projects are the board (shared/board) and the organisation's own. */
export const projectItem = itemKind('project', projectSchema, (project) => {
  const since = asksSince(project)
  return { ...keys.project(project.id), ...(since === null ? {} : { lpk: keys.projectsAsking(project.district).pk, lsk: `${since}#${project.id}` }) }
})
export const contentItem = itemKind('project-content', contentSchema, (content) => keys.projectContent(content.project))
/** A stage that is over; the one under way stands in the project's record. */
export const pastStageItem = itemKind('past-stage', z.object({ project: projectId, stage: stageSchema }), ({ project, stage }) => keys.pastStage(project, stage.number))
/** One line a project for 'who says nearly the same'; follows the text in the same transaction. */
export const similarityItem = itemKind('similarity', z.object({ district: z.string(), line: similaritySchema }), ({ district, line }) => keys.similarity(district, line.project))
/** A competition that the project has entered. */
export const projectEntryItem = itemKind('project-entry', z.object({ project: projectId, competition: competitionId, proposal: proposalId, at: instant }), (entry) => keys.entry(entry.project, entry.proposal))
/** Under an organisation: its projects, also those it handed over. */
export const ownProjectItem = itemKind('own-project', z.object({ organisation: organisationId, project: projectId }), (own) => keys.projectOfOrganisation(own.organisation, own.project))

/** Throws NOT_FOUND. */
export async function loadProject(table: Table, id: string): Promise<Stored<Project>> {
  const found = await table.get(projectItem, keys.project(id))
  if (found === undefined) throw new Refusal('NOT_FOUND')
  return found
}

/** The project and its text, read together. Throws NOT_FOUND. */
export async function loadWithContent(table: Table, id: string): Promise<{ project: Stored<Project>; content: Stored<ProjectContent> }> {
  const [project, content] = await table.getEach({ kind: projectItem, key: keys.project(id) }, { kind: contentItem, key: keys.projectContent(id) })
  if (project === undefined || content === undefined) throw new Refusal('NOT_FOUND')
  return { project, content }
}

/** The projects of a district that go on and name this person as their evaluator. */
export async function openEvaluations(table: Table, district: string, person: string): Promise<Project[]> {
  const own = (await assignmentsOf(table, person, 'evaluator')).filter(({ endedAt }) => endedAt === null)
  const found = await table.getMany(projectItem, own.map(({ project }) => keys.project(project)))
  return found.flatMap((one) => (one !== undefined && one.value.district === district && one.value.state === 'active' && one.value.evaluator?.person === person ? [one.value] : []))
}
