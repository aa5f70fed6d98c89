import { type Instant, milliseconds } from '../kernel/instant.ts'

/** How a judge keeps up with a round. `idle`: nothing is assigned, or the round has not begun. */
export type Pace = 'done' | 'now' | 'wait' | 'late' | 'idle'

export interface Load {
  assigned: number
  submitted: number
}

/** Behind by more than this share of their cards, a judge counts as slow. */
const SLOW = 0.25

/**
 * Against a steady pace from the round's opening to its end: `late` once the end has passed, or with nothing sent after half of the
 * time; `wait` (slow) when more than a quarter of the cards behind; else `now`.
 */
export function paceOf({ assigned, submitted }: Load, window: { from: Instant | null; to: Instant }, now: Instant): Pace {
  if (assigned === 0 || window.from === null) return 'idle'
  if (submitted >= assigned) return 'done'
  const gone = (milliseconds(now) - milliseconds(window.from)) / Math.max(1, milliseconds(window.to) - milliseconds(window.from))
  if (gone >= 1 || (gone >= 0.5 && submitted === 0)) return 'late'
  return gone - submitted / assigned > SLOW ? 'wait' : 'now'
}

const order: readonly Pace[] = ['late', 'wait', 'now', 'idle', 'done']

/** Who needs looking after first. */
export const byPace = (a: Load & { pace: Pace }, b: Load & { pace: Pace }): number =>
  order.indexOf(a.pace) - order.indexOf(b.pace) || a.submitted / Math.max(1, a.assigned) - b.submitted / Math.max(1, b.assigned)
