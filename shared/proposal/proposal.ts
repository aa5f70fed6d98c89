import * as z from 'zod'
import { competitionId, fileId, organisationId, personId, projectId, type ProposalId, proposalId } from '../kernel/ids.ts'
import { instant } from '../kernel/instant.ts'
import type { Target } from '../person/access.ts'
import { proposalLifecycle, type ProposalState } from './lifecycle.ts'

export const contentSchema = z.record(z.string(), z.unknown())

/** What is listed and decided; the text itself stands in the draft and the versions. */
export const proposalSchema = z.object({
  id: proposalId,
  competition: competitionId,
  district: z.string(),
  organisation: z.object({ id: organisationId, name: z.string(), kind: z.string() }),
  /** The project that it enters; an admitted one without a project gets one. */
  project: projectId.nullable().default(null),
  category: z.string(),
  title: z.string(),
  state: z.enum(Object.keys(proposalLifecycle) as [ProposalState, ...ProposalState[]]),
  createdAt: instant,
  createdBy: personId,
  /** Only of one that an administrator entered for the organisation, from its signed paper form. */
  paper: z.object({ by: z.object({ id: personId, name: z.string() }), at: instant }).optional(),
  /** Number of the newest version that was sent; 0 before the first. */
  version: z.int(),
  submittedAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
  /** The window in which what failed can be repaired, while its state is `curing`. */
  cure: z.object({ number: z.int(), openedAt: instant, until: instant }).nullable(),
  eligibility: z.object({ decision: z.enum(['admitted', 'rejected']), reasons: z.string(), checks: z.record(z.string(), z.boolean()), at: instant, by: personId }).nullable(),
})
export type Proposal = z.infer<typeof proposalSchema>

/** What the access table is asked about a proposal. */
export const proposalTarget = ({ district, competition, organisation, paper }: Pick<Proposal, 'district' | 'competition' | 'organisation' | 'paper'>): Target => ({ district, competition, organisation: organisation.id, paper: paper !== undefined })

/** A file of a proposal, ready for use; name, size and type as found when it was checked. */
export const attachmentSchema = z.object({ kind: z.string(), file: fileId, name: z.string(), bytes: z.int(), type: z.string() })
export type Attachment = z.infer<typeof attachmentSchema>

const saver = z.object({ id: personId, name: z.string() })

/** The working copy. `revision` rises with every save: a tab that saves on an older one is told and loses nothing. */
export const draftSchema = z.object({
  proposal: proposalId,
  revision: z.int(),
  /** By section: the revision that last changed it, and whose it is. Two people may fill two sections at once; in one, they collide where they change the same answer. */
  sections: z.record(z.string(), z.object({ revision: z.int(), at: instant, by: saver })),
  category: z.string(),
  content: contentSchema,
  attachments: z.array(attachmentSchema),
  savedAt: instant,
  savedBy: saver,
})
export type Draft = z.infer<typeof draftSchema>

/** What was sent, for good. */
export const versionSchema = z.object({
  proposal: proposalId,
  number: z.int(),
  category: z.string(),
  title: z.string(),
  content: contentSchema,
  attachments: z.array(attachmentSchema),
  /** The organisation as it was then, for the printed form. */
  organisation: z.object({ id: organisationId, name: z.string() }),
  submittedAt: instant,
  submittedBy: z.object({ id: personId, name: z.string() }),
})
export type Version = z.infer<typeof versionSchema>

/** How many proposals an organisation has in a competition, by the rulebook's count: withdrawn ones give their place back. */
export const slotsSchema = z.object({ organisation: organisationId, competition: competitionId, proposals: z.array(proposalId) })
export type Slots = z.infer<typeof slotsSchema>

/** The number on receipts and lists, from the id: it tells neither order nor applicant. */
export const proposalNumber = (id: ProposalId): string => `XY-${id.slice(2, 6)}-${id.slice(6, 10)}`.toUpperCase()
