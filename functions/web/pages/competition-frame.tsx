import type { Child } from 'hono/jsx'
import type { Competition } from '../../../shared/competition/competition.ts'
import { isOver, stateName, stepClosesAt } from '../../../shared/competition/steps.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Action } from '../../../shared/person/access.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { type State, Tabs, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'

export type CompetitionTab = 'progress' | 'settings' | 'preview' | 'proposals' | 'roles' | 'messages' | 'judges' | 'conflicts' | 'rounds' | 'vote' | 'decision' | 'result' | 'grants' | 'payments' | 'rulebook' | 'trail' | 'archive'

/** How a state is coloured: waits for an administrator, under way, or over. */
export const stateTone = ({ state }: Pick<Competition, 'state'>): State =>
  state === 'completed' ? 'done' : state === 'draft' || state === 'ended' || state === 'cancelled' ? 'idle' : state === 'decision' || state === 'result' || state === 'ruling' || state === 'award' ? 'wait' : 'now'

/** What each part asks of the access table; organisers see fewer than administrators. */
const asks: Record<CompetitionTab, Action> = {
  progress: 'competition.track', settings: 'competition.change', preview: 'competition.preview', proposals: 'proposal.list', roles: 'role.list', judges: 'judge.list', conflicts: 'conflict.list', rounds: 'round.read', vote: 'vote.watch', result: 'notice.prepare', decision: 'decision.prepare', grants: 'grant.list', payments: 'payment.read', rulebook: 'competition.track', messages: 'competition.message', trail: 'trail.read', archive: 'archive.make',
}

/** A page of one competition for those who run it: its name, where it stands, its parts as tabs. */
export function CompetitionPage({ look, competition, rulebook, tab, title, lead, until = stepClosesAt(competition), actions, mistakes, scripts, styles, children }: {
  look: Look
  competition: Competition
  /** Names the round under way in the head. */
  rulebook?: Rulebook | undefined
  tab: CompetitionTab
  /** For the window; the tab's name unless given. */
  title?: string
  /** Instead of state and date under the name. */
  lead?: Child
  /** The end of the step under way, where the competition does not know it: a notice's. */
  until?: string | null | undefined
  actions?: Child
  mistakes?: readonly Mistake[] | undefined
  scripts?: string[]
  styles?: string[]
  children?: Child
}) {
  const t = texts(look)
  const name = say(competition.name, look.language)
  return (
    <Page
      look={look}
      title={`${title ?? t.tabs[tab]} · ${name}`}
      heading={name}
      crumbs={[look.allows('supervision.read', { competition: competition.id }) ? { href: '/supervision', label: t.supervision } : { href: '/competitions', label: t.competitions }]}
      lead={lead ?? (
        <p class="acts">
          <Tag state={stateTone(competition)}>{say(stateName(competition, rulebook), look.language)}</Tag>
          {until === null ? null : <span class="soft">{t.until} <When at={until} /></span>}
        </p>
      )}
      actions={actions}
      tabs={<Tabs label={t.parts} ways={waysOf(competition, rulebook, tab, look)} />}
      {...(mistakes === undefined ? {} : { mistakes })}
      {...(scripts === undefined ? {} : { scripts })}
      {...(styles === undefined ? {} : { styles })}
    >
      {children}
    </Page>
  )
}

/** From the decision on grants to the end. */
const decides: ReadonlySet<Competition['state']> = new Set(['decision', 'result', 'notice', 'ruling', 'award', 'funding', 'completed'])

function waysOf(competition: Competition, rulebook: Rulebook | undefined, current: CompetitionTab, look: Look) {
  const t = texts(look)
  const at = `/competitions/${competition.id}`
  const ways: { tab: CompetitionTab; href: string }[] = competition.state === 'draft'
    ? [{ tab: 'settings', href: `${at}/settings` }, { tab: 'preview', href: `${at}/preview` }, { tab: 'roles', href: `${at}/roles` }, { tab: 'judges', href: `${at}/judges` }]
    : [
        { tab: 'progress', href: at },
        { tab: 'proposals', href: `${at}/proposals` },
        { tab: 'roles', href: `${at}/roles` },
        { tab: 'messages', href: `${at}/messages` },
        { tab: 'judges', href: `${at}/judges` },
        { tab: 'conflicts', href: `${at}/conflicts` },
        ...(competition.round === null ? [] : [{ tab: 'rounds' as const, href: `${at}/rounds/${competition.round}` }]),
        ...(competition.round !== null && rulebook !== undefined && rulebook.vote !== null ? [{ tab: 'vote' as const, href: `${at}/vote` }] : []),
        ...(competition.kind === 'venture' && decides.has(competition.state) ? [{ tab: 'decision' as const, href: `${at}/decision` }] : []),
        ...(competition.state === 'call' || competition.state === 'eligibility' || competition.state === 'judging' || competition.state === 'decision' || (isOver(competition) && competition.awardsPublishedAt === null) ? [] : [{ tab: 'result' as const, href: `${at}/result` }]),
        ...(competition.kind === 'venture' && competition.awardsPublishedAt !== null ? [{ tab: 'grants' as const, href: `${at}/grants` }, { tab: 'payments' as const, href: `${at}/payments` }] : []),
      ]
  return [...ways, { tab: 'rulebook' as const, href: `${at}/rulebook` }, { tab: 'trail' as const, href: `${at}/trail` }, ...(competition.state === 'draft' ? [] : [{ tab: 'archive' as const, href: `${at}/archives` }])]
    .filter(({ tab }) => look.allows(asks[tab], { district: competition.district, competition: competition.id }))
    .map(({ tab, href }) => ({ href, label: t.tabs[tab], current: tab === current }))
}

function texts(look: Look) {
  return words(look.language, {
    zh: {
      competitions: '大赛', supervision: '监督', parts: '大赛的各个部分', until: '截止',
      tabs: { progress: '进展', settings: '设置', preview: '预览', proposals: '申报书', messages: '答疑与消息', roles: '分工', judges: '评委', conflicts: '利益关系', rounds: '评审', vote: '公众投票', decision: '资助决定', result: '结果与公示', grants: '资助', payments: '拨款', rulebook: '章程', trail: '留痕', archive: '归档' },
    },
    en: {
      competitions: 'Competitions', supervision: 'Supervision', parts: 'Parts of the competition', until: 'until',
      tabs: { progress: 'Progress', settings: 'Settings', preview: 'Preview', proposals: 'Proposals', messages: 'Questions', roles: 'Roles', judges: 'Judges', conflicts: 'Ties', rounds: 'Judging', vote: 'Public vote', decision: 'Decision', result: 'Result and notice', grants: 'Grants', payments: 'Payments', rulebook: 'Rulebook', trail: 'Trail', archive: 'Archive' },
    },
  })
}
