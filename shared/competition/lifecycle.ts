/**
 * The states of a competition and where each may go. Pages ask it which buttons to show; a test asks it whether the state machine
 * agrees. `draft → call` (publishing the call) and `call → cancelled` are commands; every other step is taken by a task of the state machine.
 */
export const competitionLifecycle = {
  /** 筹备: being set up; nobody outside sees it. */
  draft: ['call'],
  /** 征集 */
  call: ['eligibility', 'cancelled', 'ended'],
  /** 资格审查 */
  eligibility: ['judging', 'ended'],
  /** 评审: one round after the other. */
  judging: ['result', 'decision', 'ended'],
  /** 资助决定: of a venture competition, who is funded and with how much. */
  decision: ['result', 'ended'],
  /** 结果待公示: awards are proposed; the administrator publishes the notice. */
  result: ['notice', 'decision', 'ended'],
  /** 公示 */
  notice: ['ruling', 'award', 'result'],
  /** 异议处理: the notice's days are over and an objection is still open. */
  ruling: ['award', 'result'],
  /** 待公布 */
  award: ['completed', 'funding'],
  /** 执行资助: of a venture competition, until its last grant is over. */
  funding: ['completed'],
  /** 已颁奖; of a venture competition, every grant is over. */
  completed: [],
  /** 已结束: without awards, because nothing was left to judge. */
  ended: [],
  /** 已取消: the call was taken back, with a reason. */
  cancelled: [],
} as const satisfies Record<string, readonly string[]>
export type CompetitionState = keyof typeof competitionLifecycle

export const canMove = (from: CompetitionState, to: CompetitionState): boolean => (competitionLifecycle[from] as readonly CompetitionState[]).includes(to)
