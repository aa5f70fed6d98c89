import * as z from 'zod'
import { competitionId, fileId, objectionId, personId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'

const date = z.iso.date()

/** The public window. Immutable once published; a correction is a new notice whose days start again (forms.md part 8). */
export const noticeSchema = z.object({
  competition: competitionId,
  number: z.int(),
  basis: z.string(),
  process: z.string(),
  lines: z.array(z.object({ award: z.string(), awardName: z.object({ zh: z.string(), en: z.string().optional() }), place: z.int().nullable(), proposal: proposalId, title: z.string(), organisation: z.string(), category: z.string(), total: z.string() })),
  firstDay: date,
  lastDay: date,
  workingDays: z.int(),
  firstDayCounts: z.boolean(),
  /** The window reaches into a year whose official calendar is not known yet. */
  provisional: z.boolean(),
  publishedAt: instant,
  publishedBy: personId,
  /** The end of the last day in Asia/Shanghai. */
  endsAt: instant,
  contact: z.object({ phone: z.string(), email: z.string() }),
  issuer: z.object({ zh: z.string(), en: z.string().optional() }),
  replaces: z.int().nullable(),
  correction: z.string().nullable(),
})
export type Notice = z.infer<typeof noticeSchema>

/** open → upheld | dismissed. A lead (anonymous) gates nothing. */
export const objectionSchema = z.object({
  id: objectionId,
  competition: competitionId,
  notice: z.int(),
  kind: z.enum(['person', 'organisation', 'lead']),
  name: z.string(),
  contact: z.string(),
  /** null: against the list as a whole. */
  proposal: proposalId.nullable(),
  facts: z.string(),
  files: z.array(fileId),
  at: instant,
  state: z.enum(['open', 'upheld', 'dismissed', 'noted']),
  ruling: z.object({ at: instant, by: personId, reasons: z.string(), effect: z.enum(['none', 'annul', 'correct']) }).nullable(),
})
export type Objection = z.infer<typeof objectionSchema>
