import type { Child } from 'hono/jsx'
import { say } from '../../../shared/kernel/text.ts'
import { comingEvents } from '../../queries/event.ts'
import { listPublic, type PublicCompetition, type PublicKind, publicKinds, readFront } from '../../queries/public.ts'
import { listShowcases } from '../../queries/showcase.ts'
import { TextField } from '../look/fields.tsx'
import { ButtonLink } from '../look/form.tsx'
import { type Look, useLook } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Pager, Table, Tools, withQuery } from '../look/table.tsx'
import { At, Empty, Panel, Tabs, Tasks } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import type { Asked, PageRoute, Shown } from './page.ts'
import { NextDate, StateTag } from './public-state.tsx'

const texts = (look: Pick<Look, 'language'>) =>
  words(look.language, {
    zh: {
      title: '秀愿', heading: '志愿服务项目，从想法到成果', home: '去我的待办', signIn: '登录后申报', all: '全部公告',
      lead: '社会组织、社工机构和志愿队伍在这里研发、展示、实施项目，也在这里申报大赛；名单、公示和奖项向所有人公开，谁都可以查看、提出异议、核对证书。',
      calls: '正在征集', shown: '正在展示', allShown: '全部项目', noneShown: '现在没有正在展示的项目。', notices: '正在公示', awards: '最近颁奖', verify: '核对证书', verifyLead: '扫证书上的二维码，或打开证书上的网址，就能看到它是否真实、授予谁。',
      noCalls: '现在没有征集', noCallsLead: '新的征集公布后会列在这里。', noNotices: '现在没有公示', noNoticesLead: '评审结束、名单公示时，任何人都可以在公示期内提出异议。',
      noAwards: '还没有公布的奖项', noAwardsLead: '公示期满、异议处理完，奖项在这里公布。', listTitle: '公告', everything: '全部', caption: '大赛，最新的在前',
      name: '大赛', authority: '主办单位', state: '状态', date: '日期', search: '名称或主办单位', nothing: '没有找到', nothingLead: '换个词，或看看全部公告。',
      kinds: '公告种类',
      description: '秀洲区志愿服务项目的征集、公示、奖项和证书核对。',
    },
    en: {
      title: 'Xiuyuan', heading: 'Volunteer projects, from an idea to what came of it', home: 'Go to my to-do list', signIn: 'Sign in to apply',
      all: 'All notices',
      lead: 'Organisations, agencies and volunteer teams develop, show and deliver projects here, and enter contests with them; lists, notices and awards are open to everybody, to read, to object, and to check a certificate.',
      calls: 'Open calls', shown: 'On show', allShown: 'All projects', noneShown: 'No project is on show now.', notices: 'Under notice', awards: 'Latest awards', verify: 'Check a certificate',
      verifyLead: 'Scan the code on a certificate, or open the address on it, to see whether it is real and whom it honours.',
      noCalls: 'No call is open', noCallsLead: 'New calls are listed here when they are published.', noNotices: 'Nothing is under notice',
      noNoticesLead: 'When judging is over and a list is under notice, anybody may object within its days.',
      noAwards: 'No awards are published yet', noAwardsLead: 'They appear here when the notice is over and every objection is ruled on.',
      listTitle: 'Notices', everything: 'All', caption: 'Competitions, newest first',
      name: 'Competition', authority: 'Authority', state: 'State', date: 'Date', search: 'Name or authority', nothing: 'Nothing found',
      nothingLead: 'Try another word, or see all notices.', kinds: 'Kinds of notices',
      description: 'Calls, notices, awards and certificates of the district’s volunteer projects.',
    },
  })

/** Projects on show that the first page names: the newest. */
const MOST_SHOWN = 5

/** What the platform is, and what anybody may want of it today. */
async function showFront({ context, look }: Asked): Promise<Shown> {
  const t = texts(look)
  const [{ calls, notices, awards }, { found: shown }, events] = await Promise.all([readFront(context), listShowcases(context, {}), comingEvents(context)])
  const actions = look.person === null ? <ButtonLink href="/sign-in?to=/home" weight="primary">{t.signIn}</ButtonLink> : <ButtonLink href="/home" weight="primary">{t.home}</ButtonLink>
  return { page: (
    <Page look={look} title={t.title} heading={t.heading} description={t.description}>
      <div class="read"><p>{t.lead}</p><p class="acts">{actions}<ButtonLink href="/public">{t.all}</ButtonLink></p></div>
      <div class="split">
        <div class="stackv">
          <Panel title={t.calls} id="calls"><Short found={calls} empty={t.noCallsLead} title={t.noCalls} /></Panel>
          <Panel title={t.shown} id="shown" end={<a href="/showcase">{t.allShown}</a>}>
            {events.map(({ id, name, day, place }) => <p><a href={`/events/${id}`}>{name}</a> <At at={day} /> <span class="soft">{place}</span></p>)}
            {shown.length === 0 ? <p class="soft">{t.noneShown}</p> : <Tasks tasks={shown.slice(0, MOST_SHOWN).map(({ project, title, headline, organisation }) => ({ label: title, href: `/showcase/${project}`, hint: <>{headline}<span class="sep">·</span>{organisation}</> }))} />}
          </Panel>
        </div>
        <aside class="stackv" aria-label={t.listTitle}>
          <Panel title={t.notices} id="notices"><Short found={notices} to="/notice" title={t.noNotices} empty={t.noNoticesLead} /></Panel>
          <Panel title={t.awards} id="awards"><Short found={awards} to="/awards" title={t.noAwards} empty={t.noAwardsLead} /></Panel>
          <Panel title={t.verify} id="verify"><p class="soft">{t.verifyLead}</p></Panel>
        </aside>
      </div>
    </Page>
  ) }
}

/** A few competitions: name, who runs it, and the date that matters now. */
function Short({ found, to = '', title, empty }: { found: readonly PublicCompetition[]; to?: '' | '/notice' | '/awards'; title: string; empty: string }) {
  const { language } = useLook()
  if (found.length === 0) return <p class="soft">{title}{language === 'zh' ? '。' : '. '}{empty}</p>
  return <Tasks tasks={found.map(({ competition, notice }) => ({ label: say(competition.name, language), href: `/public/competitions/${competition.id}${to}`, hint: <>{say(competition.authority, language)}<span class="sep">·</span><NextDate competition={competition} notice={notice} /></> }))} />
}

function List({ found, to, empty }: { found: readonly PublicCompetition[]; to: 'notice' | 'awards' | undefined; empty: Child }) {
  const { language } = useLook()
  const t = texts({ language })
  return (
    <Table caption={t.caption} rows={found} empty={empty} columns={[
      { header: t.name, names: true, cell: ({ competition }) => <a href={`/public/competitions/${competition.id}${to === undefined ? '' : `/${to}`}`}>{say(competition.name, language)}</a> },
      { header: t.authority, cell: ({ competition }) => say(competition.authority, language) },
      { header: t.state, cell: ({ competition }) => <StateTag competition={competition} /> },
      { header: t.date, cell: (one) => <NextDate competition={one.competition} notice={one.notice} /> },
    ]} />
  )
}

/** Every call, notice and award list, by kind and by words. */
async function showList({ context, look, query }: Asked): Promise<Shown> {
  const t = texts(look)
  const kind = publicKinds.find((one) => one === query.get('kind'))
  const text = query.get('text')?.slice(0, 60) ?? ''
  const { found, next } = await listPublic(context, { kind, text, after: query.get('after') ?? undefined })
  const way = (key: PublicKind | undefined, label: string) => ({ href: withQuery('/public', key === undefined ? {} : { kind: key }), label, current: kind === key })
  return { page: (
    <Page look={look} title={t.listTitle} description={t.description} tabs={<Tabs label={t.kinds} ways={[way(undefined, t.everything), way('calls', t.calls), way('notices', t.notices), way('awards', t.awards)]} />}>
      <Tools>
        {kind === undefined ? null : <input type="hidden" name="kind" value={kind} />}
        <TextField path="text" label={t.search} value={text} type="search" width="short" required />
      </Tools>
      <List found={found} to={kind === 'notices' ? 'notice' : kind === 'awards' ? 'awards' : undefined} empty={<Empty title={t.nothing} action={<a href="/public">{t.all}</a>}>{t.nothingLead}</Empty>} />
      <Pager after={next ?? null} before={null} />
    </Page>
  ) }
}

export const publicPages: PageRoute[] = [
  { method: 'get', path: '/', action: 'competition.public', show: showFront },
  { method: 'get', path: '/public', action: 'competition.public', show: showList },
]
