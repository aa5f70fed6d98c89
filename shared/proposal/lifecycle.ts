/** The states of a proposal until judging; what happens to it then stands in the rounds' standings and the awards. */
export const proposalLifecycle = {
  /** 草稿 */
  draft: ['submitted'],
  /** 已提交; sent again until the call closes. */
  submitted: ['submitted', 'withdrawn', 'admitted', 'rejected'],
  /** 已撤回; may be sent again until the call closes. */
  withdrawn: ['submitted'],
  /** 通过资格审查 */
  admitted: ['rejected'],
  /** 未通过 */
  rejected: ['admitted'],
} as const satisfies Record<string, readonly string[]>
export type ProposalState = keyof typeof proposalLifecycle
