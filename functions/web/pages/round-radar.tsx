import { isRefusal } from '../../../shared/kernel/refusal.ts'
import type { Clue } from '../../../shared/reliability/radar.ts'
import { type RadarView, readRadar } from '../../queries/radar.ts'
import { roomOf } from '../../queries/round.ts'
import { formatNumber } from '../look/format.ts'
import type { Look } from '../look/look.ts'
import { Empty, Note, Panel } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { roundAt } from './judging.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'
import { RoundPage } from './round-frame.tsx'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    lead: '下面的线索只说明值得再看一眼，不是结论，系统也不会因此做任何事。有的会有正当的原因，请先问一问。', early: '评分还没有结束', earlyLead: '评分截止后，值得再看一眼的地方会列在这里。', none: '没有发现线索', noneLead: '看过了：有没有评委离大家都很远、互相关照、几秒钟填完一份、评语照抄。',
    far: (judge: string) => `${judge}离其他评委都很远`, farText: (cards: number, points: string, usual: string) => `${cards} 份评分表里，平均离其他评委的平均分 ${points} 分；这一轮评委一般离 ${usual} 分。`,
    against: (judge: string) => `${judge}的次序和其他评委相反`, againstText: (cards: number, r: string) => `${cards} 个项目里，别人给高分的这位评委多给低分（相关系数 ${r}；1 是次序相同，−1 是正好相反）。可能是把分数填反了。`,
    favours: (one: string, other: string) => `${one}和${other}互相打了高分`, favoursText: '两位评委各与对方所评的一个单位有关系，又都给对方那一边打了明显高于其他评委的分。', favour: (judge: string, title: string, value: string, others: string) => `${judge}给《${title}》${value} 分，其他评委平均 ${others} 分`,
    hasty: (judge: string) => `${judge}有几份评分表填得很快`, hastyText: (n: number, all: number, seconds: string) => `${all} 份里有 ${n} 份不到 30 秒，多数在 ${seconds} 秒左右。先在纸上评好再录入也会这样。`,
    copied: (n: number) => `${n} 份评分表的评语一样`, on: (judge: string, title: string) => `${judge}：《${title}》`, more: '在哪些评分表上',
  },
  en: {
    lead: 'What stands here deserves a second look and is no verdict; nothing follows from it by itself. There may be a good reason: ask first.', early: 'The scoring is not over', earlyLead: 'Once it is, what deserves a second look stands here.', none: 'Nothing found', noneLead: 'Looked for: a judge far from all others, mutual favours, cards filled in within seconds, comments copied.',
    far: (judge) => `${judge} is far from all other judges`, farText: (cards, points, usual) => `On ${cards} cards ${points} points from the mean of the others; in this round ${usual} is usual.`,
    against: (judge) => `${judge} has the order the other way round`, againstText: (cards, r) => `Of ${cards} projects this judge scores low what others score high (correlation ${r}; 1 is the same order, −1 the opposite). Scores may have been filled in the wrong way round.`,
    favours: (one, other) => `${one} and ${other} scored each other’s side high`, favoursText: 'Each is tied to an applicant that the other scored, and both scored the other’s side well above the rest.', favour: (judge, title, value, others) => `${judge} gave “${title}” ${value}, the others ${others} on average`,
    hasty: (judge) => `${judge} filled some cards in quickly`, hastyText: (n, all, seconds) => `${n} of ${all} in less than 30 seconds, about ${seconds} mostly. Typing in from paper looks the same.`,
    copied: (n) => `${n} cards with the same comment`, on: (judge, title) => `${judge}: “${title}”`, more: 'On which cards',
  },
})

async function showRadar({ context, look, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const t = texts(look)
  const found = await readRadar(context, competition, index).catch((error: unknown) => {
    if (isRefusal(error, 'WRONG_STATE')) return undefined
    throw error
  })
  if (found === undefined) return { page: <RoundPage look={look} room={await roomOf(context, 'radar.read', competition, index)} tab="radar"><Empty title={t.early}>{t.earlyLead}</Empty></RoundPage> }
  return { page: (
    <RoundPage look={look} room={found.room} tab="radar">
      <Note>{t.lead}</Note>
      {found.clues.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : found.clues.map((clue, i) => <CluePanel look={look} view={found} clue={clue} n={i} />)}
    </RoundPage>
  ) }
}

function CluePanel({ look, view: { names, titles }, clue, n }: { look: Look; view: RadarView; clue: Clue; n: number }) {
  const t = texts(look)
  const name = (judge: string) => names.get(judge) ?? ''
  const title = (entry: string) => titles.get(entry) ?? ''
  const points = (value: number) => formatNumber(value, 1)
  const id = `clue-${n}`
  switch (clue.of) {
    case 'far':
      return <Panel title={t.far(name(clue.judge))} id={id}><p>{t.farText(clue.cards, points(clue.distance), points(clue.usual))}</p></Panel>
    case 'against':
      return <Panel title={t.against(name(clue.judge))} id={id}><p>{t.againstText(clue.cards, formatNumber(clue.correlation, 2))}</p></Panel>
    case 'favours':
      return (
        <Panel title={t.favours(name(clue.judges[0]), name(clue.judges[1]))} id={id}>
          <p>{t.favoursText}</p>
          <ul class="inner">{clue.entries.map(({ judge, entry, value, others }) => <li>{t.favour(name(judge), title(entry), points(value), points(others))}</li>)}</ul>
        </Panel>
      )
    case 'hasty':
      return <Panel title={t.hasty(name(clue.judge))} id={id}><p>{t.hastyText(clue.hasty, clue.cards, formatNumber(clue.seconds, 0))}</p></Panel>
    case 'copied':
      return (
        <Panel title={t.copied(clue.cards.length)} id={id}>
          <blockquote class="read">{clue.comment}</blockquote>
          <details class="more" open={clue.cards.length <= 6}>
            <summary>{t.more}</summary>
            <ul class="inner">{clue.cards.map(({ judge, entry }) => <li>{t.on(name(judge), title(entry))}</li>)}</ul>
          </details>
        </Panel>
      )
  }
}

export const roundRadarPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/rounds/:round/radar', action: 'radar.read', show: showRadar }]
