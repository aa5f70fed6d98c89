/** 孵化 → 展示 → 实施 → 评估: what a project goes through, one stage at a time. */
export const stageNames = ['incubation', 'showcase', 'implementation', 'evaluation'] as const
export type StageName = (typeof stageNames)[number]

/** The states of one stage and where each may go. Pages ask it which buttons to show; a test asks it whether the state machine agrees. */
export const stageLifecycle = {
  /** 进行中: the organisation writes and delivers. */
  working: ['extension', 'review', 'paused', 'ended'],
  /** 申请延期: a later end is asked for; work goes on. */
  extension: ['working', 'ended'],
  /** 关口审核: the gate's decision is asked for; what was written is locked. */
  review: ['working', 'passed', 'paused', 'ended'],
  /** 已暂停: no date runs. It goes on where it was. */
  paused: ['working', 'review', 'ended'],
  /** 已通过: the next stage, the next cycle or the end has begun. */
  passed: [],
  /** 提前结束 */
  ended: [],
} as const satisfies Record<string, readonly string[]>
export type StageState = keyof typeof stageLifecycle
export const stageStates = Object.keys(stageLifecycle) as [StageState, ...StageState[]]

export const canMove = (from: StageState, to: StageState): boolean => (stageLifecycle[from] as readonly StageState[]).includes(to)

/** The states of a project as a whole. */
export const projectLifecycle = {
  active: ['closed', 'ended'],
  /** 已结项: evaluated, with no next cycle. */
  closed: [],
  /** 提前终止 */
  ended: [],
} as const satisfies Record<string, readonly string[]>
export type ProjectState = keyof typeof projectLifecycle
export const projectStates = Object.keys(projectLifecycle) as [ProjectState, ...ProjectState[]]
