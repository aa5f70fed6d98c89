import { shanghaiDate } from '../../shared/kernel/calendar.ts'
import { Refusal } from '../../shared/kernel/refusal.ts'
import type { ShowcaseEvent } from '../../shared/showcase/event.ts'
import type { ShowcasePage } from '../../shared/showcase/page.ts'
import { eventItem, loadEvent, showcaseItem } from '../../shared/showcase/showcase.store.ts'
import { keys } from '../../shared/store/keys.ts'
import { authorise, type Context } from '../context.ts'
import { administered } from './districts.ts'
import { pagesOf } from './showcase.ts'

const PAGE = 20

/** Events of the district, the latest day first: the published ones, for its administrators all. */
export async function listEvents(context: Context, after?: string): Promise<{ events: ShowcaseEvent[]; next: string | undefined; arranges: boolean }> {
  authorise(context, 'event.read', {})
  const district = context.environment.XIUYUAN_DISTRICT
  const arranges = administered(context.actor).includes(district)
  const { items, next } = await context.table.query(eventItem, { ...keys.eventsOf(district), limit: PAGE, after, newestFirst: true })
  return { events: items.map(({ value }) => value).filter(({ publishedAt }) => arranges || publishedAt !== null), next, arranges }
}

/** Published events from today on, the next first. */
export async function comingEvents(context: Context): Promise<ShowcaseEvent[]> {
  authorise(context, 'event.read', {})
  const { items } = await context.table.query(eventItem, { ...keys.eventsOf(context.environment.XIUYUAN_DISTRICT), from: shanghaiDate(context.now), limit: 20 })
  return items.map(({ value }) => value).filter(({ publishedAt }) => publishedAt !== null).slice(0, 3)
}

export interface EventView {
  event: ShowcaseEvent
  /** In order. Those whose page has been taken down are left out. */
  projects: ShowcasePage[]
  /** How many those are. */
  hidden: number
  /** The reader administers it. */
  arranges: boolean
}

/** An event with its projects' pages. Throws NOT_FOUND for one that is not published, except to its administrators. */
export async function readEvent(context: Context, id: string): Promise<EventView> {
  authorise(context, 'event.read', {})
  const { value: event } = await loadEvent(context.table, id)
  const arranges = administered(context.actor).includes(event.district)
  if (event.publishedAt === null && !arranges) throw new Refusal('NOT_FOUND')
  return viewOf(context, event, arranges)
}

/** The same for those who arrange it. */
export async function readArrangement(context: Context, id: string): Promise<EventView> {
  const { value: event } = await loadEvent(context.table, id)
  authorise(context, 'event.arrange', { district: event.district })
  return viewOf(context, event, true)
}

async function viewOf(context: Context, event: ShowcaseEvent, arranges: boolean): Promise<EventView> {
  const found = await context.table.getMany(showcaseItem, event.projects.map((project) => keys.showcase(project)))
  const projects = await pagesOf(context, found.flatMap((one) => (one === undefined ? [] : [one.value])))
  return { event, projects, hidden: event.projects.length - projects.length, arranges }
}
