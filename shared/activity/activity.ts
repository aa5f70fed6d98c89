import * as z from 'zod'
import { inside, open, personal } from '../kernel/exposure.ts'
import { activityId, organisationId, projectId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'
import { bySchema } from '../stage/stage.ts'
import { activityStates } from './lifecycle.ts'

/** What happened. People and attendances (人数, 人次) are two numbers, never added together. */
export const reportSchema = z.object({
  what: z.string(),
  /** 受益人数: different people served. */
  beneficiaries: z.int(),
  /** 受益人次: each person once for each time served. */
  attendances: z.int(),
  at: instant,
  by: bySchema,
})
export type ActivityReport = z.infer<typeof reportSchema>

/** One dated activity of a project in implementation. Written by its organisation; a volunteer's request never writes it. */
export const activitySchema = z.object({
  id: open(activityId),
  project: open(projectId),
  district: open(districtCode),
  organisation: inside(organisationId),
  /** Stage of the project (by number) and cycle in which it was planned. */
  stage: inside(z.int()),
  cycle: inside(z.int()),
  title: open(z.string()),
  what: open(z.string()),
  place: open(z.string()),
  /** First and last instant; over midnight it belongs to the day it begins on, its hours to the days they were spent on. */
  startsAt: open(instant),
  endsAt: open(instant),
  /** People it means to serve. */
  expected: inside(z.int().nullable()),
  /** Volunteers who can take part; null: any number. */
  capacity: inside(z.int().nullable()),
  /** Minutes of travel, rest and meals within it: they are taken off each one's time. */
  breakMinutes: inside(z.int()),
  leader: personal(z.object({ name: z.string(), phone: z.string() })),
  /** forms.md part 4 (6): opens only with a policy number and an agreement, for adults only. */
  dangerous: inside(z.boolean()),
  insurance: inside(z.string()),
  agreement: inside(z.string()),
  /** It serves minors: nobody takes part without an offence check of less than 12 months (part 6 (4)). */
  minors: inside(z.boolean()),
  /** How the guardians of the minors it serves agreed; asked for when `minors`. */
  guardians: inside(z.string()),
  /** The dates that were planned together, and which of them it is. */
  series: inside(z.object({ id: z.string(), number: z.int(), of: z.int() }).nullable()),
  state: inside(z.enum(activityStates)),
  report: inside(reportSchema.nullable()),
  calledOff: inside(z.object({ reason: z.string(), at: instant, by: bySchema }).nullable()),
  createdAt: inside(instant),
  createdBy: personal(bySchema),
})
export type Activity = z.infer<typeof activitySchema>

/** Where an activity's public page finds it by its id alone, and the secret that its sign-in codes are made from. */
export const activityHeadSchema = z.object({ activity: activityId, project: projectId, secret: z.string() })
export type ActivityHead = z.infer<typeof activityHeadSchema>
