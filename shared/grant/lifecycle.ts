/**
 * The states of a grant and where each may go. Every step is a command of people; the machine `grant` reminds, and follows.
 */
export const grantLifecycle = {
  /** 待签协议: the award is published; both sides sign. */
  agreement: ['delivery', 'ended'],
  /** 执行中: the agreement is in force; money is released part by part, evaluations are held. */
  delivery: ['recovery', 'closed'],
  /** 追回中: money is claimed back. */
  recovery: ['delivery', 'closed'],
  /** 已结项 */
  closed: [],
  /** 已放弃: no agreement came about; nothing was paid. */
  ended: [],
} as const satisfies Record<string, readonly string[]>
export type GrantState = keyof typeof grantLifecycle
export const grantStates = Object.keys(grantLifecycle) as [GrantState, ...GrantState[]]

export const isGrantOver = ({ state }: { state: GrantState }): boolean => grantLifecycle[state].length === 0

export const grantStateNames: Record<GrantState, { zh: string; en: string }> = {
  agreement: { zh: '待签协议', en: 'Agreement to be signed' },
  delivery: { zh: '执行中', en: 'Being delivered' },
  recovery: { zh: '追回中', en: 'Being recovered' },
  closed: { zh: '已结项', en: 'Closed' },
  ended: { zh: '已放弃', en: 'Given up' },
}
