import type { Child } from 'hono/jsx'
import type { Competition } from '../../../shared/competition/competition.ts'
import { isOver, stateName, stepClosesAt } from '../../../shared/competition/steps.ts'
import type { Mistake } from '../../../shared/kernel/refusal.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Rulebook } from '../../../shared/rulebook/rulebook.ts'
import type { Look } from '../look/look.ts'
import { Page } from '../look/page.tsx'
import { type State, Tabs, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'

export type CompetitionTab = 'progress' | 'settings' | 'preview' | 'proposals' | 'judges' | 'rounds' | 'result' | 'rulebook' | 'trail'

/** How a state is coloured: waits for an administrator, under way, or over. */
export const stateTone = ({ state }: Pick<Competition, 'state'>): State =>
  state === 'completed' ? 'done' : state === 'draft' || state === 'ended' ? 'idle' : state === 'result' || state === 'ruling' || state === 'award' ? 'wait' : 'now'

/** A page of one competition for its administrators: its name, where it stands, its parts as tabs. */
export function CompetitionPage({ look, competition, rulebook, tab, title, lead, until = stepClosesAt(competition), actions, mistakes, scripts, children }: {
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
  children?: Child
}) {
  const t = texts(look)
  const name = say(competition.name, look.language)
  return (
    <Page
      look={look}
      title={`${title ?? t.tabs[tab]} · ${name}`}
      heading={name}
      crumbs={[{ href: '/competitions', label: t.competitions }]}
      lead={lead ?? (
        <p class="acts">
          <Tag state={stateTone(competition)}>{say(stateName(competition, rulebook), look.language)}</Tag>
          {until === null ? null : <span class="soft">{t.until} <When at={until} /></span>}
        </p>
      )}
      actions={actions}
      tabs={<Tabs label={t.parts} ways={waysOf(competition, tab, t)} />}
      {...(mistakes === undefined ? {} : { mistakes })}
      {...(scripts === undefined ? {} : { scripts })}
    >
      {children}
    </Page>
  )
}

function waysOf(competition: Competition, current: CompetitionTab, t: ReturnType<typeof texts>) {
  const at = `/competitions/${competition.id}`
  const ways: { tab: CompetitionTab; href: string }[] = competition.state === 'draft'
    ? [{ tab: 'settings', href: `${at}/settings` }, { tab: 'preview', href: `${at}/preview` }, { tab: 'judges', href: `${at}/judges` }]
    : [
        { tab: 'progress', href: at },
        { tab: 'proposals', href: `${at}/proposals` },
        { tab: 'judges', href: `${at}/judges` },
        ...(competition.round === null ? [] : [{ tab: 'rounds' as const, href: `${at}/rounds/${competition.round}` }]),
        ...(competition.state === 'call' || competition.state === 'eligibility' || competition.state === 'judging' || (isOver(competition) && competition.awardsPublishedAt === null) ? [] : [{ tab: 'result' as const, href: `${at}/result` }]),
      ]
  return [...ways, { tab: 'rulebook' as const, href: `${at}/rulebook` }, { tab: 'trail' as const, href: `${at}/trail` }]
    .map(({ tab, href }) => ({ href, label: t.tabs[tab], current: tab === current }))
}

function texts(look: Look) {
  return words(look.language, {
    zh: {
      competitions: '大赛', parts: '大赛的各个部分', until: '截止',
      tabs: { progress: '进展', settings: '设置', preview: '预览', proposals: '申报书', judges: '评委', rounds: '评审', result: '结果与公示', rulebook: '章程', trail: '留痕' },
    },
    en: {
      competitions: 'Competitions', parts: 'Parts of the competition', until: 'until',
      tabs: { progress: 'Progress', settings: 'Settings', preview: 'Preview', proposals: 'Proposals', judges: 'Judges', rounds: 'Judging', result: 'Result and notice', rulebook: 'Rulebook', trail: 'Trail' },
    },
  })
}
