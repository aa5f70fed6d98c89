/**
 * The states of an activity and where each may go. Whether it is over, and whether its report is late, are questions to the clock
 * (activity.ts), not states.
 */
export const activityLifecycle = {
  /** 已安排: may be moved, opened for sign-in, reported once it has begun, or called off. */
  planned: ['reported', 'called-off'],
  /** 已填报: what happened is written down; the report may be taken back to be put right. */
  reported: ['planned'],
  /** 已取消: with a reason; may be taken up again while its day lies ahead. */
  'called-off': ['planned'],
} as const satisfies Record<string, readonly string[]>
export type ActivityState = keyof typeof activityLifecycle
export const activityStates = ['planned', 'reported', 'called-off'] as const satisfies readonly ActivityState[]

export const canMove = (from: ActivityState, to: ActivityState): boolean => (activityLifecycle[from] as readonly ActivityState[]).includes(to)
