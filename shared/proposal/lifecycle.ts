/** The states of a proposal until judging; what happens to it then stands in the rounds' standings and the awards. */
export const proposalLifecycle = {
  /** 草稿; one that was never sent is put away by withdrawing it. */
  draft: ['submitted', 'withdrawn'],
  /** 已提交; sent again until the call closes. */
  submitted: ['submitted', 'withdrawn', 'admitted', 'rejected', 'curing'],
  /** 补正中: what failed may be repaired until a date; sent or not, it is then looked at again. */
  curing: ['submitted', 'admitted', 'rejected'],
  /** 已撤回; until the call closes it may be put back as it was (a draft, or as last sent), or sent anew. */
  withdrawn: ['submitted', 'draft'],
  /** 通过资格审查; until the check is finished those who decided may change it, and then it may be open again. */
  admitted: ['rejected', 'submitted', 'curing'],
  /** 未通过 */
  rejected: ['admitted', 'submitted', 'curing'],
} as const satisfies Record<string, readonly string[]>
export type ProposalState = keyof typeof proposalLifecycle

export const canMove = (from: ProposalState, to: ProposalState): boolean => (proposalLifecycle[from] as readonly ProposalState[]).includes(to)
