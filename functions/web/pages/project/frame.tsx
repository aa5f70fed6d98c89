import type { Child } from 'hono/jsx'
import { may } from '../../../../shared/person/access.ts'
import { type Project, projectTarget } from '../../../../shared/project/project.ts'
import { projectStateWords, stageStateWords, stageWords } from '../../../../shared/stage/words.ts'
import type { Context } from '../../../context.ts'
import type { Look, Mistake } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { type State, Tabs, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'

const texts = (look: Look) => words(look.language, {
  zh: { projects: '项目', board: '看板', cycle: (n: number) => `第 ${n} 周期`, parts: '项目的各部分', overview: '概览', text: '项目书', story: '动态' },
  en: { projects: 'Projects', board: 'Board', cycle: (n) => `Cycle ${n}`, parts: 'Parts of the project', overview: 'Overview', text: 'Text', story: 'Story' },
})

const tones: Record<Project['current']['state'], State> = { working: 'now', extension: 'wait', review: 'wait', paused: 'idle', passed: 'done', ended: 'late' }

/** The stage and how it stands, in a few characters. */
export function StageTag({ project, look }: { project: Project; look: Look }) {
  const { language } = look
  const { current, state } = project
  if (state !== 'active') return <Tag state={state === 'closed' ? 'done' : 'idle'}>{projectStateWords[state][language]}</Tag>
  const stage = stageWords[current.name][language]
  return <Tag state={tones[current.state]}>{current.state === 'working' ? stage : `${stage}${language === 'zh' ? '，' : ', '}${stageStateWords[current.state][language].toLowerCase()}`}</Tag>
}

export type ProjectTab = 'overview' | 'text' | 'story'

/** The frame of a project's own pages: where it belongs, how it stands, its parts as tabs. */
export function ProjectPage({ look, context, project, tab, title, lead, actions, mistakes, scripts, children }: {
  look: Look
  context: Context
  project: Project
  tab: ProjectTab
  /** Of a page below the tab. */
  title?: string
  lead?: Child
  actions?: Child
  mistakes?: readonly Mistake[]
  scripts?: string[]
  children?: Child
}) {
  const t = texts(look)
  const at = `/projects/${project.id}`
  const administers = may(context.actor, 'board.read', { district: project.district })
  return (
    <Page
      look={look} title={title ?? project.title} mistakes={mistakes ?? []} actions={actions} {...(scripts === undefined ? {} : { scripts })}
      crumbs={[administers ? { href: '/board', label: t.board } : { href: '/projects', label: t.projects }, ...(title === undefined ? [] : [{ href: at, label: project.title }])]}
      lead={lead ?? <p class="soft"><StageTag project={project} look={look} /> {project.organisation.name}{project.street === '' ? null : <><span class="sep">·</span>{project.street}</>}{project.cycle > 1 ? <><span class="sep">·</span>{t.cycle(project.cycle)}</> : null}</p>}
      tabs={<Tabs label={t.parts} ways={tabsOf(context, project).map(({ id, path, name }) => ({ href: `${at}${path}`, label: name[look.language], current: id === tab }))} />}
    >
      {children}
    </Page>
  )
}

interface TabWay {
  id: string
  path: string
  name: { zh: string; en: string }
}

/** The parts that the asker may read, in the order in which a project goes through them. */
function tabsOf(context: Context, project: Project): TabWay[] {
  const target = projectTarget(project)
  const all: (TabWay & { action: Parameters<typeof may>[1] })[] = [
    { id: 'overview', path: '', name: { zh: '概览', en: 'Overview' }, action: 'project.read' },
    { id: 'text', path: '/text', name: { zh: '项目书', en: 'Text' }, action: 'project.read' },
    { id: 'mentoring', path: '/mentoring', name: { zh: '督导', en: 'Mentoring' }, action: 'mentoring.read' },
    { id: 'showcase', path: '/showcase', name: { zh: '展示', en: 'Showcase' }, action: 'showcase.preview' },
    { id: 'offers', path: '/offers', name: { zh: '支持意向', en: 'Offers' }, action: 'offer.list' },
    { id: 'activities', path: '/activities', name: { zh: '活动', en: 'Activities' }, action: 'activity.read' },
    { id: 'spending', path: '/spending', name: { zh: '支出', en: 'Spending' }, action: 'spending.read' },
    { id: 'reports', path: '/reports', name: { zh: '报告', en: 'Reports' }, action: 'report.read' },
    { id: 'changes', path: '/changes', name: { zh: '变更', en: 'Changes' }, action: 'change.read' },
    { id: 'evaluation', path: '/evaluation', name: { zh: '评估', en: 'Evaluation' }, action: 'evaluation.read' },
    { id: 'story', path: '/story', name: { zh: '动态', en: 'Story' }, action: 'project.read' },
  ]
  return all.filter(({ action }) => may(context.actor, action, target))
}
