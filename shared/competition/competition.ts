import * as z from 'zod'
import { competitionId, personId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { bilingual } from '../kernel/text.ts'
import { districtCode } from '../person/person.ts'
import { competitionLifecycle, type CompetitionState } from './lifecycle.ts'

/** Windows that have a date: the call, the eligibility check, and each round's scoring. Only administrators move them. */
export const datesSchema = z.object({
  callClosesAt: instant,
  eligibilityClosesAt: instant,
  /** By round, in order. */
  roundsCloseAt: z.array(instant).min(1),
})
export type Dates = z.infer<typeof datesSchema>

export const competitionSchema = z.object({
  id: competitionId,
  district: districtCode,
  /** Of its rulebook: a contest 志愿服务项目大赛, or a venture competition 公益创投大赛. */
  kind: z.enum(['contest', 'venture']),
  name: bilingual,
  /** 主办单位, as it stands on the notice and the certificate. */
  authority: bilingual,
  contact: z.object({ phone: z.string().max(40), email: z.string().max(254) }),
  introduction: z.string().max(5000),
  state: z.enum(Object.keys(competitionLifecycle) as [CompetitionState, ...CompetitionState[]]),
  /** The snapshot beside it (C#id#RULEBOOK) is what counts; this names what it was made from. */
  rulebook: z.object({ id: z.string(), version: z.int() }),
  /** Published with the call; draws of lots, groups and spreads go by it, so that anybody can repeat them. */
  seed: z.string(),
  dates: datesSchema,
  createdAt: instant,
  createdBy: personId,
  publishedAt: instant.nullable(),
  /** Index of the round being judged, once there is one. */
  round: z.int().nullable(),
  /** Said by the administrator when every admission is decided, before or after the date. */
  eligibilityFinishedAt: instant.nullable(),
  /** Number of the newest notice. */
  notice: z.int().nullable(),
  /** Why it ended without awards, or was cancelled. */
  endedBecause: bilingual.nullable(),
  cancelledAt: instant.nullable(),
  /** The administrator has published the awards; the workflow completes the competition. */
  awardsPublishedAt: instant.nullable(),
  /** Only of a draft that was deleted, while that can be undone; nobody finds it meanwhile. */
  deletedAt: instant.optional(),
})
export type Competition = z.infer<typeof competitionSchema>

/** The windows a person can move, by the name that the workflow, the API and the pages use. */
export const windowName = z.union([z.literal('call'), z.literal('eligibility'), z.templateLiteral(['round-', z.int()])])
export type WindowName = z.infer<typeof windowName>

/** When the window closes. Throws TypeError for a round that the competition does not have. */
export function closesAt(competition: Competition, window: WindowName): Instant {
  if (window === 'call') return competition.dates.callClosesAt
  if (window === 'eligibility') return competition.dates.eligibilityClosesAt
  const at = competition.dates.roundsCloseAt[Number(window.slice('round-'.length))]
  if (at === undefined) throw new TypeError(`no ${window} in ${competition.id}`)
  return at
}

/** Applicants may create, edit, send and withdraw: the server's clock decides, to the millisecond. */
export const callIsOpen = (competition: Competition, now: Instant): boolean => competition.state === 'call' && now < competition.dates.callClosesAt
