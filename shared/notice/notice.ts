import * as z from 'zod'
import { date, type NoticeWindow } from '../kernel/calendar.ts'
import { competitionId, fileId, type ObjectionId, objectionId, personId, proposalId } from '../kernel/ids.ts'
import { type Instant, instant } from '../kernel/instant.ts'
import { bilingual } from '../kernel/text.ts'
import { hashSchema } from '../seal/leaf.ts'

/** The public window. Immutable once published; a correction is a new notice whose days start again (forms.md part 8). */
export const noticeSchema = z.object({
  competition: competitionId,
  number: z.int(),
  basis: z.string(),
  process: z.string(),
  /** The version of the award list that is under notice (shared/award/award.store.ts): versions are never rewritten. */
  list: z.string(),
  /**
   * Whose days these are: of all lines, or, after a ruling, of those alone that are new or different from the notice before. The others
   * stay as that one put them out, and their days go on.
   */
  lines: z.union([z.literal('all'), z.array(proposalId)]),
  /** Taken off the list since the notice before, by a ruling. */
  removed: z.array(z.object({ proposal: proposalId, title: z.string(), organisation: z.string() })),
  /** 封存码: the root over each round's cards, round by round, by which anybody can check what was counted (shared/seal). */
  seals: z.array(z.object({ /** Id in the rulebook. */ round: z.string(), root: hashSchema })),
  firstDay: date,
  lastDay: date,
  /** Every day as it was counted when the notice was published, whatever the calendar says later. */
  days: z.array(z.object({ date, working: z.boolean(), counts: z.boolean() })),
  workingDays: z.int(),
  firstDayCounts: z.boolean(),
  /** The window reaches into a year whose official calendar was not known yet. */
  provisional: z.boolean(),
  publishedAt: instant,
  publishedBy: personId,
  /** The end of the last day in Asia/Shanghai. */
  endsAt: instant,
  contact: z.object({ phone: z.string(), email: z.string() }),
  issuer: bilingual,
  replaces: z.int().nullable(),
  correction: z.string().nullable(),
})
export type Notice = z.infer<typeof noticeSchema>

/** open → upheld, dismissed or (a lead) noted. */
export const objectionSchema = z.object({
  id: objectionId,
  competition: competitionId,
  notice: z.int(),
  /** A person gives real name and contact; an organisation name, contact and a scan with its seal; without a name it is a lead. */
  kind: z.enum(['person', 'organisation', 'lead']),
  name: z.string(),
  contact: z.string(),
  /** null: against the list as a whole. */
  proposal: proposalId.nullable(),
  facts: z.string(),
  files: z.array(fileId),
  /** The e-mail that was given is written to in it. */
  language: z.enum(['zh', 'en']),
  at: instant,
  /** The last day for a ruling; a lead has none. `provisional`: it lies in a year whose official calendar was not known yet. */
  deadline: z.object({ day: date, provisional: z.boolean() }).nullable(),
  state: z.enum(['open', 'upheld', 'dismissed', 'noted']),
  ruling: z.object({ at: instant, by: personId, byName: z.string(), reasons: z.string(), effect: z.enum(['none', 'annul', 'correct']) }).nullable(),
})
export type Objection = z.infer<typeof objectionSchema>

/** The number on the receipt; it tells neither order nor person. */
export const objectionNumber = (id: ObjectionId): string => `YY-${id.slice(2, 6)}-${id.slice(6, 10)}`.toUpperCase()

/** Awards wait for it. A lead (no real name) is looked into but gates nothing (forms.md part 8, consequence 3). */
export const gates = (objection: Objection): boolean => objection.state === 'open' && objection.kind !== 'lead'

/**
 * The objections that a line of the list waits for: those against its proposal, and those against the list as a whole. While there is
 * one, nothing may be made of the line (no certificate, no agreement, no money).
 */
export const blockedBy = <One extends Objection>(objections: readonly One[], line: { proposal: string }): One[] =>
  objections.filter((objection) => gates(objection) && (objection.proposal === null || objection.proposal === line.proposal))

/** Objections are taken from the publication until the end of the last day, by the server's clock. */
export const noticeIsOpen = (notice: Notice, now: Instant): boolean => notice.publishedAt <= now && now < notice.endsAt

/** Working days of the window that are left, today included where it counts; 0 once it is over. */
export const workingDaysLeft = (days: NoticeWindow['days'], today: string): number => days.filter((day) => day.counts && day.date >= today).length
