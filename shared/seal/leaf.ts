import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as z from 'zod'
import { canonicalJson } from '../kernel/canonical.ts'
import type { Card } from '../standing/aggregate.ts'
import { leafHash } from './merkle.ts'

/** 128 random bits in hexadecimal: without them a card could be guessed from its hash. */
export const saltSchema = z.string().regex(/^[0-9a-f]{32}$/)
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** All that counting reads of a card but whose it is: no judge, no comment. */
export type CountedCard = Omit<Card, 'entry' | 'judge'>
export const countedCardSchema = z.object({ scores: z.record(z.string(), z.string()) }) satisfies z.ZodType<CountedCard>

/** Where a card stands. All of it is public. */
export interface LeafPlace {
  competition: string
  /** The round's id in the rulebook. */
  round: string
  /** The proposal's public number. */
  proposal: string
}

/** A place in the tree: a card, or null where a proposal has fewer cards than slots. */
export interface Slot {
  card: CountedCard | null
  salt: string
}

/**
 * What is hashed: a JSON array in canonical form. It begins with what it is, so that nothing else that is ever hashed can be read as a card.
 */
export const leafText = ({ competition, round, proposal }: LeafPlace, { card, salt }: Slot): string =>
  canonicalJson(['xiuyuan/card/1', competition, round, proposal, card, salt])

export const leafOf = (place: LeafPlace, slot: Slot): string => leafHash(utf8ToBytes(leafText(place, slot)))

/** Ten digits of a leaf, short enough to be read out: on the judge's page, in the trail and the lists. */
export const receiptCode = (leaf: string): string => `PF-${leaf.slice(0, 5)}-${leaf.slice(5, 10)}`.toUpperCase()

/** What a judge keeps of a sent card: its leaf can be computed again from it by anybody. */
export const receiptSchema = z.object({
  kind: z.literal('xiuyuan-receipt'), version: z.literal(1),
  competition: z.string(), round: z.string(), proposal: z.string(),
  card: countedCardSchema,
  salt: saltSchema, leaf: hashSchema,
  submittedAt: z.string(),
})
export type Receipt = z.infer<typeof receiptSchema>
