import * as z from 'zod'
import { bilingual } from '../kernel/text.ts'
import type { Round } from '../rulebook/round.ts'
import { rulebookShape } from '../rulebook/rulebook.ts'
import type { UnscoredDecision } from '../standing/aggregate.ts'
import { type Beside, besideSchema } from '../standing/beside.ts'
import type { StandingEntry } from '../standing/standing.ts'
import { countedCardSchema, hashSchema, saltSchema } from './leaf.ts'
import { pathOf } from './merkle.ts'
import type { Seal } from './seal.ts'

export const slotSchema = z.object({ card: countedCardSchema.nullable(), salt: saltSchema })

const placeSchema = z.object({
  proposal: z.string(),
  place: z.int(),
  value: z.string(),
  total: z.string(),
  rounds: z.array(z.object({ round: z.string(), score: z.string(), weighted: z.string() })),
  advances: z.boolean(),
})

/** A round as it is published. Proposals go by their public numbers; there is no judge in it, no comment, no applicant. */
export const bundleRoundSchema = z.object({
  round: z.string(),
  seal: z.object({ root: hashSchema, slots: z.int().min(1), sealedAt: z.string(), replaced: z.array(z.object({ root: hashSchema, sealedAt: z.string() })) }),
  entries: z.array(z.object({ proposal: z.string(), category: z.string(), group: z.string().nullable() })),
  /** Slot by slot, entry by entry. */
  leaves: z.array(hashSchema),
  /** The same slots opened, with what was decided where scores were too few; null where the rulebook publishes totals alone. */
  opened: z.object({ slots: z.array(slotSchema), decisions: z.array(z.object({ proposal: z.string(), decision: z.enum(['exclude', 'accept-fewer']) })) }).nullable(),
  /** Of those tied across the line, who goes on by decision. */
  chosen: z.array(z.string()),
  /** What counted beside the cards, by proposal: bonuses and the public's votes. Nothing before the last round. */
  beside: besideSchema,
  standing: z.array(placeSchema),
})
export type BundleRound = z.infer<typeof bundleRoundSchema>

export const bundleAwardsSchema = z.object({
  /** `rule`: just what the rulebook's award rules give. `decision`: chosen by people among the ranked (a venture's grants, or a list changed after part of it was published). */
  by: z.enum(['rule', 'decision']),
  lines: z.array(z.object({ award: z.string(), proposal: z.string(), place: z.int().nullable(), total: z.string() })),
  decisions: z.array(z.object({ award: z.string(), chosen: z.array(z.string()) })),
  annulled: z.array(z.string()),
})

/**
 * 核验包: all that the result of a competition follows from, as far as its rulebook publishes it. Whoever has it can count again, on a machine
 * without a network, and check receipts and proofs against it.
 */
export const bundleSchema = z.object({
  kind: z.literal('xiuyuan-bundle'), version: z.literal(1),
  competition: z.string(),
  name: bilingual,
  /** The newest notice and the roots that stand in it, round by round. */
  notice: z.object({ number: z.int(), publishedAt: z.string(), roots: z.array(hashSchema) }),
  /** For draws by lot: `SHA-256(seed ‖ 0x00 ‖ "tie" ‖ 0x00 ‖ number)`, lowest first. */
  seed: z.string(),
  rulebook: rulebookShape,
  rounds: z.array(bundleRoundSchema),
  /** null while a ruling has changed the list and the new one is not under notice yet. */
  awards: bundleAwardsSchema.nullable(),
})
export type Bundle = z.infer<typeof bundleSchema>

/** What one proposal's applicant gets: its own leaves and their paths to the root, nothing of anybody else's. */
export const proofSchema = z.object({
  kind: z.literal('xiuyuan-proof'), version: z.literal(1),
  competition: z.string(), proposal: z.string(),
  rounds: z.array(z.object({
    round: z.string(), root: hashSchema, /** Leaves in the tree. */ size: z.int().min(1),
    slots: z.array(z.object({ index: z.int().min(0), leaf: hashSchema, path: z.array(hashSchema).max(40), /** null where the rulebook publishes totals alone. */ opened: slotSchema.nullable() })).min(1),
    /** In this round; null for a proposal that was left out. */
    score: z.string().nullable(),
  })).min(1),
})
export type Proof = z.infer<typeof proofSchema>

/** A round's part of a bundle. Ids of entries are public numbers already; `standing` is the stored one. */
export function bundleRound(rules: Pick<Round, 'id' | 'disclosure'>, round: {
  seal: Seal & { sealedAt: string; replaced: BundleRound['seal']['replaced'] }
  entries: readonly StandingEntry[]
  decisions: readonly Pick<UnscoredDecision, 'entry' | 'decision'>[]
  chosen: readonly string[]
  beside: Beside
  standing: BundleRound['standing']
}): BundleRound {
  const { seal } = round
  return {
    round: rules.id,
    seal: { root: seal.root, slots: seal.slots, sealedAt: seal.sealedAt, replaced: seal.replaced },
    entries: round.entries.map(({ id, category, group }) => ({ proposal: id, category, group: group ?? null })).toSorted((a, b) => (a.proposal < b.proposal ? -1 : 1)),
    leaves: seal.leaves,
    opened: rules.disclosure !== 'scores' ? null : { slots: seal.opened, decisions: round.decisions.map(({ entry, decision }) => ({ proposal: entry, decision })) },
    chosen: round.chosen.toSorted(),
    beside: round.beside,
    standing: round.standing.map(({ proposal, place, value, total, rounds, advances }) => ({ proposal, place, value, total, rounds, advances })),
  }
}

/** The proof of one proposal, from the rounds it was sealed in. Its own slots are opened unless the rulebook keeps them to totals. */
export function proofOf(competition: string, proposal: string, rounds: readonly { rules: Pick<Round, 'id' | 'disclosure'>; seal: Seal; score: string | null }[]): Proof {
  return {
    kind: 'xiuyuan-proof', version: 1, competition, proposal,
    rounds: rounds.flatMap(({ rules, seal, score }) => {
      const at = seal.proposals.indexOf(proposal)
      if (at === -1) return []
      const slots = Array.from({ length: seal.slots }, (_, i) => at * seal.slots + i).map((index) => ({
        index, leaf: seal.leaves[index] ?? '', path: pathOf(seal.leaves, index), opened: rules.disclosure === 'totals' ? null : (seal.opened[index] ?? null),
      }))
      return [{ round: rules.id, root: seal.root, size: seal.leaves.length, slots, score }]
    }),
  }
}
