import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { enterCompetition, enterInput } from '../../../commands/project-entry.ts'
import { openCalls } from '../../../queries/proposal.ts'
import { requireProject } from '../../../queries/project.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { HiddenField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Table } from '../../look/table.tsx'
import { Empty, When } from '../../look/tell.tsx'
import { withColon, words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Shown, tryForm } from '../page.ts'
import { ProjectPage } from './frame.tsx'

const texts = (look: Look) => words(look.language, {
  zh: { title: '参加大赛', lead: '项目书里已有的内容会填进申报书，其余的再补。申报书提交前都能改。', competition: '大赛', closes: '截止', act: '操作', choose: '选这个', none: '现在没有贵单位可以参加的征集', noneHint: '有新的大赛时会列在这里。', category: '申报类别', send: '生成申报书', back: '返回' },
  en: { title: 'Enter a competition', lead: 'What the project says is filled into the proposal; the rest is added there. All of it can be changed until it is sent.', competition: 'Competition', closes: 'Closes', act: 'Action', choose: 'Choose', none: 'No call is open to you now', noneHint: 'New competitions will be listed here.', category: 'Category', send: 'Make the proposal', back: 'Back' },
})

async function show(asked: Asked, attempt?: Attempt): Promise<Shown> {
  const { context, look, params, query } = asked
  const project = await requireProject(context, params.project ?? '', 'project.enter')
  const t = texts(look)
  const { calls } = await openCalls(context, project.organisation.id)
  const open = calls.filter(({ admits, left }) => admits && left !== 0)
  const wanted = attempt?.values.competition ?? query.get('competition')
  const chosen = open.find(({ competition }) => competition.id === wanted)
  return { page: (
    <ProjectPage look={look} context={context} project={project} tab="overview" title={t.title} mistakes={attempt?.mistakes}>
      <p class="soft">{t.lead}</p>
      {chosen === undefined ? (
        <Table caption={t.title} rows={open} empty={<Empty title={t.none}>{t.noneHint}</Empty>} columns={[
          { header: t.competition, names: true, cell: ({ competition }) => <a href={`/public/competitions/${competition.id}`}>{say(competition.name, look.language)}</a> },
          { header: t.closes, cell: ({ competition }) => <When at={competition.dates.callClosesAt} /> },
          { header: t.act, hidden: true, align: 'end', cell: ({ competition }) => <ButtonLink href={`/projects/${project.id}/enter?competition=${competition.id}`} about={withColon(look.language, '', say(competition.name, look.language))}>{t.choose}</ButtonLink> },
        ]} />
      ) : (
        <Form action={`/projects/${project.id}/enter`} command={newSecret()}>
          <HiddenField path="competition" value={chosen.competition.id} />
          <p><strong>{say(chosen.competition.name, look.language)}</strong> <When at={chosen.competition.dates.callClosesAt} /></p>
          <ChoiceField path="category" label={t.category} required as="radio" value={attempt?.values.category ?? (chosen.rulebook.categories.some(({ id }) => id === project.class) ? project.class : null)} choices={chosen.rulebook.categories.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
          <p class="acts"><Button>{t.send}</Button><ButtonLink href={`/projects/${project.id}/enter`}>{t.back}</ButtonLink></p>
        </Form>
      )}
    </ProjectPage>
  ) }
}

export const projectEnterPages: PageRoute[] = [
  { method: 'get', path: '/projects/:project/enter', action: 'project.enter', show: (asked) => show(asked) },
  {
    method: 'post', path: '/projects/:project/enter', action: 'project.enter',
    send: (asked, posted) => tryForm(posted, async () => {
      const { competition, category } = posted.fields
      const { proposal } = await enterCompetition(asked.context, asked.params.project ?? '', readAs(enterInput, { competition, category }))
      return { go: `/proposals/${proposal}` }
    }, (attempt) => show(asked, attempt)),
  },
]
