import type { Child } from 'hono/jsx'
import type { Project } from '../../../../shared/project/project.ts'
import type { Look, Mistake, Way } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Tabs } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'

export type MoneyTab = 'spending' | 'reports' | 'changes'

/** A page about a project's money, reports or changes: its way back to the project, and the way to the other two. */
export function ProjectMoneyPage({ look, project, tab, title, deeper, lead, actions, mistakes, scripts, children }: {
  look: Look
  project: Pick<Project, 'id' | 'title'>
  tab: MoneyTab
  /** Of a page below the tab's own; the tab's name otherwise. */
  title?: string
  /** True below the tab's own page: the way back to it is a crumb, in place of the tabs. */
  deeper?: boolean
  lead?: Child
  actions?: Child
  mistakes?: readonly Mistake[] | undefined
  scripts?: string[]
  children?: Child
}) {
  const t = words(look.language, {
    zh: { projects: '项目', parts: '支出、报告与变更', spending: '支出', reports: '报告', changes: '变更' },
    en: { projects: 'Projects', parts: 'Spending, reports and changes', spending: 'Spending', reports: 'Reports', changes: 'Changes' },
  })
  const at = `/projects/${project.id}`
  const crumbs: Way[] = [{ href: '/projects', label: t.projects }, { href: at, label: project.title }, ...(deeper === true ? [{ href: `${at}/${tab}`, label: t[tab] }] : [])]
  const tabs = (['spending', 'reports', 'changes'] as const).map((one) => ({ href: `${at}/${one}`, label: t[one], current: one === tab }))
  return (
    <Page
      look={look} title={title ?? `${t[tab]} · ${project.title}`} heading={title ?? t[tab]} crumbs={crumbs} lead={lead} actions={actions} tabs={deeper === true ? null : <Tabs label={t.parts} ways={tabs} />}
      {...(mistakes === undefined ? {} : { mistakes })} {...(scripts === undefined ? {} : { scripts })}
    >
      {children}
    </Page>
  )
}
