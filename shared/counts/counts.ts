import * as z from 'zod'

/**
 * Figures of one competition, kept by the stream's consumer so that no applicant's or judge's request writes an item that another's
 * writes too. They follow the records within a second or so, and can be counted again from them.
 */
export const countsSchema = z.object({
  competition: z.string(),
  /** Proposals by state. */
  proposals: z.record(z.string(), z.int()),
  /** By round index, then judge: cards handed in, and when the last was. */
  cards: z.record(z.string(), z.record(z.string(), z.object({ submitted: z.int(), lastAt: z.string().nullable() }))),
})
export type Counts = z.infer<typeof countsSchema>

export const noCounts = (competition: string): Counts => ({ competition, proposals: {}, cards: {} })

/** One change of a record that figures depend on. */
export type Change =
  | { of: 'proposal'; competition: string; from: string | null; to: string | null }
  | { of: 'scorecard'; competition: string; index: number; judge: string; from: 'draft' | 'submitted' | null; to: 'draft' | 'submitted' | null; at: string | null }

/** The figures after the changes; changes that change no figure leave them as they are. */
export function counted(counts: Counts, changes: readonly Change[]): Counts {
  const next: Counts = structuredClone(counts)
  for (const change of changes) {
    if (change.of === 'proposal') {
      if (change.from !== null) next.proposals[change.from] = (next.proposals[change.from] ?? 0) - 1
      if (change.to !== null) next.proposals[change.to] = (next.proposals[change.to] ?? 0) + 1
      continue
    }
    const step = (change.to === 'submitted' ? 1 : 0) - (change.from === 'submitted' ? 1 : 0)
    if (step === 0) continue
    const round = (next.cards[String(change.index)] ??= {})
    const judge = (round[change.judge] ??= { submitted: 0, lastAt: null })
    judge.submitted += step
    if (change.at !== null && (judge.lastAt === null || change.at > judge.lastAt)) judge.lastAt = change.at
  }
  return next
}
