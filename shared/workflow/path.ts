import type { HistoryEvent } from './workflow.ts'

/** One stay in one state. */
export interface Visit {
  state: string
  enteredAt: string
  /** null: it is there now, or the execution ended there without leaving it. */
  leftAt: string | null
}

/** The states an execution has been in, in order, from its history (oldest event first). Our machines have no parallel branches, so it is in one state at a time. */
export function pathOf(events: readonly Pick<HistoryEvent, 'timestamp' | 'stateEnteredEventDetails' | 'stateExitedEventDetails'>[]): Visit[] {
  const path: Visit[] = []
  for (const event of events) {
    const at = (event.timestamp ?? new Date(0)).toISOString()
    const entered = event.stateEnteredEventDetails?.name
    const left = event.stateExitedEventDetails?.name
    if (entered !== undefined) path.push({ state: entered, enteredAt: at, leftAt: null })
    const last = path.at(-1)
    if (left !== undefined && last !== undefined && last.state === left) last.leftAt = at
  }
  return path
}
