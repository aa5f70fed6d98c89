/** The states of an organisation's admission and where each may go. Pages ask it which decisions to offer. */
export const organisationLifecycle = {
  /** 待审核: it asked to join. */
  asked: ['admitted', 'returned', 'rejected'],
  /** 退回补充: its members change what was named and ask again. */
  returned: ['asked'],
  /** 未通过; an administrator can take it up again. */
  rejected: ['asked'],
  /** 已入驻: it may apply. */
  admitted: ['suspended'],
  /** 已暂停: it may not apply for now. */
  suspended: ['admitted'],
} as const satisfies Record<string, readonly string[]>
export type OrganisationState = keyof typeof organisationLifecycle
export const organisationStates = Object.keys(organisationLifecycle) as [OrganisationState, ...OrganisationState[]]

/** What an administrator can decide, and the state it leads to. All but admitting and taking up again want a reason. */
export const admissionDecisions = {
  admit: { from: ['asked'], to: 'admitted', reasoned: false },
  return: { from: ['asked'], to: 'returned', reasoned: true },
  reject: { from: ['asked'], to: 'rejected', reasoned: true },
  suspend: { from: ['admitted'], to: 'suspended', reasoned: true },
  reinstate: { from: ['suspended'], to: 'admitted', reasoned: false },
  reopen: { from: ['rejected'], to: 'asked', reasoned: false },
} as const satisfies Record<string, { from: readonly OrganisationState[]; to: OrganisationState; reasoned: boolean }>
export type AdmissionDecision = keyof typeof admissionDecisions
export const decisionNames = Object.keys(admissionDecisions) as [AdmissionDecision, ...AdmissionDecision[]]

/** The decisions that can be taken now. */
export const decisionsFrom = (state: OrganisationState): AdmissionDecision[] =>
  decisionNames.filter((name) => (admissionDecisions[name].from as readonly OrganisationState[]).includes(state))
