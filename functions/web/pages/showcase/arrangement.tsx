import { newSecret } from '../../../../shared/kernel/ids.ts'
import type { ShowcasePage } from '../../../../shared/showcase/page.ts'
import { changeEvent, changeEventInput, eventProjectInput, orderEvent, publishEvent, withdrawEvent } from '../../../commands/event.ts'
import { type EventView, readArrangement } from '../../../queries/event.ts'
import { listShowcases } from '../../../queries/showcase.ts'
import { HiddenField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { type Look, useLook } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Pager, Table, Tools } from '../../look/table.tsx'
import { At, Empty, Note, Panel, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { EventFields } from './events.tsx'
import { showcaseCrumbs } from './words.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '安排项目', events: '展示活动', order: '展示顺序', caption: '按展示顺序排列', number: '序号', project: '项目', act: '操作', up: (title: string) => `《${title}》上移`, down: (title: string) => `《${title}》下移`, remove: (title: string) => `把《${title}》移出`, none: '还没有项目', noneLead: '在下面找到展示中的项目，加进来。', hidden: (n: number) => `另有 ${n} 个项目的展示页已撤下，公众看不到。`, add: '加入项目', search: '项目、单位、街道或类别', addOne: '加入', addWhat: (title: string) => `加入《${title}》`, found: '展示中的项目，最新的在前', in: '已在名单上', nothing: '没有找到', nothingLead: '只有展示页已公开的项目可以加入。',
      details: '名称、日期和地点', save: '保存', publication: '公布', draft: '未公布', published: '已公布', publish: '公布活动', withdraw: '撤下活动', publishLead: '公布后，所有人都能看到这场活动和项目顺序。顺序可以随时再调。', withdrawLead: '撤下后只有管理员看得到，可以再公布。', since: '公布于', see: '看活动页',
    },
    en: {
      title: 'Arrange the projects', events: 'Showcase events', order: 'Order', caption: 'In the order of presentation', number: 'No.', project: 'Project', act: 'Actions', up: (title) => `Move “${title}” up`, down: (title) => `Move “${title}” down`, remove: (title) => `Take “${title}” out`, none: 'No projects yet', noneLead: 'Find projects on show below and add them.', hidden: (n) => (n === 1 ? 'The page of one more project has been taken down, so the public does not see it.' : `The pages of ${n} more projects have been taken down, so the public does not see them.`), add: 'Add a project', search: 'Project, organisation, street or class', addOne: 'Add', addWhat: (title) => `Add “${title}”`, found: 'Projects on show, newest first', in: 'On the list', nothing: 'Nothing found', nothingLead: 'Only projects whose page is public can be added.',
      details: 'Name, day and place', save: 'Save', publication: 'Publication', draft: 'Not published', published: 'Published', publish: 'Publish the event', withdraw: 'Take the event down', publishLead: 'Everybody will see the event and the order of its projects. The order can be changed at any time.', withdrawLead: 'Only administrators will see it; it can be published again.', since: 'Published', see: 'See the event',
    },
  })

async function show({ context, look, params, query }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const view = await readArrangement(context, params.event ?? '')
  const { event, hidden } = view
  const t = texts(look)
  const text = query.get('text')?.slice(0, 60) ?? ''
  const { found, next } = await listShowcases(context, { text, after: query.get('after') ?? undefined })
  const details = attempt.values.name === undefined ? event : attempt.values
  return { page: (
    <Page look={look} title={t.title} crumbs={[...showcaseCrumbs(look.language), { href: '/events', label: t.events }, { href: `/events/${event.id}`, label: event.name }]} lead={event.name} mistakes={attempt.mistakes}>
      <div class="split">
        <div class="stackv">
          <Panel title={t.order} id="order">
            <Order view={view} />
            {hidden === 0 ? null : <Note state="wait">{t.hidden(hidden)}</Note>}
          </Panel>
          <Panel title={t.add} id="add">
            <Tools label={t.add}><TextField path="text" label={t.search} value={text} type="search" width="short" required /></Tools>
            <Found view={view} found={found} />
            <Pager after={next ?? null} before={null} />
          </Panel>
        </div>
        <aside class="stackv">
          <Publication view={view} />
          <Panel title={t.details} id="details"><Form action={`/events/${event.id}`} command={newSecret()}><EventFields values={details} /><p class="acts"><Button weight="second">{t.save}</Button></p></Form></Panel>
        </aside>
      </div>
    </Page>
  ) }
}

function Order({ view: { event, projects } }: { view: EventView }) {
  const t = texts(useLook())
  const last = projects.length - 1
  return (
    <Table caption={t.caption} rows={projects} empty={<Empty title={t.none}>{t.noneLead}</Empty>} columns={[
      { header: t.number, cell: (_, i) => <span class="n">{i + 1}</span> },
      { header: t.project, names: true, cell: ({ project, title, organisation }) => <><a href={`/showcase/${project}`}>{title}</a><p class="soft small">{organisation}</p></> },
      { header: t.act, hidden: true, align: 'end', cell: ({ project, title }, i) => (
        <Form action={`/events/${event.id}/projects`} command={newSecret()} class="inline" label={title}>
          <HiddenField path="project" value={project} />
          {i === 0 ? null : <Button weight="quiet" icon="up" name="deed" value="up" label={t.up(title)} />}
          {i === last ? null : <Button weight="quiet" icon="down" name="deed" value="down" label={t.down(title)} />}
          <Button weight="quiet" icon="remove" name="deed" value="remove" label={t.remove(title)} />
        </Form>
      ) },
    ]} />
  )
}

function Found({ view: { event }, found }: { view: EventView; found: readonly ShowcasePage[] }) {
  const t = texts(useLook())
  return (
    <Table caption={t.found} rows={found} empty={<Empty title={t.nothing}>{t.nothingLead}</Empty>} columns={[
      { header: t.project, names: true, cell: ({ title, organisation }) => <>{title}<p class="soft small">{organisation}</p></> },
      { header: t.act, hidden: true, align: 'end', cell: ({ project, title }) => (event.projects.includes(project) ? <Tag state="done">{t.in}</Tag> : (
        <Form action={`/events/${event.id}/projects`} command={newSecret()} class="inline" label={title}>
          <HiddenField path="project" value={project} />
          <Button weight="quiet" icon="add" name="deed" value="add" label={t.addWhat(title)}>{t.addOne}</Button>
        </Form>
      )) },
    ]} />
  )
}

function Publication({ view: { event } }: { view: EventView }) {
  const t = texts(useLook())
  const out = event.publishedAt
  return (
    <Panel title={t.publication} id="publication" end={<Tag state={out === null ? 'idle' : 'done'}>{out === null ? t.draft : t.published}</Tag>}>
      {out === null ? <p class="soft">{t.publishLead}</p> : <p>{t.since} <At at={out} /></p>}
      {out === null ? null : <p class="soft">{t.withdrawLead}</p>}
      <Form action={`/events/${event.id}/${out === null ? 'publication' : 'withdrawal'}`} command={newSecret()}>
        <p class="acts">{out === null ? <Button>{t.publish}</Button> : <Button weight="late">{t.withdraw}</Button>}<ButtonLink href={`/events/${event.id}`}>{t.see}</ButtonLink></p>
      </Form>
    </Panel>
  )
}

const deed = (run: (asked: Asked, posted: Posted) => Promise<unknown>) => (asked: Asked, posted: Posted): Promise<Shown> =>
  tryForm(posted, async () => {
    await run(asked, posted)
    return { go: `/events/${asked.params.event}/arrangement` }
  }, (attempt) => show(asked, attempt))

const idOf = ({ params }: Asked): string => params.event ?? ''

export const arrangementPages: PageRoute[] = [
  { method: 'get', path: '/events/:event/arrangement', action: 'event.arrange', show: (asked) => show(asked) },
  { method: 'post', path: '/events/:event', action: 'event.arrange', send: deed((asked, { body }) => changeEvent(asked.context, idOf(asked), readAs(changeEventInput, body))) },
  { method: 'post', path: '/events/:event/projects', action: 'event.arrange', send: deed((asked, { body }) => orderEvent(asked.context, idOf(asked), readAs(eventProjectInput, body))) },
  { method: 'post', path: '/events/:event/publication', action: 'event.arrange', send: deed((asked) => publishEvent(asked.context, idOf(asked))) },
  { method: 'post', path: '/events/:event/withdrawal', action: 'event.arrange', send: deed((asked) => withdrawEvent(asked.context, idOf(asked))) },
]
