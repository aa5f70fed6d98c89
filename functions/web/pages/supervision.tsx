import { stateName } from '../../../shared/competition/steps.ts'
import { say } from '../../../shared/kernel/text.ts'
import { readSupervision, type Watched } from '../../queries/supervision.ts'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { Empty, Panel, Tag, Tasks } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { stateTone } from './competition-frame.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    title: '监督', lead: '您看得到利益关系、抽签、回避、复核线索、投票和异议，不参与决定。', none: '还没有要您监督的大赛', noneLead: '接受监督员邀请后，大赛会列在这里。', early: '评审还没有开始', earlyLead: '开始后，回避、抽签和异议会列在这里。',
    ties: '评委的利益关系', vote: '公众投票', recusals: (round: string) => `${round}：回避`, draw: (round: string, group: string) => `${round}：${group}的抽签记录`, drawn: '已抽签', notDrawn: '还没有抽签', objections: '异议', radar: (round: string) => `${round}：复核线索`,
  },
  en: {
    title: 'Supervision', lead: 'You see ties, draws, recusals, what deserves a second look, the vote and objections, and decide nothing.', none: 'No competition to watch over yet', noneLead: 'Once you accept an invitation to supervise, the competition stands here.', early: 'The judging has not begun', earlyLead: 'Then recusals, draws and objections stand here.',
    ties: 'Judges’ ties', vote: 'Public vote', recusals: (round) => `${round}: recusals`, draw: (round, group) => `${round}: the draw of ${group}`, drawn: 'drawn', notDrawn: 'not drawn yet', objections: 'Objections', radar: (round) => `${round}: second look`,
  },
})

async function show({ context, look }: Asked): Promise<Shown> {
  const t = texts(look)
  const watched = await readSupervision(context)
  return { page: (
    <Page look={look} title={t.title} lead={t.lead}>
      {watched.length === 0 ? <Empty title={t.none}>{t.noneLead}</Empty> : watched.map((one) => <WatchedPanel look={look} watched={one} />)}
    </Page>
  ) }
}

function WatchedPanel({ look, watched: { competition, rounds, vote } }: { look: Look; watched: Watched }) {
  const t = texts(look)
  const at = `/competitions/${competition.id}`
  const begun = rounds.length > 0
  const tasks = rounds.flatMap(({ index, rules, pitches }) => {
    const name = say(rules.name, look.language)
    return [
      { label: t.recusals(name), href: `${at}/rounds/${index}/recusals` },
      { label: t.radar(name), href: `${at}/rounds/${index}/radar` },
      ...pitches.map((pitch) => ({
        label: t.draw(name, say(pitch.name, look.language)), state: pitch.draw === null ? 'idle' as const : 'done' as const, tag: pitch.draw === null ? t.notDrawn : t.drawn,
        ...(pitch.draw === null ? {} : { href: `${at}/rounds/${index}/desk/${pitch.group}/draw` }),
      })),
    ]
  })
  if (begun) tasks.unshift({ label: t.ties, href: `${at}/conflicts` })
  if (vote) tasks.push({ label: t.vote, href: `${at}/vote` })
  if (competition.notice !== null) tasks.push({ label: t.objections, href: `${at}/result/objections` })
  return (
    <Panel title={say(competition.name, look.language)} id={`w-${competition.id}`} end={<Tag state={stateTone(competition)}>{say(stateName(competition, undefined), look.language)}</Tag>}>
      {tasks.length === 0 ? <Empty title={t.early}>{t.earlyLead}</Empty> : <Tasks tasks={tasks} />}
    </Panel>
  )
}

export const supervisionPages: PageRoute[] = [{ method: 'get', path: '/supervision', action: 'supervision.read', show }]
