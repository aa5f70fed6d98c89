import * as z from 'zod'
import { date } from '../kernel/calendar.ts'
import { inside, personal } from '../kernel/exposure.ts'
import { activityId, projectId, volunteerId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { mostFen } from '../kernel/money.ts'
import { budgetSources } from '../rulebook/form.ts'
import { bySchema } from '../stage/stage.ts'

/** What a volunteer got for one day. Who gets the subsidy gets no refund of local transport for the same day (forms.md part 2, S15). */
export const volunteerPayKinds = ['subsidy', 'transport'] as const

/** Whose day it was: a volunteer of the organisation's list. */
const volunteerDaySchema = z.object({ kind: z.enum(volunteerPayKinds), volunteer: volunteerId, day: date })

/** One sum that was spent. It is never deleted: struck, it counts nowhere and still stands with its reason. Its receipts are the project's files of kind 'receipt' that bear its id. */
export const spendingSchema = z.object({
  project: inside(projectId),
  id: inside(z.string()),
  /** The project's cycle: a next one has a budget of its own. */
  cycle: inside(z.int()),
  /** Rises with every change. */
  revision: inside(z.int()),
  /** In Shanghai, as the receipt says. */
  day: inside(date),
  /** Of the definition's budget. */
  head: inside(z.string()),
  source: inside(z.enum(budgetSources)),
  amount: inside(z.int().min(1).max(mostFen)),
  what: inside(z.string()),
  activity: inside(activityId.nullable()),
  paidTo: personal(z.string()),
  volunteerDay: personal(volunteerDaySchema.nullable()),
  /** The purposes that public money is not for, named by who stands for it, with the reason (forms.md part 2 (3)). */
  override: inside(z.object({ purposes: z.array(z.string()), reason: z.string(), by: bySchema, at: instant }).nullable()),
  recordedAt: inside(instant),
  recordedBy: personal(bySchema),
  struck: inside(z.object({ reason: z.string(), by: bySchema, at: instant }).nullable()),
})
export type Spending = z.infer<typeof spendingSchema>

export const counts = ({ struck }: Pick<Spending, 'struck'>): boolean => struck === null

/** Those of a period that count, both days included. */
export const spentWithin = (spendings: readonly Spending[], period: Period): Spending[] => spendings.filter((one) => counts(one) && one.day >= period.from && one.day <= period.to)

/** Days in Shanghai, both included. */
export interface Period {
  from: string
  to: string
}
