import type { AwardLine } from '../award/line.ts'
import type { CompetitionState } from '../competition/lifecycle.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Notice, noticeIsOpen } from './notice.ts'

/**
 * What a new notice is about after a ruling: lines that are new or give something else than before, and lines that are gone. A better
 * rank alone is no change: it gives the applicant nothing else, and everybody below an annulled award gets one.
 */
export function changesBetween(before: readonly AwardLine[], after: readonly AwardLine[]): Pick<Notice, 'lines' | 'removed'> {
  const given = (line: AwardLine) => JSON.stringify({ ...line, place: null })
  const earlier = new Map(before.map((line) => [line.proposal, given(line)]))
  const kept = new Set(after.map(({ proposal }) => proposal))
  const lines = after.filter((line) => earlier.get(line.proposal) !== given(line)).map(({ proposal }) => proposal)
  const removed = before.filter(({ proposal }) => !kept.has(proposal)).map(({ proposal, title, organisation }) => ({ proposal, title, organisation }))
  return { lines: lines.length === 0 && removed.length === 0 ? 'all' : lines, removed }
}

/** Of a competition's notices (newest first) those whose days count: back to the last one about all lines. */
export function inForce(notices: readonly Notice[]): Notice[] {
  const last = notices.findIndex(({ lines }) => lines === 'all')
  return notices.slice(0, last + 1)
}

/** Of the notices in force (newest first) the one that a line stands under. Throws TypeError without one about all lines. */
export function noticeOf(notices: readonly Notice[], proposal: string): Notice {
  const found = notices.find(({ lines }) => lines === 'all' || lines.some((one) => one === proposal))
  if (found === undefined) throw new TypeError(`no notice is about ${proposal}`)
  return found
}

/** When the last of the windows in force is over; null without a notice. */
export const windowsEnd = (notices: readonly Notice[]): Instant | null => notices.reduce<Instant | null>((last, { endsAt }) => (last === null || endsAt > last ? endsAt : last), null)

/**
 * Whether an objection may be made now: against a line within the days of its own notice, against the list as a whole within anybody's. A
 * ruling that changes the list does not cut short the days of what it leaves as it is.
 */
export function objectionsTaken(state: CompetitionState, notices: readonly Notice[], now: Instant, proposal: string | null = null): boolean {
  if ((state !== 'notice' && state !== 'result') || notices.length === 0) return false
  return proposal === null ? notices.some((notice) => noticeIsOpen(notice, now)) : noticeIsOpen(noticeOf(notices, proposal), now)
}
