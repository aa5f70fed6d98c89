import { newSecret } from '../../../../shared/kernel/ids.ts'
import { arrangeEvent, arrangeEventInput } from '../../../commands/event.ts'
import { authorise } from '../../../context.ts'
import { districtOf } from '../../../queries/districts.ts'
import { listEvents, readEvent } from '../../../queries/event.ts'
import { DateField, TextField } from '../../look/fields.tsx'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import { type Look, useLook } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { PrintButton } from '../../look/print.tsx'
import { Pager, Table } from '../../look/table.tsx'
import { At, Empty, Note, Panel, Tag, When } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { readAs } from '../../mistakes.ts'
import { type Asked, type Attempt, type PageRoute, type Posted, type Shown, tryForm } from '../page.ts'
import { showcaseCrumbs } from './words.ts'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '展示活动', lead: '项目在同一天、同一处集中展示。', caption: '展示活动，日期近的在前', name: '名称', day: '日期', place: '地点', state: '状态', draft: '未公布', published: '已公布', none: '还没有展示活动', noneLead: '有新的展示活动时会列在这里。', noneArranges: '填好右侧的名称、日期和地点，就能安排一场。', arrange: '安排一场活动', arrangeSend: '安排', projects: (n: number) => `${n} 个项目`, number: '序号', project: '项目', organisation: '承担单位', order: '按展示顺序排列', print: '打印名单', edit: '安排项目', hiddenNote: '还没有公布，只有管理员看得到。', empty: '还没有项目', emptyLead: '展示的项目会按顺序列在这里。',
    },
    en: {
      title: 'Showcase events', lead: 'Projects that present themselves on one day, in one place.', caption: 'Showcase events, the latest day first', name: 'Name', day: 'Day', place: 'Place', state: 'State', draft: 'Not published', published: 'Published', none: 'No events yet', noneLead: 'New events are listed here.', noneArranges: 'Fill in name, day and place to arrange one.', arrange: 'Arrange an event', arrangeSend: 'Arrange', projects: (n) => (n === 1 ? '1 project' : `${n} projects`), number: 'No.', project: 'Project', organisation: 'Delivered by', order: 'In the order of presentation', print: 'Print the list', edit: 'Arrange the projects', hiddenNote: 'Not published yet; only administrators see it.', empty: 'No projects yet', emptyLead: 'The projects will be listed here in their order.',
    },
  })

async function showList({ context, look, query }: Asked, attempt: Attempt = { values: {}, mistakes: [] }): Promise<Shown> {
  const t = texts(look)
  const { events, next, arranges } = await listEvents(context, query.get('after') ?? undefined)
  const list = (
    <div class="stackv">
      <Table caption={t.caption} rows={events} empty={<Empty title={t.none}>{arranges ? t.noneArranges : t.noneLead}</Empty>} columns={[
        { header: t.name, names: true, cell: ({ id, name }) => <a href={`/events/${id}`}>{name}</a> },
        { header: t.day, cell: ({ day }) => <When at={day} kind="event" /> },
        { header: t.place, cell: ({ place }) => place },
        ...(arranges ? [{ header: t.state, cell: ({ publishedAt }: (typeof events)[number]) => <Tag state={publishedAt === null ? 'idle' : 'done'}>{publishedAt === null ? t.draft : t.published}</Tag> }] : []),
      ]} />
      <Pager after={next ?? null} before={null} />
    </div>
  )
  return { page: (
    <Page look={look} title={t.title} lead={t.lead} crumbs={showcaseCrumbs(look.language)} description={t.lead} mistakes={attempt.mistakes}>
      {arranges ? (
        <div class="split">
          {list}
          <aside><Panel title={t.arrange} id="arrange"><Form action="/events" command={newSecret()}><EventFields values={attempt.values} /><p class="acts"><Button>{t.arrangeSend}</Button></p></Form></Panel></aside>
        </div>
      ) : list}
    </Page>
  ) }
}

export function EventFields({ values }: { values: { name?: string; day?: string; place?: string } }) {
  const t = texts(useLook())
  return (
    <>
      <TextField path="name" label={t.name} required limit={60} value={values.name} />
      <DateField path="day" label={t.day} required value={values.day} />
      <TextField path="place" label={t.place} required limit={80} value={values.place} />
    </>
  )
}

async function arrange(asked: Asked, posted: Posted): Promise<Shown> {
  authorise(asked.context, 'event.arrange', { district: districtOf(asked.context, undefined) })
  return tryForm(posted, async () => {
    const { event } = await arrangeEvent(asked.context, readAs(arrangeEventInput, posted.body))
    return { go: `/events/${event}/arrangement` }
  }, (attempt) => showList(asked, attempt))
}

async function showEvent({ context, look, params }: Asked): Promise<Shown> {
  const t = texts(look)
  const { event, projects, arranges } = await readEvent(context, params.event ?? '')
  return { page: (
    <Page
      look={look} title={event.name} crumbs={[...showcaseCrumbs(look.language), { href: '/events', label: t.title }]} description={event.name}
      lead={<><When at={event.day} kind="event" /><span>{event.place}</span><span class="soft">{t.projects(projects.length)}</span></>}
      actions={<><PrintButton>{t.print}</PrintButton>{arranges ? <ButtonLink href={`/events/${event.id}/arrangement`} icon="edit">{t.edit}</ButtonLink> : null}</>}
    >
      {event.publishedAt === null ? <Note state="wait">{t.hiddenNote}</Note> : null}
      <Table caption={t.order} rows={projects} empty={<Empty title={t.empty}>{t.emptyLead}</Empty>} columns={[
        { header: t.number, cell: (_, i) => <span class="n">{i + 1}</span> },
        { header: t.project, names: true, cell: ({ project, title, headline }) => <><a href={`/showcase/${project}`}>{title}</a>{headline === '' ? null : <p class="soft small">{headline}</p>}</> },
        { header: t.organisation, cell: ({ organisation }) => organisation },
      ]} />
      <p class="print-only"><At at={event.day} year="always" /> {event.place}</p>
    </Page>
  ) }
}

export const eventPages: PageRoute[] = [
  { method: 'get', path: '/events', action: 'event.read', show: (asked) => showList(asked) },
  { method: 'post', path: '/events', action: 'event.arrange', send: arrange },
  { method: 'get', path: '/events/:event', action: 'event.read', show: showEvent },
]
