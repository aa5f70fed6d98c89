import { shanghaiDate } from '../kernel/calendar.ts'
import { type Instant, milliseconds, toInstant } from '../kernel/instant.ts'
import type { Bilingual } from '../kernel/text.ts'
import type { Competition, Dates } from './competition.ts'

type Earlier = Pick<Competition, 'name' | 'dates' | 'publishedAt' | 'createdAt'>

/** When it began: its call came out, or, of a draft, it was set up. */
const began = ({ publishedAt, createdAt }: Earlier): Instant => publishedAt ?? createdAt

const DAY = 86_400_000

/**
 * The dates of a competition for its copy: all moved by the whole days between its beginning and today, so that each keeps its time of day
 * and its distance from the others; or so that the call closes at `callClosesAt`.
 */
export function copiedDates(earlier: Earlier, now: Instant, callClosesAt?: Instant): Dates {
  const { dates } = earlier
  const days = Math.round((Date.parse(shanghaiDate(now)) - Date.parse(shanghaiDate(began(earlier)))) / DAY)
  const by = callClosesAt === undefined ? days * DAY : milliseconds(callClosesAt) - milliseconds(dates.callClosesAt)
  const moved = (at: Instant): Instant => toInstant(milliseconds(at) + by)
  return { callClosesAt: moved(dates.callClosesAt), eligibilityClosesAt: moved(dates.eligibilityClosesAt), roundsCloseAt: dates.roundsCloseAt.map(moved) }
}

/** What the copy may be called: with this year in place of the earlier one's, or marked as a copy where that changes nothing. At most 60 characters in Chinese, 120 in English. */
export function copiedName(earlier: Earlier, now: Instant): Bilingual {
  const year = (at: Instant) => shanghaiDate(at).slice(0, 4)
  const renamed = (name: string, mark: string, most: number): string => {
    const later = name.replaceAll(year(began(earlier)), year(now))
    return later === name ? `${name.slice(0, most - mark.length)}${mark}` : later
  }
  const { zh, en } = earlier.name
  return { zh: renamed(zh, '（副本）', 60), ...(en === undefined ? {} : { en: renamed(en, ' (copy)', 120) }) }
}
