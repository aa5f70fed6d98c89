import type { Card, Unscored, UnscoredDecision } from './aggregate.ts'
import { type Counted, countRound, type RoundRecords } from './count.ts'

/** A round counted as it was and as it would be. */
export interface RoundWhatIf {
  before: Counted
  after: Counted
  /** Proposals that have too few cards without the struck ones: taken with those left, or left out where none is. */
  short: Unscored[]
  /** Would have gone on, and were not: nobody judged them in the rounds after, so that they are in none of their places. */
  unheard: string[]
}

/**
 * The rounds of a competition counted again without some cards: what the result would be had they never been there. Decisions of people stay
 * as they were; later rounds keep their cards. Throws TypeError where the rounds are not counted to the end.
 */
export function withoutCards(rounds: readonly RoundRecords[], struck: (index: number, card: Card) => boolean): RoundWhatIf[] {
  const found: RoundWhatIf[] = []
  for (const records of rounds) {
    const cards = records.cards.filter((card) => !struck(records.index, card))
    const changed = { ...records, cards, earlier: found.map(({ after }) => after.result) }
    const first = countRound(changed)
    const short = first.ok ? [] : first.unscored
    const decisions: UnscoredDecision[] = short.map(({ entry, cards: left }) => ({ entry, decision: left > 0 ? 'accept-fewer' : 'exclude', reason: '' }))
    // A decision to take few cards can't stand where none is left.
    const kept = changed.decisions.filter(({ entry }) => !short.some((one) => one.entry === entry))
    const [before, after] = [countedOf({ ...records, earlier: found.map((one) => one.before.result) }), countedOf({ ...changed, decisions: [...kept, ...decisions] })]
    const went = new Set(before.advanced.advancing)
    found.push({ before, after, short, unheard: after.advanced.advancing.filter((entry) => !went.has(entry)) })
  }
  return found
}

function countedOf(records: RoundRecords): Counted {
  const count = countRound(records)
  if (!count.ok) throw new TypeError(`round ${records.index} is not counted to the end`)
  return count.counted
}
