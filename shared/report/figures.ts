import type { Activity } from '../activity/activity.ts'
import type { Attendance } from '../hours/hours.ts'
import { shanghaiDate } from '../kernel/calendar.ts'
import { sum } from '../kernel/decimal.ts'
import { budgetSources } from '../rulebook/form.ts'
import { type Period, type Spending, spentWithin } from '../spending/spending.ts'
import type { Figures } from './report.ts'

/** The activities that begin in a period, both days included. */
export const heldWithin = <A extends Pick<Activity, 'startsAt'>>(activities: readonly A[], { from, to }: Period): A[] => activities.filter(({ startsAt }) => shanghaiDate(startsAt) >= from && shanghaiDate(startsAt) <= to)

/** A period's figures from the records: `hours` are those of the period's own activities. */
export function figuresOf(spendings: readonly Spending[], activities: readonly Pick<Activity, 'startsAt' | 'report'>[], hours: readonly Pick<Attendance, 'volunteer' | 'kind' | 'state' | 'minutes'>[], period: Period): Figures {
  const spent = spentWithin(spendings, period)
  const amount = (which: (one: Spending) => boolean) => sum(spent.filter(which).map((one) => one.amount)).toNumber()
  const held = heldWithin(activities, period).filter(({ report }) => report !== null)
  const counted = hours.filter(({ state }) => state === 'counted')
  const minutes = (kind: string) => counted.filter((one) => one.kind === kind).reduce((total, one) => total + one.minutes, 0)
  return {
    activities: held.length, attendances: held.reduce((total, { report }) => total + (report?.attendances ?? 0), 0), volunteers: new Set(counted.map(({ volunteer }) => volunteer)).size,
    checkedIn: minutes('checked-in'), backFilled: minutes('back-filled'),
    spending: {
      total: amount(() => true), entries: spent.length, bySource: Object.fromEntries(budgetSources.map((source) => [source, amount((one) => one.source === source)])),
      byHead: Object.fromEntries([...new Set(spent.map(({ head }) => head))].toSorted().map((head) => [head, amount((one) => one.head === head)])),
    },
  }
}
