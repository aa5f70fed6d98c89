import type { Activity, Standing } from '../../../../shared/activity/activity.ts'
import { clockOf } from '../../../../shared/activity/activity.ts'
import type { Doubt } from '../../../../shared/hours/doubts.ts'
import { type Attendance, type HourKind, type HourState, type Rating, shownHours } from '../../../../shared/hours/hours.ts'
import type { Language } from '../../../../shared/kernel/text.ts'
import type { State } from '../../look/tell.tsx'

interface Named {
  zh: string
  en: string
}

export const standingNames: Record<Standing, Named> = {
  ahead: { zh: '未开始', en: 'Ahead' }, 'under-way': { zh: '进行中', en: 'Under way' }, 'to-report': { zh: '待填报', en: 'To report' }, late: { zh: '填报超期', en: 'Report late' }, reported: { zh: '已填报', en: 'Reported' }, unreported: { zh: '没有填报', en: 'Not reported' }, 'called-off': { zh: '已取消', en: 'Called off' },
}
export const standingTones: Record<Standing, State> = { ahead: 'idle', 'under-way': 'now', 'to-report': 'wait', late: 'late', reported: 'done', unreported: 'idle', 'called-off': 'idle' }

export const kindNames: Record<HourKind, Named> = { 'checked-in': { zh: '签到', en: 'checked in' }, 'back-filled': { zh: '补录', en: 'back-filled' } }
/** As the two counters of forms.md part 4 are called. */
export const counterNames: Record<HourKind, Named> = { 'checked-in': { zh: '签到时长', en: 'Checked-in hours' }, 'back-filled': { zh: '补录时长', en: 'Back-filled hours' } }
export const hourStateNames: Record<HourState, Named> = { open: { zh: '在场', en: 'Here' }, counted: { zh: '已计入', en: 'Counted' }, waiting: { zh: '等待同意', en: 'Waiting' }, struck: { zh: '不计入', en: 'Not counted' } }
export const hourStateTones: Record<HourState, State> = { open: 'now', counted: 'done', waiting: 'wait', struck: 'idle' }
export const ratingNames: Record<Rating, Named> = { excellent: { zh: '优秀', en: 'Excellent' }, good: { zh: '良好', en: 'Good' }, fair: { zh: '合格', en: 'Fair' }, poor: { zh: '不合格', en: 'Poor' } }

export const hours = (minutes: number, language: Language): string => (language === 'zh' ? `${shownHours(minutes)} 小时` : `${shownHours(minutes)} h`)

/** `14:00–16:30`; an end on the next day says so. */
export function timesOf({ startsAt, endsAt }: Pick<Activity, 'startsAt' | 'endsAt'>, language: Language): string {
  const [from, to] = [clockOf(startsAt), clockOf(endsAt)]
  return `${from}–${to <= from ? (language === 'zh' ? '次日 ' : '') : ''}${to}${to <= from && language === 'en' ? ' next day' : ''}`
}

/** When somebody came and went; an open end is left open. */
export const cameAndWent = ({ from, to }: Pick<Attendance, 'from' | 'to'>): string => `${clockOf(from)}–${to === null ? '' : clockOf(to)}`

/** What is doubtful, in a sentence that may go on with where the other record stands; `name` says of whom. */
export function doubtWords(doubt: Doubt, name: string, language: Language): string {
  const zh = language === 'zh'
  switch (doubt.kind) {
    case 'two-places': return zh ? `${name}在 ${doubt.day} 同一时间还记在：` : `${name} is recorded at the same time on ${doubt.day} at: `
    case 'long-day': return zh ? `${name}在 ${doubt.day} 一共记了 ${hours(doubt.minutes, language)}` : `${name} has ${hours(doubt.minutes, language)} in all on ${doubt.day}`
    case 'over-length': return zh ? `${name}记了 ${hours(doubt.minutes, language)}，比活动的 ${hours(doubt.length, language)}长` : `${name} has ${hours(doubt.minutes, language)}, more than the activity’s ${hours(doubt.length, language)}`
    case 'not-out': return zh ? `${name}没有签退` : `${name} has not signed out`
    case 'same-photo': return zh ? '有一张照片和先前的完全一样，先前的在：' : 'A photo is the very same as an earlier one, of: '
  }
}
