import * as z from 'zod'
import { date } from '../../shared/kernel/calendar.ts'
import { type EventId, newEventId, type ProjectId, projectId } from '../../shared/kernel/ids.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'
import { typed } from '../../shared/kernel/text.ts'
import { districtCode } from '../../shared/person/person.ts'
import { addProject, moveProject, removeProject, type ShowcaseEvent } from '../../shared/showcase/event.ts'
import { eventItem, findShowcase, loadEvent } from '../../shared/showcase/showcase.store.ts'
import type { Entry } from '../../shared/trail/trail.ts'
import { act } from '../commit.ts'
import { authorise, type Context, personOf } from '../context.ts'
import { districtOf } from '../queries/districts.ts'

const particulars = { name: typed(60), day: date, place: typed(80) }
export const arrangeEventInput = z.strictObject({
  ...particulars,
  /** Left out: the first that the asker administers. */
  district: districtCode.optional(),
})
export const changeEventInput = z.strictObject(particulars)

const entry = (event: ShowcaseEvent, action: string, sentence: Bilingual): Omit<Entry, 'id' | 'at' | 'by'> => ({ scope: { of: 'district', id: event.district }, action, about: { noun: 'event', id: event.id, label: event.name }, sentence })

/** An event without projects, which only administrators see. */
export function arrangeEvent(context: Context, input: z.infer<typeof arrangeEventInput>): Promise<{ event: EventId }> {
  const district = districtOf(context, input.district)
  authorise(context, 'event.arrange', { district })
  const { name, day, place } = input
  const event: ShowcaseEvent = { id: newEventId(), district, name, day, place, projects: [], publishedAt: null, createdAt: context.now, createdBy: personOf(context).id }
  return act(context, async () => ({
    writes: [eventItem.put(event, 'none')],
    trail: [entry(event, 'event.arrange', { zh: `安排了展示活动“${name}”`, en: `arranged the event "${name}"` })],
    answer: { event: event.id },
  }))
}

/** Loads, changes, keeps; a change to what stands already writes nothing. */
function change(context: Context, id: string, decide: (event: ShowcaseEvent) => ShowcaseEvent | Promise<ShowcaseEvent>, tell: (event: ShowcaseEvent) => Bilingual | null): Promise<{ event: EventId; projects: ProjectId[] }> {
  return act(context, async () => {
    const { value, version } = await loadEvent(context.table, id)
    authorise(context, 'event.arrange', { district: value.district })
    const changed = await decide(value)
    const sentence = tell(changed)
    return {
      writes: changed === value ? [] : [eventItem.put(changed, version)],
      trail: changed === value || sentence === null ? [] : [entry(changed, 'event.arrange', sentence)],
      answer: { event: changed.id, projects: changed.projects },
    }
  })
}

export const changeEvent = (context: Context, id: string, input: z.infer<typeof changeEventInput>) =>
  change(context, id, (event) => ({ ...event, ...input }), ({ name }) => ({ zh: `改了展示活动“${name}”的安排`, en: `changed the event "${name}"` }))

export const eventProjectInput = z.strictObject({ project: projectId, deed: z.enum(['add', 'remove', 'up', 'down']) })

/** Adds a project on show at the end, takes one out, or moves one by a place. Throws INVALID for one that is not on show. */
export function orderEvent(context: Context, id: string, { project, deed }: z.infer<typeof eventProjectInput>) {
  return change(context, id, async (event) => {
    if (deed === 'remove') return event.projects.includes(project) ? removeProject(event, project) : event
    if (deed !== 'add') return moveProject(event, project, deed === 'up' ? -1 : 1)
    const showcase = await findShowcase(context.table, project)
    if (showcase === undefined || showcase.value.shownAt === null || showcase.value.district !== event.district) throw new Refusal('INVALID', { mistakes: [{ path: 'project', code: 'NOT_SHOWN', zh: '这个项目还没有公开的展示页', en: 'This project has no public page yet' }] })
    return addProject(event, project)
  }, () => null)
}

/** Throws INVALID where nothing would be shown. */
export const publishEvent = (context: Context, id: string) =>
  change(context, id, (event) => {
    if (event.projects.length === 0) throw new Refusal('INVALID', { mistakes: [{ path: '', code: 'NO_PROJECTS', zh: '请先加入至少一个项目', en: 'Add at least one project first' }] })
    return event.publishedAt === null ? { ...event, publishedAt: context.now } : event
  }, ({ name }) => ({ zh: `公布了展示活动“${name}”`, en: `published the event "${name}"` }))

export const withdrawEvent = (context: Context, id: string) =>
  change(context, id, (event) => (event.publishedAt === null ? event : { ...event, publishedAt: null }), ({ name }) => ({ zh: `撤下了展示活动“${name}”`, en: `took the event "${name}" down` }))
