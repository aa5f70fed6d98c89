import type { Child } from 'hono/jsx'
import { may } from '../../../../shared/person/access.ts'
import { type Project, projectTarget } from '../../../../shared/project/project.ts'
import { projectStateWords, stageStateWords, stageWords } from '../../../../shared/stage/words.ts'
import type { Context } from '../../../context.ts'
import type { Look, Mistake, Way } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { type State, Tabs, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'

const texts = (look: Look) => words(look.language, {
  zh: { projects: '项目', board: '看板', mentoring: '督导的项目', evaluations: '评估', cycle: (n: number) => `第 ${n} 周期`, parts: '项目的各部分' },
  en: { projects: 'Projects', board: 'Board', mentoring: 'Mentoring', evaluations: 'Evaluations', cycle: (n) => `Cycle ${n}`, parts: 'Parts of the project' },
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

/** The parts of a project, in the order in which it goes through them; each is for who may read it. */
const tabs = [
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
] as const
export type ProjectTab = (typeof tabs)[number]['id']

/** Where the asker comes from: the list in which this project stands for them. */
function startOf(context: Context, project: Project, look: Look): Way {
  const t = texts(look)
  const target = projectTarget(project)
  if (may(context.actor, 'board.read', { district: project.district })) return { href: '/board', label: t.board }
  if (may(context.actor, 'project.edit', target)) return { href: '/projects', label: t.projects }
  return may(context.actor, 'project.advise', target) ? { href: '/mentoring', label: t.mentoring } : { href: '/evaluations', label: t.evaluations }
}

/** The frame of every page of a project: where it belongs, how it stands, its parts as tabs. */
export function ProjectPage({ look, context, project, tab, title, deeper, parts, lead, actions, mistakes, scripts = [], footed = false, children }: {
  look: Look
  context: Context
  project: Project
  tab: ProjectTab
  /** Of a page below the tab's own. */
  title?: string
  /** Below the tab's own page, where a way back takes the place of the tabs: what lies between it and this page. */
  deeper?: readonly Way[]
  /** A tab of several pages: the ways between them. */
  parts?: { label: string; ways: readonly (Way & { current: boolean })[] }
  /** In place of the stage and the organisation. */
  lead?: Child
  actions?: Child
  mistakes?: readonly Mistake[] | undefined
  scripts?: string[]
  footed?: boolean
  children?: Child
}) {
  const t = texts(look)
  const at = `/projects/${project.id}`
  const ways = tabs.filter(({ action }) => may(context.actor, action, projectTarget(project))).map(({ id, path, name }) => ({ href: `${at}${path}`, label: name[look.language], current: id === tab }))
  const here = ways.find(({ current }) => current)
  return (
    <Page
      look={look} title={title ?? (tab === 'overview' ? project.title : `${here?.label ?? ''} · ${project.title}`)} heading={title ?? project.title} mistakes={mistakes ?? []} actions={actions} scripts={scripts} footed={footed}
      crumbs={[startOf(context, project, look), ...(title === undefined ? [] : [{ href: at, label: project.title }]), ...(deeper === undefined || here === undefined ? [] : [here, ...deeper])]}
      lead={lead ?? <p class="soft"><StageTag project={project} look={look} /> {project.organisation.name}{project.street === '' ? null : <><span class="sep">·</span>{project.street}</>}{project.cycle > 1 ? <><span class="sep">·</span>{t.cycle(project.cycle)}</> : null}</p>}
      tabs={deeper !== undefined ? null : <><Tabs label={t.parts} ways={ways} />{parts === undefined ? null : <Tabs label={parts.label} ways={parts.ways} />}</>}
    >
      {children}
    </Page>
  )
}
