import { newSecret } from '../../../../shared/kernel/ids.ts'
import { say } from '../../../../shared/kernel/text.ts'
import { snapshotOf } from '../../../../shared/pitch/snapshot.ts'
import { COMMENT_LIMIT, missingOf, sumOf } from '../../../../shared/scorecard/scorecard.ts'
import { type LiveCard, type LiveCards, myLive } from '../../../queries/pitch.ts'
import { TextArea } from '../../look/fields.tsx'
import { formatTime } from '../../look/format.ts'
import { Button, ButtonLink, Form } from '../../look/form.tsx'
import type { Look } from '../../look/look.ts'
import { Page } from '../../look/page.tsx'
import { ScoreBar } from '../../look/score.tsx'
import { Empty, Note, type State, Tag } from '../../look/tell.tsx'
import { words } from '../../look/words.ts'
import { listHref, roundAt } from '../judging.tsx'
import type { Asked, PageRoute, Shown } from '../page.ts'
import { SheetFields } from '../score-sheet.tsx'
import { GroupNowView } from './group-now.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '现场评分', judging: '评审', none: '这一轮还没有现场主持', noneLead: '主持人启用主持台后，您要评的项目会按上台顺序列在这里。现在可以照常评分。', list: '去评分列表', send: '交评分表', read: '看申报书', comment: '给申报单位的话', commentHint: '奖项公布后，申报单位能看到，各位评委的合在一起，不写姓名；请不要写出您的名字。',
    change: '再改改', mine: '用这部手机上的', theirs: '用那边的', unofficial: '评分表的分值是本平台的默认值，不是官方规定。', noscript: '这一页要用脚本。请逐份打开评分表：', connected: '都已存好', draw: '还没有抽签',
    copy: (time: string) => `这是 ${time} 存在这部手机上的一页，之后台上的情况可能已经变了。照常打分就行：都会存着，连上网后自动送出。`, anew: '已连上网，打开最新的一页',
    states: { waiting: '未开放', open: '可以评', draft: '填写中', going: '待送出', sent: '已交', taken: '已锁定', waits: '没送到', change: '要改', elsewhere: '别处改过' },
  },
  en: {
    title: 'Live scoring', judging: 'Judging', none: 'No host runs this round yet', noneLead: 'Once the desk is set up, your projects stand here in the order of the pitch. For now score as ever.', list: 'To the list', send: 'Send the scorecard', read: 'Read the proposal', comment: 'A word to the applicant', commentHint: 'The applicant reads it once the awards are published, together with the other judges’ words and without names; please do not write your name.',
    change: 'Change it', mine: 'Use what is on this phone', theirs: 'Use the other', unofficial: 'The points of the scorecard are a default of this platform and not official.', noscript: 'This page needs scripts. Open the scorecards one by one: ', connected: 'All saved', draw: 'Not drawn yet',
    copy: (time) => `This is the page as this phone kept it at ${time}; things may have moved on since. Go on scoring: everything is kept, and goes out once there is a network.`, anew: 'You are connected: open the page anew',
    states: { waiting: 'Closed', open: 'Open', draft: 'Begun', going: 'To be sent', sent: 'Sent', taken: 'Locked', waits: 'Not arrived', change: 'To change', elsewhere: 'Changed' },
  },
})

const tones: Record<keyof ReturnType<typeof texts>['states'], State> = { waiting: 'idle', open: 'now', draft: 'now', going: 'wait', sent: 'done', taken: 'late', waits: 'late', change: 'late', elsewhere: 'late' }

async function show({ context, look, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const live = await myLive(context, competition, index)
  const t = texts(look)
  const judge = context.actor.kind === 'person' ? context.actor.person.id : ''
  const here = `/live/${competition}/${index}/snapshot`
  const now = snapshotOf(live.groups.map(({ pitch }) => pitch), context.now)
  return { page: (
    <Page look={look} title={t.title} crumbs={[{ href: '/judging', label: t.judging }, { href: listHref(live), label: say(live.rules.name, look.language) }]} styles={['live.css']} scripts={live.groups.length === 0 ? ['live.js'] : ['score.js', 'live.js', 'live-cards.js']}>
      {live.groups.length === 0 ? <div data-live={here} data-follow="page"><Empty title={t.none} action={<ButtonLink href={listHref(live)} weight="primary">{t.list}</ButtonLink>}>{t.noneLead}</Empty></div> : (
        <div class="stackv" data-cards={`/api/competitions/${competition}/rounds/${index}/live`} data-snapshot={here} data-round={String(index)} data-judge={judge} data-key={`${competition}:${index}:${judge}`}>
          <div class="strip" data-live={here} data-now={context.now} data-follow="all">
            {now.groups.map((group) => <GroupNowView group={group} heading="p" strip />)}
            <p class="kept" role="status" data-kept>{t.connected}</p>
          </div>
          <div data-copy hidden role="status"><Note state="wait">{t.copy(formatTime(context.now))} <a href={look.path} data-anew hidden>{t.anew}</a></Note></div>
          <noscript><p>{t.noscript}<a href={listHref(live)}>{t.list}</a></p></noscript>
          {live.rules.official ? null : <p class="small soft">{t.unofficial}</p>}
          {live.groups.map(({ pitch, cards }) => (
            <section class="livecards" aria-label={say(pitch.name, look.language)}>
              {live.groups.length < 2 ? null : <h2>{say(pitch.name, look.language)}</h2>}
              {cards.map((card) => <Card look={look} live={live} card={card} group={pitch.group} on={pitch.turn !== null && pitch.turn + 1 === card.place} />)}
            </section>
          ))}
        </div>
      )}
    </Page>
  ) }
}

function Card({ look, live, card, group, on }: { look: Look; live: LiveCards; card: LiveCard; group: string; on: boolean }) {
  const t = texts(look)
  const { rules } = live
  const own = card.card
  const { scores } = card
  const how: keyof typeof t.states = card.state === 'submitted' ? 'sent' : card.gate === 'waiting' ? 'waiting' : card.gate === 'locked' ? 'taken' : card.state === 'draft' ? 'draft' : 'open'
  const seen = { proposal: card.proposal, gate: card.gate, state: card.state, revision: own?.revision ?? 0, scores, comment: own?.comment ?? '', total: card.total, receipt: own?.receipt ?? null }
  return (
    <details class="livecard" open={on || how === 'open' || how === 'draft'} data-card={card.proposal} data-of={group} data-place={card.place === null ? '' : String(card.place)} data-seen={JSON.stringify(seen)} {...(on ? { 'data-on': '' } : {})}>
      <summary>
        <span class="n">{card.place ?? ''}</span>
        <b>{card.title}</b>
        <span>{(Object.keys(tones) as (keyof typeof tones)[]).map((state) => <span data-state={state} hidden={state !== how}><Tag state={tones[state]}>{t.states[state]}</Tag></span>)}</span>
      </summary>
      <div class="stackv">
        <p class="small"><a href={`${listHref(live)}/${card.proposal}`}>{t.read}</a>{card.organisation === null ? null : <span class="soft"> {card.organisation}</span>}</p>
        <p class="soft" data-why hidden role="status"></p>
        <p class="acts" data-choose hidden><button type="button" class="btn" data-mine>{t.mine}</button><button type="button" class="btn btn-2" data-theirs>{t.theirs}</button></p>
        <p data-change hidden><button type="button" class="btn btn-2">{t.change}</button></p>
        <Form action={`${listHref(live)}/${card.proposal}/submission`} command={newSecret()} label={card.title} id={`card-${card.proposal}`}>
          <SheetFields sheet={rules} value={(id) => scores[id] ?? ''} measures={card.measured} under={`${card.proposal}.`} />
          <TextArea path={`${card.proposal}.comment`} label={t.comment} hint={t.commentHint} value={own?.comment ?? ''} limit={COMMENT_LIMIT} rows={2} />
          <p class="late" data-note hidden role="alert"></p>
          <ScoreBar total={own?.total ?? sumOf(rules, scores)} max={rules.sheetTotal} missing={missingOf(rules, scores).length} card={`card-${card.proposal}`}><Button>{t.send}</Button></ScoreBar>
        </Form>
      </div>
    </details>
  )
}

export const liveCardPages: PageRoute[] = [{ method: 'get', path: '/judging/:competition/:round/live', action: 'assignment.list', show }]
