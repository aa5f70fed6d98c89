import type { Child } from 'hono/jsx'
import { loadProject } from '../../../../shared/project/project.store.ts'
import { type Project, projectTarget } from '../../../../shared/project/project.ts'
import type { Action } from '../../../../shared/person/access.ts'
import { authorise } from '../../../context.ts'
import type { Look, Mistake, Way } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Tabs } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked } from '../page.ts'

/** Where an activity's pages stand: below their project. */
export function activityCrumbs(look: Look, project: Pick<Project, 'id' | 'title'>, ...more: Way[]): Way[] {
  const t = words(look.language, { zh: { projects: '项目', activities: '活动' }, en: { projects: 'Projects', activities: 'Activities' } })
  return [{ href: '/projects', label: t.projects }, { href: `/projects/${project.id}`, label: project.title }, ...(more.length === 0 ? [] : [{ href: `/projects/${project.id}/activities`, label: t.activities }, ...more.slice(0, -1)])]
}

/** The two lists of a project: its activities, and what is doubtful. */
export function ActivitiesPage({ look, project, tab, title, actions, mistakes, children }: { look: Look; project: Project; tab: 'activities' | 'doubts'; title: string; actions?: Child; mistakes?: readonly Mistake[]; children?: Child }) {
  const t = words(look.language, { zh: { activities: '活动', doubts: '存疑', label: '活动和存疑' }, en: { activities: 'Activities', doubts: 'Doubts', label: 'Activities and doubts' } })
  const path = `/projects/${project.id}`
  return (
    <Page
      look={look} title={title} crumbs={activityCrumbs(look, project)} actions={actions} mistakes={mistakes ?? []}
      tabs={<Tabs label={t.label} ways={[{ href: `${path}/activities`, label: t.activities, current: tab === 'activities' }, { href: `${path}/doubts`, label: t.doubts, current: tab === 'doubts' }]} />}
    >
      {children}
    </Page>
  )
}

/** Asks the access table before a form is read, so that its mistakes are shown only to who may send it. */
export async function allow({ context, params }: Asked, action: Action): Promise<{ project: string; activity: string }> {
  const { value } = await loadProject(context.table, params.project ?? '')
  authorise(context, action, projectTarget(value))
  return { project: value.id, activity: params.activity ?? '' }
}
