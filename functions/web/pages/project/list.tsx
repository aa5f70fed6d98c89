import { newSecret, organisationId } from '../../../../shared/kernel/ids.ts'
import { nextDue, type Project, waitsFor } from '../../../../shared/project/project.ts'
import { stageNames, type StageName } from '../../../../shared/stage/lifecycle.ts'
import { stageWords } from '../../../../shared/stage/words.ts'
import { createProject, createProjectInput } from '../../../commands/project.ts'
import { authorise, type Context } from '../../../context.ts'
import { ownProjects } from '../../../queries/project.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table, Tools } from '../../look/table.tsx'
import { Empty, Tabs, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryForm } from '../page.ts'
import { actsForSeveral } from '../proposals.tsx'
import { StageTag } from './frame.tsx'
import { pageWithin } from '../../../queries/paging.ts'

const SIZE = 20

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '我们的项目', create: '立一个项目', name: '项目', organisation: '承担单位', stage: '阶段', all: '全部阶段', due: '下一个期限', waits: '等谁', search: '名称', none: '还没有项目', noneHint: '有了想法就立项：写下需求、受益人和计划，请督导指导，再一步步展示、实施、评估。', noneFound: '没有符合条件的项目', showAll: '查看全部', noDate: '不计期限', unit: '个',
    newTitle: '立一个项目', newLead: '先起个名字。内容可以分几次写，也可以请同事一起写；写的时候会提示本区做过的相似项目。', newName: '项目名称', newHint: '最多 30 字，以后还能改。', begin: '开始写', other: '换一个单位',
  },
  en: {
    title: 'Our projects', create: 'Begin a project', name: 'Project', organisation: 'Delivered by', stage: 'Stage', all: 'All stages', due: 'Next date', waits: 'Waits for', search: 'Name', none: 'No project yet', noneHint: 'Begin one with an idea: the need, whom it serves, the plan; a mentor helps; then it is shown, delivered and evaluated.', noneFound: 'No project like that', showAll: 'Show all', noDate: 'no date runs', unit: '',
    newTitle: 'Begin a project', newLead: 'Give it a name first. Write bit by bit, or with colleagues; similar projects of the district are shown as you write.', newName: 'Name of the project', newHint: 'Up to 30 characters; you can change it.', begin: 'Begin', other: 'Act for another',
  },
})

/** For whom a project waits, in a word. */
export const waitWords = { organisation: { zh: '项目单位', en: 'The organisation' }, administrator: { zh: '管理员', en: 'Administrators' }, mentor: { zh: '督导', en: 'The mentor' }, evaluator: { zh: '评估员', en: 'The evaluator' }, nobody: { zh: '—', en: '—' } } as const

/** A member's projects: those of the organisation, and those that they guide at others. */
export function ProjectsTabs({ look, current }: { look: Look; current: '/projects' | '/mentoring' }) {
  const t = words(look.language, { zh: { label: '项目', '/projects': '本单位的项目', '/mentoring': '我督导的项目' }, en: { label: 'Projects', '/projects': 'Our projects', '/mentoring': 'Projects I guide' } })
  return <Tabs label={t.label} ways={(['/projects', '/mentoring'] as const).map((href) => ({ href, label: t[href], current: href === current }))} />
}

async function list({ context, look, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const all = await ownProjects(context)
  const stage = stageNames.find((one) => one === query.get('stage'))
  const q = (query.get('q') ?? '').trim().toLowerCase()
  const found = all.filter((project) => (stage === undefined || project.current.name === stage) && (q === '' || project.title.toLowerCase().includes(q)))
  const page = pageWithin(Number(query.get('page')), SIZE, found.length)
  return { page: (
    <Page look={look} title={t.title} tabs={<ProjectsTabs look={look} current="/projects" />} actions={<ButtonLink href="/projects/new" weight="primary" icon="add">{t.create}</ButtonLink>}>
      {all.length < 6 ? null : (
        <Tools>
          <TextField path="q" label={t.search} type="search" required value={query.get('q') ?? ''} />
          <ChoiceField path="stage" label={t.stage} as="select" none={t.all} required value={stage ?? ''} choices={stageNames.map((value: StageName) => ({ value, label: stageWords[value][look.language] }))} />
        </Tools>
      )}
      <Table
        caption={t.title} rows={found.slice((page - 1) * SIZE, page * SIZE)} columns={columns(look, actsForSeveral(context))}
        empty={all.length === 0 ? <Empty title={t.none} action={<a href="/projects/new">{t.create}</a>}>{t.noneHint}</Empty> : <Empty title={t.noneFound} action={<a href="/projects">{t.showAll}</a>} />}
      />
      {found.length > SIZE ? <Pager page={page} size={SIZE} total={found.length} unit={t.unit} /> : null}
    </Page>
  ) }
}

function columns(look: Look, several: boolean) {
  const t = texts(look)
  return [
    { header: t.name, names: true, cell: (project: Project) => <a href={`/projects/${project.id}`}>{project.title}</a> },
    ...(several ? [{ header: t.organisation, cell: (project: Project) => project.organisation.name }] : []),
    { header: t.stage, cell: (project: Project) => <StageTag project={project} look={look} /> },
    { header: t.due, cell: (project: Project) => <NextDate project={project} look={look} /> },
    { header: t.waits, cell: (project: Project) => waitWords[waitsFor(project)][look.language] },
  ]
}

function NextDate({ project, look }: { project: Project; look: Look }) {
  const due = nextDue(project)
  return due === null ? <span class="soft">{texts(look).noDate}</span> : <When at={due} />
}

/** Whose project it becomes: as the form says, or whom the browser acts for. */
const actsFor = ({ actor }: Context, said: string | undefined) => organisationId.safeParse(said).data ?? (actor.kind === 'person' ? actor.organisation : null)

async function showNew({ context, look }: Asked, attempt?: Attempt): Promise<Shown> {
  const t = texts(look)
  await ownProjects(context)
  const organisation = actsFor(context, attempt?.values.organisation)
  return { page: (
    <Page look={look} title={t.newTitle} crumbs={[{ href: '/projects', label: t.title }]} lead={<p class="soft">{t.newLead}{actsForSeveral(context) ? <> <a href="/organisation#choose">{t.other}</a></> : null}</p>} mistakes={attempt?.mistakes ?? []}>
      <div class="read">
        <Form action="/projects/new" command={newSecret()}>
          {organisation === null ? null : <HiddenField path="organisation" value={organisation} />}
          <TextField path="name" label={t.newName} hint={t.newHint} required limit={30} value={attempt?.values.name ?? ''} />
          <p class="acts"><Button>{t.begin}</Button><ButtonLink href="/projects">{words(look.language, { zh: { back: '返回' }, en: { back: 'Back' } }).back}</ButtonLink></p>
        </Form>
      </div>
    </Page>
  ) }
}

export const projectListPages: PageRoute[] = [
  { method: 'get', path: '/projects', action: 'project.list-own', show: list },
  { method: 'get', path: '/projects/new', action: 'project.list-own', show: (asked) => showNew(asked) },
  {
    method: 'post', path: '/projects/new', action: 'project.create',
    send: (asked, posted) => {
      const { name, organisation } = posted.fields
      authorise(asked.context, 'project.create', { organisation: actsFor(asked.context, organisation) ?? undefined })
      return tryForm(posted, async () => {
        const { project } = await createProject(asked.context, readAs(createProjectInput, { name, organisation }))
        return { go: `/projects/${project}` }
      }, (attempt) => showNew(asked, attempt))
    },
  },
]
