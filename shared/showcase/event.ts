import * as z from 'zod'
import { inside, open, personal } from '../kernel/exposure.ts'
import { eventId, personId, projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { Refusal } from '../kernel/refusal.ts'
import { districtCode } from '../person/person.ts'

/** Projects of one event. */
export const MOST_PROJECTS = 60

/** 展示活动: projects that present themselves on one day, in order. */
export const eventSchema = z.object({
  id: open(eventId),
  district: open(districtCode),
  name: open(z.string()),
  /** Of Shanghai. */
  day: open(z.iso.date()),
  place: open(z.string()),
  projects: open(z.array(projectId)),
  publishedAt: open(instant.nullable()),
  createdAt: inside(instant),
  createdBy: personal(personId),
})
export type ShowcaseEvent = z.infer<typeof eventSchema>
type ProjectInEvent = ShowcaseEvent['projects'][number]

/** Puts a project at the end; one that is there already stays where it is. Throws INVALID where there is no room. */
export function addProject(event: ShowcaseEvent, project: ProjectInEvent): ShowcaseEvent {
  if (event.projects.includes(project)) return event
  if (event.projects.length >= MOST_PROJECTS) throw new Refusal('INVALID', { mistakes: [{ path: 'project', code: 'TOO_MANY', zh: `一场活动最多 ${MOST_PROJECTS} 个项目`, en: `An event has ${MOST_PROJECTS} projects at most` }] })
  return { ...event, projects: [...event.projects, project] }
}

export const removeProject = (event: ShowcaseEvent, project: string): ShowcaseEvent => ({ ...event, projects: event.projects.filter((one) => one !== project) })

/** One place up (-1) or down (1); the first and the last stay where they are. */
export function moveProject(event: ShowcaseEvent, project: string, by: -1 | 1): ShowcaseEvent {
  const at = event.projects.findIndex((one) => one === project)
  const [moved, other] = [event.projects[at], event.projects[at + by]]
  if (moved === undefined || other === undefined) return event
  return { ...event, projects: event.projects.map((one, i) => (i === at ? other : i === at + by ? moved : one)) }
}
