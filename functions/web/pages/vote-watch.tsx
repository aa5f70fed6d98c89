import { newSecret } from '../../../shared/kernel/ids.ts'
import type { Bar } from '../../../shared/person/hats.ts'
import { mayStillStrike, strikeBar, type VoteWatch, watchVote, type WatchedStrike } from '../../queries/vote-watch.ts'
import { Button, ButtonLink, Form } from '../look/form.tsx'
import { dayOf, formatNumber, formatTime } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Table } from '../look/table.tsx'
import { At, Empty, Figures, Note, Panel, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import type { Asked, Attempt, PageRoute, Shown } from './page.ts'

export const watchTexts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '公众投票', page: '看投票页', ballots: '选票', struck: '不计入', days: '每天的选票', day: '日期', open: '正在投票', until: '截止', closed: '没有在投票', bursts: '值得再看一眼', burstsLead: '系统只提示，不会自己作废任何选票。同一处网络或同一部手机有人多，也可能是正常的，例如一起在会场扫码。', lead: '核实后，可以决定一处的选票不计入。', fixed: '最后一轮已经计分，票数已定，不能再改。', none: '没有发现异常集中的选票',
    from: '来自', network: '同一网络', browser: '同一浏览器', when: '时间', count: '选票', naming: '集中投给', share: (n: number, all: number) => `${n} / ${all}`, standing: '票数', proposal: '项目', votes: '票数', secret: '章程规定投票期间不公布票数，截止后才能看。',
    decide: '处理', strike: '不计入…', which: (kind: string, from: string) => `：${kind} ${from}`, all: '已全部不计入', some: (n: number) => `其中 ${n} 张已不计入`, strikes: '不计入的选票', reason: '理由', by: '决定', back: '撤回', backOf: (kind: string, from: string) => `撤回：${kind} ${from}`,
    people: '一个人用账号和志愿者手机各投一次，下列情况认得出来，只计一次：在已验证的手机上登录投票；账号属于一家机构，那里只有一位同名的志愿者；账号是机构的联系人，联系电话就是那位志愿者的手机。账号里没有手机号，其他情况认不出来，可能计了两次。', counting: '怎样算一个人',
  },
  en: {
    title: 'Public vote', page: 'See the vote', ballots: 'Ballots', struck: 'Set aside', days: 'Ballots by day', day: 'Day', open: 'Votes are taken', until: 'until', closed: 'No votes are taken', bursts: 'Worth a second look', burstsLead: 'This only points out; no ballot is struck by it. Many on one network or one phone may be in order, as in a hall where everybody scans the same code.', lead: 'Once looked into, the ballots of one place can be set aside.', fixed: 'The last round is counted and the votes are fixed.', none: 'No unusual clusters of ballots',
    from: 'From', network: 'one network', browser: 'one browser', when: 'When', count: 'Ballots', naming: 'Most name', share: (n, all) => `${n} of ${all}`, standing: 'Votes', proposal: 'Project', votes: 'Votes', secret: 'By the rulebook no numbers are shown while votes come in; they stand here afterwards.',
    decide: 'Decide', strike: 'Set aside…', which: (kind, from) => `: ${kind} ${from}`, all: 'All set aside', some: (n) => `${n} of them set aside`, strikes: 'Ballots set aside', reason: 'Reason', by: 'Decided', back: 'Take back', backOf: (kind, from) => `Take back: ${kind} ${from}`,
    people: 'Somebody who votes with an account and with a volunteer’s phone is counted once where it can be told: signed in on the verified phone; a member of an organisation where just one volunteer has that name; an organisation’s contact whose phone is the volunteer’s. An account has no phone number, so otherwise it can’t be told, and may count twice.', counting: 'Who is one person',
  },
})
type Texts = ReturnType<typeof watchTexts>

/** The watch, also after a decision that was refused. */
export async function showWatch({ context, look, params }: Asked, attempt?: Attempt): Promise<Shown> {
  const watch = await watchVote(context, params.competition ?? '')
  const { district, id: competition } = watch.competition
  const bar = look.allows('vote.strike', { district, competition }) ? await strikeBar(context, watch) : undefined
  return { page: <WatchPage look={look} watch={watch} bar={bar} attempt={attempt} /> }
}

/** `bar`: why the reader may not set ballots aside; null: they may; undefined: it is nothing of theirs. */
function WatchPage({ look, watch, bar, attempt }: { look: Look; watch: VoteWatch; bar: Bar | null | undefined; attempt: Attempt | undefined }) {
  const t = watchTexts(look)
  const { competition, rulebook, ballots, struck, days, strikes, standing, open, fixed } = watch
  const offer = bar === null && mayStillStrike(watch)
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="vote" mistakes={attempt?.mistakes} actions={<ButtonLink href={`/vote/${competition.id}`}>{t.page}</ButtonLink>}>
      <p class="acts"><Tag state={open ? 'now' : 'idle'}>{open ? t.open : t.closed}</Tag>{open ? <span>{t.until} <When at={watch.closesAt} /></span> : null}</p>
      <Figures figures={[{ value: ballots, label: t.ballots }, ...(struck === 0 ? [] : [{ value: struck, label: t.struck }])]} />
      <Panel title={t.bursts} id="bursts">
        <p class="read">{t.burstsLead}{bar === undefined ? null : <>{look.language === 'zh' ? '' : ' '}{fixed ? t.fixed : bar === null ? t.lead : bar[look.language]}</>}</p>
        <Bursts look={look} watch={watch} offer={offer} />
        <details class="more small"><summary>{t.counting}</summary><p class="read">{t.people}</p></details>
      </Panel>
      {strikes.length === 0 ? null : <Panel title={t.strikes} id="strikes"><Strikes look={look} watch={watch} offer={offer} /></Panel>}
      <Panel title={t.standing} id="votes">
        {standing === null ? <Note state="idle" icon="info">{t.secret}</Note> : (
          <Table caption={t.standing} rows={standing} columns={[{ header: t.proposal, names: true, cell: ({ title }) => title }, { header: t.votes, align: 'end', cell: ({ votes }) => formatNumber(votes) }]} />
        )}
      </Panel>
      {days.length === 0 ? null : <Panel title={t.days} id="days"><Table caption={t.days} rows={days} columns={[{ header: t.day, names: true, cell: ({ day }) => <At at={day} /> }, { header: t.ballots, align: 'end', cell: ({ ballots: n }) => formatNumber(n) }]} /></Panel>}
    </CompetitionPage>
  )
}

const Whence = ({ t, kind, from }: { t: Texts; kind: 'network' | 'browser'; from: string }) => <>{t[kind]} <span class="soft small n">{from}</span></>
/** To the minute, what both share said once. */
export const Times = ({ since, until }: { since: string; until: string }) => (
  <><At at={since} />{since.slice(0, 16) === until.slice(0, 16) ? null : dayOf(since) === dayOf(until) ? <> – <span class="n">{formatTime(until)}</span></> : <> – <At at={until} /></>}</>
)

function Bursts({ look, watch: { competition, bursts, standing }, offer }: { look: Look; watch: VoteWatch; offer: boolean }) {
  const t = watchTexts(look)
  type Row = VoteWatch['bursts'][number]
  const said = ({ struck, ballots }: Row) => (struck === 0 ? null : struck === ballots ? <Tag state="idle">{t.all}</Tag> : <span class="soft small">{t.some(struck)}</span>)
  const way = (row: Row) => (offer && row.struck < row.ballots ? <a class="nw" href={`/competitions/${competition.id}/vote/strike?${new URLSearchParams({ kind: row.kind, from: row.from, since: row.since })}`}>{t.strike}<span class="vh">{t.which(t[row.kind], row.from)}</span></a> : null)
  return (
    <Table caption={t.bursts} rows={bursts} empty={<Empty title={t.none} />} columns={[
      { header: t.from, names: true, cell: (row) => <Whence t={t} {...row} /> },
      { header: t.when, cell: (row) => <Times {...row} /> },
      { header: t.count, align: 'end', cell: ({ ballots: n }) => formatNumber(n) },
      ...(standing === null ? [] : [{ header: t.naming, cell: ({ title, naming, ballots: n }: Row) => <>{title} <span class="soft small nw">{t.share(naming, n)}</span></> }]),
      ...(offer || bursts.some(({ struck }) => struck > 0) ? [{ header: t.decide, cell: (row: Row) => <>{said(row)} {way(row)}</> }] : []),
    ]} />
  )
}

function Strikes({ look, watch: { competition, strikes }, offer }: { look: Look; watch: VoteWatch; offer: boolean }) {
  const t = watchTexts(look)
  const back = ({ id, kind, from }: WatchedStrike) => (
    <Form action={`/competitions/${competition.id}/vote/strikes/${id}/undo`} command={newSecret()} class="" label={t.backOf(t[kind], from)}><Button weight="quiet" icon="back" label={t.backOf(t[kind], from)}>{t.back}</Button></Form>
  )
  return (
    <Table caption={t.strikes} rows={strikes} columns={[
      { header: t.from, names: true, cell: (row) => <Whence t={t} {...row} /> },
      { header: t.when, cell: (row) => <Times {...row} /> },
      { header: t.count, align: 'end', cell: ({ ballots: n }) => formatNumber(n) },
      { header: t.reason, cell: ({ reason }) => reason },
      { header: t.by, cell: ({ by, at }) => <>{by} <span class="soft small"><At at={at} /></span></> },
      ...(offer ? [{ header: t.decide, align: 'end' as const, cell: back }] : []),
    ]} />
  )
}

export const voteWatchPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/vote', action: 'vote.watch', show: (asked) => showWatch(asked) }]
