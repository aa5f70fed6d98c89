import { may } from '../../../../shared/person/access.ts'
import { projectTarget } from '../../../../shared/project/project.ts'
import type { ContentPart } from '../../../../shared/stage/definition.ts'
import { projectStory } from '../../../queries/project-tracking.ts'
import { readProject, requireProject } from '../../../queries/project.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { PrintButton } from '../../look/print.tsx'
import { Pager } from '../../look/table.tsx'
import { Empty, Panel, Trail } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { Answers } from '../proposal-answers.tsx'
import { ProjectPage } from './frame.tsx'
import { openParts } from './part.tsx'

const texts = (look: Look) => words(look.language, {
  zh: { change: '修改', story: '动态', platform: '系统', none: '还没有动态', print: '打印项目书' },
  en: { change: 'Change', story: 'Story', platform: 'The platform', none: 'Nothing yet', print: 'Print the text' },
})

async function showText({ context, look, params }: Asked): Promise<Shown> {
  const read = await readProject(context, params.project ?? '')
  const { project, form, content } = read
  const t = texts(look)
  const open = may(context.actor, 'project.edit', projectTarget(project)) ? openParts(read) : []
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="text" actions={<PrintButton>{t.print}</PrintButton>}>
      <Answers form={form} content={content.answers} end={(part) => (open.includes(part as ContentPart) ? <ButtonLink href={`/projects/${project.id}/parts/${part}`} weight="quiet" icon="edit">{t.change}</ButtonLink> : null)} />
    </ProjectPage>
  ) }
}

async function showStory({ context, look, params, query }: Asked): Promise<Shown> {
  const project = await requireProject(context, params.project ?? '', 'project.read')
  const { entries, next } = await projectStory(context, project, query.get('after') ?? undefined)
  const t = texts(look)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="story">
      <Panel title={t.story} id="story">
        {entries.length === 0 ? <Empty title={t.none} /> : <Trail entries={entries.map((entry) => ({ at: entry.at, text: `${entry.by?.name ?? t.platform}${look.language === 'zh' && entry.by === null ? '' : ' '}${say(entry.sentence, look.language)}`, detail: entry.reason }))} />}
      </Panel>
      <Pager after={next} before={null} />
    </ProjectPage>
  ) }
}

export const projectTextPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/text', action: 'project.read', show: showText },
  { method: 'get', path: '/projects/:project/story', action: 'project.read', show: showStory },
]
