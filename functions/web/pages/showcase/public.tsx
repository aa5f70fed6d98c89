import { isRefusal } from '../../../../shared/kernel/refusal.ts'
import { say } from '../../../../shared/kernel/text.ts'
import type { ShowcaseEvent } from '../../../../shared/showcase/event.ts'
import type { ShowcasePage } from '../../../../shared/showcase/page.ts'
import { stageNames } from '../../../../shared/stage/lifecycle.ts'
import { stageWords } from '../../../../shared/stage/words.ts'
import { comingEvents } from '../../../queries/event.ts'
import { listShowcases, pictureLink, readShowcase } from '../../../queries/showcase.ts'
import { ChoiceField } from '../../look/choices.tsx'
import { TextField } from '../../look/fields.tsx'
import { ButtonLink } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { PrintButton } from '../../look/print.tsx'
import { Pager, Tools } from '../../look/table.tsx'
import { At, Empty, Note } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { showcaseCrumbs } from './words.ts'
import { ShowcaseTags, ShowcaseView } from './view.tsx'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '项目展示', lead: '正在展示的志愿服务项目。可以看它们在做什么，也可以出一份力：时间、场地、物资、资金或专业。', description: '秀洲区正在展示的志愿服务项目。', search: '项目、单位或街道', class: '类别', stage: '阶段', all: '全部', list: '展示中的项目，最新的在前',
      none: '现在没有在展示的项目', noneLead: '项目公开展示页后会列在这里。', nothing: '没有找到', nothingLead: '换个词，或看看全部项目。', everything: '全部项目', events: '展示活动',
      gone: '这个展示页现在不公开', goneLead: '它可能已经撤下，或链接不完整。', print: '打印',
    },
    en: {
      title: 'Projects on show', lead: 'Volunteer projects that present themselves. See what they do, and lend a hand: time, a place, things, money or skills.', description: 'Volunteer projects of the district that are on show.', search: 'Project, organisation or street', class: 'Class', stage: 'Stage', all: 'All', list: 'Projects on show, newest first',
      none: 'Nothing is on show now', noneLead: 'Projects are listed here when their page is public.', nothing: 'Nothing found', nothingLead: 'Try another word, or see all projects.', everything: 'All projects', events: 'Showcase events',
      gone: 'This page is not public now', goneLead: 'It may have been taken down, or the link is incomplete.', print: 'Print',
    },
  })

export const pictureOf = (project: string) => (file: string): string => `/showcase/${project}/pictures/${file}`

async function showList({ context, look, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const text = query.get('text')?.slice(0, 60) ?? ''
  const stage = stageNames.find((one) => one === query.get('stage'))
  const wanted = query.get('class') ?? ''
  const [{ found, next, classes }, events] = await Promise.all([
    listShowcases(context, { text, stage, class: wanted === '' ? undefined : wanted, after: query.get('after') ?? undefined }), comingEvents(context),
  ])
  const filtered = text !== '' || stage !== undefined || wanted !== ''
  const empty = filtered ? <Empty title={t.nothing} action={<a href="/showcase">{t.everything}</a>}>{t.nothingLead}</Empty> : <Empty title={t.none}>{t.noneLead}</Empty>
  return { page: (
    <Page look={look} title={t.title} lead={t.lead} description={t.description} actions={<ButtonLink href="/events">{t.events}</ButtonLink>}>
      {events.length === 0 ? null : <Note><Coming events={events} /></Note>}
      <Tools>
        <TextField path="text" label={t.search} value={text} type="search" width="short" required />
        <ChoiceField path="class" label={t.class} as="select" none={t.all} required value={wanted} choices={classes.map(({ id, name }) => ({ value: id, label: say(name, look.language) }))} />
        <ChoiceField path="stage" label={t.stage} as="select" none={t.all} required value={stage} choices={stageNames.map((name) => ({ value: name, label: say(stageWords[name], look.language) }))} />
      </Tools>
      {found.length === 0 ? empty : <ul class="shelf" aria-label={t.list}>{found.map((page) => <Card page={page} />)}</ul>}
      <Pager after={next ?? null} before={null} />
    </Page>
  ) }
}

function Coming({ events }: { events: readonly ShowcaseEvent[] }) {
  return <>{events.map(({ id, name, day, place }) => <p><a href={`/events/${id}`}>{name}</a> <At at={day} /> <span class="soft">{place}</span></p>)}</>
}

function Card({ page }: { page: ShowcasePage }) {
  const [picture] = page.pictures
  return (
    <li>
      {picture === undefined ? null : <img src={pictureOf(page.project)(picture.file)} alt={picture.alt} width="480" height="320" loading="lazy" />}
      <div class="shelf-in">
        <h2><a href={`/showcase/${page.project}`}>{page.title}</a></h2>
        <p>{page.headline}</p>
        <p class="soft small">{page.organisation}</p>
        <p class="acts"><ShowcaseTags page={page} /></p>
      </div>
    </li>
  )
}

async function showPage({ context, look, params }: Asked): Promise<Shown> {
  const t = texts(look)
  try {
    const page = await readShowcase(context, params.project ?? '')
    return { page: (
      <Page look={look} title={page.title} crumbs={showcaseCrumbs(look.language)} description={page.headline} lead={<ShowcaseTags page={page} />} actions={<PrintButton>{t.print}</PrintButton>}>
        <ShowcaseView page={page} pictureHref={pictureOf(page.project)} />
      </Page>
    ) }
  } catch (error) {
    if (!isRefusal(error, 'NOT_FOUND')) throw error
    return { page: <Page look={look} title={t.gone} crumbs={showcaseCrumbs(look.language)}><p class="read">{t.goneLead}</p><p class="acts"><ButtonLink href="/showcase">{t.everything}</ButtonLink></p></Page>, status: 404 }
  }
}

/** The picture itself is in the storage: the browser is sent there for a minute, and only for pictures of pages that are public now. */
async function showPicture({ context, params }: Asked): Promise<Shown> {
  const location = await pictureLink(context, params.project ?? '', params.file ?? '')
  return { response: new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store' } }) }
}

export const showcasePublicPages: PageRoute[] = [
  { method: 'get', path: '/showcase', action: 'showcase.read', show: showList },
  { method: 'get', path: '/showcase/:project', action: 'showcase.read', show: showPage },
  { method: 'get', path: '/showcase/:project/pictures/:file', action: 'showcase.read', show: showPicture },
]
