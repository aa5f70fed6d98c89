import * as z from 'zod'
import { inside, personal } from '../kernel/exposure.ts'
import { activityId, organisationId, projectId, volunteerId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import { districtCode } from '../person/person.ts'

/** forms.md part 4 (1): by check-in and check-out as they happened, or written down afterwards. Never added into one number without naming both. */
export const hourKinds = ['checked-in', 'back-filled'] as const
export type HourKind = (typeof hourKinds)[number]

/**
 * `open`: signed in and not out yet (no minutes); `counted`: it counts; `waiting`: more than eight hours on a day, until an administrator
 * says so; `struck`: taken out of the count with a reason, never deleted.
 */
export const hourStates = ['open', 'counted', 'waiting', 'struck'] as const
export type HourState = (typeof hourStates)[number]

/** Minutes spent on one day in Shanghai. */
const dayMinutes = z.object({ day: z.iso.date(), minutes: z.int() })
export type DayMinutes = z.infer<typeof dayMinutes>

/** How the service was rated: Order 67 of 2020 wants it recorded with its date. */
export const ratings = ['excellent', 'good', 'fair', 'poor'] as const
export type Rating = (typeof ratings)[number]

/** Who recorded it: a member of the organisation, or (null) the volunteer by the code on the spot. */
const recorder = z.object({ person: z.string(), name: z.string() }).nullable()

/** What a correction replaced: forms.md part 4 (7) keeps the old value, the reason and both names. */
const correctionSchema = z.object({
  at: instant,
  reason: z.string(),
  by: z.object({ person: z.string(), name: z.string() }),
  /** Who had recorded the old value. */
  recordedBy: recorder,
  before: z.object({ kind: z.enum(hourKinds), state: z.enum(hourStates), from: instant, to: instant.nullable(), breakMinutes: z.int(), minutes: z.int() }),
})

/** One volunteer's service at one activity. The sum of `days` is `minutes`; only `counted` ones count anywhere. */
export const attendanceSchema = z.object({
  activity: inside(activityId),
  project: inside(projectId),
  organisation: inside(organisationId),
  district: inside(districtCode),
  volunteer: personal(volunteerId),
  name: personal(z.string()),
  number: personal(z.string()),
  minor: personal(z.boolean()),
  kind: inside(z.enum(hourKinds)),
  /** `code`: the volunteer's own phone; `leader`: on the spot by a member; `list`: afterwards. */
  via: inside(z.enum(['code', 'leader', 'list'])),
  state: inside(z.enum(hourStates)),
  from: personal(instant),
  /** null while it is open. */
  to: personal(instant.nullable()),
  /** Travel, rest and meals, not counted. */
  breakMinutes: inside(z.int()),
  minutes: inside(z.int()),
  /** Every day that it touches, with the minutes of that day; empty while it is open. */
  days: inside(z.array(dayMinutes)),
  rating: personal(z.object({ value: z.enum(ratings), at: instant }).nullable()),
  recordedAt: inside(instant),
  recordedBy: personal(recorder),
  /** The administrator's word on more than eight hours a day. */
  approval: personal(z.object({ at: instant, by: z.object({ person: z.string(), name: z.string() }), granted: z.boolean(), reason: z.string() }).nullable()),
  /** The volunteer asks for it to be put right; null once it is answered. */
  asked: personal(z.object({ at: instant, text: z.string() }).nullable()),
  corrections: personal(z.array(correctionSchema)),
})
export type Attendance = z.infer<typeof attendanceSchema>

/** What one volunteer did on one day, wherever: the item on which two sign-ins that overlap collide. */
export const volunteerDaySchema = z.object({
  volunteer: personal(volunteerId),
  day: personal(z.iso.date()),
  spans: personal(z.array(z.object({
    activity: activityId,
    organisation: organisationId,
    kind: z.enum(hourKinds),
    state: z.enum(hourStates),
    from: instant,
    /** Of an open one: the last instant until which it can still go on. */
    to: instant,
    /** On this day. */
    minutes: z.int(),
  }))),
})
export type VolunteerDay = z.infer<typeof volunteerDaySchema>
export type Span = VolunteerDay['spans'][number]
