import type { Instant } from '../kernel/instant.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'
import { closesAt, type Competition } from './competition.ts'
import { competitionLifecycle, type CompetitionState } from './lifecycle.ts'

/** What people call each state. */
export const stateNames: Record<CompetitionState, { zh: string; en: string }> = {
  draft: { zh: '筹备', en: 'Being set up' },
  call: { zh: '征集', en: 'Call' },
  eligibility: { zh: '资格审查', en: 'Eligibility' },
  judging: { zh: '评审', en: 'Judging' },
  decision: { zh: '资助决定', en: 'Decision on grants' },
  result: { zh: '结果待公示', en: 'Result to be noticed' },
  notice: { zh: '公示', en: 'Notice' },
  ruling: { zh: '处理异议', en: 'Rulings' },
  award: { zh: '待公布', en: 'To be published' },
  funding: { zh: '执行资助', en: 'Grants under way' },
  completed: { zh: '已完成', en: 'Completed' },
  ended: { zh: '已结束', en: 'Ended' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
}

/** The state, or the round's own name while judging. */
export const stateName = (competition: Pick<Competition, 'state' | 'round'>, rulebook: Pick<Rulebook, 'rounds'> | undefined): Bilingual =>
  (competition.state === 'judging' && competition.round !== null ? rulebook?.rounds[competition.round]?.name : undefined) ?? stateNames[competition.state]

/** The end of the step under way, where it has a date. A notice's stands on the notice. */
export function stepClosesAt(competition: Competition): Instant | null {
  if (competition.state === 'call' || competition.state === 'eligibility') return closesAt(competition, competition.state)
  return competition.state === 'judging' && competition.round !== null ? closesAt(competition, `round-${competition.round}`) : null
}

export type StepState = 'done' | 'now' | 'late' | 'next'

/** Where of how many steps, by the record: for lists. A competition's own page reads its execution instead. */
export function stepStates(competition: Competition, rounds: number, now: string): StepState[] {
  const { state, round, kind } = competition
  const venture = kind === 'venture' ? 1 : 0
  const judged = 2 + rounds
  const count = judged + 3 + 2 * venture
  const places: Record<CompetitionState, number> = { draft: -1, call: 0, eligibility: 1, judging: 2 + (round ?? 0), decision: judged, result: judged + venture, notice: judged + venture + 1, ruling: judged + venture + 1, award: judged + venture + 2, funding: judged + venture + 3, completed: count, ended: -1, cancelled: -1 }
  const at = places[state]
  const until = stepClosesAt(competition)
  const held = until !== null && until < now
  return Array.from({ length: count }, (_, i) => (i < at ? 'done' : i > at ? 'next' : held ? 'late' : 'now'))
}

export const isOver = ({ state }: Pick<Competition, 'state'>): boolean => competitionLifecycle[state].length === 0

/** The state machine that watches a competition of its kind. */
export const machineOf = ({ kind }: Pick<Competition, 'kind'>): 'volunteer-contest' | 'venture-competition' => (kind === 'venture' ? 'venture-competition' : 'volunteer-contest')
