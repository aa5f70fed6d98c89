import type { Activity } from '../activity/activity.ts'
import { addMonths, shanghaiDate } from '../kernel/calendar.ts'
import type { Mistake } from '../kernel/refusal.ts'
import { ageOn, agrees, isMinorOn, type Volunteer } from './volunteer.ts'

/** The youngest volunteer (forms.md part 4, practice). */
export const YOUNGEST = 3
/** Months that an offence check is good for (part 6 (4)). */
const CHECK_MONTHS = 12

const mistake = (code: string, zh: string, en: string): Mistake => ({ path: '', code, zh, en })

/** Why a volunteer cannot take part in an activity, a sentence each; empty: they can. */
export function barred(volunteer: Volunteer, activity: Activity): Mistake[] {
  const day = shanghaiDate(activity.startsAt)
  const { birthDate, guardian, checkedOn } = volunteer
  const minor = isMinorOn(volunteer, day)
  return [
    ...(agrees(volunteer, 'hours') ? [] : [mistake('CONSENT_MISSING', '还没有同意记录服务时长，或已经撤回', 'There is no consent to record hours, or it was taken back')]),
    ...(birthDate !== null && ageOn(birthDate, day) < YOUNGEST ? [mistake('TOO_YOUNG', `志愿者要满 ${YOUNGEST} 周岁`, `A volunteer is at least ${YOUNGEST} years old`)] : []),
    ...(minor && guardian === null ? [mistake('GUARDIAN_MISSING', '未成年人参加，要先有监护人同意', 'A minor takes part only with the guardian’s consent')] : []),
    ...(minor && activity.dangerous ? [mistake('ADULTS_ONLY', '有危险的活动，只能由成年人参加', 'Only adults take part in a dangerous activity')] : []),
    ...(activity.minors && !minor && (checkedOn === null || checkedOn > day || addMonths(checkedOn, CHECK_MONTHS) <= day)
      ? [mistake('CHECK_OLD', `这场活动服务未成年人：要先有 ${CHECK_MONTHS} 个月内的无犯罪记录查询`, `This activity serves minors: an offence check of the last ${CHECK_MONTHS} months is needed first`)] : []),
  ]
}
