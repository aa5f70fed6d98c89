import { type Corrections, type DateString, noticeWindow, type NoticeWindow, shanghaiDate, addDays } from '../kernel/calendar.ts'
import type { Instant } from '../kernel/instant.ts'
import { type Mistake, Refusal } from '../kernel/refusal.ts'
import type { Rulebook } from '../rulebook/rulebook.ts'

/** A first day further ahead than this is taken for a slip of the pen. */
const MOST_DAYS_AHEAD = 30

/**
 * The window that a notice published now would have, by the rulebook's count and the district's calendar. Throws INVALID at `firstDay`
 * for a day before today or more than 30 days ahead.
 */
export function preparedWindow(rule: Rulebook['notice'], corrections: Corrections, firstDay: DateString, now: Instant): NoticeWindow {
  const today = shanghaiDate(now)
  const mistake = (code: string, zh: string, en: string): Mistake => ({ path: 'firstDay', code, zh, en })
  if (firstDay < today) throw new Refusal('INVALID', { mistakes: [mistake('FIRST_DAY_PAST', `公示首日不能早于今天（${today}）`, `The first day cannot be before today (${today})`)] })
  if (firstDay > addDays(today, MOST_DAYS_AHEAD)) {
    throw new Refusal('INVALID', { mistakes: [mistake('FIRST_DAY_FAR', `公示首日最晚可以定在 ${MOST_DAYS_AHEAD} 天以内`, `The first day can be at most ${MOST_DAYS_AHEAD} days ahead`)] })
  }
  return noticeWindow(firstDay, rule.workingDays, rule.firstDayCounts, corrections)
}
