import { createHash } from 'node:crypto'
import { say } from '../../../../shared/kernel/text.ts'
import type { Pitch } from '../../../../shared/pitch/pitch.ts'
import { type GroupNow, snapshotOf } from '../../../../shared/pitch/snapshot.ts'
import { proposalNumber } from '../../../../shared/proposal/proposal.ts'
import { readSnapshot, type Watched, watchPitch } from '../../../queries/pitch.ts'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { Qr } from '../../look/qr.tsx'
import { Empty, Note, Panel } from '../../look/tell.tsx'
import { withColon, words } from '../../look/words.ts'
import { rawScoresSentence } from '../counting-rules.tsx'
import { roundAt } from '../judging.tsx'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { GroupNowView } from './group-now.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '路演现场', early: '路演还没有开始', earlyLead: '开始后，这里会显示谁在台上、还剩多少时间、下一个是谁；不用刷新。', drawing: '现场抽签定顺序', drawingLead: '请台下一位观众喊出一句话或几个数字，它和大赛公布的种子一起决定上台顺序，谁都可以复算。', order: '上台顺序',
    scores: '得分', turn: (n: number) => `${n} 号`, over: '本组已讲完', overLead: '得分按章程在稍后公布。', offline: '网络中断，画面可能不是最新的。恢复后会自动更新。', follow: '扫码在手机上看', seed: (seed: string) => `种子：${seed}`, repeat: '对每个项目算出“种子＋零字节＋申报编号”的 SHA-256，从小到大排列，就是上台顺序。', screen: '大屏', of: (n: number) => `共 ${n} 个项目`,
  },
  en: {
    title: 'Live pitch', early: 'The pitch has not begun', earlyLead: 'Then this page shows who is on stage, how much time is left and who is next. You need not reload it.', drawing: 'The order is being drawn', drawingLead: 'Somebody in the hall calls out a few words or digits. Together with the published seed they decide the order, and anybody can check it.', order: 'Order',
    scores: 'Scores', turn: (n) => `no. ${n}`, over: 'This group is done', overLead: 'Its scores are read out later, by the rulebook.', offline: 'No connection: this may be out of date. It updates by itself when the connection is back.', follow: 'Scan to follow on your phone', seed: (seed) => `Seed: ${seed}`, repeat: 'For each project take the SHA-256 of the seed, a zero byte and its number; from the lowest to the highest they are the order.', screen: 'Screen', of: (n) => `${n} projects`,
  },
})

/** What the snapshot is asked for, and when the page was made. */
const livePath = (competition: string, index: number) => `/live/${competition}/${index}`

/** Whoever is on stage first, then who goes on, then what was read out last. */
function focusOf(groups: readonly GroupNow[], wanted: string | null): GroupNow | undefined {
  const rank = ({ state, phase }: GroupNow) => (phase === 'talk' || phase === 'answers' ? 0 : phase === 'called' ? 1 : state === 'drawing' ? 3 : state === 'revealed' ? 4 : 2)
  return groups.find(({ id }) => id === wanted) ?? groups.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))[0]
}

async function showViewer({ context, look, params }: Asked): Promise<Shown> {
  const { competition: id, index } = roundAt(params)
  const watched = await watchPitch(context, id, index)
  const t = texts(look)
  const { groups } = snapshotOf(watched.pitches, context.now)
  const order = [...new Set([focusOf(groups, null), ...groups].flatMap((group) => (group === undefined ? [] : [group])))]
  return { page: (
    <Page look={look} title={`${t.title} · ${say(watched.rules.name, look.language)}`} heading={say(watched.rules.name, look.language)} lead={<a href={`/public/competitions/${id}`}>{say(watched.competition.name, look.language)}</a>} styles={['live.css']} scripts={['live.js']}>
      <div class="stackv" data-live={`${livePath(id, index)}/snapshot`} data-now={context.now} data-follow="all">
        <div data-offline hidden role="status"><Note state="late">{t.offline}</Note></div>
        <div class="stackv" id="groups" data-fresh>
          {order.length === 0 ? <Empty title={t.early}>{t.earlyLead}</Empty> : order.map((group) => {
            const pitch = watched.pitches.find((one) => one.group === group.id)
            return pitch === undefined ? null : <ViewerGroup look={look} rules={watched.rules} group={group} pitch={pitch} />
          })}
        </div>
      </div>
    </Page>
  ) }
}

function ViewerGroup({ look, rules, group, pitch }: { look: Look; rules: Watched['rules']; group: GroupNow; pitch: Pitch }) {
  const t = texts(look)
  const name = say(pitch.name, look.language)
  const raw = rawScoresSentence(rules, look.language)
  return (
    <Panel title={pitch.state === 'revealed' ? withColon(look.language, name, t.scores) : name} id={`group-${pitch.group}`} hiddenTitle={pitch.state !== 'drawing' && pitch.state !== 'revealed'}>
      {pitch.state === 'drawing' ? <p><strong>{t.drawing}</strong><br /><span class="soft">{t.drawingLead}</span></p> : pitch.state === 'revealed' ? <><Scores look={look} pitch={pitch} label={t.scores} />{raw === '' ? null : <p class="soft small">{raw}</p>}</> : (
        <>
          <GroupNowView group={group} heading="p" />
          {pitch.state === 'finished' ? <p><strong>{t.over}</strong> <span class="soft">{t.overLead}</span></p> : null}
        </>
      )}
      {pitch.draw === null ? null : (
        <details class="more">
          <summary>{t.order}</summary>
          <Order pitch={pitch} label={t.order} />
          <p class="small"><span class="seed">{t.seed(pitch.draw.seed)}</span><br /><span class="soft">{t.repeat}</span></p>
        </details>
      )}
    </Panel>
  )
}

const entryOf = (pitch: Pitch, proposal: string) => pitch.entries.find((entry) => entry.proposal === proposal)

function Order({ pitch, label }: { pitch: Pitch; label: string }) {
  return (
    <ol class={`live-order${pitch.order.length < 8 ? ' few' : ''}`} aria-label={label}>
      {pitch.order.map((proposal, i) => <li><span class="n">{i + 1}</span><span>{entryOf(pitch, proposal)?.title}</span><span class="entry-number">{proposalNumber(proposal)}</span></li>)}
    </ol>
  )
}

/** Best first. What stands before each is its turn, and says so: a bare number would be read as a place. */
function Scores({ look, pitch, label }: { look: Look; pitch: Pitch; label: string }) {
  const t = texts(look)
  const lines = pitch.revealed?.lines ?? []
  return (
    <ol class={`live-order scores${lines.length < 8 ? ' few' : ''}`} aria-label={label}>
      {lines.map(({ proposal, score }) => <li><span class="n">{t.turn(pitch.order.indexOf(proposal) + 1)}</span><span>{entryOf(pitch, proposal)?.title}</span><strong class="score">{score}</strong></li>)}
    </ol>
  )
}

async function showScreen({ context, look, params, query }: Asked): Promise<Shown> {
  const { competition: id, index } = roundAt(params)
  const watched = await watchPitch(context, id, index)
  const t = texts(look)
  const group = focusOf(snapshotOf(watched.pitches, context.now).groups, query.get('group'))
  return { page: (
    <Page look={look} bare title={`${t.screen} · ${say(watched.rules.name, look.language)}`} styles={['live.css']} scripts={['live.js']}>
      <div class="hall" data-live={`${livePath(id, index)}/snapshot`} data-now={context.now} data-follow="screen">
        <header class="hall-top"><h1>{say(watched.competition.name, look.language)}</h1><span class="nw">{say(watched.rules.name, look.language)}</span></header>
        <div id="stage" data-fresh class="stackv">{group === undefined ? <Waiting title={t.early} lead={t.earlyLead} /> : <Stage look={look} watched={watched} group={group} />}</div>
        <footer class="hall-foot">
          <span data-offline hidden role="status">{t.offline}</span>
          <span></span>
          <span class="hall-code"><span>{t.follow}</span><Qr text={`${context.environment.XIUYUAN_BASE_URL}${livePath(id, index)}`} label={t.follow} /></span>
        </footer>
      </div>
    </Page>
  ) }
}

const Waiting = ({ title, lead }: { title: string; lead: string }) => <div class="live"><h2 class="hall-big">{title}</h2><p class="hall-mid">{lead}</p></div>

function Stage({ look, watched, group }: { look: Look; watched: Watched; group: GroupNow }) {
  const t = texts(look)
  const pitch = watched.pitches.find((one) => one.group === group.id)
  if (pitch === undefined) return null
  const name = say(pitch.name, look.language)
  if (pitch.state === 'drawing') return <div class="live"><p class="live-head"><span>{name}</span><span>{t.of(pitch.entries.length)}</span></p><h2 class="hall-big">{t.drawing}</h2><p class="hall-mid">{t.drawingLead}</p></div>
  if (pitch.state === 'revealed') {
    const raw = rawScoresSentence(watched.rules, look.language)
    return <div class="live"><h2 class="hall-mid">{withColon(look.language, name, t.scores)}</h2><Scores look={look} pitch={pitch} label={t.scores} />{raw === '' ? null : <p class="hall-small">{raw}</p>}</div>
  }
  if (pitch.turn === null) return <div class="live"><h2 class="hall-mid">{withColon(look.language, name, t.order)}</h2><Order pitch={pitch} label={t.order} />{pitch.draw === null ? null : <p class="hall-mid seed">{t.seed(pitch.draw.seed)}</p>}</div>
  if (pitch.state === 'finished') return <Waiting title={withColon(look.language, name, t.over)} lead={t.overLead} />
  return <GroupNowView group={group} heading="h2" />
}

/** A few hundred bytes that anybody may ask for each second; a content network may keep it for one. Its ETag leaves the time out: nothing is sent while nothing has changed. */
async function snapshot({ context, params, hono }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const found = await readSnapshot(context, competition, index)
  const etag = `W/"${createHash('sha256').update(JSON.stringify(found.groups)).digest('base64url').slice(0, 22)}"`
  const headers = { etag, 'cache-control': 'public, max-age=1', 'content-type': 'application/json; charset=utf-8' }
  return { response: hono.req.header('if-none-match') === etag ? new Response(null, { status: 304, headers }) : new Response(JSON.stringify(found), { headers }) }
}

export const watchPages: PageRoute[] = [
  { method: 'get', path: '/live/:competition/:round', action: 'pitch.watch', show: showViewer },
  { method: 'get', path: '/live/:competition/:round/screen', action: 'pitch.watch', show: showScreen },
  { method: 'get', path: '/live/:competition/:round/snapshot', action: 'pitch.watch', show: snapshot },
]
