import type { Rulebook } from '../rulebook/rulebook.ts'
import { type Advanced, advance } from './advance.ts'
import { type Card, entryScore, type EntryScorer, type RoundResult, type Unscored, type UnscoredDecision, normaliseRound, scoreRound } from './aggregate.ts'
import type { Beside } from './beside.ts'
import { makeStandings, type Standing, type StandingEntry } from './standing.ts'

/** All that a round's result follows from; nothing else bears on it. */
export interface RoundRecords {
  rulebook: Rulebook
  /** Of the round in the rulebook. */
  index: number
  entries: readonly StandingEntry[]
  /** Those that count: submitted, and the judge's by the plan in force. */
  cards: readonly Card[]
  decisions: readonly UnscoredDecision[]
  /** Who of those tied across the line goes on, as people decided; empty until then. */
  chosen: readonly string[]
  /** Results of the rounds before, in order. */
  earlier: readonly RoundResult[]
  /** The competition's published seed. */
  seed: string
  /** Bonuses earned and votes of the public: they count in the final score, and so in the last round only. */
  beside: Beside
}

export interface Counted {
  result: RoundResult
  /** Best first. */
  standings: Standing[]
  advanced: Advanced
}

/**
 * A round counted: cards to scores, groups to one yardstick, scores to the ranking, the ranking to who goes on. The same records give the same result, in whatever
 * order cards and entries come. Not while a proposal has too few cards and no decision. Throws TypeError for a round the rulebook hasn't.
 * `score` is for who counts the same cards again and again and remembers what they made.
 */
export function countRound({ rulebook, index, entries, cards, decisions, chosen, earlier, seed, beside }: RoundRecords, score: EntryScorer = entryScore): { ok: true; counted: Counted } | { ok: false; unscored: Unscored[] } {
  const rules = rulebook.rounds[index]
  if (rules === undefined) throw new TypeError(`the rulebook ${rulebook.id} has no round ${index}`)
  const scored = scoreRound(rules, entries.map(({ id }) => id), cards, decisions, score)
  if (!scored.ok) return scored
  const result = normaliseRound(rules, scored.result, entries)
  const standings = makeStandings(rulebook, [...earlier, result], entries, seed, beside)
  return { ok: true, counted: { result, standings, advanced: advance(rules, standings, chosen) } }
}
