import type { Instant } from '../../shared/kernel/instant.ts'
import type { Bilingual } from '../../shared/kernel/text.ts'

/** One thing that waits for somebody: what, where it belongs, where it is done, until when. Each noun's queries export a `dueFor…(context)`; /home puts them together. */
export interface Due {
  title: Bilingual
  about: Bilingual
  href: string
  /** null: no date is set for it. */
  until: Instant | null
  /** `wait`: somebody waits for it; `now`: it can be done, nothing is held up by it yet; `late`: its date has passed. */
  state: 'late' | 'wait' | 'now'
  /** Since when it waits, where that is known and nothing else says how old it is. */
  since?: Instant
}

const urgency = { late: 0, wait: 1, now: 2 } as const

/** What is late first, then what has a date, soonest first. */
export function byUrgency(a: Due, b: Due): number {
  return (a.state === 'late' || b.state === 'late' ? urgency[a.state] - urgency[b.state] : 0)
    || (a.until ?? '9').localeCompare(b.until ?? '9') || urgency[a.state] - urgency[b.state] || (a.since ?? '9').localeCompare(b.since ?? '9') || a.href.localeCompare(b.href)
}
