import { drawn } from '../kernel/draw.ts'

/**
 * What a proposal's judges have to say to its applicant, as paragraphs: all cards' words joined, in an order that the words draw themselves,
 * the same words once. Neither who wrote what nor how many wrote can be told from it, as a card's own paragraphs look like another card's.
 */
export function wordsTo(proposal: string, comments: readonly string[]): string[] {
  return [...new Set(drawn(proposal, comments, (comment) => comment).flatMap((comment) => comment.split('\n').map((line) => line.trim()).filter((line) => line !== '')))]
}
