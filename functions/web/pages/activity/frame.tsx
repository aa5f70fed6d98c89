import type { Child } from 'hono/jsx'
import type { Activity } from '../../../../shared/activity/activity.ts'
import { loadProject } from '../../../../shared/project/project.store.ts'
import { type Project, projectTarget } from '../../../../shared/project/project.ts'
import type { Action } from '../../../../shared/person/access.ts'
import { authorise, type Context } from '../../../context.ts'
import type { Look, Mistake, Way } from '../../look/look.ts'
import { words } from '../../look/words.ts'
import type { Asked } from '../page.ts'
import { ProjectPage } from '../project/frame.tsx'

/** The two lists of a project: its activities, and what is doubtful. */
export function ActivitiesPage({ look, context, project, part, actions, children }: { look: Look; context: Context; project: Project; part: 'activities' | 'doubts'; actions?: Child; children?: Child }) {
  const t = words(look.language, { zh: { activities: '活动', doubts: '存疑', label: '活动和存疑' }, en: { activities: 'Activities', doubts: 'Doubts', label: 'Activities and doubts' } })
  const ways = (['activities', 'doubts'] as const).map((name) => ({ href: `/projects/${project.id}/${name}`, label: t[name], current: part === name }))
  return <ProjectPage look={look} context={context} project={project} tab="activities" parts={{ label: t.label, ways }} actions={actions}>{children}</ProjectPage>
}

/** A page below an activity, or the activity's own. */
export const ActivityPage = ({ activity, children, ...rest }: { look: Look; context: Context; project: Project; activity: Pick<Activity, 'id' | 'title'> | null; title: string; lead?: Child; actions?: Child; mistakes?: readonly Mistake[] | undefined; scripts?: string[]; children?: Child }) => {
  const above: Way[] = activity === null ? [] : [{ href: `/projects/${rest.project.id}/activities/${activity.id}`, label: activity.title }]
  return <ProjectPage {...rest} tab="activities" deeper={above}>{children}</ProjectPage>
}

/** Asks the access table before a form is read, so that its mistakes are shown only to who may send it. */
export async function allow({ context, params }: Asked, action: Action): Promise<{ project: string; activity: string }> {
  const { value } = await loadProject(context.table, params.project ?? '')
  authorise(context, action, projectTarget(value))
  return { project: value.id, activity: params.activity ?? '' }
}
