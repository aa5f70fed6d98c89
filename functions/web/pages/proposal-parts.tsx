import type { Competition } from '../../../shared/competition/competition.ts'
import type { Language } from '../../../shared/kernel/text.ts'
import { say } from '../../../shared/kernel/text.ts'
import { type Proposal, proposalNumber } from '../../../shared/proposal/proposal.ts'
import type { SectionState } from '../../../shared/proposal/readiness.ts'
import { stateNames } from '../../queries/proposal-list.ts'
import { type Look, useLook, type Way } from '../look/look.ts'
import { At, type State, Tag } from '../look/tell.tsx'
import { words } from '../look/words.ts'

/** What a proposal is called while nobody has named it. */
export function titleOf(proposal: Proposal, language: Language): string {
  return proposal.title === '' ? words(language, { zh: { unnamed: '还没有项目名称' }, en: { unnamed: 'Not named yet' } }).unnamed : proposal.title
}

/** For an applicant below their own proposals, for an administrator below the competition's. */
export const proposalCrumbs = (proposal: Proposal, { language, nav }: Pick<Look, 'language' | 'nav'>, deeper = true): Way[] => [
  { href: nav.some(({ href }) => href === '/proposals') ? '/proposals' : `/competitions/${proposal.competition}/proposals`, label: words(language, { zh: { proposals: '申报' }, en: { proposals: 'Proposals' } }).proposals },
  ...(deeper ? [{ href: `/proposals/${proposal.id}`, label: titleOf(proposal, language) }] : []),
]

const stateLook: Record<Proposal['state'], State> = { draft: 'now', submitted: 'wait', curing: 'now', withdrawn: 'idle', admitted: 'done', rejected: 'late' }

export function StateTag({ proposal, received }: { proposal: Proposal; /** For its applicant: 已提交 is done, not waiting for them. */ received?: boolean }) {
  const { language } = useLook()
  const state = proposal.state === 'submitted' && received === true ? 'done' : stateLook[proposal.state]
  return <Tag state={state}>{stateNames[proposal.state][language]}</Tag>
}

export const sectionTags: Record<SectionState, { state: State; zh: string; en: string }> = {
  done: { state: 'done', zh: '已完成', en: 'Done' },
  doing: { state: 'now', zh: '填写中', en: 'Begun' },
  fix: { state: 'late', zh: '要修改', en: 'To fix' },
  todo: { state: 'idle', zh: '未开始', en: 'Not begun' },
}

/** Who entered a paper form. */
export const paperWords = (language: Language, name: string): string => words(language, { zh: { entered: `${name}据纸质申报书录入` }, en: { entered: `entered from paper by ${name}` } }).entered

/** Number and competition under a proposal's heading. */
export function ProposalLead({ proposal, competition, more }: { proposal: Proposal; competition: Competition; more?: string }) {
  const { language } = useLook()
  return (
    <p class="soft">
      {say(competition.name, language)}<span class="sep">·</span><span class="n nw">{proposalNumber(proposal.id)}</span>
      {more === undefined ? null : <><span class="sep">·</span>{more}</>}
      {proposal.paper === undefined ? null : <><span class="sep">·</span>{paperWords(language, proposal.paper.by.name)} <At at={proposal.paper.at} weekday={false} time={false} /></>}
    </p>
  )
}
