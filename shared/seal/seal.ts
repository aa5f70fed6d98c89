import { type CountedCard, leafOf, type LeafPlace, type Slot } from './leaf.ts'
import { rootOf } from './merkle.ts'

/** A card that is to be sealed. */
export interface SealedCard extends Slot {
  /** The proposal's public number. */
  proposal: string
  card: CountedCard
}

/** A round's cards under one hash. */
export interface Seal {
  /** Slots that every proposal has, whether or not it has as many cards. */
  slots: number
  /** Public numbers of the proposals, rising. */
  proposals: string[]
  /** Slot by slot, proposal by proposal. */
  opened: Slot[]
  leaves: string[]
  root: string
}

/**
 * Seals a round. Each proposal has `panelSize` slots, or as many as the one with most cards, so that nothing in the list of hashes tells how
 * many judges scored which; a slot without a card is the hash of nothing and a salt. Slots of a proposal stand in the order of their hashes:
 * that order follows from the salts alone, tells nothing of judges, and lets nobody rearrange them. `newSalt` gives 32 hexadecimal digits.
 */
export function sealCards(place: Omit<LeafPlace, 'proposal'>, panelSize: number, proposals: readonly string[], cards: readonly SealedCard[], newSalt: () => string): Seal {
  const byProposal = Map.groupBy(cards, ({ proposal }) => proposal)
  const slots = Math.max(panelSize, ...[...byProposal.values()].map((own) => own.length))
  const order = proposals.toSorted()
  const placed = order.flatMap((proposal) => {
    const own: Slot[] = (byProposal.get(proposal) ?? []).map(({ card, salt }) => ({ card, salt }))
    const empty = Array.from({ length: slots - own.length }, (): Slot => ({ card: null, salt: newSalt() }))
    return [...own, ...empty].map((slot) => ({ slot, leaf: leafOf({ ...place, proposal }, slot) })).toSorted((a, b) => (a.leaf < b.leaf ? -1 : 1))
  })
  const leaves = placed.map(({ leaf }) => leaf)
  return { slots, proposals: order, opened: placed.map(({ slot }) => slot), leaves, root: rootOf(leaves) }
}

/** Whether the seal is of just these cards: what a task that runs again asks before it seals anew. */
export function isSealOf(seal: Pick<Seal, 'proposals' | 'leaves' | 'opened'>, place: Omit<LeafPlace, 'proposal'>, proposals: readonly string[], cards: readonly SealedCard[]): boolean {
  const sealed = seal.leaves.filter((_, i) => seal.opened[i]?.card !== null).toSorted()
  const now = cards.map(({ proposal, card, salt }) => leafOf({ ...place, proposal }, { card, salt })).toSorted()
  return seal.proposals.join() === proposals.toSorted().join() && sealed.join() === now.join()
}

/** The letters under which a proposal's cards are shown: A, B, … Z, AA, … in the order of the slots, so that a letter says nothing about other proposals. */
export function letterOf(slot: number): string {
  const letter = String.fromCharCode(65 + (slot % 26))
  return slot < 26 ? letter : letterOf(Math.floor(slot / 26) - 1) + letter
}
