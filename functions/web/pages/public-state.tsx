import type { Competition } from '../../../shared/competition/competition.ts'
import type { CompetitionState } from '../../../shared/competition/lifecycle.ts'
import { say } from '../../../shared/kernel/text.ts'
import type { Notice } from '../../../shared/notice/notice.ts'
import { useLook, type Way } from '../look/look.ts'
import { At, type State, Tag, When } from '../look/tell.tsx'
import { words } from '../look/words.ts'

const states: Record<CompetitionState, { state: State; zh: string; en: string }> = {
  draft: { state: 'idle', zh: '筹备中', en: 'In preparation' },
  call: { state: 'now', zh: '征集中', en: 'Call open' },
  eligibility: { state: 'wait', zh: '资格审查', en: 'Eligibility check' },
  judging: { state: 'wait', zh: '评审中', en: 'Being judged' },
  decision: { state: 'wait', zh: '资助决定中', en: 'Being decided' },
  result: { state: 'wait', zh: '待公示', en: 'Notice to come' },
  notice: { state: 'now', zh: '公示中', en: 'Under notice' },
  ruling: { state: 'wait', zh: '异议处理', en: 'Objections' },
  award: { state: 'wait', zh: '待公布', en: 'Awards to come' },
  funding: { state: 'now', zh: '执行资助', en: 'Grants under way' },
  completed: { state: 'done', zh: '已颁奖', en: 'Awarded' },
  cancelled: { state: 'late', zh: '已取消', en: 'Cancelled' },
  ended: { state: 'idle', zh: '已结束', en: 'Ended' },
}

/** A venture's end: every grant is over. */
const over = { state: 'done', zh: '已完成', en: 'Completed' } as const

/** How a competition stands, as the public knows it. */
export function StateTag({ competition }: { competition: Competition }) {
  const { language } = useLook()
  const shown = competition.kind === 'venture' && competition.state === 'completed' ? over : competition.awardsPublishedAt === null || competition.kind === 'venture' ? states[competition.state] : states.completed
  return <Tag state={shown.state}>{shown[language]}</Tag>
}

/** The date that matters now: until when one may apply or object, or since when the awards are out. */
export function NextDate({ competition, notice }: { competition: Competition; notice: Notice | null }) {
  const { language } = useLook()
  const t = words(language, { zh: { call: '征集截止', notice: '公示到', awards: '公布于', none: '—' }, en: { call: 'Apply until', notice: 'Object until', awards: 'Published', none: '—' } })
  if (competition.awardsPublishedAt !== null) return <span>{t.awards} <At at={competition.awardsPublishedAt} time={false} /></span>
  if (competition.state === 'call') return <span>{t.call} <When at={competition.dates.callClosesAt} /></span>
  if (competition.state === 'notice' && notice !== null) return <span>{t.notice} <When at={notice.lastDay} /></span>
  return <span class="soft">{t.none}</span>
}

export const publicCrumbs = (language: 'zh' | 'en', competition?: Competition): Way[] => [
  { href: '/public', label: language === 'zh' ? '公告' : 'Notices' },
  ...(competition === undefined ? [] : [{ href: `/public/competitions/${competition.id}`, label: say(competition.name, language) }]),
]
