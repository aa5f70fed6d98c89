import * as z from 'zod'

const id = z.union([z.int(), z.string()])
const byId = z.record(z.string(), z.int())

/** The greatest total that any plan can have, proven by prices. */
export const certificateSchema = z.object({
  /** Each submission's price: what one more place for it would be worth. */
  submissions: byId,
  /** Each reviewer's price: what one more place of theirs would be worth; below 0 where they take what they must. */
  reviewers: byId,
  /** The bound on the total that follows from the prices. */
  bound: z.int(),
  /** What the plan's total stays below the bound; 0 where nobody is served better at the total's cost. */
  gap: z.int().nonnegative(),
})

export const planReportSchema = z.object({
  feasible: z.literal(true),
  seed: z.string(),
  /** Whether the worst-served were served better at the total's cost. */
  fair: z.boolean(),
  perSubmission: z.int().positive(),
  /** Sum of affinities over all pairs. */
  total: z.int(),
  /** The worst-served submission's sum. */
  worst: z.int(),
  /** Sum over the worst-served tenth of the submissions. */
  tenth: z.int(),
  /** What no plan can pass, for each of the three. */
  bounds: z.object({ total: z.int(), worst: z.int(), tenth: z.int() }),
  /** Submissions that each reviewer takes. */
  loads: byId,
  /** From the file read to the plan written. */
  seconds: z.number(),
  /** The most memory the whole process had. */
  peakMegabytes: z.number(),
  certificate: certificateSchema,
})

export const blockedReportSchema = z.object({
  feasible: z.literal(false),
  seed: z.string(),
  perSubmission: z.int().positive(),
  seconds: z.number(),
  /** Submissions that only these reviewers may take, the places they need, and those there are. */
  blocking: z.object({ submissions: z.array(id), reviewers: z.array(id), needed: z.int(), places: z.int() }),
  repairs: z.array(z.string()),
})

/** What `npm run assign` writes with `--json`. */
export const reportSchema = z.discriminatedUnion('feasible', [planReportSchema, blockedReportSchema])

export type Certificate = z.infer<typeof certificateSchema>
export type PlanReport = z.infer<typeof planReportSchema>
export type BlockedReport = z.infer<typeof blockedReportSchema>
