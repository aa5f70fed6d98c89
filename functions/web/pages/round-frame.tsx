import type { Child } from 'hono/jsx'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Action, Target } from '../../../shared/person/access.ts'
import type { RoundState } from '../../../shared/round/round.store.ts'
import { type Room, roomOf } from '../../queries/round.ts'
import type { Look } from '../look/look.ts'
import { type State, Tabs, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'
import { CompetitionPage } from './competition-frame.tsx'
import { roundAt } from './judging.tsx'
import type { Asked, PageRoute, Shown } from './page.ts'

export type RoundTab = 'plan' | 'calibration' | 'desk' | 'progress' | 'recusals' | 'unscored' | 'ties' | 'standings' | 'reliability' | 'radar'

const texts = (look: Pick<Look, 'language'>) => words(look.language, {
  zh: {
    parts: '本轮的各个部分', rounds: '评审轮次', tabs: { plan: '分配评委', calibration: '试评', desk: '主持台', progress: '评分进度', recusals: '回避', unscored: '评分不够', ties: '并列', standings: '排名', reliability: '结果有多稳', radar: '复核线索' }, states: { planning: '待分配', scoring: '评分中', closed: '已截止', tied: '有并列', finished: '已结束' }, ended: '提前结束，正在计分',
    unofficial: '评分表的分值是本平台的默认值，不是官方规定。', entries: (n: number) => `${n} 份申报书`,
  },
  en: {
    parts: 'Parts of this round', rounds: 'Rounds', tabs: { plan: 'Assignment', calibration: 'Calibration', desk: 'Live desk', progress: 'Progress', recusals: 'Recusals', unscored: 'Too few scores', ties: 'Ties', standings: 'Ranking', reliability: 'How sure', radar: 'Second look' }, states: { planning: 'To be assigned', scoring: 'Scoring', closed: 'Closed', tied: 'Tied', finished: 'Over' }, ended: 'Ended early, being counted',
    unofficial: 'The points of the scorecard are a default of this platform and not official.', entries: (n) => `${n} proposals`,
  },
})

const tone: Record<RoundState, State> = { planning: 'wait', scoring: 'now', closed: 'wait', tied: 'late', finished: 'done' }

/** What each part asks of the access table; a supervisor sees recusals, and what deserves a second look. */
const asks: Record<RoundTab, Action> = { plan: 'round.read', calibration: 'calibration.prepare', desk: 'pitch.run', progress: 'round.read', recusals: 'recusal.list', unscored: 'round.read', ties: 'round.read', standings: 'standing.read', reliability: 'standing.read', radar: 'radar.read' }

export const roundHref = (room: Pick<Room, 'competition' | 'round'>) => `/competitions/${room.competition.value.id}/rounds/${room.round.value.index}`

/** What the access table is asked about a round. */
export const roundTarget = ({ competition: { value: { district, id } } }: Pick<Room, 'competition'>): Target => ({ district, competition: id })

/** A page of one round for those who run it: the competition's frame, the rounds, the round's own parts. */
export function RoundPage({ look, room, tab, mistakes, actions, styles, scripts, children }: { look: Look; room: Room; tab: RoundTab | null; mistakes?: readonly Mistake[] | undefined; actions?: Child; styles?: string[]; scripts?: string[]; children?: Child }) {
  const t = texts(look)
  const { competition: { value: competition }, round: { value: round }, rulebook, rules } = room
  const href = roundHref(room)
  const name = say(rules.name, look.language)
  const parts: RoundTab[] = [
    'plan', 'calibration', ...(rules.mode === 'pitch' && round.state !== 'planning' ? ['desk' as const] : []), ...(round.state === 'planning' ? [] : ['progress' as const, 'recusals' as const]), ...(round.state === 'closed' && round.standing === null ? ['unscored' as const] : []),
    ...(round.ties === null ? [] : ['ties' as const]), ...(round.standing === null ? [] : ['standings' as const, 'reliability' as const]), ...(round.state === 'planning' || round.state === 'scoring' ? [] : ['radar' as const]),
  ]
  const begun = rulebook.rounds.slice(0, (competition.round ?? 0) + 1)
  return (
    <CompetitionPage look={look} competition={competition} rulebook={rulebook} tab="rounds" title={tab === null ? name : `${t.tabs[tab]} · ${name}`} mistakes={mistakes} {...(styles === undefined ? {} : { styles })} {...(scripts === undefined ? {} : { scripts })}>
      <div class="head">
        <div>
          <h2>{name}</h2>
          <p class="acts">
            <Tag state={round.endedAt !== null && round.state === 'scoring' ? 'wait' : tone[round.state]}>{round.endedAt !== null && round.state === 'scoring' ? t.ended : t.states[round.state]}</Tag>
            <span class="soft">{t.entries(round.entries)}</span>
          </p>
          {rules.official ? null : <p class="small soft">{t.unofficial}</p>}
        </div>
        {actions === undefined ? null : <div class="acts">{actions}</div>}
      </div>
      {begun.length < 2 || !look.allows('round.read', roundTarget(room)) ? null : <nav class="acts small" aria-label={t.rounds}>{begun.map((one, i) => <a href={`/competitions/${competition.id}/rounds/${i}`} aria-current={i === round.index ? 'page' : undefined}>{say(one.name, look.language)}</a>)}</nav>}
      <Tabs label={t.parts} ways={parts.filter((part) => look.allows(asks[part], roundTarget(room))).map((part) => ({ href: `${href}/${part}`, label: t.tabs[part], current: part === tab }))} />
      {children}
    </CompetitionPage>
  )
}

/** The part that matters now. */
async function showRound({ context, params }: Asked): Promise<Shown> {
  const { competition, index } = roundAt(params)
  const room = await roomOf(context, 'round.read', competition, index)
  const { state, standing } = room.round.value
  const part: RoundTab = state === 'planning' ? 'plan' : state === 'scoring' ? 'progress' : state === 'tied' ? 'ties' : standing !== null ? 'standings' : 'unscored'
  return { go: `${roundHref(room)}/${part}` }
}

export const roundPages: PageRoute[] = [{ method: 'get', path: '/competitions/:competition/rounds/:round', action: 'round.read', show: showRound }]
