import { watchVote, type VoteWatch } from '../../queries/vote.ts'
import { formatNumber } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { ButtonLink } from '../look/form.tsx'
import { Table } from '../look/table.tsx'
import { At, Empty, Figures, Note, Panel, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'

const texts = (look: Look) => words(look.language, {
  zh: {
    title: '公众投票', page: '看投票页', ballots: '选票', days: '每天的选票', day: '日期', open: '正在投票', until: '截止', closed: '没有在投票', bursts: '值得再看一眼', burstsLead: '系统只提示，不会作废任何选票。同一处网络或同一部手机有人多，也可能是正常的，例如一起在会场扫码。', none: '没有发现异常集中的选票',
    from: '来自', network: '同一网络', browser: '同一浏览器', when: '时间', count: '选票', naming: '集中投给', share: (n: number, all: number) => `${n} / ${all}`, standing: '票数', proposal: '项目', votes: '票数', secret: '章程规定投票期间不公布票数，截止后才能看。',
  },
  en: {
    title: 'Public vote', page: 'See the vote', ballots: 'Ballots', days: 'Ballots by day', day: 'Day', open: 'Votes are taken', until: 'until', closed: 'No votes are taken', bursts: 'Worth a second look', burstsLead: 'This only points out; no ballot is struck by it. Many on one network or one phone may be in order, as in a hall where everybody scans the same code.', none: 'No unusual clusters of ballots',
    from: 'From', network: 'one network', browser: 'one browser', when: 'When', count: 'Ballots', naming: 'Most name', share: (n, all) => `${n} of ${all}`, standing: 'Votes', proposal: 'Project', votes: 'Votes', secret: 'By the rulebook no numbers are shown while votes come in; they stand here afterwards.',
  },
})

async function show({ context, look, params }: Asked): Promise<Shown> {
  return { page: <WatchPage look={look} watch={await watchVote(context, params.competition ?? '')} /> }
}

function WatchPage({ look, watch }: { look: Look; watch: VoteWatch }) {
  const t = texts(look)
  const { competition, rulebook, ballots, days, bursts, standing, open } = watch
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="vote" actions={<ButtonLink href={`/vote/${competition.id}`}>{t.page}</ButtonLink>}>
      <p class="acts"><Tag state={open ? 'now' : 'idle'}>{open ? t.open : t.closed}</Tag>{open ? <span>{t.until} <When at={watch.closesAt} /></span> : null}</p>
      <Figures figures={[{ value: ballots, label: t.ballots }]} />
      <Panel title={t.bursts} id="bursts">
        <p class="read">{t.burstsLead}</p>
        <Table caption={t.bursts} rows={bursts} empty={<Empty title={t.none} />} columns={[
          { header: t.from, names: true, cell: ({ kind, from }) => <>{t[kind]} <span class="soft small n">{from}</span></> },
          { header: t.when, cell: ({ since, until }) => <><At at={since} />{since === until ? null : <> – <At at={until} /></>}</> },
          { header: t.count, align: 'end', cell: ({ ballots: n }) => n },
          ...(standing === null ? [] : [{ header: t.naming, cell: ({ title, naming, ballots: n }: VoteWatch['bursts'][number]) => <>{title} <span class="soft small nw">{t.share(naming, n)}</span></> }]),
        ]} />
      </Panel>
      <Panel title={t.standing} id="votes">
        {standing === null ? <Note state="idle" icon="info">{t.secret}</Note> : (
          <Table caption={t.standing} rows={standing} columns={[{ header: t.proposal, names: true, cell: ({ title }) => title }, { header: t.votes, align: 'end', cell: ({ votes }) => formatNumber(votes) }]} />
        )}
      </Panel>
      {days.length === 0 ? null : <Panel title={t.days} id="days"><Table caption={t.days} rows={days} columns={[{ header: t.day, names: true, cell: ({ day }) => <At at={day} /> }, { header: t.ballots, align: 'end', cell: ({ ballots: n }) => formatNumber(n) }]} /></Panel>}
    </CompetitionPage>
  )
}

export const voteWatchPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/vote', action: 'vote.watch', show }]
